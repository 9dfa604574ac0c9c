//! Reading the other's letters, until the membership holds both.

use reknit_model::event::Event;
use reknit_vault::invite::Invitation;
use reknit_wire::{api::Mailbox, membership::Card};

use super::keys::{guest_words, host_words, own_letter};
use crate::{
    account::InviteError,
    engine::Engine,
    keyring::{Answer, HostCard, Inviting, Joining, PairingKeys, Pinned},
    view::Alarm,
};

impl Engine {
    /// Reads the letters.
    pub(crate) fn read_mailbox(&mut self, mailbox: &Mailbox) {
        match self.keyring.pairing.clone() {
            PairingKeys::None => {}
            PairingKeys::Inviting(inviting) => self.read_answer(inviting, mailbox),
            PairingKeys::Joining(joining) => self.read_card(joining, mailbox),
        }
    }

    fn read_answer(&mut self, mut inviting: Box<Inviting>, mailbox: &Mailbox) {
        let Some(letter) = &mailbox.join else { return };
        let Some(invitation) = Invitation::from_bytes(&inviting.invitation) else { return };
        let Some(mine) = self.keyring.space.as_ref().and_then(|it| own_letter(it, &inviting))
        else {
            return;
        };
        let Ok(join) = invitation.open_join(&mine, &letter.0) else {
            self.alarms.insert(Alarm::Invitation);
            self.retire();
            return;
        };
        inviting.answer = Some(Answer {
            identity: join.card.identity,
            kem: join.card.kem,
            nonce: join.nonce,
            name: join.name,
        });
        self.set_pairing(PairingKeys::Inviting(inviting));
    }

    fn read_card(&mut self, mut joining: Box<Joining>, mailbox: &Mailbox) {
        let Some(invitation) = Invitation::from_bytes(&joining.invitation) else { return };
        let Ok(letter) = invitation.open_card(&mailbox.card.0) else {
            self.alarms.insert(Alarm::Invitation);
            joining.failed = Some(InviteError::Forged);
            self.set_pairing(PairingKeys::Joining(joining));
            return;
        };
        match &joining.card {
            // The card may not change between two looks.
            Some(card) if card.letter() != letter => {
                self.alarms.insert(Alarm::Invitation);
                joining.failed = Some(InviteError::Forged);
            }
            Some(_) => {
                let Some(reveal) = &mailbox.reveal else { return };
                match invitation.open_reveal(&letter, &reveal.0) {
                    Ok(nonce) => joining.their_nonce = Some(Pinned(nonce)),
                    Err(_) => {
                        self.alarms.insert(Alarm::Invitation);
                        return;
                    }
                }
            }
            None => {
                joining.card = Some(HostCard {
                    identity: letter.card.identity,
                    kem: letter.card.kem,
                    space: letter.space,
                    genesis: letter.genesis,
                    nonce_commit: letter.nonce_commit,
                    expires_at_ms: letter.expires_at_ms,
                    name: letter.name,
                });
            }
        }
        self.set_pairing(PairingKeys::Joining(joining));
        self.met();
    }

    /// Checks whether the newest membership holds both of us; then pairing is over.
    pub(crate) fn met(&mut self) {
        let Some(space) = &self.keyring.space else { return };
        let me = space.me();
        let partner = self.log.roster().and_then(|it| it.card(it.partner_of(me)?)).copied();
        let Some(partner) = partner else { return };
        match self.keyring.pairing.clone() {
            PairingKeys::Inviting(it) if it.admit => {
                let words = host_words(space, &it);
                let expected = it.answer.as_ref().map(|it| it.identity);
                if expected != Some(partner.identity) {
                    self.raise(Alarm::Forged);
                    return;
                }
                self.paired(partner, words, true, it.name);
            }
            PairingKeys::Joining(it) => {
                let Some(card) = &it.card else { return };
                let is_host = card.identity == partner.identity;
                if !is_host {
                    self.raise(Alarm::Forged);
                    return;
                }
                // Without the other's nonce there are no words yet; the letter still comes.
                let words = guest_words(&it);
                if words.is_none() {
                    self.net.want_mailbox = true;
                    return;
                }
                self.paired(partner, words, it.confirmed, it.name.clone());
            }
            PairingKeys::None | PairingKeys::Inviting(_) => {}
        }
    }

    fn paired(&mut self, partner: Card, words: Option<[u16; 4]>, verified: bool, name: String) {
        if let Some(space) = &mut self.keyring.space {
            space.partner = Some(Pinned(partner.identity));
            space.words = words;
            space.verified = verified;
        }
        self.set_pairing(PairingKeys::None);
        self.enqueue(Event::Named { name });
    }
}
