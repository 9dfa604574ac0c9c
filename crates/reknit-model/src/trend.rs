//! Reading one's own sliders honestly.
//!
//! A weekly number about oneself wobbles. So nothing is said before six weeks (product.md §13), and then only a change that is larger
//! than the person's own usual wobble from week to week is called one. This is plain description of one's own numbers: it
//! has no norm, measures no relationship, and predicts nothing.

/// Weeks before anything is said.
pub const WEEKS_MIN: usize = 6;

/// What can honestly be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Too early; so many weeks are missing.
    TooEarly {
        /// How many.
        weeks_left: usize,
    },
    /// No change larger than the usual wobble.
    Steady,
    /// Up by more than the usual wobble.
    Up,
    /// Down by more than the usual wobble.
    Down,
}

/// Reads values from 0 to 10, oldest first.
///
/// The medians of the first and the last third are compared. The wobble is the median distance between neighbouring weeks, and at
/// least one step of the slider: a finer difference is not something a person can have meant.
#[must_use]
pub fn read(values: &[u8]) -> Reading {
    let n = values.len();
    if n < WEEKS_MIN {
        return Reading::TooEarly { weeks_left: WEEKS_MIN - n };
    }
    let third = n / 3;
    let first = median_doubled(values.iter().take(third).copied());
    let last = median_doubled(values.iter().skip(n - third).copied());
    let wobble = wobble_doubled(values);
    let change = last - first;
    if change > wobble {
        Reading::Up
    } else if change < -wobble {
        Reading::Down
    } else {
        Reading::Steady
    }
}

/// Twice the usual wobble from week to week, at least 2: half steps stay whole numbers.
#[must_use]
pub fn wobble_doubled(values: &[u8]) -> i32 {
    let steps = values.iter().zip(values.iter().skip(1)).map(|(a, b)| a.abs_diff(*b));
    median_doubled(steps).max(2)
}

/// Twice the median, so that it is a whole number; 0 for nothing.
fn median_doubled(values: impl Iterator<Item = u8>) -> i32 {
    let mut sorted: Vec<i32> = values.map(i32::from).collect();
    sorted.sort_unstable();
    let n = sorted.len();
    let at = |i: usize| sorted.get(i).copied().unwrap_or(0);
    if n == 0 { 0 } else { at((n - 1) / 2) + at(n / 2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_before_six_weeks() {
        assert_eq!(read(&[1, 9, 1, 9, 1]), Reading::TooEarly { weeks_left: 1 });
        assert_eq!(read(&[]), Reading::TooEarly { weeks_left: 6 });
    }

    #[test]
    fn a_rise_larger_than_the_wobble_is_called_one() {
        assert_eq!(read(&[2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6]), Reading::Up);
        assert_eq!(read(&[7, 6, 6, 5, 4, 4]), Reading::Down);
    }

    #[test]
    fn a_rise_within_the_wobble_is_not() {
        assert_eq!(read(&[2, 6, 2, 6, 3, 7, 3, 7, 4]), Reading::Steady);
        assert_eq!(read(&[3, 3, 3, 3, 3, 4]), Reading::Steady);
    }
}
