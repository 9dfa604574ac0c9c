//! Deleting the account.

use reknit_wire::api::Opened;

use super::{
    SignError,
    call::{CallError, bearer, read_reply},
    procedures::{Purpose, login},
};
use crate::ports::{HttpRequest, Slow, Transport};

/// Deletes the account at the relay. The passphrase is asked for once more, so that a phone left lying open is not enough.
///
/// Nothing is said to the other. What this device keeps is for its face to drop.
///
/// # Errors
///
/// [`SignError`]; nothing is changed then.
pub async fn delete(
    transport: &impl Transport,
    worker: &impl Slow,
    handle: &str,
    passphrase: &str,
    known_by: Option<&str>,
) -> Result<(), SignError> {
    let (opened, _) =
        login(transport, worker, handle, passphrase, known_by, Purpose::FinalAct).await?;
    let request = end("account", &opened);
    let reply = transport.send(request).await.map_err(|_| CallError::Offline)?;
    read_reply::<serde_json::Value>(&reply)?;
    Ok(())
}

/// Whether the passphrase is the one that opens the account; asked before something that cannot be undone.
///
/// # Errors
///
/// [`SignError`]; [`SignError::WrongCredentials`] where it is not.
pub async fn check(
    transport: &impl Transport,
    worker: &impl Slow,
    handle: &str,
    passphrase: &str,
    known_by: Option<&str>,
) -> Result<(), SignError> {
    let (opened, _) = login(transport, worker, handle, passphrase, known_by, Purpose::Stay).await?;
    // The session that this opened is not needed.
    let _ = transport.send(end("sessions/current", &opened)).await;
    Ok(())
}

/// Ends something, as whoever just gave their passphrase.
fn end(what: &str, opened: &Opened) -> HttpRequest {
    HttpRequest {
        method: "DELETE",
        path: format!("/api/v1/{what}"),
        binary: false,
        body: Vec::new(),
        token: Some(bearer(&opened.token)),
    }
}
