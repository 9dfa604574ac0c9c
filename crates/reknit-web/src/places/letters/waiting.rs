//! One's own letter that waits for its time. Nobody else knows of it.

use leptos::prelude::*;
use reknit_client::command::{Command, LetterCommand};

use super::paper::draft_on_paper;
use crate::{
    nav::Page,
    parts::{back, heading, hour_of, problem, try_ask},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let waiting = app.look(|it| it.letters.waiting.clone());
    let error = RwSignal::new(None);
    move || {
        let Some(waiting) = waiting.get() else {
            return view! {
                <section class="stack">
                    {heading(String::new(), t!("letter-gone"))}
                    <p>{t!("letter-gone-help")}</p>
                    <button type="button" class="btn" on:click=move |_| app.nav.replace(Page::Letters)>
                        {t!("letters")}
                    </button>
                </section>
            }
            .into_any();
        };
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
        .into_any()
    }
}
