//! The hour for the weekly check-in: one proposes, the other agrees.

use leptos::prelude::*;
use reknit_client::{command::Command, view::Pairing};
use reknit_model::rhythm::Rhythm;

use crate::{
    nav::Page,
    parts::{back, heading, problem, try_ask},
    ports::clock::{noon_ms, written, zone},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let rhythm = app.look(|it| it.checkin.rhythm.clone());
    let offer = app.look(|it| it.checkin.offer.clone());
    let is_paired = app.look(|it| matches!(it.pairing, Pairing::Paired { .. }));
    let error = RwSignal::new(None);
    let first = app.glance(|it| it.checkin.rhythm.clone());
    let weekday = RwSignal::new(first.as_ref().map_or(6, |it| it.weekday));
    let time = RwSignal::new(clock_of(first.map_or(19 * 60, |it| it.minute_of_day)));
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(minute_of_day) = minute_of(&time.get_untracked()) else {
            error.set(Some(t!("hour-no-time")));
            return;
        };
        let rhythm = Rhythm { weekday: weekday.get_untracked(), minute_of_day, zone: zone() };
        try_ask(app, Command::OfferRhythm(rhythm), error);
    };
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(String::new(), t!("hour"))}
            <p>{t!("hour-intro")}</p>
            {move || rhythm.get().map(|it| view! { <p class="well">{t!("hour-stands", hour = said(&it))}</p> })}
            {move || {
                offer
                    .get()
                    .map(|offer| {
                        let hour = said(&offer.rhythm);
                        if offer.mine {
                            return view! { <p class="well">{t!("hour-proposed", hour = hour)}</p> }.into_any();
                        }
                        view! {
                            <div class="sheet stack">
                                <p>{t!("hour-their-offer", hour = hour)}</p>
                                <button
                                    type="button"
                                    class="btn"
                                    on:click=move |_| {
                                        try_ask(app, Command::AgreeRhythm(offer.id), error);
                                    }
                                >
                                    {t!("hour-agree")}
                                </button>
                            </div>
                        }
                            .into_any()
                    })
            }}
            <div class="row">
                <div class="field-block grow">
                    <label for="weekday">{t!("weekday")}</label>
                    <select
                        id="weekday"
                        on:change:target=move |event| weekday.set(event.target().value().parse().unwrap_or(6))
                    >
                        {(0..7_u8)
                            .map(|day| {
                                view! {
                                    <option value=day.to_string() selected=move || weekday.get() == day>
                                        {weekday_name(day)}
                                    </option>
                                }
                            })
                            .collect_view()}
                    </select>
                </div>
                <div class="field-block grow">
                    <label for="time">{t!("time")}</label>
                    <input
                        id="time"
                        type="time"
                        prop:value=move || time.get()
                        on:input:target=move |event| time.set(event.target().value())
                    />
                </div>
            </div>
            <p class="soft small">{t!("hour-zone", zone = zone().replace('_', " "))}</p>
            {problem(error)}
            <button type="submit" class="btn" disabled=move || !is_paired.get()>{t!("hour-propose")}</button>
            {back(app, Page::Together)}
        </form>
    }
}

/// "Sunday at 19:00", with the zone where it is another than here.
fn said(rhythm: &Rhythm) -> String {
    let hour =
        t!("hour-at", day = weekday_name(rhythm.weekday), time = clock_of(rhythm.minute_of_day));
    if rhythm.zone == zone() { hour } else { format!("{hour} ({})", rhythm.zone.replace('_', " ")) }
}

/// 0 is Monday; 1970-01-05 was one.
fn weekday_name(day: u8) -> String {
    written(noon_ms(4 + i32::from(day)), &[("weekday", "long"), ("timeZone", "UTC")])
}

fn clock_of(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

pub(super) fn minute_of(typed: &str) -> Option<u16> {
    let mut parts = typed.split(':');
    let (hour, minute): (u16, u16) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}
