//! What pairing asks the relay, and what its answers lead to.

use reknit_vault::{
    identity::{Identity, KemSecret},
    invite::{Invitation, JoinLetter},
    wrap::AccountId,
};
use reknit_wire::{
    api::{Claim, Letter},
    bytes::Bytes,
    signed::claim_bytes,
};

use super::keys::own_letter;
use crate::{
    account::{InviteError, json_request},
    engine::{Engine, Job},
    keyring::{Inviting, Joining, PairingKeys, SpaceKeys},
    ports::{HttpRequest, Now},
    view::Alarm,
};

impl Engine {
    /// What pairing has to ask the relay next.
    pub(crate) fn pairing_job(&mut self, now: Now) -> Option<(Job, HttpRequest)> {
        self.end_late(now);
        let retired = self.keyring.retired.first().filter(|_| !self.net.parting_refused);
        if let Some(mailbox) = retired.copied() {
            let request = self.put_bytes("DELETE", &format!("mailboxes/{mailbox}"), Vec::new());
            return Some((Job::RetireMailbox(mailbox), request));
        }
        match self.keyring.pairing.clone() {
            PairingKeys::None => None,
            PairingKeys::Inviting(it) => self.inviting_job(&it),
            PairingKeys::Joining(it) => self.joining_job(&it),
        }
    }

    /// An invitation that is older than it says is answered by neither side. The relay may keep its mailbox for longer: it knows days
    /// only, and whoever runs it may keep it for ever.
    fn end_late(&mut self, now: Now) {
        let is_late =
            |expires_at_ms: u64| u64::try_from(now.ms).is_ok_and(|it| it >= expires_at_ms);
        match &self.keyring.pairing {
            // Before my nonce is out nobody has words to compare. Afterwards the two are meeting.
            PairingKeys::Inviting(it) if !it.reveal_sent && is_late(it.expires_at_ms) => {
                self.retire();
            }
            PairingKeys::Joining(it) if !it.join_sent && it.failed.is_none() => {
                if it.card.as_ref().is_some_and(|it| is_late(it.expires_at_ms)) {
                    let failed = Some(InviteError::Gone);
                    self.set_pairing(PairingKeys::Joining(Box::new(Joining {
                        failed,
                        ..Joining::clone(it)
                    })));
                }
            }
            PairingKeys::None | PairingKeys::Inviting(_) | PairingKeys::Joining(_) => {}
        }
    }

    fn inviting_job(&mut self, inviting: &Inviting) -> Option<(Job, HttpRequest)> {
        let space = self.keyring.space.clone()?;
        if !space.genesis.is_empty() && !self.net.space_created {
            return None;
        }
        let invitation = Invitation::from_bytes(&inviting.invitation)?;
        let path = format!("mailboxes/{}", invitation.mailbox());
        if !inviting.card_sent {
            let letter = own_letter(&space, inviting)?;
            let random = self.randoms.shared.as_mut();
            let sealed = invitation.seal_card(random, &space.identity(), &letter);
            return Some((Job::PutCard, self.letter(&path, sealed)));
        }
        if inviting.answer.is_some() && !inviting.reveal_sent {
            let sealed = invitation.seal_reveal(self.randoms.shared.as_mut(), &inviting.nonce);
            return Some((Job::PutReveal, self.letter(&format!("{path}/reveal"), sealed)));
        }
        if inviting.answer.is_none() && std::mem::take(&mut self.net.want_mailbox) {
            return Some((Job::GetMailbox, self.get(&path)));
        }
        None
    }

