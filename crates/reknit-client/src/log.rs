//! The log of a space on a device: two chains, verified before they are believed.
//!
//! What the relay gives is staged, checked against what is here (links, hashes, heads, memberships, every signature) and taken all or
//! nothing. What does not fit raises an [`Alarm`], because an honest relay never gives it. What an author signed against the rules is
//! no lie of the relay's: it keeps its place and says nothing.

mod held;
mod receiving;

use std::{borrow::Cow, collections::BTreeSet};

use reknit_model::{
    arrivals::Chain,
    log::{Entry, EntryId, Partner, Stamp},
};
use reknit_vault::epoch::Opened;
use reknit_wire::{
    api::Spot,
    envelope::Envelope,
    header::{Header, Kind, Link},
    id::{EntryHash, MemberId, SpaceId},
    roster::Roster,
};
use serde::{Deserialize, Serialize};

use crate::{bytes_serde, keyring::SpaceKeys};

/// Everything this device holds of a space.
#[derive(Debug, Clone, Default)]
pub(crate) struct SpaceLog {
    roster: Option<Roster>,
    /// The chain of the one who opened the space, and of the one who joined.
    chains: [Vec<Item>; 2],
    /// How far the relay's log was read. It is the relay's own count, so it is never believed beyond the entries that are here, and
    /// not kept.
    pub(crate) cursor: u64,
}

/// An entry in its chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Item {
    hash: EntryHash,
    lamport: u64,
    /// How much of the other chain its author had.
    head: u64,
    epoch: u32,
    body: Body,
}

/// What an entry holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Body {
    /// An event that was opened.
    Event(Said),
    /// An event whose key is not here yet, as its envelope.
    Sealed(#[serde(with = "bytes_serde")] Vec<u8>),
    /// A membership, as its envelope.
    Membership(#[serde(with = "bytes_serde")] Vec<u8>),
    /// An event that does not open for anybody, was dropped here, or goes back; or a membership that is none. It keeps its place: header
    /// and signature.
    Nothing(#[serde(with = "bytes_serde")] Vec<u8>),
    /// An event that came without its body: header and signature.
    Missing(#[serde(with = "bytes_serde")] Vec<u8>),
}

/// An event that was opened, with all that is needed to build its envelope anew: sealing is the same for the same nonce.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    /// The id of its command.
    #[serde(with = "bytes_serde")]
    id: [u8; 16],
    json: String,
    #[serde(with = "bytes_serde")]
    nonce: [u8; 24],
    #[serde(with = "bytes_serde")]
    signature: [u8; 64],
}

/// A log as it is sealed into a snapshot.
#[derive(Debug, Serialize, Deserialize)]
struct Kept<'a> {
    chains: Cow<'a, [Vec<Item>; 2]>,
}

/// What a page brought.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Received {
    /// Ids of commands whose entries are in the log now.
    pub(crate) ids: Vec<[u8; 16]>,
    /// Whether anything was new.
    pub(crate) changed: bool,
    /// Whether the keyring has something new to hold: an epoch key, or how far the words go. The second is what tells a device that
    /// knows nothing when a relay goes back to an old day.
    pub(crate) learned: bool,
}

impl SpaceLog {
    pub(crate) fn roster(&self) -> Option<&Roster> {
        self.roster.as_ref()
    }

    /// How many entries both chains hold.
    pub(crate) fn n_entries(&self) -> usize {
        self.chains.iter().map(Vec::len).sum()
    }

    fn side(roster: &Roster, member: MemberId) -> Option<usize> {
        if roster.host() == member { Some(0) } else { roster.card(member).map(|_| 1) }
    }

    /// Which partner a member is.
    pub(crate) fn partner(&self, member: MemberId) -> Partner {
        let is_host = self.roster.as_ref().is_some_and(|it| it.host() == member);
        if is_host { Partner::Host } else { Partner::Guest }
    }

    /// The end of the chain of `member`.
    pub(crate) fn end(&self, member: MemberId) -> Link {
        let side = self.roster.as_ref().and_then(|it| Self::side(it, member));
        side.map_or(Link::START, |side| self.end_of(side))
    }

    fn end_of(&self, side: usize) -> Link {
        let chain = self.chains.get(side).map_or(&[][..], Vec::as_slice);
        match chain.last() {
            Some(last) => Link { seq: chain.len() as u64, hash: last.hash },
            None => Link::START,
        }
    }

