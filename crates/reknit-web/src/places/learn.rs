//! Learn: works without an account and without the other.

use leptos::prelude::*;

use crate::{
    content,
    nav::Page,
    parts::{back, heading},
    session::App,
    words::t,
};

pub(crate) fn list(app: App) -> impl IntoView {
    view! {
        <section class="stack">
            {heading(String::new(), t!("place-learn"))}
            <p class="soft">{t!("learn-intro")}</p>
            {content::learn()
                .iter()
                .enumerate()
                .map(|(at, it)| {
                    let minutes = t!("learn-minutes", n = it.minutes);
                    crate::parts::lead(app, Page::Lesson(at), it.title.clone(), minutes)
                })
                .collect_view()}
            {crate::parts::lead(app, Page::FirstDays, content::first_days().title.clone(), t!("days-help"))}
        </section>
    }
}

pub(crate) fn page(app: App, at: usize) -> impl IntoView {
    let pages = content::learn();
    let Some(it) = pages.get(at) else { return ().into_any() };
    let next = pages.get(at + 1).map(|it| (at + 1, it.title.clone()));
    view! {
        <article class="stack">
            {heading(t!("learn-minutes", n = it.minutes), it.title.clone())}
            <div class="prose" inner_html=it.html.as_str()></div>
            {next
                .map(|(at, title)| {
                    view! {
                        <button type="button" class="btn quiet no-print" on:click=move |_| app.nav.go(Page::Lesson(at))>
                            {t!("learn-next", title = title)}
                        </button>
                    }
                })}
            <button type="button" class="btn text no-print" data-print>{t!("print")}</button>
            {back(app, Page::Learn)}
        </article>
    }
    .into_any()
}

/// What *Leave this page* does. Its words stand in the document, where they are there before the app is.
pub(crate) fn leaving(app: App) -> impl IntoView {
    view! {
        <article class="stack">
            {heading(String::new(), t!("leave-title"))}
            <div class="prose" inner_html=leave_text()></div>
            {back(app, app.home())}
        </article>
    }
}

pub(crate) fn leave_text() -> String {
    document().get_element_by_id("leave-page").map(|it| it.inner_html()).unwrap_or_default()
}
