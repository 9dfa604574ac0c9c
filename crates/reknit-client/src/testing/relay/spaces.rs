//! Spaces of the relay in memory: entries in order, for members only. Of claims it answers as `reknit-relay/src/store/claims.rs` does.

use std::collections::BTreeSet;

use reknit_vault::wrap::AccountId;
use reknit_wire::{
    api::{AppendReply, Appended, Claim, Code, Purge, Spot, Versioned, Wake},
    append::{End, Verdict, judge},
    bytes::Bytes,
    envelope::{Envelope, Stored, decode_append, encode_page, verify_signature},
    header::Kind,
    id::{EntryHash, MemberId, SpaceId},
    roster::Roster,
    signed::{claim_bytes, purge_bytes},
};

use crate::ports::HttpReply;

use super::{MemoryRelay, Space, no, ok};

/// Entries per page: small, so that paging is exercised.
const PAGE_ENTRIES: usize = 7;

impl MemoryRelay {
    pub(super) fn create(&mut self, me: AccountId, body: &[u8]) -> HttpReply {
        let Ok(envelope) = Envelope::decode(body) else { return no(400, Code::Malformed) };
        let Ok(roster) = Roster::found(&envelope) else { return no(422, Code::Refused) };
        let id = roster.space();
        let first = (me, roster.host());
        if self.withdrawn.contains(&(id, first.1)) {
            return no(404, Code::NotFound);
        }
        let claims = vec![first];
        let space = Space {
            roster,
            claims,
            entries: vec![envelope.clone()],
            purge_wishes: BTreeSet::new(),
        };
        let space = self.spaces.entry(id).or_insert(space);
        if space.claims.contains(&first) {
            ok(&AppendReply { results: vec![Appended::Stored { cursor: 1 }] })
        } else {
            no(404, Code::NotFound)
        }
    }

    pub(super) fn claim(&mut self, me: AccountId, id: SpaceId, body: &[u8]) -> HttpReply {
        let Ok(Claim { identity, signature }) = serde_json::from_slice(body) else {
            return no(400, Code::Malformed);
        };
        let member = match signer(identity, signature, &claim_bytes(id, me)) {
            Ok(member) => member,
            Err(no) => return no,
        };
        if self.withdrawn.contains(&(id, member)) {
            return no(404, Code::NotFound);
        }
        // Noted without a look at the space: nobody learns whether it is there, or who is in it.
        let claim = (id, me, member);
        if !self.open_claims.contains(&claim) {
            self.open_claims.push(claim);
        }
        ok(&serde_json::json!({}))
    }

    /// Answered alike whether or not there was something to leave.
    pub(super) fn leave(&mut self, me: AccountId, id: SpaceId) -> HttpReply {
        if let Some(space) = self.spaces.get_mut(&id) {
            let mine = space.claims.iter().filter(|(it, _)| *it == me);
            self.withdrawn.extend(mine.map(|(_, member)| (id, *member)));
            space.claims.retain(|(it, _)| *it != me);
        }
        self.open_claims.retain(|(space, account, _)| (*space, *account) != (id, me));
        if let Some(account) = self.accounts.get_mut(&me) {
            account.snapshots.remove(&id);
        }
        ok(&serde_json::json!({}))
    }

    pub(super) fn append(&mut self, me: AccountId, id: SpaceId, body: &[u8]) -> HttpReply {
        let Ok(envelopes) = decode_append(body) else { return no(400, Code::Malformed) };
        let Some(space) = self.spaces.get_mut(&id).filter(|it| it.serves(me)) else {
            return no(404, Code::NotFound);
        };
        let was_full = space.is_full();
        let mut results = Vec::new();
        for envelope in &envelopes {
            let stopped = results.last().is_some_and(|it| !matches!(it, Appended::Stored { .. }));
            results.push(if stopped { Appended::Skipped } else { space.append(me, envelope) });
        }
        // The membership that first lists a second member: the claims for them count from now on, and no other ever will.
        if !was_full && space.is_full() {
            let second = space.roster.partner_of(space.roster.host());
            for (_, account, member) in self.open_claims.extract_if(.., |(it, _, _)| *it == id) {
                if second == Some(member) {
                    space.claims.push((account, member));
                }
            }
        }
        let status = match results.iter().find(|it| !matches!(it, Appended::Stored { .. })) {
            None => 200,
            Some(Appended::Conflict { .. }) => 409,
            Some(_) => 422,
        };
        self.wakes.extend(space.claims.iter().map(|(it, _)| (*it, Wake::Space(id))));
        HttpReply { status, body: ok(&AppendReply { results }).body }
    }

    pub(super) fn read(&self, me: AccountId, id: SpaceId, after: u64) -> HttpReply {
        let Some(space) = self.spaces.get(&id).filter(|it| it.serves(me)) else {
            return no(404, Code::NotFound);
        };
        let page: Vec<Stored> = (1..)
            .zip(&space.entries)
            .filter(|(cursor, _)| *cursor > after)
            .take(PAGE_ENTRIES)
            .map(|(cursor, envelope)| Stored { cursor, envelope: envelope.clone() })
            .collect();
        HttpReply { status: 200, body: encode_page(&page) }
    }

