//! Kind words, at any time.

use crate::{
    event::Event,
    log::{EntryId, Partner},
};

/// Longest kind word, in characters.
pub const APPRECIATION_CHARS_MAX: usize = 500;

/// Most kind words of one person on one day. More would ask for an answer.
pub const APPRECIATIONS_A_DAY_MAX: usize = 5;

/// Why a kind word was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AppreciationError {
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// It is too long.
    #[error("it is too long")]
    TooLong,
    /// There were enough today.
    #[error("there were enough today")]
    EnoughToday,
}

/// One kind word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appreciation {
    /// Names it.
    pub id: EntryId,
    /// Who said it.
    pub by: Partner,
    /// The words.
    pub words: String,
    /// The day, in days since 1970-01-01.
    pub on_day: i32,
}

/// Says something kind, after what was `said` before.
///
/// How many a day is a rule for whoever says them, not for the fold: two devices apart may say one too many, and words that
/// were taken are never lost.
///
/// # Errors
///
/// [`AppreciationError`].
pub fn appreciate(
    said: &[Appreciation],
    by: Partner,
    words: &str,
    on_day: i32,
) -> Result<Event, AppreciationError> {
    let words = check(words)?.to_owned();
    let n_today = said.iter().filter(|it| it.by == by && it.on_day == on_day).count();
    if n_today >= APPRECIATIONS_A_DAY_MAX {
        return Err(AppreciationError::EnoughToday);
    }
    Ok(Event::Appreciated { words, on_day })
}

/// The words as they are kept.
pub(crate) fn check(words: &str) -> Result<&str, AppreciationError> {
    let words = words.trim();
    if words.is_empty() {
        Err(AppreciationError::Empty)
    } else if words.chars().count() > APPRECIATION_CHARS_MAX {
        Err(AppreciationError::TooLong)
    } else {
        Ok(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(by: Partner, on_day: i32, n: usize) -> Vec<Appreciation> {
        let one = |_| Appreciation { id: EntryId([0; 32]), by, words: "tea".into(), on_day };
        (0..n).map(one).collect()
    }

    #[test]
    fn five_a_day_are_enough_and_tomorrow_is_another_day() {
        use Partner::{Guest, Host};
        let four = said(Host, 7, 4);
        assert!(appreciate(&four, Host, "tea", 7).is_ok());
        let five = said(Host, 7, 5);
        assert_eq!(appreciate(&five, Host, "tea", 7), Err(AppreciationError::EnoughToday));
        assert!(appreciate(&five, Host, "tea", 8).is_ok());
        assert!(appreciate(&five, Guest, "tea", 7).is_ok());
    }
}
