//! Answering one question, in any of four ways, or not.

use leptos::prelude::*;
use reknit_client::{
    command::{Command, QuestionAct},
    view::Slot,
};
use reknit_model::{log::EntryId, questions::Answer};

use crate::{
    nav::Page,
    parts::{before_sharing::before_sharing, field, heading, kept_line, not_now, problem, try_ask},
    session::App,
    words::t,
};

/// Where the answer to a question is drafted. Its name's beginning tells one question from the other.
pub(crate) fn answer_sheet(id: EntryId) -> Slot {
    let start: String = id.to_string().chars().take(24).collect();
    Slot::Sheet(format!("answer-{start}"))
}

pub(crate) fn show(app: App, id: EntryId) -> impl IntoView {
    before_sharing(app, Page::QuestionBox, move || form(app, id))
}

fn form(app: App, id: EntryId) -> impl IntoView {
    let slot = move || answer_sheet(id);
    let draft = app.glance(|it| it.drafts.get(&slot()).map(|it| it.text.clone()));
    let text = RwSignal::new(draft.unwrap_or_default());
    let error = RwSignal::new(None);
    let asked = app.look(move |it| {
        let newest = it.boxes.mine.iter().flat_map(|it| &it.questions);
        let earlier = it.boxes.earlier.iter().filter(|(to_me, _)| *to_me).map(|(_, it)| it);
        newest.chain(earlier).find(|it| it.id == id).map(|it| it.words.clone())
    });
    let send = move |answer: Answer| {
        if try_ask(app, Command::Questions(QuestionAct::Answer { question: id, answer }), error) {
            let _ = app.ask(Command::SaveDraft { slot: slot(), text: String::new() });
            app.drop_draft(slot());
            app.nav.back(Page::QuestionBox);
        }
    };
    let write = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(Answer::Written { words: text.get_untracked() });
    };
    let short = move |label: String, answer: Answer| {
        let go = move |_| send(answer.clone());
        view! { <button type="button" class="btn quiet" on:click=go>{label}</button> }
    };
    view! {
        <form class="stack" on:submit=write novalidate>
            {heading(t!("box-title"), t!("answer-title"))}
            <p class="sheet said">{move || asked.get().unwrap_or_default()}</p>
            {field::area(
                "answer",
                t!("answer-label"),
                t!("answer-help"),
                text,
                move || app.note_draft(slot(), text.get_untracked()),
            )}
            {kept_line(app)}
            {problem(error)}
            <button type="submit" class="btn">{t!("answer-send")}</button>
            {short(t!("answer-aloud"), Answer::Aloud)}
            {short(t!("answer-therapist"), Answer::WithTherapist)}
            {short(t!("answer-will-not"), Answer::WillNot)}
            {not_now(app, Page::QuestionBox)}
        </form>
    }
}
