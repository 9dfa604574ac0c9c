//! Who may write in a space, as its signed log tells. The relay and every client judge by the same rules.
//!
//! Each membership is judged against the one it names as its parent, and who joined is settled by the host's own chain, so
//! all who hold the same chains agree on the newest: the one with both members, the highest epoch, and of two at once the
//! larger hash.

use std::collections::BTreeMap;

use crate::{
    bytes::DecodeError,
    envelope::{Envelope, VerifyError},
    header::{Header, Kind},
    id::{EntryHash, KeyId, MemberId, SpaceId},
    limits::MEMBERSHIPS_PER_MEMBER_MAX,
    membership::{Card, Membership},
};

/// The memberships of a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    space: SpaceId,
    host: Card,
    current: EntryHash,
    memberships: BTreeMap<EntryHash, Membership>,
    /// Whose chain each stands in, and where.
    places: BTreeMap<EntryHash, (MemberId, u64)>,
    /// How many of them each member wrote.
    n_written: BTreeMap<MemberId, usize>,
}

/// Why a membership was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// It could not be read.
    #[error("the membership cannot be read: {0}")]
    Decode(#[from] DecodeError),
    /// Its author did not write it.
    #[error("the membership is not its author's: {0}")]
    Verify(#[from] VerifyError),
    /// It does not begin this space.
    #[error("the membership does not begin this space")]
    Genesis,
    /// It builds on a membership that is not here, or that it does not come after: not in its author's chain, nor in what they name of
    /// the other's.
    #[error("the membership builds on one that it does not come after")]
    Parent,
    /// Its epoch or key is not the one its header names, or not its parent's next.
    #[error("the membership has the wrong epoch or key")]
    Epoch,
    /// It changes what its author may not change.
    #[error("the membership changes what its author may not change")]
    Cards,
    /// It lowers the oldest protocol version.
    #[error("the membership lowers the protocol version")]
    Downgrade,
    /// Its author wrote as many as one member may.
    #[error("the membership is one too many of its author's")]
    Full,
}

impl Roster {
    /// Begins a space with its genesis entry, which names itself: the space is the hash of the body.
    ///
    /// # Errors
    ///
    /// [`RosterError`]; [`RosterError::Genesis`] for anything but the first entry of its only member.
    pub fn found(envelope: &Envelope) -> Result<Self, RosterError> {
        let header = &envelope.header;
        let body = envelope.body.as_deref().ok_or(RosterError::Genesis)?;
        let membership = Membership::decode(body)?;
        let [card] = membership.cards.as_slice() else { return Err(RosterError::Genesis) };
        let host = *card;
        let first = header.kind == Kind::Membership && header.seq == 1 && header.head.seq == 0;
        if !first || SpaceId::of(body) != header.space || membership.epoch != 1 {
            return Err(RosterError::Genesis);
        }
        check_header(header, &membership)?;
        envelope.verify(&host.identity)?;
        let current = header.hash();
        let memberships = BTreeMap::from([(current, membership)]);
        let places = BTreeMap::from([(current, (header.author, header.seq))]);
        let n_written = BTreeMap::from([(header.author, 1)]);
        Ok(Self { space: header.space, host, current, memberships, places, n_written })
    }

    /// Adds a later membership. One that is there already changes nothing.
    ///
    /// Checks everything but the signature: relay and client call [`Roster::verify`] on each entry.
    ///
    /// A member may renew their own `kem`. The host may add the second member, once. Nobody may remove or change the other.
    ///
    /// # Errors
    ///
    /// [`RosterError`], by its cause.
    pub fn admit(&mut self, envelope: &Envelope) -> Result<(), RosterError> {
        let header = &envelope.header;
        if header.space != self.space {
            return Err(RosterError::Genesis);
        }
        let name = header.hash();
        if self.memberships.contains_key(&name) {
            return Ok(());
        }
        envelope.verify_body()?;
        let body = envelope.body.as_deref().ok_or(DecodeError::Short)?;
        let membership = Membership::decode(body)?;
        let parent = self.memberships.get(&membership.parent).ok_or(RosterError::Parent)?;
        self.check_order(header, membership.parent)?;
        check_header(header, &membership)?;
        if parent.epoch.checked_add(1) != Some(membership.epoch) {
            return Err(RosterError::Epoch);
        }
        if membership.min_proto < parent.min_proto {
            return Err(RosterError::Downgrade);
        }
        self.check_cards(header.author, parent, &membership)?;
        self.check_second(&membership)?;
        // The newest stands in its author's chain, so whoever reads chains in order refuses the same one.
        if self.is_full_for(header.author) {
            return Err(RosterError::Full);
        }
        *self.n_written.entry(header.author).or_default() += 1;
        self.places.insert(name, (header.author, header.seq));
        self.memberships.insert(name, membership);
        if self.rank(&name) > self.rank(&self.current) {
            self.current = name;
        }
        Ok(())
    }

    /// A parent stands before its child in whatever order the two chains are read, so that all judge alike.
    fn check_order(&self, header: &Header, parent: EntryHash) -> Result<(), RosterError> {
        let Some((author, seq)) = self.places.get(&parent) else { return Err(RosterError::Parent) };
        let known = if *author == header.author { header.seq - 1 } else { header.head.seq };
        if *seq <= known { Ok(()) } else { Err(RosterError::Parent) }
    }

    fn check_cards(
        &self,
        author: MemberId,
        parent: &Membership,
        next: &Membership,
    ) -> Result<(), RosterError> {
        let mut cards = next.cards.iter();
        for old in &parent.cards {
            let new = cards.next().ok_or(RosterError::Cards)?;
            let kept = new == old || (new.identity == old.identity && old.member() == author);
            if !kept {
                return Err(RosterError::Cards);
            }
        }
        let by_host = author == self.host.member();
        let by_member = parent.cards.iter().any(|it| it.member() == author);
        match cards.next() {
            None if by_member => Ok(()),
            Some(_) if by_host && parent.cards.len() == 1 => Ok(()),
            _ => Err(RosterError::Cards),
        }
    }

    /// Once somebody has joined, every membership lists them: a host must not go back to the genesis and branch off alone, or
    /// with somebody else. Memberships without them, and the one that adds them, all stand in the host's one chain, so
    /// whoever reads chains in order judges alike.
    fn check_second(&self, next: &Membership) -> Result<(), RosterError> {
        let second = |it: &Membership| it.cards.get(1).map(|card| card.identity);
        match self.memberships.values().find_map(second) {
            Some(joined) if second(next) != Some(joined) => Err(RosterError::Cards),
            _ => Ok(()),
        }
    }

    /// What makes one membership newer than another: more members, then the higher epoch, then the larger hash.
    fn rank(&self, name: &EntryHash) -> (usize, u32, EntryHash) {
        let (members, epoch) =
            self.memberships.get(name).map_or((0, 0), |it| (it.cards.len(), it.epoch));
        (members, epoch, *name)
    }

    /// Checks that an entry was written by a member of this space.
    ///
    /// # Errors
    ///
    /// [`VerifyError::Key`] for a stranger or another space, else what [`Envelope::verify`] says.
    pub fn verify(&self, envelope: &Envelope) -> Result<(), VerifyError> {
        if envelope.header.space != self.space {
            return Err(VerifyError::Key);
        }
        let card = self.card(envelope.header.author).ok_or(VerifyError::Key)?;
        envelope.verify(&card.identity)
    }

    /// Whether a member wrote as many memberships as one may: they cannot write another.
    #[must_use]
    pub fn is_full_for(&self, member: MemberId) -> bool {
        self.n_written_by(member) >= MEMBERSHIPS_PER_MEMBER_MAX
    }

    /// How many memberships a member wrote.
    #[must_use]
    pub fn n_written_by(&self, member: MemberId) -> usize {
        self.n_written.get(&member).copied().unwrap_or(0)
    }

    /// How often a card was announced: put into a membership that builds on one without it. Only its owner can.
    #[must_use]
    pub fn n_announced(&self, card: &Card) -> usize {
        let lacks = |it: &&Membership| {
            self.memberships.get(&it.parent).is_none_or(|it| !it.cards.contains(card))
        };
        let holding = self.memberships.values().filter(|it| it.cards.contains(card));
        holding.filter(lacks).count()
    }

    /// The membership that ranks highest among those that `fits`.
    pub fn newest(&self, fits: impl Fn(&Membership) -> bool) -> Option<&Membership> {
        let fitting = self.memberships.iter().filter(|(_, it)| fits(it));
        fitting.max_by_key(|(name, _)| self.rank(name)).map(|(_, it)| it)
    }

    /// The space.
    #[must_use]
    pub fn space(&self) -> SpaceId {
        self.space
    }

    /// Name of the newest membership.
    #[must_use]
    pub fn current_hash(&self) -> EntryHash {
        self.current
    }

    /// The newest membership.
    ///
    /// # Panics
    ///
    /// Never: `current` always names one that is there.
    #[must_use]
    #[expect(clippy::expect_used, reason = "`current` always names a membership that is there")]
    pub fn current(&self) -> &Membership {
        self.memberships.get(&self.current).expect("the current membership is there")
    }

    /// The member who opened the space.
    #[must_use]
    pub fn host(&self) -> MemberId {
        self.host.member()
    }

    /// The newest card of a member.
    #[must_use]
    pub fn card(&self, member: MemberId) -> Option<&Card> {
        self.current().cards.iter().find(|it| it.member() == member)
    }

    /// The member who is not `me`, if there is one.
    #[must_use]
    pub fn partner_of(&self, me: MemberId) -> Option<MemberId> {
        self.current().cards.iter().map(Card::member).find(|it| *it != me)
    }

    /// Every membership, by name.
    pub fn memberships(&self) -> impl Iterator<Item = (&EntryHash, &Membership)> {
        self.memberships.iter()
    }

    /// The membership whose epoch key has this name.
    #[must_use]
    pub fn by_key(&self, key: KeyId) -> Option<&Membership> {
        self.memberships.values().find(|it| it.key() == key)
    }
}

fn check_header(header: &Header, membership: &Membership) -> Result<(), RosterError> {
    if header.kind == Kind::Membership
        && header.epoch == membership.epoch
        && header.key == membership.key()
    {
        Ok(())
    } else {
        Err(RosterError::Epoch)
    }
}

#[cfg(test)]
mod tests;
