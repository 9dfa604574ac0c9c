//! What is read: a text, what it is meant to be, and what it answers.

use serde::{Deserialize, Serialize};

/// What a text is meant to be. The writer says so; the coach never guesses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Something to say to the partner.
    Message,
    /// An apology.
    Apology,
    /// An answer to what the partner said.
    Reply,
}

/// A text that somebody is writing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Draft {
    /// What it is meant to be.
    pub kind: Kind,
    /// The words so far.
    pub text: String,
    /// For a reply: what the partner had said, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Draft {
    /// A message.
    #[must_use]
    pub fn message(text: impl Into<String>) -> Self {
        Self { kind: Kind::Message, text: text.into(), to: None }
    }

    /// An apology.
    #[must_use]
    pub fn apology(text: impl Into<String>) -> Self {
        Self { kind: Kind::Apology, text: text.into(), to: None }
    }

    /// A reply to what the partner said.
    #[must_use]
    pub fn reply(text: impl Into<String>, to: impl Into<String>) -> Self {
        Self { kind: Kind::Reply, text: text.into(), to: Some(to.into()) }
    }
}
