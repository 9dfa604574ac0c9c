//! Days and moments, written so that they sort.

/// `2026-11-25`, from days since 1970-01-01 (the civil calendar reckoned in eras of 400 years from a March).
#[must_use]
pub fn day(days: i32) -> String {
    let from_march_0000 = i64::from(days) + 719_468;
    let (era, of_era) = (from_march_0000.div_euclid(146_097), from_march_0000.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let date = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{date:02}")
}

/// `2026-11-25 19:00 UTC`.
pub(super) fn moment(ms: i64) -> String {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let minutes = ms.rem_euclid(DAY_MS) / 60_000;
    let date = i32::try_from(ms.div_euclid(DAY_MS)).map_or_else(|_| ms.to_string(), day);
    format!("{date} {} UTC", clock(minutes))
}

/// `19:00`, from a minute of the day.
pub(super) fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Whether this is a day as [`day`] writes it, of four digits a year.
pub(super) fn is_day(text: &str) -> bool {
    let shape = text.bytes().map(|it| if it.is_ascii_digit() { b'0' } else { it });
    shape.eq(*b"0000-00-00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_dates() {
        for (days, date) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (19_782, "2024-02-29"),
            (19_783, "2024-03-01"),
            (20_717, "2026-09-21"),
            (11_016, "2000-02-29"),
        ] {
            assert_eq!(day(days), date);
            assert!(is_day(date));
        }
        assert_eq!(moment(1_790_000_000_000), "2026-09-21 14:13 UTC");
        for bad in ["", "2026-09-2", "2026-09-21\n", "2026-09-21 x", "٢026-09-21", "2026/09/21"] {
            assert!(!is_day(bad), "{bad:?}");
        }
    }
}
