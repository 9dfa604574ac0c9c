//! One's own weeks: four sliders as charts with words, and the steps. No norm, no verdict.

use leptos::prelude::*;
use reknit_client::view::{Slider, TalkAt, Trend};
use reknit_model::{steps::Standing, trend::Reading};

use crate::{
    content::check_in as words,
    nav::Page,
    parts::{back, chart, day_of, em, heading},
    places::steps::past,
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let trends = app.look(|it| it.trends.clone());
    let steps = app.look(|it| it.steps.clone());
    let name = app.their_name();
    let is_paired = app.is_paired();
    view! {
        <section class="stack">
            {heading(t!("only-you"), t!("look-back"))}
            <p class="soft">{t!("look-back-intro")}</p>
            {move || {
                let trends = trends.get();
                if trends.iter().all(|it| it.points.is_empty()) {
                    return view! {
                        <div class="sheet stack">
                            {if is_paired.get() {
                                view! {
                                    <p class="soft">{t!("look-back-none")}</p>
                                    <button type="button" class="btn quiet" on:click=move |_| app.nav.go(Page::CheckIn)>
                                        {t!("to-checkin")}
                                    </button>
                                }
                                    .into_any()
                            } else {
                                view! {
                                    <p class="soft">{t!("look-back-none-alone")}</p>
                                    <button type="button" class="btn quiet" on:click=move |_| app.nav.go(Page::Cards)>
                                        {t!("s-write-card-do")}
                                    </button>
                                }
                                    .into_any()
                            }}
                        </div>
                    }
                        .into_any();
                }
                view! {
                    <p class="soft">{em(&t!("look-back-wobble"))}</p>
                    {trends.into_iter().map(slider).collect_view()}
                }
                .into_any()
            }}
            {move || {
                let name = name.get();
                let done = steps.get();
                let done = done.into_iter().filter(|it| matches!(it.standing, Standing::Done | Standing::Confirmed));
                let done: Vec<_> = done.collect();
                (!done.is_empty())
                    .then(|| {
                        view! {
                            <section class="sheet stack">
                                <h2>{t!("look-back-steps")}</h2>
                                <ul class="timeline">{done.into_iter().map(|it| past(it, &name, None::<()>)).collect_view()}</ul>
                            </section>
                        }
                    })
            }}
            {crate::places::letters::looked_back(app)}
            {shared(app)}
            <button type="button" class="btn quiet no-print" data-print>{t!("print")}</button>
            {back(app, Page::Mine)}
        </section>
    }
}

/// Check-ins, cards and kept talks, newest first: what the two shared, each a way back to it.
fn shared(app: App) -> impl IntoView {
    let all = app.look(|it| {
        let day = |ms: i64| i32::try_from(ms.div_euclid(86_400_000)).unwrap_or_default();
        let check_ins =
            it.opened.iter().map(|it| (day(it.opens_at_ms), t!("checkin"), Page::Opened(it.round)));
        let cards = it.cards.iter().filter(|it| !it.put_away).filter_map(|it| {
            let title = crate::content::cards().of(it.kind)?.title.clone();
            Some((it.versions.first()?.0, title, Page::Card(it.id)))
        });
        let kept = it.talks.iter().filter(|it| it.at == TalkAt::Kept);
        let kept = kept.map(|it| (it.on_day, it.topic.clone(), Page::Talk(it.id)));
        let mut all: Vec<_> = check_ins.chain(cards).chain(kept).collect();
        all.sort_by_key(|(day, ..)| core::cmp::Reverse(*day));
        all
    });
    move || {
        let all = all.get();
        (!all.is_empty()).then(|| {
            let line = move |(day, title, page): (i32, String, Page)| {
                view! {
                    <li class="row">
                        <span class="dot" aria-hidden="true"></span>
                        <div class="grow">
                            <button type="button" class="link" on:click=move |_| app.nav.go(page)>{title}</button>
                            <p class="soft small">{day_of(day)}</p>
                        </div>
                    </li>
                }
            };
            view! {
                <section class="sheet stack">
                    <h2>{t!("look-back-shared")}</h2>
                    <ul class="timeline">{all.into_iter().map(line).collect_view()}</ul>
                </section>
            }
        })
    }
}

fn slider(trend: Trend) -> impl IntoView {
    let id = match trend.slider {
        Slider::Trust => "trust",
        Slider::Closeness => "closeness",
        Slider::Calm => "calm",
        Slider::Hope => "hope",
    };
    let label =
        words().slider.iter().find(|it| it.id == id).map(|it| it.label.clone()).unwrap_or_default();
    let (first, last) = match (trend.points.first(), trend.points.last()) {
        (Some(first), Some(last)) => (*first, *last),
        _ => return ().into_any(),
    };
    let since = day_of(first.0);
    let said = match trend.reading {
        Reading::TooEarly { weeks_left } => {
            t!("trend-early", n = u32::try_from(weeks_left).unwrap_or_default())
        }
        Reading::Steady => t!("trend-steady", since = since),
        Reading::Up => t!("trend-up", since = since),
        Reading::Down => t!("trend-down", since = since),
    };
    let summary = t!(
        "trend-label",
        label = label.clone(),
        first = u32::from(first.1),
        last = u32::from(last.1)
    );
    view! {
        <section class="sheet stack">
            <div class="tight">
                <h2>{label}</h2>
                <p class="soft small">{said}</p>
            </div>
            {chart::line(&trend.points, summary)}
            <details>
                <summary>{t!("in-numbers")}</summary>
                <table>
                    <thead><tr><th scope="col">{t!("week-of")}</th><th scope="col">{t!("zero-to-ten")}</th></tr></thead>
                    <tbody>
                        {trend
                            .points
                            .into_iter()
                            .rev()
                            .map(|(day, value)| view! { <tr><td>{day_of(day)}</td><td>{value}</td></tr> })
                            .collect_view()}
                    </tbody>
                </table>
            </details>
        </section>
    }
    .into_any()
}
