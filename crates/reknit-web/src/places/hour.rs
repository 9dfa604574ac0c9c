//! The hour for the weekly check-in: one proposes, the other agrees.

use leptos::prelude::*;
use reknit_client::{
    command::Command,
    ports::Zones as _,
    view::{CheckIn, MyPage},
};
use reknit_model::rhythm::{Rhythm, next_opening};

use crate::{
    nav::Page,
    parts::{
        before_sharing::before_sharing, focus_soon, heading, not_now, problem, to_top, try_ask,
        zone_note,
    },
    ports::clock::{BrowserZones, noon_ms, now, written, zone},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    before_sharing(app, Page::Together, move || form(app))
}

fn form(app: App) -> impl IntoView {
    let checkin = app.look(|it| it.checkin.clone());
    let error = RwSignal::new(None);
    // The form lies folded wherever something was chosen or proposed.
    let another = RwSignal::new(false);
    let has_any = Memo::new(move |_| checkin.with(|it| it.rhythm.is_some() || it.offer.is_some()));
    let unfold = move |_| {
        another.set(true);
        focus_soon("#weekday");
    };
    view! {
        <section class="stack">
            {heading(String::new(), t!("hour"))}
            <p>{t!("hour-intro")}</p>
            {move || standing(app, &checkin.get(), error)}
            <Show when=move || another.get() || !has_any.get()>{choosing(app, another, error)}</Show>
            {problem(error)}
            <Show when=move || has_any.get() && !another.get()>
                <button type="button" class="btn quiet" on:click=unfold>
                    {t!("hour-another")}
                </button>
            </Show>
            {not_now(app, Page::Together)}
        </section>
    }
}

/// What was chosen, and what is proposed, with the one thing to do next.
fn standing(app: App, checkin: &CheckIn, error: RwSignal<Option<String>>) -> impl IntoView + use<> {
    let stands = checkin.rhythm.as_ref().map(|it| {
        view! {
            <p class="well">{t!("hour-stands", hour = said(it))}</p>
            {zone_note(&it.zone)}
        }
    });
    let is_asked = checkin.offer.as_ref().is_some_and(|it| !it.mine);
    let offer = checkin.offer.as_ref().map(|offer| {
        let hour = said(&offer.rhythm);
        if offer.mine {
            return view! { <p class="well">{t!("hour-proposed", hour = hour)}</p> }.into_any();
        }
        let id = offer.id;
        let agree = move |_| {
            if try_ask(app, Command::AgreeRhythm(id), error) {
                to_top();
            }
        };
        view! {
            <div class="sheet stack">
                <p>{t!("hour-their-offer", hour = hour)}</p>
                {zone_note(&offer.rhythm.zone)}
                <button type="button" class="btn" on:click=agree>{t!("hour-agree")}</button>
            </div>
        }
        .into_any()
    });
    let is_mine_open = checkin.mine == MyPage::Open;
    let may_write = is_mine_open && !is_asked && (stands.is_some() || offer.is_some());
    let write = may_write.then(|| {
        let go = move |_| app.nav.go(Page::CheckIn);
        view! { <button type="button" class="btn" on:click=go>{t!("hour-write")}</button> }
    });
    view! { {stands} {offer} {write} }
}

/// Proposing one.
fn choosing(app: App, another: RwSignal<bool>, error: RwSignal<Option<String>>) -> impl IntoView {
    let is_paired = app.is_paired();
    // Beside something to agree to, or to write, this is the lesser thing.
    let is_first = app.glance(|it| it.checkin.rhythm.is_none() && it.checkin.offer.is_none());
    let class = if is_first { "btn" } else { "btn quiet" };
    let first = app.glance(|it| it.checkin.rhythm.clone()).map(|it| here(&it));
    let (first_day, first_minute) = first.unwrap_or((6, 19 * 60));
    let weekday = RwSignal::new(first_day);
    let time = RwSignal::new(clock_of(first_minute));
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(minute_of_day) = minute_of(&time.get_untracked()) else {
            error.set(Some(t!("hour-no-time")));
            return;
        };
        let rhythm = Rhythm { weekday: weekday.get_untracked(), minute_of_day, zone: zone() };
        if try_ask(app, Command::OfferRhythm(rhythm), error) {
            another.set(false);
            to_top();
        }
    };
    view! {
        <form class="stack" on:submit=go novalidate>
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
            <button type="submit" class=class disabled=move || !is_paired.get()>{t!("hour-propose")}</button>
        </form>
    }
}

/// "Sunday, 19:00", by the clock on the wall here.
pub(super) fn in_short(rhythm: &Rhythm) -> String {
    let (weekday, minute) = here(rhythm);
    t!("hour-short", day = weekday_name(weekday), time = clock_of(minute))
}

/// "Sunday at 19:00", by the clock on the wall here. Where it was chosen by another clock, that one is told too.
fn said(rhythm: &Rhythm) -> String {
    let at = |(weekday, minute): (u8, u16)| {
        t!("hour-at", day = weekday_name(weekday), time = clock_of(minute))
    };
    let (there, here) = ((rhythm.weekday, rhythm.minute_of_day), here(rhythm));
    if there == here {
        return at(here);
    }
    let zone = rhythm.zone.replace('_', " ");
    t!("hour-elsewhere", here = at(here), there = at(there), zone = zone)
}

/// The weekday and the minute of the day that the clock shows here when the hour comes next.
fn here(rhythm: &Rhythm) -> (u8, u16) {
    if rhythm.zone == zone() {
        return (rhythm.weekday, rhythm.minute_of_day);
    }
    let zones = BrowserZones::default();
    let there = |at_ms| zones.offset_minutes(&rhythm.zone, at_ms);
    let at_ms = next_opening(rhythm, now().ms, &there);
    wall_clock(at_ms + 60_000 * i64::from(zones.offset_minutes(&zone(), at_ms)))
}

/// The weekday (0 is Monday) and the minute of the day of a local time in milliseconds since 1970.
fn wall_clock(local_ms: i64) -> (u8, u16) {
    let minutes = local_ms.div_euclid(60_000);
    // 1970-01-01 was a Thursday.
    let weekday = (minutes.div_euclid(1440) + 3).rem_euclid(7);
    let minute = minutes.rem_euclid(1440);
    (u8::try_from(weekday).unwrap_or_default(), u16::try_from(minute).unwrap_or_default())
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

#[cfg(test)]
mod tests {
    use super::wall_clock;

    #[test]
    fn a_wall_clock_knows_its_weekday() {
        // 1970-01-01 00:00, a Thursday; a minute before; Sunday 2026-11-29 19:30.
        assert_eq!(wall_clock(0), (3, 0));
        assert_eq!(wall_clock(-60_000), (2, 1439));
        assert_eq!(wall_clock(1_795_980_600_000), (6, 19 * 60 + 30));
    }
}
