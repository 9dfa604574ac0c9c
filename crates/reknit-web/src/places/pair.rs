//! Inviting, saying yes, and comparing four words.

use leptos::prelude::*;
use qrcode::{QrCode, render::svg};
use reknit_client::{command::Command, view::Pairing};

use crate::{
    door::invited::invite_error,
    nav::Page,
    parts::{back, field, heading, hour_of, problem, try_ask},
    ports::relay,
    session::App,
    words::t,
};

/// Where pairing stands.
pub(crate) fn show(app: App) -> impl IntoView {
    let pairing = app.look(|it| it.pairing.clone());
    move || match pairing.get() {
        Pairing::Alone => invite(app).into_any(),
        Pairing::Preparing => view! {
            <section class="stack" aria-busy="true">
                {heading(String::new(), t!("pair-preparing"))}
                <p class="soft" role="status">{t!("pair-preparing-help")}</p>
                {end(app, t!("pair-revoke"))}
            </section>
        }
        .into_any(),
        Pairing::Inviting { fragment, expires_at_ms } => {
            inviting(app, fragment, expires_at_ms).into_any()
        }
        Pairing::Answered { their_name, words, i_confirmed } => {
            if i_confirmed {
                view! {
                    <section class="stack" aria-busy="true">
                        {heading(String::new(), t!("pair-opening"))}
                        <p class="soft" role="status">{t!("pair-opening-help")}</p>
                    </section>
                }
                .into_any()
            } else {
                compare(app, their_name, words, false).into_any()
            }
        }
        Pairing::Joining { their_name, words: None, .. } => waiting(app, their_name).into_any(),
        Pairing::Joining { their_name, words: Some(words), i_confirmed: false } => {
            compare(app, their_name, words, false).into_any()
        }
        Pairing::Joining { their_name, words: Some(words), i_confirmed: true } => view! {
            <section class="stack">
                {heading(String::new(), t!("pair-joined-waiting", name = their_name))}
                <p>{t!("pair-joined-waiting-help")}</p>
                {four(words)}
                {end(app, t!("pair-let-go"))}
            </section>
        }
        .into_any(),
        Pairing::Failed(error) => view! {
            <section class="stack">
                {heading(String::new(), t!("pair-failed"))}
                <p>{invite_error(error)}</p>
                {end(app, t!("all-right"))}
            </section>
        }
        .into_any(),
        // The other's yes may open the space while one is still reading: the screen stays as it is under the finger.
        Pairing::Paired { verified: false, words: Some(words) } => {
            compare(app, app.their_name().get_untracked(), words, true).into_any()
        }
        Pairing::Paired { words, .. } => paired(app, words).into_any(),
    }
}

fn invite(app: App) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let error = RwSignal::new(None);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        try_ask(app, Command::Invite { my_name: name.get_untracked() }, error);
    };
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(String::new(), t!("pair-title"))}
            <p>{t!("pair-intro")}</p>
            <p class="well small">{t!("pair-force")}</p>
            {field::line("my-name", t!("my-name"), t!("my-name-help"), plain_name(), name)}
            {problem(error)}
            <button type="submit" class="btn">{t!("pair-make")}</button>
            {back(app, Page::Together)}
        </form>
    }
}

fn plain_name() -> field::Kind {
    field::Kind { autocomplete: "off", secret: false }
}

/// It looks the same whether or not anybody opened it.
fn inviting(app: App, fragment: String, expires_at_ms: i64) -> impl IntoView {
    let link = format!("{}/#{fragment}", relay::invitations());
    let is_copied = RwSignal::new(false);
    let to_copy = link.clone();
    let copy = move |_| {
        let text = to_copy.clone();
        leptos::task::spawn_local(async move {
            is_copied.set(crate::parts::copy(&text).await);
        });
    };
    view! {
        <section class="stack">
            {heading(String::new(), t!("pair-invitation"))}
            <p>{t!("pair-invitation-help")}</p>
            <div class="qr" role="img" aria-label=t!("pair-qr") inner_html=qr(&link)></div>
            <div class="field-block">
                <label for="link">{t!("pair-link")}</label>
                <textarea id="link" class="mono small" rows="3" readonly autocomplete="off" form=field::UNKEPT prop:value=link></textarea>
            </div>
            <button type="button" class="btn" on:click=copy>
                {move || if is_copied.get() { t!("copied") } else { t!("copy") }}
            </button>
            {relay::invitations_elsewhere()
                .map(|place| {
                    view! {
                        <p class="well small">{t!("pair-elsewhere", place = place)}</p>
                    }
                })}
            <p class="soft small">{t!("pair-expires", hour = hour_of(expires_at_ms))}</p>
            <p class="soft small">{t!("pair-wait")}</p>
            {end(app, t!("pair-revoke"))}
        </section>
    }
}

