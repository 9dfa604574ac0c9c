//! First days: cards to take one of, alone or both. Works without an account; nothing is shared, and nothing says that it was opened.

mod parking;
mod ten_minutes;

use leptos::prelude::*;

use crate::{
    content::{Card, first_days},
    nav::Page,
    parts::{back, em, heading, lead, paragraphs},
    session::App,
    words::t,
};

/// The card for them.
const QUESTIONS: &str = "questions";

pub(crate) fn show(app: App) -> impl IntoView {
    let words = first_days();
    let sentences = &words.three_sentences;
    view! {
        <section class="stack">
            {heading(String::new(), words.title.clone())}
            {paragraphs(&words.intro, "")}
            {words
                .card
                .iter()
                .enumerate()
                .map(|(at, it)| lead(app, Page::FirstDay(at), it.title.clone(), String::new()))
                .collect_view()}
            {lead(app, Page::ThreeSentences, sentences.title.clone(), t!("days-for-who-did"))}
            <div class="well small tight">
                <p>{words.notice.text.clone()}</p>
                <details>
                    <summary>{t!("days-source")}</summary>
                    <p>{words.notice.about.clone()}</p>
                    <p class="soft">{words.notice.source.clone()}</p>
                </details>
            </div>
            <button type="button" class="btn quiet" data-page="help">{t!("help")}</button>
            {back(app, app.home())}
        </section>
    }
}

/// Where questions are parked, and what the card is called.
pub(crate) fn parked() -> Option<(Page, String)> {
    let mut all = first_days().card.iter().enumerate();
    all.find(|(_, it)| it.id == QUESTIONS).map(|(at, it)| (Page::FirstDay(at), it.title.clone()))
}

/// One card.
pub(crate) fn card(app: App, at: usize) -> impl IntoView {
    let Some(it) = first_days().card.get(at) else { return ().into_any() };
    view! {
        <section class="stack">
            {heading(first_days().title.clone(), it.title.clone())}
            {paragraphs(&it.text, "")}
            {one_thing(it)}
            {match it.id.as_str() {
                QUESTIONS => parking::show(app).into_any(),
                "ten_minutes" => ten_minutes::show(app).into_any(),
                _ => ().into_any(),
            }}
            {it.opens
                .as_deref()
                .map(|page| view! { <button type="button" class="btn" data-page=page>{t!("learn-see-a-therapist")}</button> })}
            {back(app, Page::FirstDays)}
        </section>
    }
    .into_any()
}

fn one_thing(it: &Card) -> impl IntoView + use<> {
    view! {
        <div class="sheet tight">
            <p class="eyebrow">{t!("days-one-thing")}</p>
            <p>{em(&it.today)}</p>
        </div>
    }
}

/// For the one who did it. Said aloud, or kept; nothing here sends it.
pub(crate) fn three_sentences(app: App) -> impl IntoView {
    let words = &first_days().three_sentences;
    view! {
        <section class="stack">
            {heading(first_days().title.clone(), words.title.clone())}
            <p>{em(&words.intro)}</p>
            <div class="sheet stack">
                {words.lines.iter().map(|it| view! { <p class="said">{it.clone()}</p> }).collect_view()}
            </div>
            <p>{em(&words.after)}</p>
            <p class="well small">{words.afraid.clone()}</p>
            <button type="button" class="btn quiet" data-page="help">{t!("help")}</button>
            {back(app, Page::FirstDays)}
        </section>
    }
}
