//! Keys, and the words they stand for: `content/en/coach.toml`, which a therapist can edit without reading code.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};

/// A name in the table of words, such as `contempt.why`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(pub Cow<'static, str>);

impl Key {
    /// A key that the code names.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self(Cow::Borrowed(key))
    }
}

/// The words of one language: a table of tables, as in `coach.toml` (or the same as JSON).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(BTreeMap<String, BTreeMap<String, String>>);

impl Words {
    /// What a key says. A key without words says its own name, so that a missing word is seen and breaks nothing.
    #[must_use]
    pub fn say<'a>(&'a self, key: &'a Key) -> &'a str {
        self.find(&key.0).unwrap_or(&key.0)
    }

    /// What a key says, if the table has it.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&str> {
        let (table, entry) = key.split_once('.')?;
        self.0.get(table)?.get(entry).map(String::as_str)
    }

    /// All keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        self.0
            .iter()
            .flat_map(|(table, entries)| entries.keys().map(move |it| format!("{table}.{it}")))
    }

    /// The English words.
    ///
    /// # Panics
    ///
    /// Never in a release: a test reads the same file.
    #[cfg(feature = "shipped")]
    #[must_use]
    pub fn english() -> Self {
        #[expect(clippy::expect_used, reason = "the file is compiled in and a test reads it")]
        toml::from_str(include_str!("../../../content/en/coach.toml"))
            .expect("coach.toml is a table of tables of words")
    }
}
