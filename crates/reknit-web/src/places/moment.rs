//! A hard moment: ninety seconds, one sentence, a time to return. Offline, no account, nothing kept.
//!
//! Only while Help stands in its place is it remembered, in memory, where somebody was: the time to return is still there for whoever comes
//! back from Help.

use std::{cell::RefCell, time::Duration};

use leptos::prelude::*;

use crate::{
    content::{Calm, Choice, moment},
    nav::Page,
    parts::{back, em, heading, paragraphs, to_top},
    ports::clock::{now, written},
    session::App,
    words::t,
};

/// How long a calm part takes, in seconds.
const SECONDS: u32 = 90;

/// How far away the times to return are, in minutes: in the order of `later.options` in `moment.toml`, of which the last is no time.
const BACK_MINUTES: [i64; 3] = [20, 60, TOMORROW];

const TOMORROW: i64 = 24 * 60;

const MINUTE_MS: i64 = 60_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Choose,
    Calm(usize),
    Say(usize),
    Later,
    End,
}

/// Where somebody was: the visit (the account as it is open), and the step of their way.
type Here = (u32, usize);

/// A moment that was left for Help.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Left {
    here: Here,
    stage: Stage,
    chosen: Option<usize>,
    back_at: String,
}

thread_local! {
    static LEFT: RefCell<Option<Left>> = const { RefCell::new(None) };
}

/// What is gone on with: only what was left at this very step, so that nobody meets the moment of another visit.
fn taken_up(left: Option<Left>, here: Here) -> Left {
    let anew = Left { here, stage: Stage::Choose, chosen: None, back_at: String::new() };
    left.filter(|it| it.here == here).unwrap_or(anew)
}

pub(crate) fn show(app: App) -> impl IntoView {
    let Left { here, stage, chosen, back_at } = taken_up(LEFT.take(), (app.era(), app.nav.step()));
    let stage = RwSignal::new(stage);
    let chosen = RwSignal::new(chosen);
    // A time to return, in words.
    let back_at = RwSignal::new(back_at);
    on_cleanup(move || {
        if app.nav.page_untracked() == Page::Help {
            let (stage, chosen) = (stage.get_untracked(), chosen.get_untracked());
            LEFT.set(Some(Left { here, stage, chosen, back_at: back_at.get_untracked() }));
        }
    });
    let go = move |next: Stage| {
        stage.set(next);
        to_top();
    };
    let choice = |at: usize| moment().choice.get(at).cloned().unwrap_or_default();
    move || match stage.get() {
        Stage::Choose => choose(app, go).into_any(),
        Stage::Calm(at) => {
            let calm = moment().calm.get(&choice(at).calm).cloned().unwrap_or_default();
            breathe(app, calm, move || go(Stage::Say(at))).into_any()
        }
        Stage::Say(at) => say(choice(at), go).into_any(),
        Stage::Later => later(chosen, back_at, go).into_any(),
        Stage::End => end(app, back_at.get_untracked()).into_any(),
    }
}

fn choose(app: App, go: impl Fn(Stage) + Copy + 'static) -> impl IntoView {
    let words = moment();
    view! {
        <section class="stack">
            {heading(String::new(), words.title.clone())}
            <p class="soft">{words.intro.clone()}</p>
            {words
                .choice
                .iter()
                .enumerate()
                .map(|(at, it)| {
                    let label = it.label.clone();
                    let hint = it.hint.clone();
                    // *I am afraid* opens Help at once.
                    let page = it.opens.clone();
                    let opens = page.is_some();
                    view! {
                        <button
                            type="button"
                            class="sheet lead"
                            data-page=page
                            on:click=move |_| {
                                if !opens {
                                    go(Stage::Calm(at));
                                }
                            }
                        >
                            <span class="tight grow">
                                <b>{label}</b>
                                <span class="soft small">{hint}</span>
                            </span>
                        </button>
                    }
                })
                .collect_view()}
            {back(app, app.home())}
        </section>
    }
}

