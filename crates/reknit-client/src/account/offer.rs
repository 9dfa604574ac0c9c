//! Proposing a name and a passphrase, and judging one's own.

use reknit_vault::{
    random::{Random, make},
    slow_job::{PASSPHRASE_BYTES_MAX, tidy_passphrase},
};

use crate::words::WORDS;

/// Shortest passphrase, in characters. Five of our words have about 30.
pub const PASSPHRASE_CHARS_MIN: usize = 12;

/// How a passphrase of one's own looks. It says nothing about what a person who knows one well might guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// Shorter than [`PASSPHRASE_CHARS_MIN`]; not taken.
    TooShort,
    /// Longer than [`PASSPHRASE_BYTES_MAX`] in UTF-8; not taken.
    TooLong,
    /// One letter over and over, however long; not taken.
    OneLetter,
    /// Few words or few different letters; taken, with a plain warning.
    Plain,
    /// Long and varied.
    Good,
}

impl Strength {
    /// Whether it is not taken.
    #[must_use]
    pub fn is_refused(self) -> bool {
        matches!(self, Self::TooShort | Self::TooLong | Self::OneLetter)
    }
}

/// Judges a passphrase by its length and variety.
#[must_use]
pub fn passphrase_strength(typed: &str) -> Strength {
    let tidy = tidy_passphrase(typed);
    let n_chars = tidy.chars().count();
    let letters = tidy.chars().filter(|it| !it.is_whitespace());
    let n_different = letters.collect::<std::collections::BTreeSet<_>>().len();
    if n_chars < PASSPHRASE_CHARS_MIN {
        Strength::TooShort
    } else if tidy.len() > PASSPHRASE_BYTES_MAX {
        Strength::TooLong
    } else if n_different < 2 {
        Strength::OneLetter
    } else if n_different < 8 || n_chars < 20 {
        Strength::Plain
    } else {
        Strength::Good
    }
}

/// Two words and a number: nothing about the person.
pub fn offer_handle(random: &mut dyn Random) -> String {
    let number = u16::from_le_bytes(make(random)) % 900 + 100;
    format!("{}-{}-{number}", word(random), word(random))
}

/// Five words of 2048: 55 bits, behind Argon2id and a relay that counts tries.
pub fn offer_passphrase(random: &mut dyn Random) -> String {
    let words: Vec<&str> = (0..5).map(|_| word(random)).collect();
    words.join(" ")
}

fn word(random: &mut dyn Random) -> &'static str {
    // 2048 divides 65536, so every word is equally likely.
    let at = u16::from_le_bytes(make(random)) % 2048;
    WORDS.get(usize::from(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A job for the worker takes as much and no more.
    #[test]
    fn what_is_taken_fits_into_a_job() {
        use reknit_vault::slow_job::Job;
        let word = "lantern é ";
        for n in 1..200 {
            let passphrase = tidy_passphrase(&word.repeat(n));
            let job = Job::LoginStart { passphrase: passphrase.clone() };
            let fits = Job::decode(&job.encode()).is_ok();
            let too_long = passphrase_strength(&passphrase) == Strength::TooLong;
            assert_eq!(fits, !too_long, "{} bytes", passphrase.len());
        }
        assert!(Strength::TooLong.is_refused());
    }

    #[test]
    fn short_ones_and_one_letter_over_and_over_are_not_taken() {
        for refused in ["short", "aaaaaaaaaaaaaaaa", "aaaa aaaa aaaa aaaa"] {
            assert!(passphrase_strength(refused).is_refused(), "{refused}");
        }
        for taken in ["abababababab", "meadow lantern copper window thirty"] {
            assert!(!passphrase_strength(taken).is_refused(), "{taken}");
        }
    }
}
