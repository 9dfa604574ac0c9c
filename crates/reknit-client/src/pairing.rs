//! Meeting: an invitation, a yes, four words, an admission.
//!
//! Every step is kept in the keyring before it is acted on, so it goes on after a reload and on another device. The relay carries
//! sealed letters and sees neither the secret of the link nor a key. The guest holds no key of the space before the host has
//! confirmed the four words.

mod keys;
mod letters;
mod relaying;

use keys::{guest_words, host_words};
use reknit_vault::{
    identity::{Identity, KemSecret},
    invite::Invitation,
    random::make,
};
use reknit_wire::limits::INVITATION_MS;

use crate::{
    bytes_serde::Key,
    command::Refusal,
    engine::Engine,
    keyring::{Inviting, Joining, PairingKeys, SpaceKeys},
    ports::Now,
    view::{Alarm, Pairing},
    words::WORDS,
};
impl Engine {
    /// Makes an invitation.
    pub(crate) fn invite(&mut self, now: Now, my_name: &str) -> Result<(), Refusal> {
        let name = reknit_model::names::tidy(my_name).ok_or(Refusal::Empty)?;
        let is_paired = self.keyring.space.as_ref().is_some_and(|it| it.partner.is_some());
        if is_paired || self.keyring.pairing != PairingKeys::None {
            return Err(Refusal::AlreadyPairing);
        }
        let random = self.randoms.shared.as_mut();
        if self.keyring.space.is_none() {
            self.keyring.space = SpaceKeys::found(random);
        }
        let space = self.keyring.space.as_ref().ok_or(Refusal::OutOfPlace)?;
        let invitation = Invitation::make(random, &space.identity().public());
        let inviting = Inviting {
            invitation: invitation.to_bytes(),
            nonce: make(random),
            expires_at_ms: u64::try_from(now.ms + INVITATION_MS).unwrap_or_default(),
            name,
            card_sent: false,
            answer: None,
            reveal_sent: false,
            admit: false,
        };
        self.set_pairing(PairingKeys::Inviting(Box::new(inviting)));
        Ok(())
    }

    /// Says yes to an invitation.
    pub(crate) fn join(&mut self, fragment: &str, my_name: &str) -> Result<(), Refusal> {
        let name = reknit_model::names::tidy(my_name).ok_or(Refusal::Empty)?;
        let invitation = Invitation::from_fragment(fragment).ok_or(Refusal::BadInvitation)?;
        if let PairingKeys::Inviting(mine) = &self.keyring.pairing
            && Invitation::from_bytes(&mine.invitation).is_some_and(|it| it == invitation)
        {
            return Err(Refusal::OwnInvitation);
        }
        if let PairingKeys::Joining(joining) = &self.keyring.pairing {
            if joining.failed.is_none() {
                return Err(Refusal::AlreadyPairing);
            }
        } else if self.keyring.pairing != PairingKeys::None {
            return Err(Refusal::AlreadyPairing);
        }
        let is_paired = self.keyring.space.as_ref().is_some_and(|it| it.partner.is_some());
        if is_paired {
            return Err(Refusal::AlreadyPairing);
        }
        let random = self.randoms.shared.as_mut();
        let joining = Joining {
            invitation: invitation.to_bytes(),
            seed: Key::from(Identity::make(random).seed()),
            kem: Key::from(KemSecret::make(random).secret()),
            nonce: make(random),
            name,
            card: None,
            claimed: false,
            join_sent: false,
            their_nonce: None,
            confirmed: false,
            failed: None,
        };
        self.set_pairing(PairingKeys::Joining(Box::new(joining)));
        self.net.want_mailbox = true;
        Ok(())
    }

    /// Takes an invitation back, or lets go of one that failed.
    pub(crate) fn revoke(&mut self) -> Result<(), Refusal> {
        if self.keyring.pairing == PairingKeys::None {
            return Err(Refusal::OutOfPlace);
        }
        self.let_go_of_joined();
        self.retire();
        Ok(())
    }

    pub(super) fn retire(&mut self) {
        if let PairingKeys::Inviting(inviting) = &self.keyring.pairing
            && let Some(invitation) = Invitation::from_bytes(&inviting.invitation)
        {
            self.keyring.retired.push(invitation.mailbox());
        }
        self.set_pairing(PairingKeys::None);
    }

