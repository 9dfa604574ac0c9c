//! The keyring: every key of a person, sealed under their account key, the same on all their devices.

mod merging;

use std::collections::BTreeMap;

use reknit_model::{arrivals::Moment, talks::TalkId};
use reknit_vault::{
    epoch::EpochKey,
    identity::{Identity, KemSecret},
    secret::Secret,
};
use reknit_wire::{
    header::Link,
    id::{EntryHash, MailboxId, MemberId, SpaceId},
    membership::{Card, Membership},
};
use serde::{Deserialize, Serialize};

use crate::bytes_serde::{self, Key};

/// Everything that must not be lost and must not be seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Keyring {
    /// My keys in the space, once there is one.
    pub(crate) space: Option<SpaceKeys>,
    /// Secrets for withheld pages, newest last. A new passphrase adds one.
    pub(crate) withheld: Vec<Key>,
    /// Account keys of earlier generations, for what a device of mine still holds under them.
    pub(crate) former: BTreeMap<u64, Key>,
    /// Where pairing stands.
    pub(crate) pairing: PairingKeys,
    /// Rises with every change of `pairing`, so that two devices agree which is newer.
    pub(crate) pairing_rev: u64,
    /// Keys of talks, until they are let go.
    #[serde(default)]
    pub(crate) talks: BTreeMap<TalkId, TalkKeys>,
    /// Mailboxes to be taken back.
    pub(crate) retired: Vec<MailboxId>,
    /// Spaces I have left, so that no device of mine brings one back.
    #[serde(default)]
    pub(crate) left: Vec<SpaceId>,
    /// Those of them that the relay has not been told of.
    #[serde(default)]
    pub(crate) leaving: Vec<SpaceId>,
}

/// My keys of a talk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TalkKeys {
    /// X25519 secret of an offer of mine, to which the key is sealed.
    pub(crate) kem: Option<Key>,
    /// Keys of the talk. Two, where two devices of mine joined at once: the commitment in the log tells which one counts.
    pub(crate) keys: Vec<Key>,
    /// The day on which I learnt that it is over, in days since 1970-01-01.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ended_on: Option<i32>,
}

/// My keys in a space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SpaceKeys {
    pub(crate) id: SpaceId,
    /// Ed25519 seed.
    pub(crate) seed: Key,
    /// X25519 secrets, newest last. Older ones still open boxes that were on their way.
    pub(crate) kems: Vec<Key>,
    /// Epoch keys by number and name.
    pub(crate) epochs: Vec<EpochEntry>,
    /// The genesis envelope, kept by the one who made it until the relay has it.
    #[serde(with = "bytes_serde")]
    pub(crate) genesis: Vec<u8>,
    /// Name of the genesis entry.
    pub(crate) genesis_hash: EntryHash,
    /// The other's identity key, pinned when we met.
    pub(crate) partner: Option<Pinned>,
    /// The four words, as numbers.
    pub(crate) words: Option<[u16; 4]>,
    /// Whether the words were compared.
    pub(crate) verified: bool,
}

/// One epoch key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct EpochEntry {
    pub(crate) epoch: u32,
    pub(crate) key: Key,
}

/// An identity key that may not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Pinned(#[serde(with = "bytes_serde")] pub(crate) [u8; 32]);

/// Where pairing stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub(crate) enum PairingKeys {
    /// Nothing is out.
    #[default]
    None,
    /// I invited.
    Inviting(Box<Inviting>),
    /// I said yes.
    Joining(Box<Joining>),
}

impl PairingKeys {
    /// The secret of the link that is out.
    pub(crate) fn invitation(&self) -> Option<&[u8; 32]> {
        match self {
            Self::None => None,
            Self::Inviting(it) => Some(&it.invitation),
            Self::Joining(it) => Some(&it.invitation),
        }
    }
}

/// An invitation of mine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Inviting {
    /// The secret of the link.
    #[serde(with = "bytes_serde")]
    pub(crate) invitation: [u8; 32],
    /// My nonce.
    #[serde(with = "bytes_serde")]
    pub(crate) nonce: [u8; 32],
    pub(crate) expires_at_ms: u64,
    pub(crate) name: String,
    /// Whether my card lies in the mailbox.
    pub(crate) card_sent: bool,
    /// Whoever answered.
    pub(crate) answer: Option<Answer>,
    /// Whether my nonce lies in the mailbox.
    pub(crate) reveal_sent: bool,
    /// Whether I said that the words match.
    pub(crate) admit: bool,
}

