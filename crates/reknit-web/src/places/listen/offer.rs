//! Offering a talk in writing.

use leptos::prelude::*;
use reknit_client::{
    command::{Command, TalkCommand},
    view::topic_sheet,
};

use crate::{
    content::listen,
    nav::Page,
    parts::{
        back,
        before_sharing::before_sharing,
        em,
        field::{self, Kind},
        heading, kept_line, not_now, paragraphs, problem, try_ask,
    },
    places::alone::needs_two,
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let is_paired = app.is_paired();
    move || {
        if is_paired.get() {
            before_sharing(app, Page::Listen, move || form(app)).into_any()
        } else {
            view! {
                <section class="stack">
                    {heading(String::new(), t!("talk-offer"))}
                    {needs_two(app)}
                    {back(app, Page::Listen)}
                </section>
            }
            .into_any()
        }
    }
}

fn form(app: App) -> impl IntoView {
    let words = &listen().apart;
    let draft = app.glance(|it| it.drafts.get(&topic_sheet()).map(|it| it.text.clone()));
    let topic = RwSignal::new(draft.unwrap_or_default());
    let i_speak = RwSignal::new(true);
    let error = RwSignal::new(None);
    let name = app.their_name().get_untracked();
    let typed = move || app.note_draft(topic_sheet(), topic.get_untracked());
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let offer =
            TalkCommand::Offer { topic: topic.get_untracked(), i_speak: i_speak.get_untracked() };
        if try_ask(app, Command::Talk(offer), error) {
            app.drop_draft(topic_sheet());
            app.nav.replace(Page::Listen);
        }
    };
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(String::new(), t!("talk-offer"))}
            {paragraphs(&words.intro, "")}
            {field::line_then(
                "talk-topic",
                t!("talk-topic"),
                t!("talk-topic-help"),
                Kind { autocomplete: "off", secret: false },
                topic,
                typed,
            )}
            {kept_line(app)}
            <details>
                <summary>{t!("examples")}</summary>
                <ul class="soft small">
                    {words.topic_examples.iter().map(|it| view! { <li>{em(it)}</li> }).collect_view()}
                </ul>
            </details>
            {field::choices(
                "first",
                t!("talk-first"),
                vec![(true, t!("talk-first-me")), (false, t!("talk-first-them", name = name))],
                i_speak,
            )}
            <p class="well small">{em(&words.ended)}</p>
            {problem(error)}
            <button type="submit" class="btn">{t!("talk-offer-send")}</button>
            {not_now(app, Page::Listen)}
        </form>
    }
}
