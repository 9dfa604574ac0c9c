//! Rules, one a file, where a rule serves better than a model: for what must stay quiet, and for what is a matter of form.
//!
//! A rule says what it looks for, why it matters, where that comes from, and when it keeps quiet. `docs/author-a-rule.md`
//! takes you through one.

mod contempt;
mod criticism;
mod defensiveness;
mod despair;
mod figure;
mod hit;
mod if_sorry;
mod parting;
mod pause;
pub mod phrases;
mod praise;
mod quotation;
mod spoilt;
mod stonewalling;
mod third;

use crate::{
    draft::Draft,
    scores::Head,
    text::{Span, Text},
};

/// What a rule reads.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// The draft.
    pub draft: &'a Draft,
    /// Its text, cut.
    pub text: &'a Text,
    /// For a reply: what the partner said, cut.
    pub to: Option<&'a Text>,
}

impl Passage<'_> {
    /// The whole text.
    #[must_use]
    pub fn whole(&self) -> Span {
        Span { start: 0, end: self.text.chars.len() }
    }
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// The label is here, whatever the model thinks.
    Found(Head, Span),
    /// These labels are not here, whatever the model thinks.
    Quiet(Vec<Head>, Span),
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name, for tests and tables.
    pub name: &'static str,
    /// Reads a passage.
    pub read: fn(&Passage<'_>) -> Vec<Says>,
}

/// All rules, in the order of their names.
pub const ALL: &[Rule] = &[
    contempt::RULE,
    criticism::RULE,
    defensiveness::RULE,
    despair::RULE,
    figure::RULE,
    hit::RULE,
    if_sorry::RULE,
    parting::RULE,
    pause::RULE,
    praise::RULE,
    quotation::RULE,
    spoilt::RULE,
    stonewalling::RULE,
    third::RULE,
];

/// What all rules say about a passage.
#[must_use]
pub fn read(passage: &Passage<'_>) -> Vec<Says> {
    ALL.iter().flat_map(|it| (it.read)(passage)).collect()
}

/// Danger of a kind in each of some places, unless the text only speaks in figures, of films or of games.
fn danger(kind: crate::labels::Danger, passage: &Passage<'_>, spans: Vec<Span>) -> Vec<Says> {
    if spans.is_empty() || figure::is_all(passage.text) {
        return Vec::new();
    }
    let found = spans
        .into_iter()
        .flat_map(|it| [Says::Found(Head::DANGER, it), Says::Found(Head::danger(kind), it)]);
    found.collect()
}

/// A habit in the clauses that hold some places.
fn habit(habit: crate::labels::Habit, passage: &Passage<'_>, spans: Vec<Span>) -> Vec<Says> {
    if passage.draft.kind != crate::Kind::Message {
        return Vec::new();
    }
    let pieces = |span: Span| passage.text.pieces_at(span).map(|it| it.span);
    spans.into_iter().flat_map(pieces).map(|it| Says::Found(Head::habit(habit), it)).collect()
}

#[cfg(test)]
mod testing;