    fn item(&self, side: usize, seq: u64) -> Option<&Item> {
        let at = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.chains.get(side)?.get(at)
    }

    /// Opens what can be opened by now of the places `from` on in each chain. Tells whether anything was.
    pub(crate) fn open_sealed(
        &mut self,
        keys: &SpaceKeys,
        from: [usize; 2],
        ids: &mut Vec<[u8; 16]>,
    ) -> bool {
        let me = keys.me();
        let my_side = usize::from(self.partner(me) == Partner::Guest);
        let Some(roster) = &self.roster else { return false };
        let mut learned = false;
        for (side, (chain, from)) in self.chains.iter_mut().zip(from).enumerate() {
            for item in chain.iter_mut().skip(from) {
                let Body::Sealed(bytes) = &item.body else { continue };
                let Ok(envelope) = Envelope::decode(bytes) else { continue };
                let nothing = Envelope { body: None, ..envelope.clone() }.encode();
                let Envelope { header, signature, body: Some(body) } = envelope else {
                    item.body = Body::Nothing(nothing);
                    continue;
                };
                // A key that no membership commits to is no key of this space.
                if roster.by_key(header.key).is_none_or(|it| it.epoch != header.epoch) {
                    item.body = Body::Nothing(nothing);
                    continue;
                }
                let Some(key) = keys.epoch_key(header.key) else { continue };
                item.body = match key.open(&header, &body) {
                    Ok(opened) => {
                        if side == my_side {
                            ids.push(opened.id);
                        }
                        let Opened { id, json } = opened;
                        Body::Event(Said { id, json, nonce: header.nonce, signature })
                    }
                    Err(_) => Body::Nothing(nothing),
                };
                learned = true;
            }
        }
        learned
    }

