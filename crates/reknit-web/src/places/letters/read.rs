//! Reading a letter. One from the other waits closed; opening it is private, and answering it is a choice.

mod answer;

use leptos::prelude::*;
use reknit_client::{
    command::{Command, LetterCommand},
    view::{LetterThread, LetterView},
};
use reknit_model::letters::{Answer, LetterId};

use super::{
    in_short,
    paper::{offers_by_day, paper},
};
use crate::{
    nav::Page,
    parts::{back, day_of, heading, not_now, problem, try_ask},
    session::App,
    words::t,
};

pub(crate) fn show(app: App, id: LetterId) -> impl IntoView {
    let thread = app.look(move |it| it.letters.find(id).map(|(thread, _)| thread.clone()));
    let name = app.their_name();
    let has_waiting = app.look(|it| it.letters.waiting.is_some());
    let first_day = app.look(|it| it.letters.first_day);
    move || {
        let name = name.get();
        let Some(thread) = thread.get() else {
            return view! {
                <section class="stack">
                    {heading(String::new(), t!("letters"))}
                    <p class="soft" role="status">{t!("fetching")}</p>
                    {back(app, Page::Letters)}
                </section>
            }
            .into_any();
        };
        if thread.mine {
            mine(app, &thread, &name, has_waiting.get(), first_day.get()).into_any()
        } else {
            theirs(app, &thread, &name).into_any()
        }
    }
}

fn theirs(app: App, thread: &LetterThread, name: &str) -> impl IntoView + use<> {
    let Some((newest, before)) = thread.versions.split_last() else { return ().into_any() };
    if newest.words.is_none() && before.iter().all(|it| it.words.is_none()) {
        return closed(app, newest.id, name).into_any();
    }
    let open_newest = newest.words.is_none().then(|| {
        let id = newest.id;
        let open = move |_| {
            let _ = app.ask(Command::Letter(LetterCommand::Open(id)));
        };
        view! {
            <div class="well stack no-print">
                <p>{t!("letter-new-version", name = name)}</p>
                <button type="button" class="btn quiet" on:click=open>{t!("letter-open")}</button>
            </div>
        }
    });
    let newest_open = thread.versions.iter().rev().find(|it| it.words.is_some());
    let id = newest_open.map_or(newest.id, |it| it.id);
    view! {
        <section class="stack">
            <div class="no-print">{heading(t!("both-can-read"), t!("letter-theirs", name = name))}</div>
            {open_newest}
            {newest_open.and_then(on_paper)}
            <div class="stack no-print">
                {answer::show(app, id, name.to_owned())}
                {versions(thread, id, name)}
                <button type="button" class="btn quiet" data-print>{t!("print")}</button>
                {back(app, Page::Letters)}
            </div>
        </section>
    }
    .into_any()
}

/// A letter that nobody has opened here.
fn closed(app: App, id: LetterId, name: &str) -> impl IntoView + use<> {
    let error = RwSignal::new(None);
    let open = move |_| {
        if try_ask(app, Command::Letter(LetterCommand::Open(id)), error) {
            crate::parts::to_top();
        }
    };
    view! {
        <section class="stack">
            {heading(String::new(), t!("letter-theirs", name = name))}
            <div class="letter closed" aria-hidden="true"></div>
            <p>{t!("letter-closed")}</p>
            <p><b>{t!("letter-closed-owe")}</b></p>
            {problem(error)}
            <button type="button" class="btn" on:click=open>{t!("letter-open")}</button>
            {not_now(app, Page::Letters)}
            <button type="button" class="link small apart" data-page="help/what-it-can-look-like">
                {t!("letter-closed-help-lead")}
            </button>
        </section>
    }
}

fn mine(
    app: App,
    thread: &LetterThread,
    name: &str,
    has_waiting: bool,
    first_day: Option<i32>,
) -> impl IntoView + use<> {
    let newest = thread.newest()?;
    let id = newest.id;
    let answer = newest.answers.last().map(|it| said(it, name, newest));
    let unsent = newest.unsent.then(|| view! { <p class="soft small">{t!("letter-unsent")}</p> });
    let when = match first_day {
        _ if thread.may_follow_at_once => t!("letter-revise-soon"),
        Some(day) => t!("letter-revise-from", day = day_of(day)),
        None => String::new(),
    };
    let revise = if has_waiting {
        view! { <p class="soft small">{t!("letter-one-waits")}</p> }.into_any()
    } else {
        view! {
            <button
                type="button"
                class="btn quiet"
                on:click=move |_| app.nav.go(Page::WriteLetter(Some(id)))
            >
                {t!("letter-revise")}
            </button>
            <p class="soft small">{when}</p>
        }
        .into_any()
    };
    Some(view! {
        <section class="stack">
            <div class="no-print">{heading(t!("both-can-read"), t!("letter-preview"))}</div>
            {on_paper(newest)}
            <div class="stack no-print">
                {unsent}
                {answer}
                {(!newest.unsent).then_some(revise)}
                {versions(thread, id, name)}
                <button type="button" class="btn quiet" data-print>{t!("letter-print")}</button>
                {back(app, Page::Letters)}
            </div>
        </section>
    })
}

fn on_paper(it: &LetterView) -> Option<impl IntoView + use<>> {
    let words = it.words.as_ref()?;
    Some(paper(words, offers_by_day(&it.offers), day_of(it.on_day)))
}

/// What the other answered. Where there is nothing, nothing says so.
fn said(answer: &Answer, name: &str, letter: &LetterView) -> impl IntoView + use<> {
    let before = letter.answers.len() > 1;
    let earlier = letter.answers.iter().rev().skip(1).map(|it| view! { <li>{in_full(it)}</li> });
    let earlier = earlier.collect_view();
    view! {
        <div class="sheet tight">
            <p class="eyebrow">{t!("letter-answered-theirs", name = name, answer = "")}</p>
            <p class="said">{in_full(answer)}</p>
            {before
                .then(|| {
                    view! {
                        <details>
                            <summary>{t!("letter-answers-before")}</summary>
                            <ul class="said small">{earlier}</ul>
                        </details>
                    }
                })}
        </div>
    }
}

fn in_full(answer: &Answer) -> String {
    match answer {
        Answer::Missing { words } => format!("{} {words}", t!("letter-answer-missing")),
        Answer::Heard | Answer::Accepted => in_short(answer),
    }
}

/// Versions before, each beside the one that is shown.
fn versions(thread: &LetterThread, shown: LetterId, name: &str) -> impl IntoView + use<> {
    let current = thread.versions.iter().find(|it| it.id == shown).cloned();
    let before = thread.versions.iter().rev().filter(|it| it.id != shown && it.words.is_some());
    let before = before.map(|it| {
        let name = name.to_owned();
        let current = current.clone();
        let it = it.clone();
        let answered =
            it.answers.last().filter(|_| thread.mine).map(|answer| said(answer, &name, &it));
        view! {
            <details>
                <summary>{t!("letter-beside", day = day_of(it.on_day))}</summary>
                <div class="stack">
                    <div class="pages">{on_paper(&it)} {current.as_ref().and_then(on_paper)}</div>
                    {answered}
                </div>
            </details>
        }
    });
    before.collect_view()
}