/// An answer to my invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answer {
    #[serde(with = "bytes_serde")]
    pub(crate) identity: [u8; 32],
    #[serde(with = "bytes_serde")]
    pub(crate) kem: [u8; 32],
    #[serde(with = "bytes_serde")]
    pub(crate) nonce: [u8; 32],
    pub(crate) name: String,
}

impl Answer {
    pub(crate) fn card(&self) -> Card {
        Card { identity: self.identity, kem: self.kem }
    }
}

/// An invitation I said yes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Joining {
    #[serde(with = "bytes_serde")]
    pub(crate) invitation: [u8; 32],
    /// My Ed25519 seed in the space to be.
    pub(crate) seed: Key,
    /// My X25519 secret there.
    pub(crate) kem: Key,
    #[serde(with = "bytes_serde")]
    pub(crate) nonce: [u8; 32],
    pub(crate) name: String,
    /// The inviter's card, once read.
    pub(crate) card: Option<HostCard>,
    pub(crate) claimed: bool,
    pub(crate) join_sent: bool,
    /// The inviter's nonce, once revealed.
    pub(crate) their_nonce: Option<Pinned>,
    pub(crate) confirmed: bool,
    /// Why it came to nothing.
    pub(crate) failed: Option<crate::account::InviteError>,
}

/// The inviter's card as its letter held it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HostCard {
    #[serde(with = "bytes_serde")]
    pub(crate) identity: [u8; 32],
    #[serde(with = "bytes_serde")]
    pub(crate) kem: [u8; 32],
    pub(crate) space: SpaceId,
    pub(crate) genesis: EntryHash,
    #[serde(with = "bytes_serde")]
    pub(crate) nonce_commit: [u8; 32],
    pub(crate) expires_at_ms: u64,
    pub(crate) name: String,
}

impl SpaceKeys {
    pub(crate) fn identity(&self) -> Identity {
        Identity::from_seed(self.seed.0.clone())
    }

    pub(crate) fn me(&self) -> MemberId {
        self.identity().member()
    }

    /// My X25519 secrets, newest first.
    pub(crate) fn kems(&self) -> impl Iterator<Item = KemSecret> {
        self.kems.iter().rev().map(|it| KemSecret::from_secret(it.0.clone()))
    }

    pub(crate) fn newest_kem(&self) -> Option<KemSecret> {
        self.kems().next()
    }

    /// The epoch key that a header names.
    pub(crate) fn epoch_key(&self, key: reknit_wire::id::KeyId) -> Option<EpochKey> {
        self.epochs
            .iter()
            .map(|it| EpochKey::from_secret(it.epoch, it.key.0.clone()))
            .find(|it| it.id() == key)
    }

    /// The key of a membership's epoch.
    pub(crate) fn key_of(&self, membership: &Membership) -> Option<EpochKey> {
        let numbered = self.epochs.iter().filter(|it| it.epoch == membership.epoch);
        let mut keys = numbered.map(|it| EpochKey::from_secret(it.epoch, it.key.0.clone()));
        keys.find(|it| it.id() == membership.key())
    }

    /// Adds an epoch key; tells whether it was new.
    pub(crate) fn learn(&mut self, key: &EpochKey) -> bool {
        let entry = EpochEntry { epoch: key.epoch(), key: Key::from(key.secret()) };
        let is_new = !self.epochs.contains(&entry);
        if is_new {
            self.epochs.push(entry);
        }
        is_new
    }
}

impl Keyring {
    /// The keyring of a new account.
    pub(crate) fn new(withheld: &Secret) -> Self {
        Self { withheld: vec![Key::from(withheld)], ..Self::default() }
    }

    /// Notes that pairing changed here.
    pub(crate) fn set_pairing(&mut self, pairing: PairingKeys) {
        self.pairing = pairing;
        self.pairing_rev += 1;
    }
}

/// The ends of both chains, as this person last saw them, and when. Lives in the vault.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pins {
    pub(crate) space: Option<SpaceId>,
    pub(crate) mine: Option<Link>,
    pub(crate) theirs: Option<Link>,
    /// When everything there was had been read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) read: Option<Moment>,
}
