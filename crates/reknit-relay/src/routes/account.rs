//! One's own account: passphrase, sessions, keyring, vault.

use axum::extract::{Path, RawQuery, State};
use reknit_wire::{
    api::{
        AccountRecord, Code, OpaqueReply, OpaqueRequest, Opened, Problem, PutKeyring, RekeyFinish,
        Sessions, Versioned,
    },
    bytes::Bytes,
    id::SessionId,
    limits::{KEYRING_BYTES_MAX, VAULT_SEALED_BYTES},
};

use super::sign_in::{NewSession, new_keys};
use crate::{
    Clock, Relay,
    error::ApiError,
    extract::{self, Asker, Json, JustSignedIn, Octets},
    store,
};

/// An answer without content.
pub(super) type Done = Result<axum::Json<Empty>, ApiError>;

/// Nothing to say.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub(super) struct Empty {}

pub(super) fn done() -> axum::Json<Empty> {
    axum::Json(Empty {})
}

/// Begins a change of passphrase.
#[utoipa::path(post, path = "/api/v1/rekey/start", security(("session" = [])), request_body = OpaqueRequest,
    responses((status = 200, body = OpaqueReply), (status = "4XX", body = Problem)))]
pub(super) async fn rekey_start(
    State(relay): State<Relay>,
    asker: Asker,
    Json(start): Json<OpaqueRequest>,
) -> Result<axum::Json<OpaqueReply>, ApiError> {
    let response = relay.0.opaque.register(asker.account, &start.request.0)?;
    Ok(axum::Json(OpaqueReply { response: Bytes(response) }))
}

/// Ends it: new keys, all or nothing; every other session is over. It takes a session opened just now.
#[utoipa::path(post, path = "/api/v1/rekey/finish", security(("session" = [])), request_body = RekeyFinish,
    responses((status = 200, body = Opened), (status = "4XX", body = Problem)))]
pub(super) async fn rekey_finish(
    State(relay): State<Relay>,
    JustSignedIn(asker): JustSignedIn,
    Json(finish): Json<RekeyFinish>,
) -> Result<axum::Json<Opened>, ApiError> {
    let new = new_keys(&finish.upload.0, finish.account, finish.vault.0)?;
    let from = (finish.keyring_from, finish.vault_from);
    let id = asker.account;
    let session = NewSession::make()?;
    let act = move |db: &_| {
        store::rekey(db, id, from, &new)?;
        session.open(db, id)
    };
    Ok(axum::Json(relay.0.store.scrub_for(asker, act).await?))
}

/// The account as it stands.
#[utoipa::path(get, path = "/api/v1/account", security(("session" = [])),
    responses((status = 200, body = AccountRecord), (status = "4XX", body = Problem)))]
pub(super) async fn record(
    State(relay): State<Relay>,
    asker: Asker,
) -> Result<axum::Json<AccountRecord>, ApiError> {
    let record = relay.0.store.read(move |db| store::record(db, asker.account)).await?;
    Ok(axum::Json(record))
}

/// Ends the account. What it said in a space stays for the other. It takes a session opened just now.
#[utoipa::path(delete, path = "/api/v1/account", security(("session" = [])),
    responses((status = 200, body = Empty), (status = "4XX", body = Problem)))]
pub(super) async fn delete(State(relay): State<Relay>, JustSignedIn(asker): JustSignedIn) -> Done {
    relay.0.store.scrub_for(asker, move |db| store::delete(db, asker.account)).await?;
    Ok(done())
}

/// Own sessions.
#[utoipa::path(get, path = "/api/v1/sessions", security(("session" = [])),
    responses((status = 200, body = Sessions), (status = "4XX", body = Problem)))]
pub(super) async fn sessions(
    State(relay): State<Relay>,
    asker: Asker,
) -> Result<axum::Json<Sessions>, ApiError> {
    let Asker { account, session } = asker;
    let sessions = relay.0.store.read(move |db| store::sessions(db, account, session)).await?;
    Ok(axum::Json(Sessions { sessions }))
}

/// Ends one of them; `current` names the one that asks. Any other takes a session opened just now: whoever found a token may not keep its
/// owner out with it.
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = Empty), (status = "4XX", body = Problem)))]
pub(super) async fn end_session(
    State(relay): State<Relay>,
    asker: Asker,
    Path(id): Path<String>,
) -> Done {
    let session = if id == "current" {
        asker.session
    } else {
        relay.0.fresh.check(Clock::now(), asker.session)?;
        SessionId(extract::id(&id)?)
    };
    relay
        .0
        .store
        .write_for(asker, move |db| store::end_session(db, asker.account, session))
        .await?;
    Ok(done())
}

/// Ends all but the one that asks. It takes a session opened just now.
#[utoipa::path(post, path = "/api/v1/sessions/end-others", security(("session" = [])),
    responses((status = 200, body = Empty), (status = "4XX", body = Problem)))]
pub(super) async fn end_others(
    State(relay): State<Relay>,
    JustSignedIn(asker): JustSignedIn,
) -> Done {
    let Asker { account, session } = asker;
    relay.0.store.write_for(asker, move |db| store::end_others(db, account, session)).await?;
    Ok(done())
}

/// Replaces the keyring, if it is still the one that was read.
#[utoipa::path(put, path = "/api/v1/keyring", security(("session" = [])), request_body = PutKeyring,
    responses((status = 200, body = Versioned), (status = "4XX", body = Problem)))]
pub(super) async fn put_keyring(
    State(relay): State<Relay>,
    asker: Asker,
    Json(put): Json<PutKeyring>,
) -> Result<axum::Json<Versioned>, ApiError> {
    let PutKeyring { keyring, version } = put;
    if keyring.0.len() > KEYRING_BYTES_MAX {
        return Err(Code::TooLarge.into());
    }
    let id = asker.account;
    let act = move |db: &_| store::put_keyring(db, id, &keyring.0, version);
    Ok(axum::Json(relay.0.store.write_for(asker, act).await?))
}

/// The private vault.
#[utoipa::path(get, path = "/api/v1/vault", security(("session" = [])),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = "4XX", body = Problem)))]
pub(super) async fn vault(State(relay): State<Relay>, asker: Asker) -> Result<Vec<u8>, ApiError> {
    Ok(relay.0.store.read(move |db| store::vault(db, asker.account)).await?)
}

/// Replaces it, if it is still the one that was read. Every vault has the same length.
#[utoipa::path(put, path = "/api/v1/vault", security(("session" = [])), params(("version" = u64, Query)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Versioned), (status = "4XX", body = Problem)))]
pub(super) async fn put_vault(
    State(relay): State<Relay>,
    asker: Asker,
    RawQuery(query): RawQuery,
    Octets(vault): Octets,
) -> Result<axum::Json<Versioned>, ApiError> {
    let version = extract::number(query.as_deref(), "version")?;
    if vault.len() != VAULT_SEALED_BYTES {
        return Err(Code::Malformed.into());
    }
    let id = asker.account;
    let act = move |db: &_| store::put_vault(db, id, &vault, version);
    Ok(axum::Json(relay.0.store.write_for(asker, act).await?))
}
