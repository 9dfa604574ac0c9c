//! Questions written down and parked: private, in a sheet of the vault, asked later or never.
//!
//! They come in the first days, at night and in the shower. Parking one starts no request, and tells nobody. What is parked may be taken into
//! a question box by hand.

use crate::view::{Draft, Slot};

/// Where they lie.
#[must_use]
pub fn slot() -> Slot {
    Slot::Sheet("parked".to_owned())
}

/// The parked questions, oldest first. What was parked on two devices at once is all there, once.
#[must_use]
pub fn read(draft: Option<&Draft>) -> Vec<String> {
    let texts = draft.into_iter().flat_map(|it| it.also.iter().chain([&it.text]));
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        for question in serde_json::from_str::<Vec<String>>(text).unwrap_or_default() {
            if !all.contains(&question) {
                all.push(question);
            }
        }
    }
    all
}

/// What to keep in their place. Nothing for none, so that nothing is left behind.
#[must_use]
pub fn write(questions: &[String]) -> String {
    if questions.is_empty() {
        return String::new();
    }
    serde_json::to_string(questions).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_parked_on_two_devices_at_once_is_all_there() {
        let lines = |it: &[&str]| write(&it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        let draft = Draft {
            text: lines(&["since when", "does she know"]),
            also: vec![lines(&["since when", "why"])],
        };
        assert_eq!(read(Some(&draft)), ["since when", "why", "does she know"]);
        assert!(read(None).is_empty());
        assert_eq!(write(&[]), "");
    }
}
