//! Answering a letter: what is missing, heard, accepted, or nothing. None of them is asked for.

use leptos::prelude::*;
use reknit_client::{
    command::{Command, LetterCommand},
    letters::answer_slot,
};
use reknit_model::letters::{Answer, LetterId};

use super::in_full;
use crate::{
    parts::{before_sharing::before_writing, field, kept_line, problem, say_politely, try_ask},
    session::App,
    words::t,
};

pub(super) fn show(app: App, id: LetterId, name: String) -> impl IntoView {
    let answers = app
        .look(move |it| it.letters.find(id).map(|(_, it)| it.answers.clone()).unwrap_or_default());
    // The form is out of sight until somebody wants it.
    let is_wanted = RwSignal::new(app.glance(|it| it.drafts.contains_key(&answer_slot(id))));
    view! {
        <section class="stack">
            {move || {
                let answers = answers.get();
                answers
                    .last()
                    .map(|it| {
                        let stands = t!("letter-answered-mine", answer = in_full(it));
                        view! { <p class="well">{stands}</p> }
                    })
            }}
            <details open=move || is_wanted.get()>
                <summary>{t!("letter-answer")}</summary>
                {before_writing(app, move || form(app, id, name.clone()))}
            </details>
        </section>
    }
}

fn form(app: App, id: LetterId, name: String) -> impl IntoView {
    let draft = app.glance(|it| it.drafts.get(&answer_slot(id)).map(|it| it.text.clone()));
    let is_open = RwSignal::new(draft.is_some());
    let text = RwSignal::new(draft.unwrap_or_default());
    let error = RwSignal::new(None);
    let say = move |answer: Answer| {
        let said = in_full(&answer);
        let command = LetterCommand::Answer { letter: id, answer };
        if try_ask(app, Command::Letter(command), error) {
            app.drop_draft(answer_slot(id));
            is_open.set(false);
            text.set(String::new());
            say_politely(&t!("letter-answered-mine", answer = said));
        }
    };
    let missing = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        say(Answer::Missing { words: text.get_untracked() });
    };
    let typed = move || app.note_draft(answer_slot(id), text.get_untracked());
    view! {
        <div class="stack">
            <p class="soft small">{t!("letter-answer-help")}</p>
            <button
                type="button"
                class="btn quiet"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|it| *it = !*it)
            >
                {t!("letter-answer-missing")}
            </button>
            <Show when=move || is_open.get()>
                <form class="sheet stack" on:submit=missing novalidate>
                    {field::area("missing", t!("letter-answer-missing-label"), String::new(), text, typed)}
                    <p class="soft small">{t!("letter-answer-missing-help", name = name.as_str())}</p>
                    {kept_line(app)}
                    <button type="submit" class="btn">{t!("letter-answer-send")}</button>
                </form>
            </Show>
            <button type="button" class="btn quiet" on:click=move |_| say(Answer::Heard)>{t!("letter-answer-heard")}</button>
            <button type="button" class="btn quiet" on:click=move |_| say(Answer::Accepted)>{t!("letter-answer-accepted")}</button>
            {problem(error)}
        </div>
    }
}