    /// The four words match.
    pub(crate) fn words_match(&mut self) -> Result<(), Refusal> {
        let mut pairing = self.keyring.pairing.clone();
        match &mut pairing {
            PairingKeys::Inviting(it) if it.answer.is_some() => it.admit = true,
            PairingKeys::Joining(it) if it.their_nonce.is_some() => it.confirmed = true,
            PairingKeys::None
                if self.keyring.space.as_ref().is_some_and(|it| it.words.is_some()) =>
            {
                if let Some(space) = &mut self.keyring.space {
                    space.verified = true;
                }
            }
            PairingKeys::None | PairingKeys::Inviting(_) | PairingKeys::Joining(_) => {
                return Err(Refusal::OutOfPlace);
            }
        }
        self.set_pairing(pairing);
        Ok(())
    }

    /// The four words differ: whoever is there is not the one I meant.
    ///
    /// Whoever stands between may have let me in before I compared. So the space is left: its keys go, and nothing more is sealed to them.
    pub(crate) fn words_differ(&mut self) -> Result<(), Refusal> {
        match &self.keyring.pairing {
            PairingKeys::None => self.leave_space()?,
            PairingKeys::Inviting(_) | PairingKeys::Joining(_) => self.revoke()?,
        }
        self.alarms.insert(Alarm::WordsDiffer);
        Ok(())
    }

    /// Lets go of the space I asked to join, if I was not let in: it is no space to invite anybody to.
    fn let_go_of_joined(&mut self) {
        let PairingKeys::Joining(joining) = &self.keyring.pairing else { return };
        let asked_for = joining.card.as_ref().map(|it| it.space);
        let is_it = |it: &mut SpaceKeys| Some(it.id) == asked_for && it.partner.is_none();
        if self.keyring.space.take_if(is_it).is_some() {
            self.forget_space();
        }
    }

    pub(super) fn set_pairing(&mut self, pairing: PairingKeys) {
        if pairing.invitation() != self.keyring.pairing.invitation() {
            self.net.invitation_changed();
        }
        self.keyring.set_pairing(pairing);
        self.keyring_changed();
    }

    /// How far pairing has come, for the view.
    pub(crate) fn show_pairing(&self) -> Pairing {
        match &self.keyring.pairing {
            PairingKeys::None => match &self.keyring.space {
                Some(space) if space.partner.is_some() => Pairing::Paired {
                    verified: space.verified,
                    words: space.words.map(|it| WORDS.check(it)),
                },
                _ => Pairing::Alone,
            },
            PairingKeys::Inviting(it) => match (&it.answer, &self.keyring.space) {
                (Some(answer), Some(space)) => match host_words(space, it) {
                    Some(words) => Pairing::Answered {
                        their_name: answer.name.clone(),
                        words: WORDS.check(words),
                        i_confirmed: it.admit,
                    },
                    None => Pairing::Preparing,
                },
                (None, _) if it.card_sent => Pairing::Inviting {
                    fragment: Invitation::from_bytes(&it.invitation)
                        .map(|it| it.fragment())
                        .unwrap_or_default(),
                    expires_at_ms: i64::try_from(it.expires_at_ms).unwrap_or(i64::MAX),
                },
                _ => Pairing::Preparing,
            },
            PairingKeys::Joining(it) => match it.failed {
                Some(error) => Pairing::Failed(error),
                None => Pairing::Joining {
                    their_name: it.card.as_ref().map(|it| it.name.clone()).unwrap_or_default(),
                    words: guest_words(it).map(|it| WORDS.check(it)),
                    i_confirmed: it.confirmed,
                },
            },
        }
    }

    /// The other's name as their letter gave it, until they say it in the space.
    pub(crate) fn letter_name(&self) -> Option<String> {
        match &self.keyring.pairing {
            PairingKeys::Inviting(it) => it.answer.as_ref().map(|it| it.name.clone()),
            PairingKeys::Joining(it) => it.card.as_ref().map(|it| it.name.clone()),
            PairingKeys::None => None,
        }
    }
}
