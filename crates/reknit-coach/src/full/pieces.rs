//! How a text becomes word pieces. `training/full/words.py` says the same in Python; a test compares both on stored texts.

use std::collections::HashMap;

use super::latin::Latin;
use crate::text::Span;

/// A piece the vocabulary does not have.
pub(super) const UNK: u16 = 1;
/// Begins what is read.
pub(super) const CLS: u16 = 2;
/// Ends each side.
pub(super) const SEP: u16 = 3;

/// A longer word is nobody's; looking for its pieces would take time squared.
const WORD_CHARS_MAX: usize = 40;

/// A word or a mark, and where it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) span: Span,
}

/// The vocabulary, and how to cut words by it.
#[derive(Debug, Clone)]
pub(super) struct Pieces {
    begins: HashMap<Box<str>, u16>,
    goes_on: HashMap<Box<str>, u16>,
    latin: Latin,
}

impl Pieces {
    /// Takes one piece a line. More than 65,535 do not fit and are left out.
    pub(super) fn new(lines: &str) -> Self {
        let (mut begins, mut goes_on) = (HashMap::new(), HashMap::new());
        for (line, at) in lines.lines().zip(0..=u16::MAX) {
            match line.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => goes_on.insert(rest.into(), at),
                Some(_) | None => begins.insert(line.into(), at),
            };
        }
        Self { begins, goes_on, latin: Latin::new() }
    }

    /// Cuts a text into words and marks.
    pub(super) fn words(&self, text: &str) -> Vec<Word> {
        let mut out: Vec<Word> = Vec::new();
        let mut is_open = false;
        for (at, typed) in text.chars().enumerate() {
            let Some(it) = self.folded(typed) else { continue };
            let goes_on = is_open && it.is_alphanumeric();
            match out.last_mut() {
                Some(last) if goes_on => {
                    last.text.push(it);
                    last.span.end = at + 1;
                }
                Some(_) | None => {
                    is_open = it.is_alphanumeric();
                    if !it.is_whitespace() {
                        let span = Span { start: at, end: at + 1 };
                        out.push(Word { text: it.into(), span });
                    }
                }
            }
        }
        out
    }

    /// Lower case, without accents, with plain marks; none for what shows nothing.
    fn folded(&self, typed: char) -> Option<char> {
        Some(match typed {
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}' => {
                return None;
            }
            '\u{ad}' | '\u{fffd}' | '\0' | '\u{300}'..='\u{36f}' => return None,
            '’' | '‘' | '`' | '´' => '\'',
            '“' | '”' => '"',
            '–' | '—' => '-',
            '…' => '.',
            it => self.latin.plain(it.to_lowercase().next().unwrap_or(it)),
        })
    }

    /// The ids of a word's pieces: the longest that fits, again and again.
    pub(super) fn cut(&self, word: &str, out: &mut Vec<u16>) {
        let n_before = out.len();
        let mut rest = word;
        if word.chars().count() > WORD_CHARS_MAX {
            out.push(UNK);
            return;
        }
        while !rest.is_empty() {
            let known = if out.len() == n_before { &self.begins } else { &self.goes_on };
            let ends = rest.char_indices().map(|(at, it)| at + it.len_utf8()).rev();
            let found = ends
                .filter_map(|end| rest.split_at_checked(end))
                .find_map(|(piece, after)| known.get(piece).map(|id| (*id, after)));
            let Some((id, after)) = found else {
                out.truncate(n_before);
                out.push(UNK);
                return;
            };
            out.push(id);
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn cuts(text: &str, wanted: &[&str]) {
        let pieces =
            Pieces::new("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ncant\ncan\n##t\n'\nt\ncafe\n.\nu");
        let words = pieces.words(text);
        let found: Vec<_> = words.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn words_are_folded_and_marks_stand_alone() {
        cuts("CAN’T", &["can", "'", "t"]);
        cuts("Café… u", &["cafe", ".", "u"]);
        cuts("a\u{200d}b 👍🏽", &["ab", "👍", "🏽"]);
        cuts("", &[]);
    }

    #[test]
    fn the_longest_piece_wins_and_strangers_are_unknown() {
        let pieces = Pieces::new("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ncan\n##t\n##ts\nq");
        let cut = |it| {
            let mut out = Vec::new();
            pieces.cut(it, &mut out);
            out
        };
        assert_eq!(cut("cants"), [5, 7]);
        assert_eq!(cut("cant"), [5, 6]);
        assert_eq!(cut("canx"), [UNK]);
        assert_eq!(cut("##t"), [UNK]);
    }
}
