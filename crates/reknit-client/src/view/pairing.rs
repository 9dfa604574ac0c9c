//! How two people come to share a space.

use crate::account::InviteError;

/// What we call each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// My name, as the other reads it.
    pub mine: Option<String>,
    /// The other's name.
    pub theirs: Option<String>,
}

/// How far two people have come to sharing a space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Pairing {
    /// No invitation is out.
    #[default]
    Alone,
    /// An invitation is being made; it needs the relay for a moment.
    Preparing,
    /// An invitation is out. It looks the same whether or not anybody opened it.
    Inviting {
        /// What stands behind `#` in the link: `j/…`. The face puts its own address before it.
        fragment: String,
        /// When it ends, in milliseconds since 1970 UTC.
        expires_at_ms: i64,
    },
    /// Somebody answered my invitation. Compare the words, then [`Command::WordsMatch`](crate::command::Command).
    Answered {
        /// What they wish to be called.
        their_name: String,
        /// Four words to compare in person or by phone.
        words: [String; 4],
        /// Whether I said that they match; the space opens as soon as the relay has it.
        i_confirmed: bool,
    },
    /// I said yes to an invitation.
    Joining {
        /// Who invited me.
        their_name: String,
        /// Four words, once the other's app was online; then compare them.
        words: Option<[String; 4]>,
        /// Whether I said that they match.
        i_confirmed: bool,
    },
    /// An invitation I said yes to came to nothing. [`Command::Revoke`](crate::command::Command) lets go of it.
    Failed(InviteError),
    /// We share a space.
    Paired {
        /// Whether I compared the four words.
        verified: bool,
        /// The four words, to compare again at any time.
        words: Option<[String; 4]>,
    },
}