fn breathe(app: App, calm: Calm, next: impl Fn() + Copy + 'static) -> impl IntoView {
    let seconds = RwSignal::new(0_u32);
    let as_list = RwSignal::new(false);
    let handle = set_interval_with_handle(
        move || seconds.update(|it| *it = (*it + 1).min(SECONDS)),
        Duration::from_secs(1),
    );
    // Locking waits for the timer and for nothing else: not for the list, and not once the time is up.
    Effect::new(move || app.is_practising.set(!as_list.get() && seconds.get() < SECONDS));
    on_cleanup(move || {
        app.is_practising.set(false);
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
    let lines = calm.line.clone();
    let current = Memo::new(move |_| {
        let now = seconds.get();
        lines.iter().rfind(|it| it.at <= now).map(|it| it.text.clone()).unwrap_or_default()
    });
    view! {
        <section class="stack calm">
            {heading(String::new(), calm.title.clone())}
            {move || {
                if as_list.get() {
                    let lines = calm.line.iter().map(|it| view! { <li>{it.text.clone()}</li> });
                    view! { <ol class="said stack">{lines.collect_view()}</ol> }.into_any()
                } else {
                    view! {
                        <p class="said large" role="status" aria-live="polite">{move || current.get()}</p>
                        <progress max=SECONDS prop:value=move || seconds.get() aria-label=t!("moment-progress")></progress>
                    }
                        .into_any()
                }
            }}
            <button type="button" class="btn" on:click=move |_| next()>{t!("next")}</button>
            <button type="button" class="btn text" on:click=move |_| as_list.update(|it| *it = !*it)>
                {move || if as_list.get() { t!("moment-timed") } else { t!("moment-list") }}
            </button>
        </section>
    }
}

fn say(choice: Choice, go: impl Fn(Stage) + Copy + 'static) -> impl IntoView {
    let next = if choice.return_time { Stage::Later } else { Stage::End };
    view! {
        <section class="stack">
            {heading(String::new(), choice.say_intro.clone())}
            {choice.say.iter().map(|it| view! { <p class="sheet said">{em(it)}</p> }).collect_view()}
            <button type="button" class="btn" on:click=move |_| go(next)>{t!("next")}</button>
        </section>
    }
}

/// Nothing for no time.
fn back_in_words(option: usize) -> Option<String> {
    let minutes = *BACK_MINUTES.get(option)?;
    let at = now().ms + minutes * MINUTE_MS;
    let hour = written(at, &[("hour", "2-digit"), ("minute", "2-digit")]);
    Some(match minutes {
        TOMORROW => t!("moment-tomorrow", hour = hour),
        _ => t!("moment-back", hour = hour),
    })
}

fn later(
    chosen: RwSignal<Option<usize>>,
    back_at: RwSignal<String>,
    go: impl Fn(Stage) + Copy + 'static,
) -> impl IntoView {
    let later = &moment().later;
    view! {
        <section class="stack">
            {heading(String::new(), later.title.clone())}
            <p class="soft">{later.intro.clone()}</p>
            <div class="chips" role="group" aria-label=later.title.clone()>
                {later
                    .options
                    .iter()
                    .enumerate()
                    .map(|(at, it)| {
                        view! {
                            <button
                                type="button"
                                class="btn quiet small"
                                aria-pressed=move || (chosen.get() == Some(at)).to_string()
                                on:click=move |_| {
                                    chosen.set(Some(at));
                                    back_at.set(back_in_words(at).unwrap_or_default());
                                }
                            >
                                {it.clone()}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <p class="back-at" role="status">{move || back_at.get()}</p>
            <p class="soft small" role="status">
                {move || match chosen.get() {
                    Some(at) if at + 1 == later.options.len() => later.nothing.clone(),
                    _ => later.note.clone(),
                }}
            </p>
            <button type="button" class="btn" on:click=move |_| go(Stage::End)>{t!("next")}</button>
        </section>
    }
}

fn end(app: App, back_at: String) -> impl IntoView {
    let words = moment();
    view! {
        <section class="stack">
            {heading(String::new(), t!("moment-end"))}
            {(!back_at.is_empty()).then(|| view! { <p class="back-at">{back_at}</p> })}
            {paragraphs(&words.end.text, "")}
            <button type="button" class="btn quiet" data-page="help">{words.end.help.clone()}</button>
            <button type="button" class="btn" on:click=move |_| app.nav.replace(app.home())>{words.close.clone()}</button>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_to_return_has_its_minutes_and_the_last_is_no_time() {
        assert_eq!(moment().later.options.len(), BACK_MINUTES.len() + 1);
    }

    #[test]
    fn a_time_to_return_is_still_there_after_help_and_in_no_other_visit() {
        let back_at = "Back at 20:40".to_owned();
        let left = Left { here: (1, 4), stage: Stage::End, chosen: Some(0), back_at };
        assert_eq!(taken_up(Some(left.clone()), (1, 4)), left);
        for here in [(2, 4), (1, 6)] {
            let anew = taken_up(Some(left.clone()), here);
            assert_eq!((anew.stage, anew.back_at.as_str()), (Stage::Choose, ""), "{here:?}");
        }
        assert_eq!(taken_up(None, (1, 4)).stage, Stage::Choose);
    }
}
