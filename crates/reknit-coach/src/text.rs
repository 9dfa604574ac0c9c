//! A text cut into words and pieces, every one with its place in characters.

mod pieces;
mod spans;
mod words;

use serde::{Deserialize, Serialize};

pub use spans::Spans;
pub use words::Word;

/// A place in a text: characters (Unicode scalar values), end exclusive. *Invariant:* `start <= end`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// The one after the last.
    pub end: usize,
}

impl Span {
    /// Whether two places share a character.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The shortest place that holds both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// How many characters.
    #[must_use]
    pub const fn n_chars(self) -> usize {
        self.end - self.start
    }
}

/// A clause or a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its characters, without the space around them.
    pub span: Span,
    /// Its words, as places in [`Text::words`], end exclusive.
    pub words: std::ops::Range<usize>,
    /// Which sentence it belongs to, from 0.
    pub sentence: usize,
}

/// A text, cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its characters.
    pub chars: Vec<char>,
    /// Its words and marks, in order.
    pub words: Vec<Word>,
    /// Its clauses, in order; each word is in exactly one.
    pub pieces: Vec<Piece>,
    /// How many sentences.
    pub n_sentences: usize,
}

impl Text {
    /// Cuts a text. Total: any text can be cut.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let words = words::cut(&chars);
        let (pieces, n_sentences) = pieces::cut(&chars, &words);
        Self { chars, words, pieces, n_sentences }
    }

    /// The words of a piece.
    #[must_use]
    pub fn words_of(&self, piece: &Piece) -> &[Word] {
        self.words.get(piece.words.clone()).unwrap_or_default()
    }

    /// The pieces that share a character with a place.
    pub fn pieces_at(&self, span: Span) -> impl Iterator<Item = &Piece> {
        let first = self.pieces.partition_point(|it| it.span.end <= span.start);
        self.pieces
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(move |it| it.span.meets(span))
    }

    /// The words that share a character with a place.
    pub fn words_at(&self, span: Span) -> impl Iterator<Item = &Word> {
        let first = self.words.partition_point(|it| it.span.end <= span.start);
        self.words.get(first..).unwrap_or_default().iter().take_while(move |it| it.span.meets(span))
    }

    /// The characters of a place; nothing where the place is outside.
    #[must_use]
    pub fn part(&self, span: Span) -> String {
        self.chars.get(span.start..span.end).unwrap_or_default().iter().collect()
    }

    /// A whole sentence's characters.
    #[must_use]
    pub fn sentence(&self, n: usize) -> Option<Span> {
        let spans = self.pieces.iter().filter(|it| it.sentence == n).map(|it| it.span);
        spans.reduce(Span::with)
    }
}

#[cfg(test)]
mod tests;
