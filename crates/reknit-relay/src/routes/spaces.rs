//! Spaces: begin one, claim a place in one, append, read, snapshot.

use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
};
use reknit_wire::{
    api::{AppendReply, Appended, Claim, Code, Problem, Purge, Versioned, Wake},
    bytes::Bytes,
    envelope::{Envelope, decode_append, encode_page, verify_signature},
    id::{MemberId, SpaceId},
    limits::{PURGE_ENTRIES_MAX, SNAPSHOT_BYTES_MAX},
    roster::Roster,
    signed::{claim_bytes, purge_bytes},
};

use super::account::{Done, Empty, done};
use crate::{
    Clock, Relay,
    error::ApiError,
    extract::{self, Asker, Json, Octets},
    store,
};

/// Begins a space with its genesis envelope.
#[utoipa::path(post, path = "/api/v1/spaces", security(("session" = [])),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = AppendReply), (status = "4XX", body = Problem)))]
pub(super) async fn create(
    State(relay): State<Relay>,
    asker: Asker,
    Octets(body): Octets,
) -> Result<axum::Json<AppendReply>, ApiError> {
    let genesis = Envelope::decode(&body).map_err(|_| Code::Malformed)?;
    let roster = Roster::found(&genesis).map_err(|_| Code::Refused)?;
    let (of, account) = (relay.clone(), asker.account);
    let act = move |db: &_| {
        let may_begin = || of.0.limits.begin(Clock::now(), account);
        store::create_space(db, account, &roster, &genesis, &may_begin)
    };
    let stored = relay.0.store.write_for(asker, act).await?;
    Ok(axum::Json(AppendReply { results: vec![stored] }))
}

/// Says that this account holds a member's identity key. The answer tells nothing about the space; a claim that was withdrawn is not taken.
#[utoipa::path(put, path = "/api/v1/spaces/{id}/claim", security(("session" = [])), params(("id" = String, Path)), request_body = Claim,
    responses((status = 200, body = Empty), (status = "4XX", body = Problem)))]
pub(super) async fn claim(
    State(relay): State<Relay>,
    asker: Asker,
    Path(id): Path<String>,
    Json(claim): Json<Claim>,
) -> Done {
    let space = SpaceId(extract::id(&id)?);
    let signed = claim_bytes(space, asker.account);
    let member = signer(claim.identity, claim.signature, &signed)?;
    relay
        .0
        .store
        .write_for(asker, move |db| store::claim(db, space, asker.account, member))
        .await?;
    Ok(done())
}

/// Which member signed. Said before anything is looked up, so that the answer tells nothing about a space.
fn signer(identity: Bytes, signature: Bytes, signed: &[u8]) -> Result<MemberId, ApiError> {
    let identity: [u8; 32] = identity.0.try_into().map_err(|_| Code::Malformed)?;
    let signature: [u8; 64] = signature.0.try_into().map_err(|_| Code::Malformed)?;
    verify_signature(&identity, signed, &signature).map_err(|_| Code::Refused)?;
    Ok(MemberId::of(&identity))
}

/// Stops serving this account the space. Writes no entry; everybody else is answered as before.
#[utoipa::path(delete, path = "/api/v1/spaces/{id}/claim", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = Empty), (status = "4XX", body = Problem)))]
pub(super) async fn leave(
    State(relay): State<Relay>,
    asker: Asker,
    Path(id): Path<String>,
) -> Done {
    let space = SpaceId(extract::id(&id)?);
    relay.0.store.scrub_for(asker, move |db| store::leave(db, space, asker.account)).await?;
    Ok(done())
}

