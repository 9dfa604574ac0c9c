//! Learn: pages about the article's headings, and a page for each practice.

use serde::Deserialize;

/// A page of the shelf.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct LearnPage {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) minutes: u32,
    pub(crate) html: String,
}

/// A practice: two or three minutes to read, and where to try it.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct PracticePage {
    pub(crate) id: String,
    pub(crate) title: String,
    /// The page of the shelf it stands under.
    pub(crate) heading: String,
    pub(crate) minutes: u32,
    /// Where to try it alone: a name that [`Page::named`](crate::nav::Page::named) knows, or `-`.
    pub(crate) alone: String,
    /// Where to do it together.
    pub(crate) together: String,
    pub(crate) html: String,
}

#[cfg(test)]
mod tests {
    use crate::{
        content::{learn, practices},
        nav::Page,
    };

    /// Two to three minutes are 250 to 500 words, headings and sources included.
    const WORDS: std::ops::RangeInclusive<usize> = 250..=500;

    #[test]
    fn every_practice_can_be_read_in_a_few_minutes_and_leads_somewhere() {
        assert!(!practices().is_empty());
        for it in practices() {
            assert!(
                learn().iter().any(|page| page.id == it.heading),
                "{}: heading {}",
                it.id,
                it.heading
            );
            for place in [&it.alone, &it.together] {
                assert!(
                    place == "-" || Page::named(place).is_some(),
                    "{}: nothing is called {place}",
                    it.id
                );
            }
            let mut text = String::new();
            let mut is_tag = false;
            for letter in it.html.chars() {
                match letter {
                    '<' => is_tag = true,
                    '>' => {
                        is_tag = false;
                        text.push(' ');
                    }
                    _ if !is_tag => text.push(letter),
                    _ => {}
                }
            }
            let n_words = text.split_whitespace().count();
            assert!(WORDS.contains(&n_words), "{}: {n_words} words", it.id);
            assert!((2..=3).contains(&it.minutes), "{}: {}", it.id, it.minutes);
            for heading in [
                "Why",
                "What the evidence says",
                "What it does not say",
                "How",
                "When not to",
                "Try alone",
                "Do together",
            ] {
                assert!(
                    it.html.contains(&format!("<h2>{heading}</h2>")),
                    "{}: no part {heading}",
                    it.id
                );
            }
            // A figure stands with its source.
            if it.html.contains("[1]") {
                assert!(
                    it.html.contains("<h2>Where this comes from</h2>"),
                    "{}: no sources",
                    it.id
                );
            }
        }
    }
}
