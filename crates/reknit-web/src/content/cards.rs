//! The words around cards.

use reknit_model::cards::Kind;
use serde::Deserialize;

/// `content/en/cards.toml`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct CardsWords {
    pub(crate) title: String,
    pub(crate) intro: String,
    pub(crate) alone: String,
    pub(crate) share_title: String,
    pub(crate) share_note: String,
    pub(crate) thanks: String,
    pub(crate) add_label: String,
    pub(crate) add_help: String,
    pub(crate) card: Vec<CardWords>,
}

/// One kind of card.
#[derive(Debug, Deserialize)]
pub(crate) struct CardWords {
    /// The kind, as it is stored.
    pub(crate) id: Kind,
    pub(crate) title: String,
    pub(crate) short: String,
    pub(crate) intro: Vec<String>,
    /// Whether the private questions stand before it is shared.
    #[serde(default)]
    pub(crate) hurts: bool,
    /// What thanks for it say, where not the usual.
    #[serde(default)]
    pub(crate) thanks: Option<String>,
    /// What may be added, where not the usual.
    #[serde(default)]
    pub(crate) add_label: Option<String>,
    #[serde(default)]
    pub(crate) add_help: Option<String>,
    #[serde(default)]
    pub(crate) source: Option<String>,
    pub(crate) field: Vec<FieldWords>,
}

/// One field of it.
#[derive(Debug, Deserialize)]
pub(crate) struct FieldWords {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) help: String,
}

impl CardsWords {
    /// Thanks for a card of this kind, and the label and help of what may be added.
    pub(crate) fn answering(&'static self, kind: Kind) -> [String; 3] {
        let own = self.of(kind);
        let or = |own: Option<&String>, usual: &String| own.unwrap_or(usual).clone();
        [
            or(own.and_then(|it| it.thanks.as_ref()), &self.thanks),
            or(own.and_then(|it| it.add_label.as_ref()), &self.add_label),
            or(own.and_then(|it| it.add_help.as_ref()), &self.add_help),
        ]
    }

    /// The words of one kind. A test sees that each kind has some.
    pub(crate) fn of(&'static self, kind: Kind) -> Option<&'static CardWords> {
        self.card.iter().find(|it| it.id == kind)
    }
}
