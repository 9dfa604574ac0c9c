//! Phrases: how a rule says which words it looks for.
//!
//! A phrase is words with spaces between them. `a|b` is either; `a?` may be missing; `*` is up to three words of any kind; `I` stands for
//! me and my shorter forms (`i`, `i'm`, `i'll`, …), `YOU` for the same of you, `THEY` for he, she and they. Write words as
//! [`Text`] has them: lower case, straight quotes, shorthand written out.

use std::collections::BTreeMap;

use crate::text::{Span, Text};

/// How many words a `*` may stand for.
const GAP_MAX: usize = 3;

const I: &[&str] = &["i", "i'm", "i've", "i'll", "i'd", "we", "we'll", "we're"];
const YOU: &[&str] = &["you", "you're", "you've", "you'll", "you'd"];
const THEY: &[&str] = &[
    "he", "she", "they", "he's", "she's", "they're", "he'll", "she'll", "they'll", "he'd", "she'd",
    "they'd",
];

/// Phrases, ready to be looked for.
#[derive(Debug)]
pub struct Phrases {
    all: Vec<Vec<Token>>,
    /// Which phrases may begin with a word.
    by_first: BTreeMap<&'static str, Vec<usize>>,
}

#[derive(Debug)]
struct Token {
    words: Vec<&'static str>,
    may_miss: bool,
}

impl Token {
    fn is_gap(&self) -> bool {
        self.words == ["*"]
    }
}

impl Phrases {
    /// Reads phrases, one a line.
    #[must_use]
    pub fn new(lines: &'static str) -> Self {
        let lines = lines.lines().map(str::trim).filter(|it| !it.is_empty());
        let all: Vec<Vec<Token>> = lines.map(|it| it.split(' ').map(token).collect()).collect();
        let mut by_first: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
        for (n, phrase) in all.iter().enumerate() {
            for token in phrase {
                for word in &token.words {
                    by_first.entry(word).or_default().push(n);
                }
                if !token.may_miss {
                    break;
                }
            }
        }
        Self { all, by_first }
    }

    /// Where the phrases are, as places in [`Text::words`], end exclusive; the longest from each word.
    #[must_use]
    pub fn words(&self, text: &Text) -> Vec<std::ops::Range<usize>> {
        let mut found = Vec::new();
        for (at, word) in text.words.iter().enumerate() {
            let first = self.by_first.get(word.text.as_str()).into_iter().flatten();
            let ends = first.filter_map(|it| end(self.all.get(*it)?, text, at));
            found.extend(ends.max().map(|end| at..end));
        }
        found
    }

    /// Where the phrases are.
    #[must_use]
    pub fn find(&self, text: &Text) -> Vec<Span> {
        self.words(text).into_iter().filter_map(|it| span(text, &it)).collect()
    }

    /// Whether any phrase is there.
    #[must_use]
    pub fn is_in(&self, text: &Text) -> bool {
        !self.words(text).is_empty()
    }
}

/// The characters of some words.
#[must_use]
pub fn span(text: &Text, words: &std::ops::Range<usize>) -> Option<Span> {
    let words = text.words.get(words.clone())?;
    Some(Span { start: words.first()?.span.start, end: words.last()?.span.end })
}

fn token(word: &'static str) -> Token {
    let (word, may_miss) =
        word.strip_suffix('?').filter(|it| !it.is_empty()).map_or((word, false), |it| (it, true));
    let words = word.split('|').flat_map(|it| match it {
        "I" => I.iter(),
        "YOU" => YOU.iter(),
        "THEY" => THEY.iter(),
        _ => [].iter(),
    });
    let mut words: Vec<&'static str> = words.copied().collect();
    debug_assert!(
        word.split('|').all(|it| matches!(it, "I" | "YOU" | "THEY") || it == it.to_lowercase()),
        "{word}: words of a text are in lower case"
    );
    words.extend(word.split('|').filter(|it| !matches!(*it, "I" | "YOU" | "THEY")));
    Token { words, may_miss }
}

/// Where a phrase that begins at a word ends. Marks between its words are passed over, but not the end of a sentence.
fn end(phrase: &[Token], text: &Text, at: usize) -> Option<usize> {
    let Some((first, rest)) = phrase.split_first() else { return Some(at) };
    if first.is_gap() {
        return (0..=GAP_MAX).find_map(|n| {
            let passed = text.words.get(at..at + n)?;
            if passed.iter().any(|it| it.text.starts_with(['.', '?', '!'])) {
                None
            } else {
                end(rest, text, at + n)
            }
        });
    }
    let here = text.words.get(at);
    let fits = here.is_some_and(|it| first.words.iter().any(|word| same(word, &it.text)));
    let taken = if fits { end(rest, text, at + 1) } else { None };
    taken.or_else(|| if first.may_miss { end(rest, text, at) } else { None })
}

/// `going to` is one word of a text, and `going_to` one of a phrase.
fn same(phrase: &str, word: &str) -> bool {
    phrase == word || phrase.contains('_') && phrase.replace('_', " ") == word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn finds(phrase: &'static str, text: &str, expected: &[&str]) {
        let text = Text::new(text);
        let found: Vec<String> =
            Phrases::new(phrase).find(&text).into_iter().map(|it| text.part(it)).collect();
        assert_eq!(found, expected, "{phrase}");
    }

    #[test]
    fn a_phrase_is_found_with_its_gaps_and_choices() {
        finds("I will|could kill", "I will kill. We could kill", &["I will kill", "We could kill"]);
        finds("sorry * if", "sorry to you if, sorry. if", &["sorry to you if"]);
        finds("so? what", "so what? what", &["so what", "what", "what"]);
        finds("better off without me", "u r better off without me", &["better off without me"]);
    }
}
