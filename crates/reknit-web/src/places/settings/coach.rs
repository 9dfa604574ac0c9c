//! How the coach reads along, for every device of mine; and its full tier, for this one.

use leptos::prelude::*;

use crate::{
    parts::{field, problem, refusal, say_politely},
    ports::reader::{Full, FullState, State},
    session::App,
    words::t,
};

/// A switch, and what was put aside for good.
pub(super) fn reading(app: App) -> impl IntoView {
    let value = RwSignal::new(app.glance(|it| !it.settings.coach.off));
    let n_aside = app.look(|it| it.settings.coach.never.len());
    let error = RwSignal::new(None);
    let chosen = move |on: bool| {
        error.set(app.set_coach(|it| it.off = !on).err().map(refusal));
    };
    let again = move |_| error.set(app.set_coach(|it| it.never.clear()).err().map(refusal));
    view! {
        <h2>{t!("coach")}</h2>
        <p class="soft small">{t!("coach-help")}</p>
        {field::check_then(t!("coach-on"), value, chosen)}
        {move || {
            let n = u32::try_from(n_aside.get()).unwrap_or_default();
            (n > 0)
                .then(|| {
                    view! {
                        <p class="soft small">{t!("coach-put-aside", n = n)}</p>
                        <button type="button" class="btn quiet small" on:click=again>{t!("coach-again")}</button>
                    }
                })
        }}
        {problem(error)}
    }
}

/// The full tier: fetched only from here, and only where something may be kept.
pub(super) fn full(app: App) -> impl IntoView {
    let full = app.coach.full;
    let is_own = app.is_own_device();
    Effect::new(move |was: Option<FullState>| {
        let full = full.get();
        if was.is_some_and(|it| it != full.state) {
            say_politely(&told(full).unwrap_or_default());
        }
        full.state
    });
    view! {
        <h3>{t!("coach-full")}</h3>
        {move || {
            if is_own {
                one(app, app.coach.state.get(), full.get()).into_any()
            } else {
                view! { <p class="soft small">{t!("coach-full-own")}</p> }.into_any()
            }
        }}
    }
}

fn one(app: App, coach: State, full: Full) -> impl IntoView {
    let Full { state, got, of, .. } = full;
    let size = megabytes(full);
    let fetch = match state {
        FullState::None | FullState::Old => Some(t!("coach-full-fetch", size = size.as_str())),
        FullState::Part | FullState::Failed | FullState::NoRoom => Some(t!("coach-full-go-on")),
        FullState::Coming | FullState::Here | FullState::Unknown | FullState::Unable => None,
    };
    let can_keep = !matches!(state, FullState::Unknown | FullState::Unable);
    let can_remove = can_keep && state != FullState::None;
    let is_coming = state == FullState::Coming;
    let about = if can_keep { t!("coach-full-help", size = size) } else { why_not(coach, state) };
    view! {
        <p class="soft small">{about}</p>
        {is_coming.then(|| view! { <progress aria-label=t!("coach-full") max=of value=got></progress> })}
        {told(full).map(|it| view! { <p class="well small">{it}</p> })}
        {fetch
            .map(|label| {
                view! {
                    <button type="button" class="btn quiet" on:click=move |_| app.fetch_full_coach()>{label}</button>
                }
            })}
        {can_remove
            .then(|| {
                view! {
                    <button type="button" class="btn text" on:click=move |_| app.remove_full_coach()>
                        {t!("coach-full-remove")}
                    </button>
                }
            })}
    }
}

/// Why it is not offered.
fn why_not(coach: State, full: FullState) -> String {
    match (coach, full) {
        (State::Failed, _) => t!("coach-missing"),
        (State::Ready, FullState::Unable) => t!("coach-full-unable"),
        // Whether the browser can keep it is told last.
        (State::Coming | State::Ready, _) => t!("coach-coming"),
    }
}

/// How it stands, in words.
fn told(full: Full) -> Option<String> {
    let Full { state, got, of, .. } = full;
    match state {
        FullState::None | FullState::Unknown | FullState::Unable => None,
        FullState::Part | FullState::Coming => Some(t!("coach-full-coming", got = got, of = of)),
        FullState::Here => Some(t!("coach-full-here")),
        FullState::Old => Some(t!("coach-full-old")),
        FullState::Failed => Some(t!("coach-full-failed")),
        FullState::NoRoom => Some(t!("coach-full-no-room")),
    }
}

/// "15.7".
fn megabytes(full: Full) -> String {
    format!("{:.1}", f64::from(full.bytes) / 1e6)
}