    pub(super) fn purge(&mut self, me: AccountId, id: SpaceId, body: &[u8]) -> HttpReply {
        let Ok(Purge { entries, identity, signature }) = serde_json::from_slice(body) else {
            return no(400, Code::Malformed);
        };
        let member = match signer(identity, signature, &purge_bytes(id, &entries)) {
            Ok(member) => member,
            Err(no) => return no,
        };
        let Some(space) = self.spaces.get_mut(&id).filter(|it| it.serves_as(me, member)) else {
            return no(404, Code::NotFound);
        };
        for Spot { author, seq } in entries {
            space.purge(member, author, seq);
        }
        ok(&serde_json::json!({}))
    }

    pub(super) fn snapshot(&self, me: AccountId, id: SpaceId) -> HttpReply {
        let snapshot = self.accounts.get(&me).and_then(|it| it.snapshots.get(&id));
        match snapshot {
            Some((_, body)) => HttpReply { status: 200, body: body.clone() },
            None => no(404, Code::NotFound),
        }
    }

    pub(super) fn put_snapshot(
        &mut self,
        me: AccountId,
        id: SpaceId,
        version: u64,
        body: &[u8],
    ) -> HttpReply {
        let speaks = |it: &Space| it.claims.iter().any(|(it, _)| *it == me);
        if !self.spaces.get(&id).is_some_and(speaks) {
            return no(404, Code::NotFound);
        }
        let Some(account) = self.accounts.get_mut(&me) else { return no(401, Code::SignedOut) };
        let stands = account.snapshots.get(&id).map_or(0, |(version, _)| *version);
        if version != stands + 1 {
            return no(409, Code::Conflict);
        }
        account.snapshots.insert(id, (version, body.to_vec()));
        ok(&Versioned { generation: account.generation, version })
    }
}

/// Which member signed.
fn signer(identity: Bytes, signature: Bytes, signed: &[u8]) -> Result<MemberId, HttpReply> {
    let (Ok(identity), Ok(signature)) =
        (<[u8; 32]>::try_from(identity.0), <[u8; 64]>::try_from(signature.0))
    else {
        return Err(no(400, Code::Malformed));
    };
    if verify_signature(&identity, signed, &signature).is_err() {
        return Err(no(422, Code::Refused));
    }
    Ok(MemberId::of(&identity))
}

impl Space {
    fn is_full(&self) -> bool {
        self.roster.partner_of(self.roster.host()).is_some()
    }

    fn serves(&self, me: AccountId) -> bool {
        self.claims.iter().any(|(_, member)| self.serves_as(me, *member))
    }

    fn serves_as(&self, me: AccountId, member: MemberId) -> bool {
        self.claims.contains(&(me, member)) && self.roster.card(member).is_some()
    }

    fn purge(&mut self, member: MemberId, author: MemberId, seq: u64) {
        self.purge_wishes.insert((author, seq, member));
        let partner = self.roster.partner_of(member);
        let both = partner.is_some_and(|it| self.purge_wishes.contains(&(author, seq, it)));
        let at = |it: &&mut Envelope| (it.header.author, it.header.seq) == (author, seq);
        if let Some(entry) = self.entries.iter_mut().find(at).filter(|_| both)
            && entry.header.kind == Kind::Event
        {
            entry.body = None;
        }
    }

    fn end(&self, author: MemberId) -> End {
        let own = self.entries.iter().rev().find(|it| it.header.author == author);
        own.map_or(End::START, |it| End::of(&it.header))
    }

    fn at(&self, author: MemberId, seq: u64) -> Option<EntryHash> {
        let mut own = self.entries.iter().map(|it| it.header);
        own.find(|it| it.author == author && it.seq == seq).map(|it| it.hash())
    }

    fn append(&mut self, me: AccountId, envelope: &Envelope) -> Appended {
        let header = envelope.header;
        let mine = self.claims.contains(&(me, header.author));
        let is_whole = envelope.body.is_some() && self.roster.verify(envelope).is_ok();
        if !mine || !is_whole || header.space != self.roster.space() {
            return Appended::Refused;
        }
        match judge(self.end(header.author), self.at(header.author, header.seq), &header) {
            Verdict::Stored => {
                let at = self.entries.iter().position(|it| it.header == header);
                return Appended::Stored { cursor: at.map_or(0, |it| it as u64 + 1) };
            }
            Verdict::Conflict(stored) => return Appended::Conflict { stored },
            Verdict::Gap(end) => return Appended::Gap { end },
            Verdict::GoesBack => return Appended::Refused,
            Verdict::Append => {}
        }
        let partner = self.roster.partner_of(header.author);
        let knows_head = header.head.seq == 0
            || partner.is_some_and(|it| self.at(it, header.head.seq) == Some(header.head.hash));
        let fits =
            knows_head && (header.kind == Kind::Event || self.roster.admit(envelope).is_ok());
        if !fits {
            return Appended::Refused;
        }
        self.entries.push(envelope.clone());
        Appended::Stored { cursor: self.entries.len() as u64 }
    }
}
