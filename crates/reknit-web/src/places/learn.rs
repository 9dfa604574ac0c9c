//! Learn: works without an account and without the other.

use leptos::prelude::*;

use crate::{
    content::{self, LearnPage, PracticePage},
    nav::Page,
    parts::{back, heading, lead},
    session::App,
    words::t,
};

pub(crate) fn list(app: App) -> impl IntoView {
    view! {
        <section class="stack">
            {heading(String::new(), t!("place-learn"))}
            <p class="soft">{t!("learn-intro")}</p>
            {content::learn().iter().enumerate().map(|(at, it)| shelf(app, at, it)).collect_view()}
            {lead(app, Page::FirstDays, content::first_days().title.clone(), t!("days-help"))}
            {move || (!app.is_open.get()).then(|| back(app, app.home()))}
        </section>
    }
}

/// One heading, with its practices below it.
fn shelf(app: App, at: usize, it: &'static LearnPage) -> impl IntoView {
    let minutes = t!("learn-minutes", n = it.minutes);
    let practices = practices_of(&it.id);
    view! {
        <div class="shelf">
            {lead(app, Page::Lesson(at), it.title.clone(), minutes)}
            <ul class="plain">
                {practices
                    .map(|(at, it)| {
                        view! {
                            <li>
                                <button type="button" class="link" on:click=move |_| app.nav.go(Page::Practice(at))>
                                    {it.title.clone()}
                                </button>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </div>
    }
}

fn practices_of(heading: &'static str) -> impl Iterator<Item = (usize, &'static PracticePage)> {
    content::practices().iter().enumerate().filter(move |(_, it)| it.heading == heading)
}

pub(crate) fn page(app: App, at: usize) -> impl IntoView {
    let pages = content::learn();
    let Some(it) = pages.get(at) else { return ().into_any() };
    let next = pages.get(at + 1).map(|it| (at + 1, it.title.clone()));
    let mut practices = practices_of(&it.id).peekable();
    view! {
        <article class="stack">
            {heading(t!("learn-minutes", n = it.minutes), it.title.clone())}
            <div class="prose" inner_html=it.html.as_str()></div>
            {practices.peek().is_some().then(|| view! { <h2 class="no-print">{t!("learn-practices")}</h2> })}
            {practices
                .map(|(at, it)| lead(app, Page::Practice(at), it.title.clone(), t!("learn-minutes", n = it.minutes)))
                .collect_view()}
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

/// A practice: a few minutes to read, then a way to try it alone and one to do it together.
pub(crate) fn practice(app: App, at: usize) -> impl IntoView {
    let Some(it) = content::practices().get(at) else { return ().into_any() };
    let shelf = content::learn().iter().find(|page| page.id == it.heading);
    let shelf = shelf.map(|it| it.title.clone()).unwrap_or_default();
    // Where both lead to the same view, one button is enough.
    let (alone, together) = (Page::named(&it.alone), Page::named(&it.together));
    let both = alone == together;
    let go = move |page: Option<Page>, class: &'static str, label: String| {
        page.map(|page| view! { <button type="button" class=class on:click=move |_| app.nav.go(page)>{label}</button> })
    };
    view! {
        <article class="stack">
            {heading(shelf, it.title.clone())}
            <div class="prose" inner_html=it.html.as_str()></div>
            <div class="stack apart no-print">
                {if both {
                    view! { {go(alone, "btn", t!("practice-both"))} }.into_any()
                } else {
                    view! {
                        {go(alone, "btn", t!("practice-alone"))}
                        {go(together, "btn quiet", t!("practice-together"))}
                    }
                        .into_any()
                }}
                <button type="button" class="btn text" data-print>{t!("print")}</button>
            </div>
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
