//! The rule for appending to a chain: once, in order, without gaps, and never another entry at a place that is taken.

use crate::{
    header::{Header, Link},
    id::EntryHash,
};

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
}

/// Judges an entry by the end of its author's chain and, where its place is taken, the entry there.
///
/// `taken` is looked up by the caller for `header.seq`; it is ignored beyond the end of the chain.
#[must_use]
pub fn judge(end: Link, taken: Option<EntryHash>, header: &Header) -> Verdict {
    if header.seq <= end.seq {
        return match taken {
            Some(hash) if hash == header.hash() => Verdict::Stored,
            Some(hash) => Verdict::Conflict(hash),
            None => Verdict::Gap(end),
        };
    }
    let continues = header.seq == end.seq + 1 && header.prev == end.hash;
    if continues { Verdict::Append } else { Verdict::Gap(end) }
}
