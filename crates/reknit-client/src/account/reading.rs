//! Signing in to read, and for nothing else.

use super::{SignError, Unlocked, procedures::open};
use crate::{
    engine::{Engine, Start},
    ports::{Now, Slow, Transport, Zones},
    private::Private,
    randoms::Randoms,
};

/// Signs in with name and passphrase, to make a copy of everything. The engine asks the relay for what it holds and writes nothing; it is
/// done when [`Engine::has_read_all`] says so. Ending the session is the caller's.
///
/// # Errors
///
/// [`SignError`].
pub async fn sign_in_to_read(
    transport: &impl Transport,
    worker: &impl Slow,
    randoms: Randoms,
    zones: Box<dyn Zones>,
    now: Now,
    (handle, passphrase): (&str, &str),
) -> Result<Unlocked, SignError> {
    let handle = handle.trim().to_lowercase();
    let (opened, account, keyring) = open(transport, worker, &handle, passphrase).await?;
    let private = Private::default();
    let (own_device, device) = (false, None);
    let start = Start { handle, account, own_device, keyring, private, device, randoms, zones };
    let mut engine = Engine::new(start).only_reading();
    let outputs = engine.attach(now, &opened);
    Ok(Unlocked { engine, outputs })
}