    /// Every event that was opened, for the fold.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.entries_of([usize::MAX; 2])
    }

    /// The same, but of the chain of `member` only what stands at or before `seq`.
    pub(crate) fn entries_until(&self, member: MemberId, seq: u64) -> Vec<Entry> {
        let mut limits = [usize::MAX; 2];
        let side = self.roster.as_ref().and_then(|it| Self::side(it, member));
        if let Some(limit) = side.and_then(|it| limits.get_mut(it)) {
            *limit = usize::try_from(seq).unwrap_or(usize::MAX);
        }
        self.entries_of(limits)
    }

    fn entries_of(&self, limits: [usize; 2]) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(self.n_entries());
        let sides = self.chains.iter().zip(limits).zip([Partner::Host, Partner::Guest]);
        for ((chain, limit), by) in sides {
            for item in chain.iter().take(limit) {
                if let Body::Event(Said { json, .. }) = &item.body {
                    let at = Stamp { lamport: item.lamport, entry: EntryId(item.hash.0) };
                    let event = reknit_model::event::Event::from_json(json);
                    entries.push(Entry { at, by, event });
                }
            }
        }
        entries
    }

    /// The places of some entries in the chain of `member`, and how far it could be opened. A body that was held back and comes later
    /// must not come into view as one that had its time: it ends there too, unless it may be `missing`.
    pub(crate) fn chain(
        &self,
        member: MemberId,
        timed: &BTreeSet<EntryId>,
        missing: impl Fn(EntryId) -> bool,
    ) -> Chain {
        let side = self.roster.as_ref().and_then(|it| Self::side(it, member));
        let chain = side.and_then(|it| self.chains.get(it)).map_or(&[][..], Vec::as_slice);
        let places = (1..).zip(chain).map(|(at, it)| (at, EntryId(it.hash.0)));
        let sealed = chain.iter().position(|it| match it.body {
            Body::Sealed(_) => true,
            Body::Missing(_) => !missing(EntryId(it.hash.0)),
            Body::Event(_) | Body::Membership(_) | Body::Nothing(_) => false,
        });
        Chain {
            timed: places.filter(|(_, it)| timed.contains(it)).collect(),
            end: sealed.unwrap_or(chain.len()) as u64,
        }
    }

    /// Where entries stand that still have a body here.
    pub(crate) fn spots(&self, ids: &[EntryId]) -> Vec<Spot> {
        let Some(roster) = &self.roster else { return Vec::new() };
        let host = roster.host();
        let authors = [Some(host), roster.partner_of(host)];
        let mut spots = Vec::new();
        for (chain, author) in self.chains.iter().zip(authors) {
            let Some(author) = author else { continue };
            for (seq, item) in (1..).zip(chain) {
                if ids.iter().any(|it| it.0 == item.hash.0)
                    && !matches!(item.body, Body::Nothing(_) | Body::Missing(_))
                {
                    spots.push(Spot { author, seq });
                }
            }
        }
        spots
    }

    /// Events that came without their bodies, each with a cursor that it lies behind.
    pub(crate) fn missing(&self) -> impl Iterator<Item = (EntryId, u64)> {
        let items = self.chains.iter().flat_map(|chain| (0_u64..).zip(chain));
        let missing = items.filter(|(_, it)| matches!(it.body, Body::Missing(_)));
        // A relay stores an entry behind those before it in its chain and behind those it names of the other's.
        missing.map(|(n_before, it)| (EntryId(it.hash.0), n_before + it.head))
    }

    /// Reads again from `cursor` on what was read already.
    pub(crate) fn read_again(&mut self, cursor: u64) {
        self.cursor = self.cursor.min(cursor);
    }

    /// A cursor that every entry lies behind which is not here, whatever cursors a relay has named: the next entry of a chain is stored
    /// behind all that are here of it, and behind those of the other that its last one names.
    fn sure_cursor(&self) -> u64 {
        let passed = |chain: &Vec<Item>| chain.last().map_or(0, |it| chain.len() as u64 + it.head);
        let [host, guest] = self.chains.each_ref().map(passed);
        let has_guest = self.roster.as_ref().is_some_and(|it| it.partner_of(it.host()).is_some());
        if has_guest { host.min(guest) } else { host }
    }

    /// The greatest Lamport counter here.
    pub(crate) fn newest_lamport(&self) -> u64 {
        self.chains.iter().filter_map(|it| it.last()).map(|it| it.lamport).max().unwrap_or(0)
    }

    /// Whether `link` is in the chain of `member`, or the chain is shorter (`None`).
    pub(crate) fn has(&self, member: MemberId, link: Link) -> Option<bool> {
        let side = self.roster.as_ref().and_then(|it| Self::side(it, member))?;
        self.item(side, link.seq).map(|it| it.hash == link.hash)
    }

    /// The epoch of the newest entry of `member`; 0 where there is none.
    pub(crate) fn newest_epoch(&self, member: MemberId) -> u32 {
        let side = self.roster.as_ref().and_then(|it| Self::side(it, member));
        let last = side.and_then(|it| self.chains.get(it)?.last());
        last.map_or(0, |it| it.epoch)
    }

    /// The header of my next entry, but for what sealing fills in.
    pub(crate) fn next_header(&self, space: SpaceId, me: MemberId) -> Header {
        let end = self.end(me);
        let partner = self.roster.as_ref().and_then(|it| it.partner_of(me));
        Header {
            kind: Kind::Event,
            space,
            author: me,
            seq: end.seq + 1,
            prev: end.hash,
            head: partner.map_or(Link::START, |it| self.end(it)),
            epoch: 0,
            key: reknit_wire::id::KeyId([0; 16]),
            nonce: [0; 24],
            body_hash: [0; 32],
            body_len: 0,
        }
    }

    /// Bytes of a snapshot: the entries themselves, because late entries may sort before folded ones (ADR 0004).
    pub(crate) fn to_snapshot(&self) -> Vec<u8> {
        let kept = Kept { chains: Cow::Borrowed(&self.chains) };
        serde_json::to_vec(&kept).unwrap_or_default()
    }

    /// Reads a snapshot, which only this person can have sealed.
    pub(crate) fn from_snapshot(bytes: &[u8]) -> Option<Self> {
        let kept: Kept<'_> = serde_json::from_slice(bytes).ok()?;
        let mut roster: Option<Roster> = None;
        let mut memberships: Vec<(u64, Envelope)> = Vec::new();
        for item in kept.chains.iter().flatten() {
            if let Body::Membership(bytes) = &item.body {
                memberships.push((item.lamport, Envelope::decode(bytes).ok()?));
            }
        }
        // A parent always has a smaller counter than the membership that names it.
        memberships.sort_by_key(|(lamport, envelope)| (*lamport, envelope.header.hash()));
        for (_, envelope) in &memberships {
            match &mut roster {
                None => roster = Some(Roster::found(envelope).ok()?),
                Some(roster) => roster.admit(envelope).ok()?,
            }
        }
        let mut log = Self { roster, chains: kept.chains.into_owned(), cursor: 0 };
        log.cursor = log.sure_cursor();
        Some(log)
    }
}

#[cfg(test)]
mod tests;
