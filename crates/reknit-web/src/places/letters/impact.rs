//! *What it did to you*, before a letter: asked for by the one who was hurt, shown or not by the other, added to or left.

use leptos::prelude::*;
use reknit_client::{
    command::{Command, LetterCommand},
    letters::{LetterDraft, add_slot, draft_slot, show_slot},
    view::{ImpactAsked, LettersView, ShownImpact},
};
use reknit_model::log::EntryId;

use crate::{
    nav::Page,
    parts::{
        back,
        before_sharing::{before_sharing, before_writing},
        field, heading, kept_line, not_now, problem, try_ask,
    },
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let letters = app.look(|it| it.letters.clone());
    let name = app.their_name();
    let error = RwSignal::new(None);
    // The form stands for as long as it is asked for, whatever else arrives.
    let is_wanted = app.look(|it| it.letters.asked_of_me.stands);
    view! {
        <section class="stack">
            {heading(t!("both-can-read"), t!("impact"))}
            <p class="soft">{t!("impact-intro")}</p>
            {problem(error)}
            {move || {
                let name = name.get();
                is_wanted
                    .get()
                    .then(|| {
                        view! {
                            <section class="sheet stack">
                                <h2>{t!("impact-wanted", name = name)}</h2>
                                <p class="soft">{t!("impact-wanted-help")}</p>
                                {before_writing(app, move || showing(app, error))}
                            </section>
                        }
                    })
            }}
            {move || {
                let name = name.get();
                let LettersView { asked_by_me, asked_of_me, .. } = letters.get();
                view! {
                    {for_me(app, &asked_by_me, &name, error)}
                    {(!asked_of_me.shown.is_empty())
                        .then(|| {
                            let all = asked_of_me.shown.iter().rev();
                            view! {
                                <h2>{t!("impact-shown-mine")}</h2>
                                {all.map(|it| shown(it, &t!("impact-added-theirs", name = name.as_str()))).collect_view()}
                            }
                        })}
                }
            }}
            {back(app, Page::Letters)}
        </section>
    }
}

/// What I asked the other for.
fn for_me(
    app: App,
    asked: &ImpactAsked,
    name: &str,
    error: RwSignal<Option<String>>,
) -> impl IntoView + use<> {
    let ask = move |wanted| {
        try_ask(app, Command::Letter(LetterCommand::AskImpact(wanted)), error);
    };
    let button = if asked.stands {
        view! {
            <p class="soft">{t!("impact-asked", name = name)}</p>
            <button type="button" class="btn text" on:click=move |_| ask(false)>{t!("impact-ask-back")}</button>
        }
        .into_any()
    } else {
        view! {
            <p class="soft">{t!("impact-ask-help", name = name)}</p>
            <button type="button" class="btn quiet" on:click=move |_| ask(true)>{t!("impact-ask")}</button>
        }
        .into_any()
    };
    let newest = asked.shown.last().map(|it| it.id);
    view! {
        <section class="sheet stack">
            <h2>{t!("impact-for-me", name = name)}</h2>
            {asked.shown.iter().rev().map(|it| shown(it, &t!("impact-added-mine"))).collect_view()}
            {newest
                .map(|id| {
                    view! {
                        <button
                            type="button"
                            class="btn quiet"
                            on:click=move |_| app.nav.go(Page::AddImpact(id))
                        >
                            {t!("impact-add")}
                        </button>
                    }
                })}
            {button}
        </section>
    }
}

fn shown(it: &ShownImpact, added_by: &str) -> impl IntoView + use<> {
    let added_by = added_by.to_owned();
    let added = it.added.iter().map(|it| {
        view! {
            <div class="tight">
                <p class="soft small">{added_by.clone()}</p>
                <p class="said">{it.clone()}</p>
            </div>
        }
    });
    view! {
        <div class="well stack">
            <p class="said">{it.words.clone()}</p>
            {added.collect_view()}
        </div>
    }
}

/// Showing it. It begins with what the draft of the letter says.
fn showing(app: App, error: RwSignal<Option<String>>) -> impl IntoView {
    let begun = app.glance(|it| {
        let kept = it.drafts.get(&show_slot()).map(|it| it.text.clone());
        let letter = it.drafts.get(&draft_slot(None));
        let letter = letter.and_then(|it| serde_json::from_str::<LetterDraft>(&it.text).ok());
        kept.or_else(|| letter.map(|it| it.words.impact)).unwrap_or_default()
    });
    let text = RwSignal::new(begun);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let command = LetterCommand::ShowImpact(text.get_untracked());
        if try_ask(app, Command::Letter(command), error) {
            app.drop_draft(show_slot());
            let _ = app.ask(Command::SaveDraft { slot: show_slot(), text: String::new() });
        }
    };
    let typed = move || app.note_draft(show_slot(), text.get_untracked());
    view! {
        <form class="stack" on:submit=go novalidate>
            {field::area("impact-show", t!("impact-show-label"), String::new(), text, typed)}
            <p class="soft small">{t!("impact-show-help")}</p>
            {kept_line(app)}
            <button type="submit" class="btn">{t!("impact-show")}</button>
        </form>
    }
}

/// Adding to what was shown to me.
pub(crate) fn add(app: App, id: EntryId) -> impl IntoView {
    before_sharing(app, Page::Impact, move || adding(app, id))
}

fn adding(app: App, id: EntryId) -> impl IntoView {
    let draft = app.glance(|it| it.drafts.get(&add_slot()).map(|it| it.text.clone()));
    let text = RwSignal::new(draft.unwrap_or_default());
    let words = app.glance(|it| {
        let shown = it.letters.asked_by_me.shown.iter().find(|it| it.id == id);
        shown.map(|it| it.words.clone()).unwrap_or_default()
    });
    let name = app.their_name().get_untracked();
    let error = RwSignal::new(None);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let command = LetterCommand::AddImpact { shown: id, words: text.get_untracked() };
        if try_ask(app, Command::Letter(command), error) {
            app.drop_draft(add_slot());
            app.nav.replace(Page::Impact);
        }
    };
    let typed = move || app.note_draft(add_slot(), text.get_untracked());
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(t!("impact"), t!("impact-add-title"))}
            <p class="soft">{t!("impact-add-help", name = name)}</p>
            <div class="well"><p class="said">{words}</p></div>
            {field::area("impact-add", t!("impact-add-label"), String::new(), text, typed)}
            {kept_line(app)}
            {problem(error)}
            <button type="submit" class="btn">{t!("impact-add-send")}</button>
            {not_now(app, Page::Impact)}
        </form>
    }
}
