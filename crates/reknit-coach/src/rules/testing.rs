//! What rules are tested with.

use super::{Passage, Rule, Says};
use crate::{Draft, Kind, text::Text};

/// What a rule says about a text: the pieces it found (`+`) or keeps quiet (`-`).
fn said(rule: Rule, draft: &Draft) -> Vec<String> {
    let text = Text::new(&draft.text);
    let to = draft.to.as_deref().map(Text::new);
    let mut said: Vec<String> = (rule.read)(&Passage { draft, text: &text, to: to.as_ref() })
        .into_iter()
        .map(|it| match it {
            Says::Found(_, span) => format!("+{}", text.part(span)),
            Says::Quiet(_, span) => format!("-{}", text.part(span)),
        })
        .collect();
    said.dedup();
    said
}

/// The rule says these pieces about this message.
#[track_caller]
pub(super) fn assert_finds(rule: Rule, text: &str, pieces: &[&str]) {
    assert_finds_in(rule, Kind::Message, text, pieces);
}

/// The rule says these pieces about this text of a kind.
#[track_caller]
pub(super) fn assert_finds_in(rule: Rule, kind: Kind, text: &str, pieces: &[&str]) {
    let draft = Draft { kind, text: text.to_owned(), to: None };
    assert_eq!(said(rule, &draft), pieces, "{text}");
}

/// The rule says nothing about any of these messages.
#[track_caller]
pub(super) fn assert_quiet(rule: Rule, texts: &[&str]) {
    for text in texts {
        assert_finds(rule, text, &[]);
    }
}
