//! What a person does in a talk.

use reknit_model::talks::{Answer, Part, TalkId};

/// Something a person does in a talk.
#[derive(Debug, Clone, PartialEq)]
pub enum TalkCommand {
    /// Offer one.
    Offer {
        /// The one thing it is about: 1 to 120 characters.
        topic: String,
        /// Whether I speak first.
        i_speak: bool,
    },
    /// Join the one the other offered.
    Join(TalkId),
    /// Say the words of a step.
    Say {
        /// The talk.
        talk: TalkId,
        /// The step.
        part: Part,
        /// 1 to 1500 characters.
        words: String,
    },
    /// Say how well it was said back.
    Answer {
        /// The talk.
        talk: TalkId,
        /// How well.
        answer: Answer,
        /// What was missing; may be empty.
        words: String,
    },
    /// Call a break.
    Pause {
        /// The talk.
        talk: TalkId,
        /// When to come back, milliseconds since 1970 UTC: in twenty minutes to a day.
        back_at_ms: Option<i64>,
    },
    /// End it.
    End(TalkId),
    /// Keep its words, if the other does too.
    Keep(TalkId),
    /// Let go of it: nobody keeps its words.
    LetGo(TalkId),
}
