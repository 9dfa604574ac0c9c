//! Writing a letter: eight parts, each on a screen of its own, then the whole, then a time for it.
//!
//! Whatever is typed is a draft in the private vault. Going from part to part leaves no trace in the history of the browser.

mod draft;
mod part;
mod when;

use leptos::prelude::*;
use reknit_model::letters::LetterId;

use self::draft::{PREVIEW, START, WHEN, Writing, own_words};
use super::paper::draft_on_paper;
use crate::{
    content::letter as words,
    nav::Page,
    parts::{back, before_sharing::before_sharing, coach, em, heading, paragraphs, problem},
    session::App,
    words::t,
};

/// A new letter, or the next version of one.
pub(crate) fn show(app: App, revises: Option<LetterId>) -> impl IntoView {
    let writing = Writing::new(app, revises);
    move || match writing.at.get() {
        START => start(writing).into_any(),
        PREVIEW => preview(writing).into_any(),
        WHEN => before_sharing(app, Page::Letters, move || when::show(writing)).into_any(),
        at => part::show(writing, at).into_any(),
    }
}

fn start(writing: Writing) -> impl IntoView {
    let words = &words().start;
    let app = writing.app;
    view! {
        <section class="stack">
            {heading(t!("only-you"), words.title.clone())}
            {paragraphs(&words.text, "")}
            <div class="well tight">
                <p><b>{words.not_when_title.clone()}</b></p>
                <p>{em(&words.not_when)}</p>
                <button type="button" class="link small" data-page="help/my-own-behaviour">{words.help.clone()}</button>
            </div>
            <button type="button" class="btn" on:click=move |_| writing.go(1)>{t!("begin")}</button>
            <p class="soft small">{em(&words.evidence)}</p>
            <button type="button" class="btn text" data-page="learn/own-it">{words.learn.clone()}</button>
            {back(app, Page::Letters)}
        </section>
    }
}

fn preview(writing: Writing) -> impl IntoView {
    let app = writing.app;
    let draft = writing.draft();
    let has_waiting = app.look(|it| it.letters.waiting.is_some());
    let is_paired = app.is_paired();
    let next = move |_| writing.to_when();
    let whole = coach::Whole::new(app, own_words(&draft), writing.own_fields());
    let first_open = Memo::new(move |_| whole.first_open());
    let change = move |class: &'static str| {
        let to = move |_| writing.go(first_open.get_untracked().unwrap_or(1));
        view! { <button type="button" class=class on:click=to>{t!("letter-change")}</button> }
    };
    view! {
        <section class="stack">
            <div class="stack no-print">
                {heading(t!("only-you"), t!("letter-preview"))}
                <p class="soft">{t!("letter-preview-help")}</p>
            </div>
            {draft_on_paper(&draft)}
            {coach::letter(whole, move |at| writing.go(at))}
            <div class="stack no-print">
                {problem(writing.error)}
                {move || {
                    // While notes are open the way back comes first.
                    let is_open = first_open.get().is_some();
                    let on = if has_waiting.get() {
                        view! { <p class="soft small">{t!("letter-one-waits")}</p> }.into_any()
                    } else if is_paired.get() {
                        let class = if is_open { "btn quiet" } else { "btn" };
                        view! { <button type="button" class=class on:click=next>{t!("letter-preview-next")}</button> }
                            .into_any()
                    } else {
                        view! { <p class="soft small">{t!("letters-alone")}</p> }.into_any()
                    };
                    view! {
                        {is_open.then(|| change("btn"))}
                        {on}
                        {(!is_open).then(|| change("btn quiet"))}
                    }
                }}
                <button type="button" class="btn quiet" on:click=move |_| writing.stop()>{t!("letter-stop")}</button>
                <button type="button" class="btn text" data-print>{t!("letter-print")}</button>
            </div>
        </section>
    }
}
