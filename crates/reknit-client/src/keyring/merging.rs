//! Two keyrings into one.
//!
//! Both devices must come to the same, byte for byte, whichever reads the other first: a device writes its keyring where the merged
//! one is not the one it read, so two that disagreed would write in turn for ever.

use reknit_wire::id::SpaceId;

use super::{Inviting, Joining, Keyring, PairingKeys, SpaceKeys, TalkKeys};

impl Keyring {
    /// Takes in what another device of mine wrote. Keys are only ever added; of two standings of pairing the later counts, and of
    /// one invitation what either has done.
    pub(crate) fn merge(&mut self, mut other: Self) {
        unite(&mut self.left, other.left);
        unite(&mut self.leaving, other.leaving);
        unite(&mut self.retired, other.retired);
        unite(&mut self.withheld, other.withheld);
        for (generation, key) in other.former {
            let mine = self.former.entry(generation).or_insert_with(|| key.clone());
            later(mine, key);
        }
        let mine = (self.pairing_rev, rank(&self.pairing));
        let theirs = (other.pairing_rev, rank(&other.pairing));
        let is_later = theirs > mine;
        self.pairing_rev = self.pairing_rev.max(other.pairing_rev);
        if !self.pairing.join(&other.pairing) && is_later {
            self.pairing = other.pairing;
        }
        let has_left = |it: &mut SpaceKeys| self.left.contains(&it.id);
        self.space.take_if(has_left);
        other.space.take_if(has_left);
        let joined = self.pairing.joined();
        match (&mut self.space, other.space) {
            (Some(ours), Some(others)) if ours.id == others.id => ours.merge(others),
            // Two devices made a space at once: the one that was joined stands, or else the one whose pairing is later.
            (Some(ours), Some(others)) => {
                let stands = |it: &SpaceKeys| (joined == Some(it.id), it.id);
                let (standing, coming) = (stands(ours), stands(&others));
                if (coming.0, &theirs, coming.1) > (standing.0, &mine, standing.1) {
                    *ours = others;
                }
            }
            (ours @ None, others) => *ours = others,
            (Some(_), None) => {}
        }
        if self.space.as_ref().is_some_and(|it| it.partner.is_some()) {
            // One of my devices saw that we met, and no device invites or joins after that.
            self.pairing = PairingKeys::None;
        }
        for (id, theirs) in other.talks {
            self.talks.entry(id).or_default().merge(theirs);
        }
        if self.space.is_none() {
            self.talks.clear();
        }
    }
}

impl PairingKeys {
    /// Takes in how far another device of mine came with the same invitation; tells whether it was the same. A yes that was said on one
    /// of them counts for whoever answered, and for nobody else.
    fn join(&mut self, other: &Self) -> bool {
        match (self, other) {
            (Self::Inviting(mine), Self::Inviting(theirs)) => mine.join(theirs),
            (Self::Joining(mine), Self::Joining(theirs)) => mine.join(theirs),
            _ => false,
        }
    }

    /// The space that I asked to join.
    fn joined(&self) -> Option<SpaceId> {
        match self {
            Self::Joining(it) if it.join_sent => it.card.as_ref().map(|it| it.space),
            Self::None | Self::Inviting(_) | Self::Joining(_) => None,
        }
    }
}

impl Inviting {
    fn join(&mut self, other: &Self) -> bool {
        let is_same = (self.invitation, self.nonce) == (other.invitation, other.nonce)
            && agree(&self.answer, &other.answer);
        if is_same {
            self.card_sent |= other.card_sent;
            fill(&mut self.answer, &other.answer);
            self.reveal_sent |= other.reveal_sent;
            self.admit |= other.admit;
        }
        is_same
    }
}

impl Joining {
    fn join(&mut self, other: &Self) -> bool {
        let is_same = (self.invitation, &self.seed) == (other.invitation, &other.seed)
            && agree(&self.card, &other.card)
            && agree(&self.their_nonce, &other.their_nonce)
            && agree(&self.failed, &other.failed);
        if is_same {
            fill(&mut self.card, &other.card);
            self.claimed |= other.claimed;
            self.join_sent |= other.join_sent;
            fill(&mut self.their_nonce, &other.their_nonce);
            self.confirmed |= other.confirmed;
            fill(&mut self.failed, &other.failed);
        }
        is_same
    }
}

/// Whether two devices know the same, or one of them nothing.
fn agree<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
    one.is_none() || other.is_none() || one == other
}

fn fill<T: Clone>(mine: &mut Option<T>, theirs: &Option<T>) {
    if mine.is_none() {
        mine.clone_from(theirs);
    }
}

impl SpaceKeys {
    fn merge(&mut self, other: Self) {
        let are_two = self.partner.zip(other.partner).is_some_and(|(it, theirs)| it != theirs);
        if are_two {
            // Words that were compared were compared with one of them, and tell nothing about the other.
            let met = |it: &Self| (it.verified, it.partner, it.words);
            (self.verified, self.partner, self.words) = met(self).max(met(&other));
        } else {
            self.partner = self.partner.or(other.partner);
            self.words = self.words.max(other.words);
            self.verified |= other.verified;
        }
        unite(&mut self.kems, other.kems);
        unite(&mut self.epochs, other.epochs);
        // It is kept until the relay has it, and one of my devices knows that it does.
        if other.genesis.is_empty() {
            self.genesis.clear();
        }
    }
}

impl TalkKeys {
    fn merge(&mut self, other: Self) {
        later(&mut self.kem, other.kem);
        self.ended_on = [self.ended_on, other.ended_on].into_iter().flatten().min();
        unite(&mut self.keys, other.keys);
    }
}

/// Two lists into one without doubles. The longer one stands, because it has the newest last; what only the other holds goes before it.
/// Each of two lists that differ makes a longer or a later one, so devices that write in turn come to an end.
fn unite<T: Ord>(mine: &mut Vec<T>, mut theirs: Vec<T>) {
    if (theirs.len(), &theirs) > (mine.len(), mine) {
        std::mem::swap(mine, &mut theirs);
    }
    theirs.retain(|it| !mine.contains(it));
    theirs.sort_unstable();
    theirs.dedup();
    mine.splice(..0, theirs);
}

fn later<T: Ord>(mine: &mut T, theirs: T) {
    if theirs > *mine {
        *mine = theirs;
    }
}

/// Which of two standings with one number is taken: the one whose sealed text is larger. Any order would do that all devices share.
fn rank(pairing: &PairingKeys) -> String {
    serde_json::to_string(pairing).unwrap_or_default()
}

#[cfg(test)]
mod tests;
