//! Rehearsal, alone: somebody says something, and it is said back. Nothing of it is sent.

mod reply;

use leptos::prelude::*;

use crate::{
    content::rehearsal,
    nav::Page,
    parts::{back, em, heading, lead, paragraphs},
    session::App,
    words::t,
};

/// All statements.
pub(crate) fn list(app: App) -> impl IntoView {
    let words = rehearsal();
    view! {
        <section class="stack">
            {heading(t!("only-you"), t!("rehearsal"))}
            {paragraphs(&words.intro, "")}
            {words
                .statement
                .iter()
                .enumerate()
                .map(|(at, it)| lead(app, Page::Saying(at), it.about.clone(), first_words(&it.said)))
                .collect_view()}
            {back(app, Page::Listen)}
        </section>
    }
}

/// The first sentence.
fn first_words(said: &str) -> String {
    let end = said.find(". ").map_or(said.len(), |it| it + 1);
    said.get(..end).unwrap_or(said).to_owned()
}

/// One statement.
pub(crate) fn page(app: App, at: usize) -> impl IntoView {
    let words = rehearsal();
    let Some(it) = words.statement.get(at) else { return list(app).into_any() };
    let n = |at: usize| u32::try_from(at).unwrap_or_default();
    let next = (at + 1) % words.statement.len().max(1);
    let is_shown = RwSignal::new(false);
    view! {
        <section class="stack">
            {heading(t!("rehearsal-of", n = n(at + 1), all = n(words.statement.len())), it.about.clone())}
            <blockquote class="sheet said quoted">{em(&it.said)}</blockquote>
            {reply::show(app, it.id.as_str(), it.said.as_str())}
            <Show
                when=move || is_shown.get()
                fallback=move || {
                    view! {
                        <button type="button" class="btn" on:click=move |_| is_shown.set(true)>
                            {rehearsal().reveal.clone()}
                        </button>
                    }
                }
            >
                <div class="well stack" role="status">
                    <h2>{words.holds_title.clone()}</h2>
                    <ul>{it.holds.iter().map(|it| view! { <li>{em(it)}</li> }).collect_view()}</ul>
                    <h3>{words.tempting_title.clone()}</h3>
                    <p class="said small">{em(&it.tempting)}</p>
                    <p class="soft small">{em(&words.note)}</p>
                </div>
                <button type="button" class="btn" on:click=move |_| app.nav.replace(Page::Saying(next))>
                    {t!("rehearsal-next")}
                </button>
            </Show>
            <button type="button" class="btn text" on:click=move |_| app.nav.back(Page::Rehearsal)>{t!("rehearsal-all")}</button>
        </section>
    }
    .into_any()
}
