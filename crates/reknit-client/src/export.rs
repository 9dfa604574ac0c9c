//! Everything of mine and all that was sent to me, in one file.
//!
//! The file holds each entry as its author signed it, with a key that opens this entry and no other, and the words beside it; so
//! somebody who was given it can check that the words are those that were signed ([`check`]), without being able to read anything
//! that is not in it. Private things are a separate choice: they are signed by nobody, and shown to nobody by accident.

mod check;
mod days;
mod markdown;
mod own;
mod readable;
mod talks;
mod words;

use std::collections::BTreeMap;

use reknit_model::{checkin::Page, log::Partner};
use reknit_wire::{
    bytes::Bytes,
    id::{EntryHash, MemberId, SpaceId},
};
use serde::{Deserialize, Serialize};

pub use check::{CheckError, Checked, check};
pub(crate) use check::{members, pages, words_of};
pub use days::day;
pub use markdown::markdown;
pub use readable::{Block, Line};
pub(crate) use readable::{lines, said};
pub(crate) use talks::kept;
pub use talks::{KeptTalk, SaidInTalk};

/// How the file begins.
pub const FORMAT: &str = "reknit-export/1";

/// An export.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Export {
    /// [`FORMAT`].
    pub format: String,
    /// The day it was made, by the clock of the device that made it: `2026-11-25`.
    pub made_on: String,
    /// What the two call each other.
    pub names: Names,
    /// What was shared.
    pub space: Option<Space>,
    /// What only its maker could see, by the name it has in the vault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private: Option<BTreeMap<String, String>>,
}

/// What the two call each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Whoever made the file.
    pub mine: Option<String>,
    /// The other.
    pub theirs: Option<String>,
}

/// A space.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Space {
    /// Its name.
    pub id: SpaceId,
    /// Which of the two made the file, as they say. Nobody signed this: nothing that is checked may hang on it.
    pub me: Partner,
    /// Whether they say that they compared the four words.
    pub words_compared: bool,
    /// Who signed.
    pub members: Vec<Member>,
    /// How many entries this device could not build again as they were signed. They are not in the file.
    #[serde(default, skip_serializing_if = "is_none")]
    pub n_left_out: usize,
    /// Entries, in an order in which each comes after those it builds on.
    pub entries: Vec<Signed>,
    /// The pages of check-ins that were opened, as the entries above give them.
    pub pages: Vec<OpenedPage>,
    /// Talks whose words both kept, as the entries above give them. Of one that was let go nothing is left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub talks: Vec<KeptTalk>,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Which.
    pub partner: Partner,
    /// Name of their key in the space.
    pub member: MemberId,
    /// The Ed25519 key that checks their signatures.
    pub identity: Bytes,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signed {
    /// Who signed it.
    pub by: Partner,
    /// Its number in their chain.
    pub seq: u64,
    /// Its name.
    pub hash: EntryHash,
    /// Header, signature and body, as docs/protocol.md tells.
    pub envelope: Bytes,
    /// Opens its body. Memberships stand in clear; what could not be opened, or says what no file can hold, has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Bytes>,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<serde_json::Value>,
}

/// A page of a check-in that was opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenedPage {
    /// Which check-in.
    pub round: u32,
    /// Whose page.
    pub by: Partner,
    /// What stands on it.
    pub page: Page,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_none(n: &usize) -> bool {
    *n == 0
}

impl Export {
    /// The file.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// What it is called: neutral, like everything that leaves the app.
    #[must_use]
    pub fn file_name(&self, ending: &str) -> String {
        format!("notes-{}.{ending}", self.made_on)
    }
}
