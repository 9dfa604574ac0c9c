//! A relay in memory, seeded randomness and accounts without OPAQUE: for tests and the simulation.
//!
//! The relay here judges by the same functions of `reknit-wire` as the real one and keeps everything in maps. It stands in for the
//! rules of the sync, not for the real relay's durability, limits or sign-in; those are tested on the real one.

pub mod decoders;
mod insider;
mod relay;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng as _, SeedableRng as _};
use reknit_vault::{
    blob::{AccountKey, BlobKind},
    identity::KemSecret,
    random::Random,
    secret::Secret,
    wrap::AccountId,
};

pub use insider::Insider;
pub use relay::MemoryRelay;

use crate::{
    account::{DeviceRecord, Keep},
    bytes_serde::Key,
    engine::{Engine, Output, Start},
    keyring::Keyring,
    ports::{Now, Zones},
    private::Private,
    randoms::Randoms,
};

/// Random bytes from a seed.
#[derive(Debug)]
pub struct Seeded(ChaCha20Rng);

impl Seeded {
    /// A stream for a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0.next_u64() % n.max(1)
    }
}

impl Random for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

/// One stream per purpose from one seed.
#[must_use]
pub fn seeded(seed: u64) -> Randoms {
    let stream = |salt: u64| Box::new(Seeded::new(seed.wrapping_mul(31).wrapping_add(salt)));
    Randoms { shared: stream(1), private: stream(2), sealing: stream(3), keeping: stream(4) }
}

/// Everywhere it is the time of Greenwich in winter, but in `Etc/GMT-9`, which is nine hours before it.
#[derive(Debug, Clone, Copy)]
pub struct Utc;

impl Zones for Utc {
    fn offset_minutes(&self, zone: &str, _at_ms: i64) -> i32 {
        if zone == "Etc/GMT-9" { 9 * 60 } else { 0 }
    }
}

/// A person with an account at a [`MemoryRelay`], without the slow half of signing in.
#[derive(Debug, Clone)]
pub struct Person {
    handle: String,
    key: AccountKey,
    former: Keyring,
}

impl Person {
    /// Makes an account.
    ///
    /// # Panics
    ///
    /// If an empty keyring or vault cannot be sealed.
    #[expect(clippy::expect_used, reason = "test support")]
    pub fn register(relay: &mut MemoryRelay, handle: &str, seed: u64) -> Self {
        let mut randoms = seeded(seed);
        let id = AccountId::of(handle);
        let key = AccountKey::make(randoms.shared.as_mut(), id, 1);
        let keyring = Keyring::new(&Secret::make(randoms.shared.as_mut()));
        let plain = serde_json::to_vec(&Private::default()).expect("a vault is JSON");
        let (sealed, vault) = seal(&key, &keyring, &plain, &mut randoms);
        relay.register(id, sealed, vault).expect("the handle is new");
        Self { handle: handle.to_owned(), key, former: keyring }
    }

    /// Opens the account on a device that holds nothing of it, or `keep`.
    pub fn open(
        &self,
        relay: &mut MemoryRelay,
        now: Now,
        seed: u64,
        keep: &Keep,
    ) -> (Engine, Vec<Output>) {
        let opened = relay.open_session(self.key.account(), seed);
        let start = Start {
            handle: self.handle.clone(),
            account: self.key.clone(),
            own_device: true,
            keyring: self.former.clone(),
            private: Private::default(),
            device: Some(device_of(&self.key, seed)),
            randoms: seeded(seed),
            zones: Box::new(Utc),
        };
        let mut engine = Engine::new(start);
        engine.bring_along(keep);
        let outputs = engine.attach(now, &opened);
        (engine, outputs)
    }

    /// Changes the passphrase as `account::rekey` does, from what `engine` holds. Other sessions end.
    ///
    /// Tells whether nothing had moved on in between.
    pub fn rekey(&mut self, relay: &mut MemoryRelay, engine: &mut Engine, seed: u64) -> bool {
        let job = engine.rekey_job();
        let mut randoms = seeded(seed);
        let generation = self.key.generation() + 1;
        let key = AccountKey::make(randoms.shared.as_mut(), self.key.account(), generation);
        let vault = job.vault();
        let mut keyring = job.keyring;
        keyring.former.insert(self.key.generation(), Key::from(self.key.secret()));
        keyring.withheld.push(Key(Secret::make(randoms.shared.as_mut())));
        if let Some(space) = &mut keyring.space {
            space.kems.push(Key::from(KemSecret::make(randoms.shared.as_mut()).secret()));
        }
        let (sealed, vault) = seal(&key, &keyring, &vault, &mut randoms);
        let versions = (job.keyring_version, job.vault_version);
        let done = relay.rekey(self.key.account(), versions, generation, sealed, vault);
        if done {
            self.key = key;
            self.former = keyring;
        }
        done
    }

    /// The account key of this generation, as somebody who knew the passphrase would have it.
    #[must_use]
    pub fn stolen_key(&self) -> AccountKey {
        self.key.clone()
    }
}

/// How this device is unlocked, without the slow stretching.
fn device_of(key: &AccountKey, seed: u64) -> DeviceRecord {
    DeviceRecord::make(&mut Seeded::new(seed), key, [1; 16], &[2; 32])
}

#[expect(clippy::expect_used, reason = "test support")]
fn seal(
    key: &AccountKey,
    keyring: &Keyring,
    private: &[u8],
    randoms: &mut Randoms,
) -> (Vec<u8>, Vec<u8>) {
    let keyring = serde_json::to_vec(keyring).expect("a keyring is JSON");
    let random = randoms.sealing.as_mut();
    let keyring = key.seal(random, BlobKind::Keyring, 1, b"", &keyring).expect("it fits");
    let vault = key.seal(random, BlobKind::Vault, 1, b"", private).expect("it fits");
    (keyring, vault)
}
