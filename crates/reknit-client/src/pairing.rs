//! Meeting: an invitation, a yes, four words, an admission.
//!
//! Every step is kept in the keyring before it is acted on, so it goes on after a reload and on another device. The relay carries
//! sealed letters and sees neither the secret of the link nor a key. The guest holds no key of the space before the host has
//! confirmed the four words.

use reknit_model::event::Event;
use reknit_vault::{
    epoch::EpochKey,
    identity::{Identity, KemSecret},
    invite::{CardLetter, Invitation, JoinLetter, check_words, commit_nonce},
    random::make,
    wrap::AccountId,
};
use reknit_wire::{
    api::{Claim, Letter, Mailbox},
    bytes::Bytes,
    header::{Header, Kind, Link},
    id::{EntryHash, KeyId, SpaceId},
    limits::INVITATION_MS,
    membership::Card,
};

use crate::{
    account::{InviteError, json_request},
    bytes_serde::Key,
    command::Refusal,
    engine::{Engine, Job},
    keyring::{Answer, HostCard, Inviting, Joining, PairingKeys, Pinned, SpaceKeys},
    ports::{HttpRequest, Now},
    view::{Alarm, Pairing},
    words::WORDS,
};

impl HostCard {
    fn letter(&self) -> CardLetter {
        CardLetter {
            card: Card { identity: self.identity, kem: self.kem },
            space: self.space,
            genesis: self.genesis,
            nonce_commit: self.nonce_commit,
            expires_at_ms: self.expires_at_ms,
            name: self.name.clone(),
        }
    }
}

impl SpaceKeys {
    /// A new space with me alone in it, and its genesis entry.
    fn found(random: &mut dyn reknit_vault::random::Random) -> Option<Self> {
        let identity = Identity::make(random);
        let kem = KemSecret::make(random);
        let key = EpochKey::make(random, 1);
        let salt = EntryHash(make(random));
        let cards = vec![identity.card(&kem)];
        let membership = key.membership(random, &identity.public(), salt, cards)?;
        let id = SpaceId::of(&membership.encode());
        let header = Header {
            kind: Kind::Membership,
            space: id,
            author: identity.member(),
            seq: 1,
            prev: EntryHash::NONE,
            head: Link::START,
            epoch: 1,
            key: KeyId([0; 16]),
            nonce: [0; 24],
            body_hash: [0; 32],
            body_len: 0,
        };
        let genesis = identity.membership(header, &membership);
        let mut keys = Self {
            id,
            seed: Key::from(identity.seed()),
            kems: vec![Key::from(kem.secret())],
            epochs: Vec::new(),
            genesis: genesis.encode(),
            genesis_hash: genesis.header.hash(),
            partner: None,
            words: None,
            verified: false,
        };
        keys.learn(&key);
        Some(keys)
    }
}

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
        self.retire();
        Ok(())
    }

    fn retire(&mut self) {
        let pairing = std::mem::take(&mut self.keyring.pairing);
        if let PairingKeys::Inviting(inviting) = &pairing
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

    /// The four words differ: whoever answered is not the one I meant.
    pub(crate) fn words_differ(&mut self) -> Result<(), Refusal> {
        match &self.keyring.pairing {
            PairingKeys::None => {
                self.alarms.insert(Alarm::Invitation);
            }
            PairingKeys::Inviting(_) | PairingKeys::Joining(_) => {
                self.alarms.insert(Alarm::Invitation);
                self.retire();
            }
        }
        Ok(())
    }

    fn set_pairing(&mut self, pairing: PairingKeys) {
        self.keyring.set_pairing(pairing);
        self.keyring_changed();
    }

    /// What pairing has to ask the relay next.
    pub(crate) fn pairing_job(&mut self) -> Option<(Job, HttpRequest)> {
        if let Some(mailbox) = self.keyring.retired.first().copied() {
            let request = self.put_bytes("DELETE", &format!("mailboxes/{mailbox}"), Vec::new());
            return Some((Job::RetireMailbox(mailbox), request));
        }
        match self.keyring.pairing.clone() {
            PairingKeys::None => None,
            PairingKeys::Inviting(it) => self.inviting_job(&it),
            PairingKeys::Joining(it) => self.joining_job(&it),
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
                let mut signed = b"reknit/v1/claim\0".to_vec();
                signed.extend_from_slice(&card.space.0);
                signed.extend_from_slice(&AccountId::of(self.handle()).0);
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

    pub(crate) fn card_sent(&mut self, ok: bool) {
        let PairingKeys::Inviting(mut inviting) = self.keyring.pairing.clone() else { return };
        if !ok {
            // Its mailbox is taken: somebody has the secret. Nothing is shared over it.
            self.alarms.insert(Alarm::Invitation);
            self.set_pairing(PairingKeys::None);
            return;
        }
        inviting.card_sent = true;
        self.set_pairing(PairingKeys::Inviting(inviting));
    }

    pub(crate) fn reveal_sent(&mut self) {
        let PairingKeys::Inviting(mut inviting) = self.keyring.pairing.clone() else { return };
        inviting.reveal_sent = true;
        self.set_pairing(PairingKeys::Inviting(inviting));
    }

    pub(crate) fn claimed(&mut self, ok: bool) {
        let PairingKeys::Joining(mut joining) = self.keyring.pairing.clone() else { return };
        if ok {
            joining.claimed = true;
        } else {
            joining.failed = Some(InviteError::Gone);
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
                    self.log = crate::log::SpaceLog::default();
                }
                self.net.want_mailbox = true;
                self.net.want_pull = true;
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

fn own_letter(space: &SpaceKeys, inviting: &Inviting) -> Option<CardLetter> {
    // The card names the first KEM key: a change of passphrase in between must not change the letter.
    let kem = KemSecret::from_secret(space.kems.first()?.0.clone());
    Some(CardLetter {
        card: space.identity().card(&kem),
        space: space.id,
        genesis: space.genesis_hash,
        nonce_commit: commit_nonce(&inviting.nonce),
        expires_at_ms: inviting.expires_at_ms,
        name: inviting.name.clone(),
    })
}

fn host_words(space: &SpaceKeys, inviting: &Inviting) -> Option<[u16; 4]> {
    let answer = inviting.answer.as_ref()?;
    let mine = own_letter(space, inviting)?.card;
    Some(check_words(space.id, &mine, &answer.card(), &inviting.nonce, &answer.nonce))
}

fn guest_words(joining: &Joining) -> Option<[u16; 4]> {
    let card = joining.card.as_ref()?;
    let host = Card { identity: card.identity, kem: card.kem };
    let kem = KemSecret::from_secret(joining.kem.0.clone());
    let mine = Identity::from_seed(joining.seed.0.clone()).card(&kem);
    let their_nonce = joining.their_nonce?.0;
    Some(check_words(card.space, &host, &mine, &their_nonce, &joining.nonce))
}
