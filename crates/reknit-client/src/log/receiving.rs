//! Taking in a page of the relay: all of it, or an alarm and nothing.

use reknit_vault::epoch::EpochKey;
use reknit_wire::{
    append::{End, Verdict, judge},
    envelope::{Envelope, Stored},
    header::{Header, Kind, Link},
    membership::Membership,
    roster::Roster,
};

use super::{Body, Item, Received, SpaceLog};
use crate::{keyring::SpaceKeys, view::Alarm};

/// What a page brings, until all of it is believed.
#[derive(Default)]
struct Taking {
    received: Received,
    /// Keys in boxes for me: a page that is refused further on must teach none.
    found: Vec<EpochKey>,
    /// Envelopes of events that are here without their bodies, by side and place.
    filled: Vec<(usize, usize, Vec<u8>)>,
}

impl SpaceLog {
    /// Takes in a page. All of it, or an alarm and nothing.
    pub(crate) fn receive(
        &mut self,
        keys: &mut SpaceKeys,
        page: &[Stored],
    ) -> Result<Received, Alarm> {
        // What a refused page brought is cut off again. A copy of the whole log, once a page, would make a first sync quadratic.
        let before = (self.lengths(), self.cursor, self.roster.clone());
        let mut taking = Taking::default();
        if let Err(alarm) = self.take_all(keys, page, &mut taking) {
            let lengths;
            (lengths, self.cursor, self.roster) = before;
            for (chain, length) in self.chains.iter_mut().zip(lengths) {
                chain.truncate(length);
            }
            // What led here may have passed something over.
            self.read_again(self.sure_cursor());
            return Err(alarm);
        }
        let Taking { mut received, found, filled } = taking;
        for key in &found {
            received.learned |= keys.learn(key);
        }
        // A new key may open what came long before.
        let mut from = if received.learned { [0; 2] } else { before.0 };
        for (side, at, envelope) in filled {
            let item = self.chains.get_mut(side).and_then(|it| it.get_mut(at));
            if let (Some(item), Some(from)) = (item, from.get_mut(side)) {
                item.body = Body::Sealed(envelope);
                *from = at.min(*from);
            }
        }
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
        taking: &mut Taking,
    ) -> Result<(), Alarm> {
        let mut cursor = self.cursor;
        for stored in page {
            self.take(keys, &stored.envelope, taking)?;
            cursor = cursor.max(stored.cursor);
        }
        // Cursors of a space count its entries. One beyond all that are here would pass over what nobody has read.
        self.cursor = cursor.min(self.n_entries() as u64);
        let roster = self.roster.as_ref().ok_or(Alarm::Forged)?;
        if let Some(pinned) = keys.partner {
            let me = keys.me();
            let partner = roster.partner_of(me).and_then(|it| roster.card(it));
            if partner.is_some_and(|card| card.identity != pinned.0) {
                return Err(Alarm::Forged);
            }
        }
        Ok(())
    }

    /// Takes in one envelope, or nothing where it is here already.
    fn take(
        &mut self,
        keys: &SpaceKeys,
        envelope: &Envelope,
        taking: &mut Taking,
    ) -> Result<(), Alarm> {
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
        let end = self.judged_by(side);
        let here = self.item(side, header.seq).map(|it| it.hash);
        let goes_back = match judge(end, here, header) {
            Verdict::Append => false,
            Verdict::GoesBack => true,
            Verdict::Stored => return self.take_body(side, envelope, taking),
            Verdict::Conflict(_) => return Err(Alarm::Forked),
            Verdict::Gap(link) if header.seq == link.seq + 1 => return Err(Alarm::Forked),
            Verdict::Gap(_) => return Err(Alarm::Withheld),
        };
        // A signature is kept for good and shown to others, and no hash covers it: none is kept that was not checked.
        roster.verify(envelope).map_err(|_| Alarm::Forged)?;
        let lamport = self.lamport(side, header)?;
        let body = match (header.kind, &envelope.body) {
            // The relay never drops one.
            (Kind::Membership, None) => return Err(Alarm::Forged),
            (Kind::Membership, Some(_)) => {
                let admitted = self.roster.as_mut().map(|it| it.admit(envelope));
                if admitted.is_some_and(|it| it.is_ok()) {
                    taking.found.extend(open_key(keys, envelope));
                    Body::Membership(envelope.encode())
                } else {
                    Body::Nothing(envelope.encode())
                }
            }
            (Kind::Event, _) if goes_back => {
                Body::Nothing(Envelope { body: None, ..envelope.clone() }.encode())
            }
            (Kind::Event, Some(_)) => Body::Sealed(envelope.encode()),
            (Kind::Event, None) => Body::Missing(envelope.encode()),
        };
        let item =
            Item { hash: header.hash(), lamport, head: header.head.seq, epoch: header.epoch, body };
        if let Some(chain) = self.chains.get_mut(side) {
            chain.push(item);
        }
        taking.received.changed = true;
        Ok(())
    }

    /// The end of a chain, as the next entry is judged by it.
    fn judged_by(&self, side: usize) -> End {
        let last = self.chains.get(side).and_then(|it| it.last());
        let link: Link = self.end_of(side);
        last.map_or(End::START, |it| End { link, head: it.head, epoch: it.epoch })
    }

    /// Of an entry that is here: its body, where it came without.
    fn take_body(
        &self,
        side: usize,
        envelope: &Envelope,
        taking: &mut Taking,
    ) -> Result<(), Alarm> {
        let seq = envelope.header.seq;
        let item = self.item(side, seq).filter(|it| matches!(it.body, Body::Missing(_)));
        if item.is_none() || envelope.body.is_none() {
            return Ok(());
        }
        let roster = self.roster.as_ref().ok_or(Alarm::Forged)?;
        roster.verify(envelope).map_err(|_| Alarm::Forged)?;
        let place = seq.checked_sub(1).and_then(|it| usize::try_from(it).ok());
        taking.filled.extend(place.map(|it| (side, it, envelope.encode())));
        taking.received.changed = true;
        Ok(())
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
