//! The rule for appending to a chain: once, in order, without gaps, never another entry at a place that is taken, and never back.
//!
//! The relay and every client judge by it. Whatever one side took that the other refuses would stop a space for good.

use crate::{
    header::{Header, Link},
    id::EntryHash,
};

/// The end of a chain: what the next entry is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// The last entry.
    pub link: Link,
    /// How much of the other chain it names.
    pub head: u64,
    /// Its epoch.
    pub epoch: u32,
}

impl End {
    /// The end of an empty chain.
    pub const START: Self = Self { link: Link::START, head: 0, epoch: 0 };

    /// The end of a chain whose last entry has this header.
    #[must_use]
    pub fn of(header: &Header) -> Self {
        Self { link: header.link(), head: header.head.seq, epoch: header.epoch }
    }

    /// Whether an entry knows less than the one before it did: less of the other chain, or an older epoch. No app writes one.
    fn is_ahead_of(&self, header: &Header) -> bool {
        self.head > header.head.seq || self.epoch > header.epoch
    }
}

/// What to do with an entry that somebody wants to append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It continues the chain: store it.
    Append,
    /// The same entry is there already: answer as the first time.
    Stored,
    /// Another entry has its place: 409, with that entry's hash.
    Conflict(EntryHash),
    /// It does not continue the chain, which ends here: 422.
    Gap(Link),
    /// It continues the chain and knows less than the entry before it: the relay refuses it. One that a relay of before stored keeps
    /// its place, and says nothing unless it is a membership, which the roster judges.
    GoesBack,
}

/// Judges an entry by the end of its author's chain and, where its place is taken, the entry there.
///
/// `taken` is looked up by the caller for `header.seq`; it is ignored beyond the end of the chain.
#[must_use]
pub fn judge(end: End, taken: Option<EntryHash>, header: &Header) -> Verdict {
    let End { link, .. } = end;
    if header.seq <= link.seq {
        return match taken {
            Some(hash) if hash == header.hash() => Verdict::Stored,
            Some(hash) => Verdict::Conflict(hash),
            None => Verdict::Gap(link),
        };
    }
    if header.seq != link.seq + 1 || header.prev != link.hash {
        Verdict::Gap(link)
    } else if end.is_ahead_of(header) {
        Verdict::GoesBack
    } else {
        Verdict::Append
    }
}
