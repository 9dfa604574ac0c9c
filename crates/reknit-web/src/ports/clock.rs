//! The clock on the wall, time zones, and waiting.

use std::{cell::RefCell, collections::HashMap, time::Duration};

use js_sys::{Array, Date, Function, Object, Promise, Reflect};
use reknit_client::ports::{Now, Zones};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Now, where the person is.
pub(crate) fn now() -> Now {
    let ms = whole(Date::now());
    let offset_ms = whole(Date::new_0().get_timezone_offset()) * MINUTE_MS;
    let today = i32::try_from((ms - offset_ms).div_euclid(DAY_MS)).unwrap_or_default();
    Now { ms, today }
}

fn whole(number: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "times of a browser fit; casts saturate")]
    let whole = number as i64;
    whole
}

/// A day since 1970-01-01 as the instant of its noon, UTC, so that no zone moves it.
pub(crate) fn noon_ms(day: i32) -> i64 {
    i64::from(day) * DAY_MS + DAY_MS / 2
}

/// Name of the time zone the person is in.
pub(crate) fn zone() -> String {
    let name = format_with("en", &[])
        .and_then(|it| call(&it, "resolvedOptions", &JsValue::UNDEFINED))
        .and_then(|it| Reflect::get(&it, &"timeZone".into()).ok());
    // A browser that does not tell it still knows how far its clock is from UTC.
    name.and_then(|it| it.as_string())
        .unwrap_or_else(|| fixed_zone(offset_here(whole(Date::now()))))
}

/// The zone that is always so many minutes ahead of UTC, to the hour. The signs of these names are turned round.
fn fixed_zone(offset_minutes: i32) -> String {
    match (offset_minutes + 30).div_euclid(60).clamp(-12, 14) {
        0 => "UTC".to_owned(),
        hours if hours > 0 => format!("Etc/GMT-{hours}"),
        hours => format!("Etc/GMT+{}", -hours),
    }
}

/// Minutes to add to UTC where this device is, at an instant.
fn offset_here(at_ms: i64) -> i32 {
    let behind = Date::new(&JsValue::from_f64(seconds(at_ms))).get_timezone_offset();
    i32::try_from(-whole(behind)).unwrap_or_default()
}

/// Whether this browser knows a time zone by this name.
pub(crate) fn knows_zone(zone: &str) -> bool {
    format_with("en", &[("timeZone", zone)]).is_some()
}

/// Writes an instant as the browser would, for instance `[("weekday", "long")]`.
pub(crate) fn written(ms: i64, options: &[(&str, &str)]) -> String {
    let date = Date::new(&JsValue::from_f64(seconds(ms)));
    let text = format_with("en-GB", options).and_then(|it| call(&it, "format", &date));
    text.and_then(|it| it.as_string()).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of dates are far below 2^53")]
fn seconds(ms: i64) -> f64 {
    ms as f64
}

fn format_with(locale: &str, options: &[(&str, &str)]) -> Option<Object> {
    let bag = Object::new();
    for (name, value) in options {
        Reflect::set(&bag, &(*name).into(), &(*value).into()).ok()?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    // Through Reflect, because an unknown zone throws.
    let made = Reflect::construct(&class, &Array::of2(&locale.into(), &bag)).ok()?;
    Some(made.unchecked_into())
}

fn call(of: &Object, method: &str, argument: &JsValue) -> Option<JsValue> {
    let method: Function = Reflect::get(of, &method.into()).ok()?.dyn_into().ok()?;
    method.call1(of, argument).ok()
}

/// Time zones as the browser knows them.
#[derive(Default)]
pub(crate) struct BrowserZones(RefCell<HashMap<String, Option<Object>>>);

impl Zones for BrowserZones {
    fn offset_minutes(&self, zone: &str, at_ms: i64) -> i32 {
        let mut known = self.0.borrow_mut();
        let format = known.entry(zone.to_owned()).or_insert_with(|| {
            let parts = ["year", "month", "day", "hour", "minute"].map(|it| (it, "numeric"));
            let mut options = vec![("timeZone", zone), ("hourCycle", "h23")];
            options.extend(parts);
            format_with("en", &options)
        });
        // Better the hour on this wall than one in Greenwich that is meant by nobody; views say so (`parts::zone_note`).
        format.as_ref().and_then(|it| offset(it, at_ms)).unwrap_or_else(|| offset_here(at_ms))
    }
}

fn offset(format: &Object, at_ms: i64) -> Option<i32> {
    let parts = call(format, "formatToParts", &Date::new(&JsValue::from_f64(seconds(at_ms))))?;
    let mut found = HashMap::new();
    for part in Array::from(&parts).iter() {
        let kind = Reflect::get(&part, &"type".into()).ok()?.as_string()?;
        let value = Reflect::get(&part, &"value".into()).ok()?.as_string()?;
        if let Ok(value) = value.parse::<u32>() {
            found.insert(kind, value);
        }
    }
    let get = |kind: &str| found.get(kind).copied();
    let (year, month, day) = (get("year")?, get("month")?, get("day")?);
    let (hour, minute) = (get("hour")?, get("minute")?);
    let wall = Date::parse(&format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z"));
    i32::try_from((whole(wall) - at_ms.div_euclid(MINUTE_MS) * MINUTE_MS) / MINUTE_MS).ok()
}

/// Waits.
pub(crate) async fn pause(time: Duration) {
    let promise = Promise::new(&mut |resolve, _| {
        leptos::prelude::set_timeout(
            move || {
                let _ = resolve.call0(&JsValue::NULL);
            },
            time,
        );
    });
    let _ = JsFuture::from(promise).await;
}

#[cfg(test)]
mod tests {
    use super::fixed_zone;

    #[test]
    fn a_fixed_zone_is_named_by_its_hours_with_the_sign_turned_round() {
        let names = [60, -300, 0, 345, -720].map(fixed_zone);
        assert_eq!(names, ["Etc/GMT-1", "Etc/GMT+5", "UTC", "Etc/GMT-6", "Etc/GMT+12"]);
    }
}
