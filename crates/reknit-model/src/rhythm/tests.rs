//! When the hour comes.

use proptest::prelude::*;

use super::*;

const HOUR_MS: i64 = 60 * MINUTE_MS;

fn rhythm(weekday: u8, minute_of_day: u16) -> Rhythm {
    Rhythm { weekday, minute_of_day, zone: "Europe/Berlin".into() }
}

/// Central Europe around 29 March 2026, when 02:00 becomes 03:00, and 25 October 2026, when 03:00 becomes 02:00.
fn berlin(at_ms: i64) -> i32 {
    const SPRING: i64 = 1_774_746_000_000;
    const AUTUMN: i64 = 1_792_890_000_000;
    if (SPRING..AUTUMN).contains(&at_ms) { 120 } else { 60 }
}

/// Monday 23 March 2026, 00:00 in Berlin.
const MONDAY: i64 = 1_774_220_400_000;
const DAY: i64 = 24 * HOUR_MS;

#[test]
fn seven_in_the_evening_stays_seven_when_clocks_change() {
    let sunday_19 = rhythm(6, 19 * 60);
    let first = next_opening(&sunday_19, MONDAY - 7 * DAY, &berlin);
    let second = next_opening(&sunday_19, first, &berlin);
    assert_eq!(first, MONDAY - DAY + 19 * HOUR_MS);
    // Across the spring change a week has an hour less.
    assert_eq!(second - first, 7 * DAY - HOUR_MS);
}

#[test]
fn an_hour_that_clocks_jump_over_comes_right_after_the_jump() {
    let half_past_two = rhythm(6, 150);
    let at = next_opening(&half_past_two, MONDAY, &berlin);
    assert_eq!(at, 1_774_746_000_000 + 30 * MINUTE_MS);
}

#[test]
fn an_hour_that_comes_twice_counts_the_first_time() {
    let half_past_two = rhythm(6, 150);
    let monday_before = 1_792_890_000_000 - 6 * DAY;
    let at = next_opening(&half_past_two, monday_before, &berlin);
    assert_eq!(at, 1_792_890_000_000 - 30 * MINUTE_MS);
}

proptest! {
    #[test]
    fn it_is_always_ahead_within_a_week_and_at_its_hour(
        now_ms in -1_000_000_000_000_i64..4_000_000_000_000,
        weekday in 0_u8..7,
        minute in 0_u16..1440,
        offset in -14 * 60_i32..14 * 60,
    ) {
        let at = next_opening(&rhythm(weekday, minute), now_ms, &|_| offset);
        prop_assert!(at > now_ms && at <= now_ms + 7 * DAY);
        let local = at + i64::from(offset) * MINUTE_MS;
        prop_assert_eq!(local.rem_euclid(DAY), i64::from(minute) * MINUTE_MS);
        prop_assert_eq!((local.div_euclid(DAY) + 3).rem_euclid(7), i64::from(weekday));
    }

    #[test]
    fn it_stays_ahead_where_clocks_change(shift in 0_i64..400 * DAY, weekday in 0_u8..7, minute in 0_u16..1440) {
        let now_ms = MONDAY - 20 * DAY + shift;
        let at = next_opening(&rhythm(weekday, minute), now_ms, &berlin);
        prop_assert!(at > now_ms && at <= now_ms + 7 * DAY + HOUR_MS);
        // Asked again at any moment before, it is the same hour: it cannot be missed.
        let between = now_ms + (at - now_ms) / 2;
        prop_assert_eq!(next_opening(&rhythm(weekday, minute), between, &berlin), at);
    }
}

#[test]
fn only_an_hour_of_a_week_is_one() {
    let rhythms = Rhythms::default();
    for wrong in [rhythm(7, 0), rhythm(0, 1440), Rhythm { zone: String::new(), ..rhythm(0, 0) }] {
        assert_eq!(rhythms.offer(wrong), Err(RhythmError::Range));
    }
}
