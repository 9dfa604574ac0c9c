//! What only I see.

mod drafts;

use leptos::prelude::*;

use crate::{
    content::first_days,
    door::questions,
    nav::{Door, Page},
    parts::{heading, lead},
    places::first_days::parked,
    session::{App, lock_soon},
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let drafts = app.look(drafts::leads);
    view! {
        <section class="stack">
            {heading(t!("only-you"), t!("place-mine"))}
            {move || {
                let leads = drafts.get();
                if leads.is_empty() {
                    return view! { <p class="soft">{t!("drafts-none")}</p> }.into_any();
                }
                let leads = leads.into_iter().map(|(page, name)| lead(app, page, name, t!("draft-go-on")));
                view! {
                    <h2>{t!("drafts")}</h2>
                    {leads.collect_view()}
                }
                .into_any()
            }}
            <h2>{t!("mine-writing")}</h2>
            {lead(app, Page::Cards, t!("cards-lead"), t!("cards-lead-help"))}
            {parked().map(|(page, title)| lead(app, page, title, t!("parked-help")))}
            {lead(app, Page::LookBack, t!("look-back"), t!("look-back-help"))}
            <h2>{t!("mine-standing")}</h2>
            {lead(app, Page::Where, t!("where"), t!("where-help"))}
            {lead(app, Page::FirstDays, first_days().title.clone(), first_days().again_note.clone())}
            {questions::lead(app, Door::Myself, Page::Mine, t!("questions-lead"), t!("questions-lead-help"))}
            <h2>{t!("mine-app")}</h2>
            {lead(app, Page::Settings, t!("settings"), t!("settings-help"))}
            {lead(app, Page::Leave, t!("leave-title"), String::new())}
            <button type="button" class="btn quiet" on:click=move |_| lock_soon(app)>{t!("lock-now")}</button>
        </section>
    }
}
