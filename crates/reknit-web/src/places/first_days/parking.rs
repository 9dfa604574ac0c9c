//! Questions written down and parked: in the private vault, asked later or never.

use leptos::prelude::*;
use reknit_client::{
    command::Command,
    parked,
    view::{Slot, View},
};

use crate::{
    content::first_days,
    parts::{field, kept_line, problem, say_politely, try_ask},
    session::App,
};

/// What is being typed.
fn typing() -> Slot {
    Slot::Sheet("parked/new".to_owned())
}

fn all(view: &View) -> Vec<String> {
    parked::read(view.drafts.get(&parked::slot()))
}

pub(super) fn show(app: App) -> impl IntoView {
    let is_open = app.is_open;
    move || {
        if is_open.get() {
            park(app).into_any()
        } else {
            view! { <p class="soft small">{first_days().parked.signed_out.clone()}</p> }.into_any()
        }
    }
}

fn park(app: App) -> impl IntoView {
    let words = &first_days().parked;
    let typed = app.glance(|it| it.drafts.get(&typing()).map(|it| it.text.clone()));
    let value = RwSignal::new(typed.unwrap_or_default());
    let error = RwSignal::new(None);
    let is_kept = RwSignal::new(false);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let question = value.get_untracked().trim().to_owned();
        if question.is_empty() {
            return;
        }
        let mut questions = app.glance(all);
        if !questions.contains(&question) {
            questions.push(question);
        }
        if keep(app, &questions, error) {
            value.set(String::new());
            app.drop_draft(typing());
            let _ = app.ask(Command::SaveDraft { slot: typing(), text: String::new() });
            is_kept.set(true);
            say_politely(&words.kept);
        }
    };
    view! {
        <form class="stack" on:submit=go novalidate>
            {field::area("park", words.label.clone(), String::new(), value, move || {
                is_kept.set(false);
                app.note_draft(typing(), value.get_untracked());
            })}
            {kept_line(app)}
            {problem(error)}
            <button type="submit" class="btn">{words.button.clone()}</button>
            {move || is_kept.get().then(|| view! { <p class="soft small">{words.kept.clone()}</p> })}
        </form>
        {list(app, error)}
    }
}

/// Closed until it is opened: it need not be read today.
fn list(app: App, error: RwSignal<Option<String>>) -> impl IntoView {
    let words = &first_days().parked;
    let questions = app.look(all);
    let let_go = move |gone: &str| {
        let mut questions = app.glance(all);
        questions.retain(|it| it != gone);
        keep(app, &questions, error);
    };
    let any = Memo::new(move |_| !questions.get().is_empty());
    view! {
        <Show when=move || any.get()>
            <details>
                <summary>{words.show.clone()}</summary>
                <ul class="plain stack">
                    {move || {
                        questions
                            .get()
                            .into_iter()
                            .map(|it| {
                                let text = it.clone();
                                view! {
                                    <li class="sheet tight">
                                        <p class="said small">{text}</p>
                                        <button type="button" class="btn text small" on:click=move |_| let_go(&it)>
                                            {words.let_go.clone()}
                                        </button>
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
            </details>
        </Show>
    }
}

/// Keeps the questions; of two lists that were kept at the same time, one.
fn keep(app: App, questions: &[String], error: RwSignal<Option<String>>) -> bool {
    let text = parked::write(questions);
    let kept = try_ask(app, Command::SaveDraft { slot: parked::slot(), text }, error);
    kept && try_ask(app, Command::SettleDraft(parked::slot()), error)
}
