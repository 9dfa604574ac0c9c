//! The 2048 words of `content/words.txt`, for passphrases, names and check words.

/// The word list.
#[derive(Debug)]
pub struct Words(&'static str);

/// The list.
pub static WORDS: Words = Words(include_str!("../../../content/words.txt"));

impl Words {
    /// The word with this number, counted round.
    #[must_use]
    pub fn get(&self, at: usize) -> &'static str {
        self.0.lines().nth(at % 2048).unwrap_or_default()
    }

    /// Four check words.
    #[must_use]
    pub fn check(&self, numbers: [u16; 4]) -> [String; 4] {
        numbers.map(|it| self.get(usize::from(it)).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn there_are_2048_different_words_that_everybody_can_type() {
        let words: Vec<&str> = WORDS.0.lines().collect();
        assert_eq!(words.len(), 2048);
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), 2048);
        assert!(words.iter().all(|it| (3..=8).contains(&it.len())));
        assert!(words.iter().all(|it| it.bytes().all(|b| b.is_ascii_lowercase())));
    }
}
