//! One's own letter that waits for its time. Nobody else knows of it.

mod fate;

use leptos::prelude::*;
use reknit_client::{
    command::{Command, LetterCommand},
    view::WaitingLetter,
};
use reknit_model::letters::LetterId;

use self::fate::{Fate, Seen};
use super::paper::draft_on_paper;
use crate::{
    nav::Page,
    parts::{back, heading, hour_of, problem, try_ask},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let seen: StoredValue<Option<Seen>> = StoredValue::new(None);
    let fate = app.look(move |view| {
        if let Some(now) = Seen::of(view) {
            seen.set_value(Some(now));
        }
        seen.with_value(|it| Fate::of(it.as_ref(), view))
    });
    let error = RwSignal::new(None);
    move || match fate.get() {
        Fate::Waits(it) => waits(app, &it, error).into_any(),
        Fate::Leaving => over(app, t!("letter-leaving"), t!("letter-leaving-help")).into_any(),
        Fate::Sent => over(app, t!("letter-gone"), t!("letter-gone-help")).into_any(),
        Fate::Draft(revises) => draft_again(app, revises).into_any(),
        Fate::Unknown => {
            over(app, t!("letter-waits-no-more"), t!("letter-waits-no-more-help")).into_any()
        }
    }
}

fn waits(
    app: App,
    waiting: &WaitingLetter,
    error: RwSignal<Option<String>>,
) -> impl IntoView + use<> {
    let revises = waiting.revises;
    let take_back = move |_| {
        if try_ask(app, Command::Letter(LetterCommand::TakeBack), error) {
            app.nav.replace(Page::WriteLetter(revises));
        }
    };
    view! {
        <section class="stack">
            <div class="stack no-print">
                {heading(t!("only-you"), t!("letter-waits"))}
                <p>{t!("letter-waits-until", hour = hour_of(waiting.due_ms))}</p>
                <p class="well small">{t!("letter-waits-open")}</p>
            </div>
            {draft_on_paper(&waiting.draft)}
            <div class="stack no-print">
                {problem(error)}
                <button type="button" class="btn" on:click=take_back>{t!("letter-take-back")}</button>
                <p class="soft small">{t!("letter-take-back-help")}</p>
                <button type="button" class="btn quiet" data-print>{t!("letter-print")}</button>
                {back(app, Page::Letters)}
            </div>
        </section>
    }
}

fn over(app: App, title: String, text: String) -> impl IntoView {
    view! {
        <section class="stack">
            {heading(String::new(), title)}
            <p>{text}</p>
            <button type="button" class="btn" on:click=move |_| app.nav.replace(Page::Letters)>
                {t!("letters")}
            </button>
        </section>
    }
}

/// Taken back on another device, or by the app because it could not go. It was not sent.
fn draft_again(app: App, revises: Option<LetterId>) -> impl IntoView {
    view! {
        <section class="stack">
            {heading(t!("only-you"), t!("letter-draft-again"))}
            <p>{t!("letter-draft-again-help")}</p>
            <button type="button" class="btn" on:click=move |_| app.nav.replace(Page::WriteLetter(revises))>
                {t!("letter-to-draft")}
            </button>
            <button type="button" class="btn quiet" on:click=move |_| app.nav.replace(Page::Letters)>
                {t!("letters")}
            </button>
        </section>
    }
}