/// Appends entries: 200 if all are stored, 409 where a place is taken, 422 for a gap, against the rules, or more than one may say.
#[utoipa::path(post, path = "/api/v1/spaces/{id}/entries", security(("session" = [])), params(("id" = String, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = AppendReply), (status = 409, body = AppendReply), (status = 422, body = AppendReply), (status = "4XX", body = Problem)))]
pub(super) async fn append(
    State(relay): State<Relay>,
    asker: Asker,
    Path(id): Path<String>,
    Octets(body): Octets,
) -> Result<(StatusCode, axum::Json<AppendReply>), ApiError> {
    let space = SpaceId(extract::id(&id)?);
    let envelopes = decode_append(&body).map_err(|_| Code::Malformed)?;
    if envelopes.is_empty() {
        return Err(Code::Malformed.into());
    }
    let (of, account) = (relay.clone(), asker.account);
    let check = move |db: &_| {
        let checked = store::check(db, space, account, &envelopes)?;
        Ok((checked, envelopes))
    };
    let (checked, envelopes) = relay.0.store.read(check).await?;
    let act = move |db: &_| {
        let may_say = |n_bytes| of.0.limits.say(Clock::now(), account, n_bytes);
        store::append(db, space, account, &envelopes, checked, &may_say)
    };
    let (results, listeners) = relay.0.store.write_for(asker, act).await?;
    for account in listeners {
        relay.0.hub.wake(account, Wake::Space(space));
    }
    let status = match results.iter().find(|it| !is_stored(it)) {
        None => StatusCode::OK,
        Some(Appended::Conflict { .. }) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, axum::Json(AppendReply { results })))
}

fn is_stored(result: &Appended) -> bool {
    matches!(result, Appended::Stored { .. })
}

/// Reads entries behind a cursor.
#[utoipa::path(get, path = "/api/v1/spaces/{id}/entries", security(("session" = [])), params(("id" = String, Path), ("after" = u64, Query)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = "4XX", body = Problem)))]
pub(super) async fn read(
    State(relay): State<Relay>,
    asker: Asker,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Vec<u8>, ApiError> {
    let space = SpaceId(extract::id(&id)?);
    let after = extract::number(query.as_deref(), "after")?;
    let act = move |db: &_| store::read_entries(db, space, asker.account, after);
    Ok(encode_page(&relay.0.store.read(act).await?))
}

/// Asks to drop bodies of entries, signed by a member's key; they are gone once both members asked. Asking again changes nothing, and wakes nobody.
#[utoipa::path(post, path = "/api/v1/spaces/{id}/purge", security(("session" = [])), params(("id" = String, Path)), request_body = Purge,
    responses((status = 200, body = Empty), (status = "4XX", body = Problem)))]
pub(super) async fn purge(
    State(relay): State<Relay>,
    asker: Asker,
    Path(id): Path<String>,
    Json(purge): Json<Purge>,
) -> Done {
    let space = SpaceId(extract::id(&id)?);
    if purge.entries.len() > PURGE_ENTRIES_MAX {
        return Err(Code::TooLarge.into());
    }
    let Purge { entries, identity, signature } = purge;
    let member = signer(identity, signature, &purge_bytes(space, &entries))?;
    let account = asker.account;
    let known = relay.0.store.read(move |db| store::look(db, space, account)).await?;
    let act = move |db: &_| store::purge(db, space, account, member, known, &entries);
    relay.0.store.scrub_for(asker, act).await?;
    Ok(done())
}

/// Own snapshot of a space.
#[utoipa::path(get, path = "/api/v1/spaces/{id}/snapshot", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = "4XX", body = Problem)))]
pub(super) async fn snapshot(
    State(relay): State<Relay>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<Vec<u8>, ApiError> {
    let space = SpaceId(extract::id(&id)?);
    Ok(relay.0.store.read(move |db| store::snapshot(db, space, asker.account)).await?)
}

/// Replaces it, if it is still the one that was read.
#[utoipa::path(put, path = "/api/v1/spaces/{id}/snapshot", security(("session" = [])), params(("id" = String, Path), ("version" = u64, Query)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Versioned), (status = "4XX", body = Problem)))]
pub(super) async fn put_snapshot(
    State(relay): State<Relay>,
    asker: Asker,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    Octets(body): Octets,
) -> Result<axum::Json<Versioned>, ApiError> {
    let space = SpaceId(extract::id(&id)?);
    let version = extract::number(query.as_deref(), "version")?;
    if body.len() > SNAPSHOT_BYTES_MAX {
        return Err(Code::TooLarge.into());
    }
    let (of, account) = (relay.clone(), asker.account);
    let act = move |db: &_| {
        let may_keep = || of.0.limits.keep(Clock::now(), account, body.len());
        store::put_snapshot(db, space, account, version, &body, &may_keep)
    };
    Ok(axum::Json(relay.0.store.write_for(asker, act).await?))
}
