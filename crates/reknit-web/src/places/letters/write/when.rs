//! A time for the letter, and what happens until then.

use leptos::prelude::*;
use reknit_client::{
    command::{Command, LetterCommand},
    letters::draft_slot,
};

use super::draft::{PREVIEW, Writing};
use crate::{
    nav::Page,
    parts::{day_of, field, heading, problem, to_top, try_ask},
    ports::clock::now,
    words::t,
};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

pub(super) fn show(writing: Writing) -> impl IntoView {
    let app = writing.app;
    let first_day = app.glance(|it| {
        let revised = writing.revises.and_then(|id| it.letters.find(id));
        let at_once = revised.is_some_and(|(thread, _)| thread.may_follow_at_once);
        it.letters.first_day.filter(|_| !at_once)
    });
    // How long it waits, in milliseconds.
    let times = match first_day {
        None => vec![
            (2 * MINUTE_MS, t!("letter-soon")),
            (DAY_MS, t!("letter-tomorrow")),
            (3 * DAY_MS, t!("letter-three-days")),
        ],
        Some(day) => {
            let wait_ms = i64::from(day - now().today) * DAY_MS;
            vec![
                (wait_ms, t!("letter-on-day", day = day_of(day))),
                (wait_ms + 3 * DAY_MS, t!("letter-on-day-later")),
            ]
        }
    };
    // A day, where one may choose: many letters get better by it.
    let first = times.first().filter(|_| first_day.is_some());
    let wait = RwSignal::new(first.map_or(DAY_MS, |it| it.0));
    let error = RwSignal::new(None);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let revises = writing.revises;
        let due_ms = now().ms + wait.get_untracked();
        let command = LetterCommand::PutAway { draft: writing.draft(), revises, due_ms };
        if try_ask(app, Command::Letter(command), error) {
            app.drop_draft(draft_slot(revises));
            app.nav.replace(Page::WaitingLetter);
            to_top();
        }
    };
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(t!("only-you"), t!("letter-when"))}
            <p>{t!("letter-when-help")}</p>
            {field::choices("wait", t!("letter-when-label"), times, wait)}
            <p class="soft small">{t!("letter-when-later")}</p>
            <p class="well small">{t!("letter-when-open")}</p>
            {problem(error)}
            <button type="submit" class="btn">{t!("letter-put-away")}</button>
            <button type="button" class="btn text" on:click=move |_| writing.go(PREVIEW)>{t!("not-now")}</button>
        </form>
    }
}