/// Dark on light in both themes: cameras want it so.
fn qr(link: &str) -> String {
    QrCode::new(link).map_or_else(
        |_| String::new(),
        |code| {
            let svg = code.render::<svg::Color<'_>>().min_dimensions(232, 232).build();
            svg.split_once("?>").map_or_else(|| svg.clone(), |(_, it)| it.to_owned())
        },
    )
}

fn waiting(app: App, name: String) -> impl IntoView {
    view! {
        <section class="stack">
            {heading(String::new(), t!("pair-said-yes", name = name.clone()))}
            <p>{t!("pair-said-yes-help", name = name)}</p>
            {end(app, t!("pair-let-go"))}
        </section>
    }
}

fn four(words: [String; 4]) -> impl IntoView {
    view! { <ol class="four">{words.map(|it| view! { <li>{it}</li> }).collect_view()}</ol> }
}

/// `is_in` where we share a space already: then *They differ* leaves it, and is asked about once.
fn compare(app: App, name: String, words: [String; 4], is_in: bool) -> impl IntoView {
    let error = RwSignal::new(None);
    let asks = RwSignal::new(false);
    view! {
        <section class="stack">
            {heading(String::new(), t!("compare-title", name = name))}
            <p>{t!("compare-how")}</p>
            {four(words)}
            <p class="soft small">{t!("compare-why")}</p>
            {problem(error)}
            <button
                type="button"
                class="btn"
                on:click=move |_| {
                    try_ask(app, Command::WordsMatch, error);
                }
            >
                {t!("compare-same")}
            </button>
            <div role="status">
                {move || asks.get().then(|| view! { <p class="well small">{t!("compare-leaves")}</p> })}
            </div>
            <button
                type="button"
                class="btn quiet"
                on:click=move |_| {
                    if is_in && !asks.get_untracked() {
                        asks.set(true);
                    } else {
                        try_ask(app, Command::WordsDiffer, error);
                    }
                }
            >
                {move || if asks.get() { t!("compare-leave") } else { t!("compare-differ") }}
            </button>
            {back(app, Page::Together)}
        </section>
    }
}

fn paired(app: App, words: Option<[String; 4]>) -> impl IntoView {
    let name = app.their_name();
    view! {
        <section class="stack">
            {move || {
                let name = name.get();
                heading(String::new(), t!("paired-title", name = name))
            }}
            <p>{t!("paired-help")}</p>
            {words.map(four)}
            <button type="button" class="btn quiet" on:click=move |_| app.nav.go(Page::Together)>
                {t!("to-together")}
            </button>
        </section>
    }
}

/// Takes the invitation back, or lets go of it.
fn end(app: App, label: String) -> impl IntoView {
    let error = RwSignal::new(None);
    view! {
        {problem(error)}
        <button
            type="button"
            class="btn text"
            on:click=move |_| {
                if try_ask(app, Command::Revoke, error) {
                    app.nav.go(Page::Together);
                }
            }
        >
            {label}
        </button>
    }
}

/// Saying yes: only a name is wanted.
pub(crate) fn join(app: App) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let error = RwSignal::new(None);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let fragment = app.invitation.get_untracked().unwrap_or_default();
        if try_ask(app, Command::Join { fragment, my_name: name.get_untracked() }, error) {
            app.invitation.set(None);
            app.nav.replace(Page::Pair);
        }
    };
    let drop_it = move |_| {
        app.invitation.set(None);
        app.nav.replace(Page::Today);
    };
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(String::new(), t!("join-title"))}
            <p>{t!("join-intro")}</p>
            {field::line("my-name", t!("my-name"), t!("my-name-help"), plain_name(), name)}
            {problem(error)}
            <button type="submit" class="btn">{t!("join-yes")}</button>
            <button type="button" class="btn text" on:click=drop_it>{t!("invited-no")}</button>
        </form>
    }
}
