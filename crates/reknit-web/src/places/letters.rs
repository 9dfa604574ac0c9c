//! Letters: what one did, owned; and what the other answers, or does not.

pub(crate) mod impact;
mod paper;
pub(crate) mod read;
pub(crate) mod waiting;
pub(crate) mod write;

use leptos::prelude::*;
use reknit_client::{
    letters::{add_slot, answer_slot, draft_of, draft_slot, show_slot},
    view::{LetterThread, LettersView, Slot, View},
};
use reknit_model::letters::Answer;

use crate::{
    nav::Page,
    parts::{back, day_of, heading, hour_of, lead},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let letters = app.look(|it| it.letters.clone());
    let name = app.their_name();
    let is_paired = app.is_paired();
    let has_draft = app.look(|it| it.drafts.contains_key(&draft_slot(None)));
    view! {
        <section class="stack">
            {heading(t!("both-can-read"), t!("letters"))}
            <p class="soft">{t!("letters-intro")}</p>
            {move || {
                let name = name.get();
                let letters = letters.get();
                let is_empty = letters.threads.is_empty() && letters.waiting.is_none();
                view! {
                    {is_empty.then(|| view! { <div class="sheet"><p class="soft">{t!("letters-none")}</p></div> })}
                    {letters
                        .waiting
                        .as_ref()
                        .map(|it| {
                            let until = t!("letter-waits-until", hour = hour_of(it.due_ms));
                            lead(app, Page::WaitingLetter, t!("letter-waits"), until)
                        })}
                    {letters.threads.iter().map(|it| thread(app, it, &name)).collect_view()}
                    {is_paired
                        .get()
                        .then(|| lead(app, Page::Impact, t!("impact"), impact_line(&letters, &name)))}
                    {begin(app, &letters, has_draft.get())}
                }
            }}
            {move || (!is_paired.get()).then(|| view! { <p class="soft small">{t!("letters-alone")}</p> })}
            {back(app, Page::Together)}
        </section>
    }
}

fn begin(app: App, letters: &LettersView, has_draft: bool) -> impl IntoView + use<> {
    let first_day = letters.first_day.filter(|_| letters.waiting.is_none());
    let has_theirs = letters.threads.iter().any(|it| !it.mine);
    let button = if has_draft {
        view! {
            {lead(app, Page::WriteLetter(None), t!("letter-go-on"), t!("letter-go-on-help"))}
        }
        .into_any()
    } else {
        view! {
            <button
                type="button"
                class="btn"
                class:quiet=has_theirs
                on:click=move |_| app.nav.go(Page::WriteLetter(None))
            >
                {t!("letter-write")}
            </button>
        }
        .into_any()
    };
    view! {
        {button}
        {first_day
            .map(|it| view! { <p class="soft small">{t!("letter-next-from", day = day_of(it))}</p> })}
    }
}

fn impact_line(letters: &LettersView, name: &str) -> String {
    let has_shown =
        [&letters.asked_by_me, &letters.asked_of_me].iter().any(|it| !it.shown.is_empty());
    if letters.asked_of_me.stands {
        t!("impact-lead-wanted", name = name)
    } else if letters.asked_by_me.stands {
        t!("impact-lead-asked")
    } else if has_shown {
        t!("impact-lead-shown")
    } else {
        t!("impact-lead-ask")
    }
}

/// One letter in a list. A closed one says that it can stay so.
fn thread(app: App, it: &LetterThread, name: &str) -> Option<impl IntoView + use<>> {
    let newest = it.newest()?;
    let day = day_of(newest.on_day);
    let answer = newest.answers.last();
    let (title, text) = if it.mine {
        let text = match answer {
            _ if newest.unsent => t!("letter-unsent"),
            Some(it) => t!("letter-answered-theirs", name = name, answer = in_short(it)),
            None => String::new(),
        };
        (t!("letter-from-me", day = day), text)
    } else {
        let text = match answer {
            _ if newest.words.is_none() => t!("letter-closed-help"),
            Some(it) => t!("letter-answered-mine", answer = in_short(it)),
            None => String::new(),
        };
        (t!("letter-from-them", name = name, day = day), text)
    };
    Some(lead(app, Page::Letter(newest.id), title, text))
}

/// An answer in a few words.
fn in_short(answer: &Answer) -> String {
    match answer {
        Answer::Missing { .. } => t!("letter-answer-missing"),
        Answer::Heard => t!("letter-answer-heard"),
        Answer::Accepted => t!("letter-answer-accepted"),
    }
}

/// Where a draft about letters leads, and what it is called.
pub(crate) fn draft_lead(view: &View, slot: &Slot) -> Option<(Page, String)> {
    if let Some(revises) = draft_of(slot) {
        return Some((Page::WriteLetter(revises), t!("draft-letter")));
    }
    if *slot == show_slot() {
        return Some((Page::Impact, t!("draft-impact")));
    }
    if *slot == add_slot() {
        let shown = view.letters.asked_by_me.shown.last()?;
        return Some((Page::AddImpact(shown.id), t!("draft-impact")));
    }
    let mut all = view.letters.threads.iter().flat_map(|it| &it.versions);
    let letter = all.find(|it| answer_slot(it.id) == *slot)?;
    Some((Page::Letter(letter.id), t!("draft-missing")))
}

/// Letters among what one looks back at.
pub(crate) fn looked_back(app: App) -> impl IntoView {
    let letters = app.look(|it| it.letters.threads.clone());
    let name = app.their_name();
    move || {
        let letters = letters.get();
        let name = name.get();
        (!letters.is_empty()).then(|| {
            view! {
                <section class="stack">
                    <h2>{t!("look-back-letters")}</h2>
                    {letters.iter().map(|it| thread(app, it, &name)).collect_view()}
                </section>
            }
        })
    }
}
