//! Mailboxes of invitations.

use axum::extract::{Path, State};
use reknit_wire::{
    api::{Code, Letter, Mailbox, Problem, Wake},
    id::MailboxId,
    limits::LETTER_BYTES_MAX,
};

use super::account::{Done, Empty, done};
use crate::{
    Clock, Relay,
    error::ApiError,
    extract::{self, Asker, Json},
    store,
};

fn letter(Letter { letter }: Letter) -> Result<Vec<u8>, ApiError> {
    match letter.0.len() {
        0 => Err(Code::Malformed.into()),
        1..=LETTER_BYTES_MAX => Ok(letter.0),
        _ => Err(Code::TooLarge.into()),
    }
}

/// Reads a mailbox. Changes nothing that anybody can see.
#[utoipa::path(get, path = "/api/v1/mailboxes/{id}", params(("id" = String, Path)),
    responses((status = 200, body = Mailbox), (status = "4XX", body = Problem)))]
pub(super) async fn read(
    State(relay): State<Relay>,
    Path(id): Path<String>,
) -> Result<axum::Json<Mailbox>, ApiError> {
    let id = MailboxId(extract::id(&id)?);
    let today = Clock::today();
    Ok(axum::Json(relay.0.store.read(move |db| store::read_mailbox(db, id, today)).await?))
}

/// Puts the inviter's card.
#[utoipa::path(put, path = "/api/v1/mailboxes/{id}", security(("session" = [])), params(("id" = String, Path)), request_body = Letter,
    responses((status = 200, body = Empty), (status = "4XX", body = Problem)))]
pub(super) async fn put_card(
    State(relay): State<Relay>,
    asker: Asker,
    Path(id): Path<String>,
    Json(put): Json<Letter>,
) -> Done {
    let id = MailboxId(extract::id(&id)?);
    let (card, today) = (letter(put)?, Clock::today());
    let (of, account) = (relay.clone(), asker.account);
    let act = move |db: &_| {
        let may_begin = || of.0.limits.begin(Clock::now(), account);
        store::put_card(db, id, account, &card, today, &may_begin)
    };
    relay.0.store.write_for(asker, act).await?;
    Ok(done())
}

/// Takes an invitation back.
#[utoipa::path(delete, path = "/api/v1/mailboxes/{id}", security(("session" = [])), params(("id" = String, Path)),
    responses((status = 200, body = Empty), (status = "4XX", body = Problem)))]
pub(super) async fn retire(
    State(relay): State<Relay>,
    asker: Asker,
    Path(id): Path<String>,
) -> Done {
    let id = MailboxId(extract::id(&id)?);
    relay.0.store.scrub_for(asker, move |db| store::retire(db, id, asker.account)).await?;
    Ok(done())
}

/// Answers an invitation: the first answer counts.
#[utoipa::path(put, path = "/api/v1/mailboxes/{id}/join", security(("session" = [])), params(("id" = String, Path)), request_body = Letter,
    responses((status = 200, body = Empty), (status = "4XX", body = Problem)))]
pub(super) async fn put_join(
    State(relay): State<Relay>,
    asker: Asker,
    Path(id): Path<String>,
    Json(put): Json<Letter>,
) -> Done {
    let id = MailboxId(extract::id(&id)?);
    let (join, today) = (letter(put)?, Clock::today());
    let act = move |db: &_| store::put_join(db, id, asker.account, &join, today);
    if let Some(inviter) = relay.0.store.write_for(asker, act).await? {
        relay.0.hub.wake(inviter, Wake::Mailbox(id));
    }
    Ok(done())
}

/// Reveals the inviter's nonce.
#[utoipa::path(put, path = "/api/v1/mailboxes/{id}/reveal", security(("session" = [])), params(("id" = String, Path)), request_body = Letter,
    responses((status = 200, body = Empty), (status = "4XX", body = Problem)))]
pub(super) async fn put_reveal(
    State(relay): State<Relay>,
    asker: Asker,
    Path(id): Path<String>,
    Json(put): Json<Letter>,
) -> Done {
    let id = MailboxId(extract::id(&id)?);
    let (reveal, today) = (letter(put)?, Clock::today());
    let act = move |db: &_| store::put_reveal(db, id, asker.account, &reveal, today);
    if let Some(joiner) = relay.0.store.write_for(asker, act).await? {
        relay.0.hub.wake(joiner, Wake::Mailbox(id));
    }
    Ok(done())
}
