//! What stands on a check-in page.

use serde::{Deserialize, Serialize};

/// Longest page, all fields together, in characters.
pub const PAGE_CHARS_MAX: usize = 12_000;

/// A page. Fields a form does not ask for stay empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Page {
    /// Which form it was written on.
    pub form: Form,
    /// What I appreciated.
    pub appreciation: String,
    /// What went right.
    pub went_right: String,
    /// One thing: I feel …
    pub feel: String,
    /// … about …
    pub about: String,
    /// … and I need …
    pub need: String,
    /// One way I could support you this week.
    pub support: String,
    /// What would help me feel close.
    pub close: String,
    /// Looking back over the month.
    pub look_back: String,
    /// One thing to change.
    pub change: String,
    /// My four sliders, only where I chose to show them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sliders: Option<Sliders>,
}

/// How long a check-in is meant to take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A quarter of an hour.
    #[default]
    Short,
    /// An hour.
    Long,
    /// A look back over the month.
    Monthly,
}

/// Four numbers from 0 to 10, about oneself. Each may be left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sliders {
    /// How far I trust.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust: Option<u8>,
    /// How close I feel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closeness: Option<u8>,
    /// How calm I am.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calm: Option<u8>,
    /// How hopeful I am.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hope: Option<u8>,
}

/// Why a page cannot be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// There is nothing on it.
    #[error("there is nothing on the page")]
    Empty,
    /// It is too long.
    #[error("the page is too long")]
    TooLong,
    /// A slider is above ten, or sliders are shown and none is set.
    #[error("a slider is out of range")]
    Range,
}

impl Sliders {
    /// The four, in their order.
    #[must_use]
    pub fn numbers(&self) -> [Option<u8>; 4] {
        [self.trust, self.closeness, self.calm, self.hope]
    }

    /// Whether at least one is there, and all that are lie within 0 to 10.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let mut there = self.numbers().into_iter().flatten().peekable();
        there.peek().is_some() && there.all(|it| it <= 10)
    }
}

impl Page {
    fn fields(&self) -> [&str; 9] {
        [
            &self.appreciation,
            &self.went_right,
            &self.feel,
            &self.about,
            &self.need,
            &self.support,
            &self.close,
            &self.look_back,
            &self.change,
        ]
    }

    /// Whether it can be closed.
    ///
    /// # Errors
    ///
    /// [`PageError`].
    pub fn check(&self) -> Result<(), PageError> {
        if self.fields().iter().all(|it| it.trim().is_empty()) {
            return Err(PageError::Empty);
        }
        if self.fields().iter().map(|it| it.chars().count()).sum::<usize>() > PAGE_CHARS_MAX {
            return Err(PageError::TooLong);
        }
        if self.sliders.is_some_and(|it| !it.is_valid()) {
            return Err(PageError::Range);
        }
        Ok(())
    }

    /// The words that are sealed.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a page back; `None` for what no release wrote.
    #[must_use]
    pub fn from_json(json: &str) -> Option<Self> {
        let page: Self = serde_json::from_str(json).ok()?;
        page.check().is_ok().then_some(page)
    }
}
