//! This week's check-in: writing, closed, or its hour has come. Nothing says whether the other began or finished.

use leptos::prelude::*;
use reknit_client::{command::Command, view::MyPage};
use reknit_model::checkin::Page as Words;

use crate::{
    content::check_in as words,
    nav::Page,
    parts::{
        back, before_sharing::before_sharing, heading, hour_of, lead, paragraphs, problem, try_ask,
        zone_note,
    },
    places::{
        alone::needs_two,
        opened::{fresh_lead, page_of},
        write,
    },
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let mine = app.look(|it| it.checkin.mine.clone());
    // Who proposed an hour may write while the other thinks it over. It is closed once there is an hour.
    let may_write = app.look(|it| {
        it.checkin.rhythm.is_some() || it.checkin.offer.as_ref().is_some_and(|it| it.mine)
    });
    let zone = app.look(|it| it.checkin.rhythm.as_ref().map(|it| it.zone.clone()));
    let is_paired = app.is_paired();
    let is_replacing = RwSignal::new(None::<Words>);
    move || {
        if !is_paired.get() {
            return view! {
                <section class="stack">
                    {heading(String::new(), t!("checkin"))}
                    {needs_two(app)}
                    {back(app, Page::Together)}
                </section>
            }
            .into_any();
        }
        if !may_write.get() {
            return view! {
                <section class="stack">
                    {heading(String::new(), t!("checkin"))}
                    {paragraphs(&words().intro, "")}
                    <p class="soft small">{words().evidence_note.clone()}</p>
                    {fresh_lead(app)}
                    <p class="soft">{t!("checkin-needs-hour")}</p>
                    <button type="button" class="btn" on:click=move |_| app.nav.go(Page::Hour)>{t!("s-choose-hour-do")}</button>
                    {back(app, Page::Together)}
                </section>
            }
            .into_any();
        }
        if let Some(page) = is_replacing.get() {
            return write::show(app, Some(page), move || is_replacing.set(None)).into_any();
        }
        match mine.get() {
            MyPage::Open => {
                before_sharing(app, Page::Today, move || write::show(app, None, || {})).into_any()
            }
            MyPage::Closed { page, opens_at_ms } => {
                let again = page.clone();
                view! {
                    <section class="stack">
                        {heading(t!("checkin"), words().close.closed.clone())}
                        {fresh_lead(app)}
                        <p>{t!("closed-until", hour = hour_of(opens_at_ms))}</p>
                        {move || zone.get().map(|it| zone_note(&it))}
                        <p class="soft small">{t!("closed-note")}</p>
                        {page_of(&page, t!("my-page"))}
                        <button type="button" class="btn quiet" on:click=move |_| is_replacing.set(Some(again.clone()))>
                            {t!("write-again")}
                        </button>
                        {earlier(app)}
                        {back(app, Page::Together)}
                    </section>
                }
                .into_any()
            }
            MyPage::HourCame { page, .. } => {
                let (again, anew) = (page.clone(), page.clone());
                let error = RwSignal::new(None);
                view! {
                    <section class="stack">
                        {heading(t!("checkin"), t!("hour-came-title"))}
                        {fresh_lead(app)}
                        <p>{words().open.ended.clone()}</p>
                        <p class="soft">{t!("hour-came-help")}</p>
                        {problem(error)}
                        <button
                            type="button"
                            class="btn"
                            on:click=move |_| {
                                try_ask(app, Command::ClosePage(again.clone()), error);
                            }
                        >
                            {t!("close-for-next")}
                        </button>
                        <button type="button" class="btn quiet" on:click=move |_| is_replacing.set(Some(anew.clone()))>
                            {t!("write-again")}
                        </button>
                        {page_of(&page, t!("my-page"))}
                        {earlier(app)}
                        {back(app, Page::Together)}
                    </section>
                }
                .into_any()
            }
        }
    }
}

/// Check-ins that were opened: the newest at hand, all of them behind a tap.
pub(super) fn earlier(app: App) -> impl IntoView {
    const AT_HAND: usize = 3;
    let opened =
        app.look(|it| it.opened.iter().map(|it| (it.round, it.opens_at_ms)).collect::<Vec<_>>());
    let line =
        move |(round, at): (u32, i64)| lead(app, Page::Opened(round), hour_of(at), String::new());
    move || {
        let mut newest = opened.get();
        let older = newest.split_off(newest.len().min(AT_HAND));
        (!newest.is_empty()).then(|| {
            view! {
                <section class="stack">
                    <h2>{t!("earlier")}</h2>
                    {newest.into_iter().map(line).collect_view()}
                    {(!older.is_empty())
                        .then(|| {
                            view! {
                                <details>
                                    <summary>{t!("earlier-all")}</summary>
                                    <div class="stack">{older.into_iter().map(line).collect_view()}</div>
                                </details>
                            }
                        })}
                </section>
            }
        })
    }
}