    fn joining_job(&mut self, joining: &Joining) -> Option<(Job, HttpRequest)> {
        if joining.failed.is_some() {
            return None;
        }
        let invitation = Invitation::from_bytes(&joining.invitation)?;
        let path = format!("mailboxes/{}", invitation.mailbox());
        let identity = Identity::from_seed(joining.seed.0.clone());
        if let Some(card) = &joining.card {
            if !joining.claimed {
                let signed = claim_bytes(card.space, AccountId::of(self.handle()));
                let claim = Claim {
                    identity: Bytes(identity.public().to_vec()),
                    signature: Bytes(identity.sign(&signed).to_vec()),
                };
                let path = format!("spaces/{}/claim", card.space);
                let request = json_request("PUT", &path, self.token(), &claim);
                return Some((Job::Claim, request));
            }
            if !joining.join_sent {
                let kem = KemSecret::from_secret(joining.kem.0.clone());
                let letter = JoinLetter {
                    card: identity.card(&kem),
                    nonce: joining.nonce,
                    name: joining.name.clone(),
                };
                let random = self.randoms.shared.as_mut();
                let sealed = invitation.seal_join(random, &identity, &card.letter(), &letter);
                return Some((Job::PutJoin, self.letter(&format!("{path}/join"), sealed)));
            }
        }
        let wants = joining.card.is_none() || joining.their_nonce.is_none();
        if wants && std::mem::take(&mut self.net.want_mailbox) {
            return Some((Job::GetMailbox, self.get(&path)));
        }
        None
    }

    fn letter(&self, path: &str, letter: Vec<u8>) -> HttpRequest {
        json_request("PUT", path, self.token(), &Letter { letter: Bytes(letter) })
    }

    /// The relay has the space.
    pub(crate) fn space_created(&mut self) {
        self.net.space_created = true;
        if let Some(space) = &mut self.keyring.space {
            space.genesis.clear();
        }
        self.keyring_changed();
    }

    pub(crate) fn card_sent(&mut self, status: u16) {
        let PairingKeys::Inviting(mut inviting) = self.keyring.pairing.clone() else { return };
        match status {
            200 => {
                inviting.card_sent = true;
                self.set_pairing(PairingKeys::Inviting(inviting));
            }
            409 => {
                // Its mailbox is taken: somebody has the secret. Nothing is shared over it.
                self.alarms.insert(Alarm::Invitation);
                self.set_pairing(PairingKeys::None);
            }
            410 => self.retire(),
            // Whatever stood in the way says nothing about the secret: it is sent again.
            _ => {}
        }
    }

    pub(crate) fn reveal_sent(&mut self, status: u16) {
        let PairingKeys::Inviting(mut inviting) = self.keyring.pairing.clone() else { return };
        match status {
            200 => {
                inviting.reveal_sent = true;
                self.set_pairing(PairingKeys::Inviting(inviting));
            }
            // The mailbox has ended: the other cannot learn the nonce any more, and no words can be compared.
            404 | 410 => self.retire(),
            _ => {}
        }
    }

    pub(crate) fn claimed(&mut self, claimed: Result<(), InviteError>) {
        let PairingKeys::Joining(mut joining) = self.keyring.pairing.clone() else { return };
        match claimed {
            Ok(()) => joining.claimed = true,
            Err(error) => joining.failed = Some(error),
        }
        self.set_pairing(PairingKeys::Joining(joining));
    }

    pub(crate) fn join_sent(&mut self, sent: Result<(), InviteError>) {
        let PairingKeys::Joining(mut joining) = self.keyring.pairing.clone() else { return };
        match sent {
            Ok(()) => {
                joining.join_sent = true;
                // From now on the relay serves the space as soon as the host has confirmed.
                if let Some(card) = &joining.card {
                    self.keyring.space = Some(SpaceKeys {
                        id: card.space,
                        seed: joining.seed.clone(),
                        kems: vec![joining.kem.clone()],
                        epochs: Vec::new(),
                        genesis: Vec::new(),
                        genesis_hash: card.genesis,
                        partner: None,
                        words: None,
                        verified: false,
                    });
                    self.begin_space();
                }
                self.net.want_mailbox = true;
            }
            Err(error) => joining.failed = Some(error),
        }
        self.set_pairing(PairingKeys::Joining(joining));
    }

    pub(crate) fn mailbox_gone(&mut self) {
        match self.keyring.pairing.clone() {
            PairingKeys::Joining(mut joining) if joining.card.is_none() => {
                joining.failed = Some(InviteError::Gone);
                self.set_pairing(PairingKeys::Joining(joining));
            }
            // An invitation of mine that expired: it ends as quietly as it stood.
            PairingKeys::Inviting(inviting) if inviting.answer.is_none() => {
                self.set_pairing(PairingKeys::None);
            }
            PairingKeys::None | PairingKeys::Inviting(_) | PairingKeys::Joining(_) => {}
        }
    }
}
