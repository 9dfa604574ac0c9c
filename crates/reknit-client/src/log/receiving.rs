//! Taking in a page of the relay: all of it, or an alarm and nothing.

use reknit_vault::epoch::EpochKey;
use reknit_wire::{
    envelope::{Envelope, Stored},
    header::{Header, Kind},
    membership::Membership,
    roster::Roster,
};

use super::{Body, Item, Received, SpaceLog};
use crate::{keyring::SpaceKeys, view::Alarm};

impl SpaceLog {
    /// Takes in a page. All of it, or an alarm and nothing.
    pub(crate) fn receive(
        &mut self,
        keys: &mut SpaceKeys,
        page: &[Stored],
    ) -> Result<Received, Alarm> {
        // What a refused page brought is cut off again. A copy of the whole log, once a page, would make a first sync quadratic.
        let before = (self.lengths(), self.cursor, self.roster.clone());
        let taken = self.take_all(keys, page);
        let Ok((mut received, found)) = taken else {
            let lengths;
            (lengths, self.cursor, self.roster) = before;
            for (chain, length) in self.chains.iter_mut().zip(lengths) {
                chain.truncate(length);
            }
            return taken.map(|(received, _)| received);
        };
        for key in &found {
            received.learned |= keys.learn(key);
        }
        // A new key may open what came long before.
        let from = if received.learned { [0; 2] } else { before.0 };
        received.learned |= self.open_sealed(keys, from, &mut received.ids);
        Ok(received)
    }

    fn lengths(&self) -> [usize; 2] {
        self.chains.each_ref().map(Vec::len)
    }

    fn take_all(
        &mut self,
        keys: &SpaceKeys,
        page: &[Stored],
    ) -> Result<(Received, Vec<EpochKey>), Alarm> {
        let mut received = Received::default();
        let mut found = Vec::new();
        let mut ends: [Option<&Envelope>; 2] = [None, None];
        for stored in page {
            let envelope = &stored.envelope;
            if let Some(side) = self.take(keys, envelope, &mut received, &mut found)?
                && let Some(end) = ends.get_mut(side)
            {
                *end = Some(envelope);
            }
            self.cursor = self.cursor.max(stored.cursor);
        }
        let roster = self.roster.as_ref().ok_or(Alarm::Forged)?;
        for end in ends.into_iter().flatten() {
            roster.verify(end).map_err(|_| Alarm::Forged)?;
        }
        if let Some(pinned) = keys.partner {
            let me = keys.me();
            let partner = roster.partner_of(me).and_then(|it| roster.card(it));
            if partner.is_some_and(|card| card.identity != pinned.0) {
                return Err(Alarm::Forged);
            }
        }
        Ok((received, found))
    }

    /// Takes in one envelope; tells its chain, or `None` for one that is here already. Keys it holds for me are added to `found`: a
    /// page that is refused further on must teach none.
    fn take(
        &mut self,
        keys: &SpaceKeys,
        envelope: &Envelope,
        received: &mut Received,
        found: &mut Vec<EpochKey>,
    ) -> Result<Option<usize>, Alarm> {
        let header = &envelope.header;
        if header.space != keys.id {
            return Err(Alarm::Forged);
        }
        if self.roster.is_none() {
            if header.hash() != keys.genesis_hash {
                return Err(Alarm::Forged);
            }
            self.roster = Some(Roster::found(envelope).map_err(|_| Alarm::Forged)?);
        }
        let roster = self.roster.as_ref().ok_or(Alarm::Forged)?;
        let side = Self::side(roster, header.author).ok_or(Alarm::Forged)?;
        let end = self.end_of(side);
        if header.seq <= end.seq {
            let known = self.item(side, header.seq).map(|it| it.hash);
            return if known == Some(header.hash()) { Ok(None) } else { Err(Alarm::Forked) };
        }
        if header.seq != end.seq + 1 {
            return Err(Alarm::Withheld);
        }
        if header.prev != end.hash {
            return Err(Alarm::Forked);
        }
        envelope.verify_body().map_err(|_| Alarm::Forged)?;
        let lamport = self.lamport(side, header)?;
        let before = self.item(side, end.seq);
        if before.is_some_and(|it| it.head > header.head.seq || it.epoch > header.epoch) {
            return Err(Alarm::Forged);
        }
        let body = match (header.kind, &envelope.body) {
            (Kind::Membership, _) => {
                if let Some(roster) = &mut self.roster {
                    roster.admit(envelope).map_err(|_| Alarm::Forged)?;
                }
                found.extend(open_key(keys, envelope));
                Body::Membership(envelope.encode())
            }
            (Kind::Event, Some(_)) => Body::Sealed(envelope.encode()),
            (Kind::Event, None) => Body::Missing(envelope.encode()),
        };
        let item =
            Item { hash: header.hash(), lamport, head: header.head.seq, epoch: header.epoch, body };
        if let Some(chain) = self.chains.get_mut(side) {
            chain.push(item);
        }
        received.changed = true;
        Ok(Some(side))
    }

    /// Lamport counter of an entry: one more than those of the two entries it names. Nobody states it, so nobody can lie about it.
    fn lamport(&self, side: usize, header: &Header) -> Result<u64, Alarm> {
        let prev = self.item(side, header.seq - 1).map_or(0, |it| it.lamport);
        let head = match header.head.seq {
            0 => 0,
            seq => {
                let named = self.item(1 - side, seq).ok_or(Alarm::Withheld)?;
                if named.hash != header.head.hash {
                    return Err(Alarm::Forked);
                }
                named.lamport
            }
        };
        Ok(1 + prev.max(head))
    }
}

/// Opens my key box in a membership, with whichever of my KEM secrets it was sealed to.
fn open_key(keys: &SpaceKeys, envelope: &Envelope) -> Option<EpochKey> {
    let membership = Membership::decode(envelope.body.as_ref()?).ok()?;
    let author = membership.cards.iter().find(|it| it.member() == envelope.header.author)?;
    let mine = keys.identity().public();
    keys.kems().find_map(|kem| EpochKey::open_box(&membership, &author.identity, &mine, &kem).ok())
}
