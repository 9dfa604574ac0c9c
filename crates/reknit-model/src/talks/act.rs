//! What can be done in a talk, as it is stored. Read for ever: add, never change.

use serde::{Deserialize, Serialize};

use crate::log::EntryId;

/// Something done in a talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Act {
    /// The talk was offered.
    Offered {
        /// 1 to 120 characters.
        topic: String,
        /// Whether its author speaks first.
        i_speak: bool,
        /// X25519 key made for this talk, 32 bytes.
        #[serde(with = "crate::hex")]
        share: [u8; 32],
        /// The day, in days since 1970-01-01.
        on_day: i32,
    },
    /// The other joined it.
    Joined {
        /// The key of the talk, sealed to `share`.
        #[serde(with = "crate::hex")]
        key_box: Vec<u8>,
        /// Commitment to the key, 32 bytes.
        #[serde(with = "crate::hex")]
        commit: [u8; 32],
    },
    /// The words of a step.
    Said {
        /// How many moves its author had seen. Words for an earlier place are no move.
        at: u32,
        /// Which step.
        part: Part,
        /// Commitment to the key of the words. Two devices of one person may have joined at once; the key of one of them counts.
        #[serde(with = "crate::hex")]
        commit: [u8; 32],
        /// Sealed under the key of the talk.
        #[serde(with = "crate::hex")]
        words: Vec<u8>,
        /// The day, for the last thing said: in days since 1970-01-01.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_day: Option<i32>,
    },
    /// How well it was said back.
    Answered {
        /// As in `said`.
        at: u32,
        /// How well.
        answer: Answer,
        /// As in `said`.
        #[serde(with = "crate::hex")]
        commit: [u8; 32],
        /// What was missing, sealed.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "some_hex")]
        words: Option<Vec<u8>>,
    },
    /// A break was called.
    Paused {
        /// When to come back, milliseconds since 1970 UTC.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        back_at_ms: Option<i64>,
    },
    /// It was ended before its last step.
    Ended {
        /// The day, in days since 1970-01-01.
        on_day: i32,
    },
    /// Its author wishes to keep the words.
    Keep,
    /// The key, once both wished it.
    Key {
        /// 32 bytes.
        #[serde(with = "crate::hex")]
        key: [u8; 32],
    },
    /// The talk is let go. The only act whose entry stays.
    LetGo {
        /// Entries of it whose bodies may be missing from now on, as far as its author agrees: what a device begins with tells by the
        /// lists of both whether a missing body was let go or held back.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        entries: Vec<EntryId>,
    },
}

/// The words of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The speaker tells one short piece.
    Piece,
    /// The listener asks, to understand.
    Question,
    /// The speaker answers the question.
    Reply,
    /// The listener says it back in their own words.
    SayBack,
    /// The listener makes sense of it: *I can see why, because …*
    Sense,
    /// The listener names the feeling, as a guess.
    Feeling,
    /// One thing that each takes away.
    Takeaway,
}

/// How well it was said back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// That's it.
    ThatIsIt,
    /// That's it, and there is another piece.
    AndMore,
    /// Partly.
    Partly,
    /// Not yet.
    NotYet,
}

mod some_hex {
    use serde::{Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "the shape that serde asks for")]
    pub(super) fn serialize<S: Serializer>(
        bytes: &Option<Vec<u8>>,
        s: S,
    ) -> Result<S::Ok, S::Error> {
        crate::hex::serialize(bytes.as_deref().unwrap_or_default(), s)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        d: D,
    ) -> Result<Option<Vec<u8>>, D::Error> {
        crate::hex::deserialize(d).map(Some)
    }
}
