//! Taking a request apart, with one kind of error for everything that does not fit.

use std::time::Duration;

use axum::{
    extract::{FromRequest, FromRequestParts, Request, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use reknit_wire::{api::Code, id::sha256};
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::{Clock, Relay, error::ApiError, store};

pub(crate) use crate::store::Asker;

/// How long somebody has for a body, of whatever length.
const BODY_WAIT: Duration = Duration::from_secs(30);

/// Bytes of a longer one for each second more: the line of a phone at the edge of a network. What could not be sent would be sent again,
/// and never come to an end.
const BODY_BYTES_A_SECOND: u64 = 16 * 1024;

/// Largest body of a route, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyMax(pub(crate) usize);

/// The name of a token in the database.
pub(crate) fn token_hash(token: &[u8]) -> [u8; 32] {
    sha256(&[b"reknit/v1/token\0", token])
}

/// Whose token this is.
pub(crate) async fn asker(relay: &Relay, token: Vec<u8>) -> Result<Asker, ApiError> {
    let hash = token_hash(&token);
    let today = Clock::today();
    let found = relay.0.store.read(move |db| store::session(db, hash, today)).await?;
    Ok(found.ok_or(Code::SignedOut)?)
}

impl FromRequestParts<Relay> for Asker {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, relay: &Relay) -> Result<Self, ApiError> {
        let token = bearer(&parts.headers).ok_or(Code::SignedOut)?;
        asker(relay, token).await
    }
}

/// Whoever asks, with a session that a passphrase or a code opened just now, for what cannot be undone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JustSignedIn(pub(crate) Asker);

impl FromRequestParts<Relay> for JustSignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, relay: &Relay) -> Result<Self, ApiError> {
        let asker = Asker::from_request_parts(parts, relay).await?;
        relay.0.fresh.check(Clock::now(), asker.session)?;
        Ok(Self(asker))
    }
}

/// Whoever asks, where their token says so. A token that is worth nothing is like none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Perhaps(pub(crate) Option<Asker>);

impl FromRequestParts<Relay> for Perhaps {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, relay: &Relay) -> Result<Self, ApiError> {
        Ok(Self(Asker::from_request_parts(parts, relay).await.ok()))
    }
}

fn bearer(headers: &HeaderMap) -> Option<Vec<u8>> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let token = value.strip_prefix("Bearer ")?;
    data_encoding::BASE64URL_NOPAD.decode(token.as_bytes()).ok()
}

/// A JSON body.
#[derive(Debug)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let bytes = body(request, state, "application/json").await?;
        let value = serde_json::from_slice(&bytes).map_err(|_| Code::Malformed)?;
        Ok(Self(value))
    }
}

/// A body of bytes.
#[derive(Debug)]
pub(crate) struct Octets(pub(crate) Vec<u8>);

impl<S: Send + Sync> FromRequest<S> for Octets {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        body(request, state, "application/octet-stream").await.map(Self)
    }
}

async fn body<S: Send + Sync>(
    request: Request,
    state: &S,
    content_type: &str,
) -> Result<Vec<u8>, ApiError> {
    let given = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let given = given.and_then(|it| it.split(';').next()).map(str::trim);
    if !given.is_some_and(|it| it.eq_ignore_ascii_case(content_type)) {
        return Err(Code::ContentType.into());
    }
    let wait = patience(&request);
    let bytes = timeout(wait, axum::body::Bytes::from_request(request, state)).await;
    // What does not come cannot be read.
    let bytes = bytes.map_err(|_| Code::Malformed)?;
    bytes.map(Into::into).map_err(|rejection| too_large(&rejection))
}

/// How long a body may take: by the length that it says it has, as far as the route takes it.
fn patience(request: &Request) -> Duration {
    let said = request.headers().get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok());
    let said: u64 = said.and_then(|it| it.parse().ok()).unwrap_or_default();
    let most = request.extensions().get().map_or(0, |it: &BodyMax| it.0);
    let n_bytes = said.min(u64::try_from(most).unwrap_or_default());
    BODY_WAIT + Duration::from_secs(n_bytes / BODY_BYTES_A_SECOND)
}

fn too_large(rejection: &BytesRejection) -> ApiError {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Code::TooLarge.into()
    } else {
        Code::Malformed.into()
    }
}

/// A parameter of the path: lowercase hex of the right length.
pub(crate) fn id<const N: usize>(hex: &str) -> Result<[u8; N], ApiError> {
    let bytes = data_encoding::HEXLOWER.decode(hex.as_bytes()).map_err(|_| Code::NotFound)?;
    bytes.try_into().map_err(|_| Code::NotFound.into())
}

/// A number of the query, such as `after=7`. Nothing else may stand there.
pub(crate) fn number(query: Option<&str>, name: &str) -> Result<u64, ApiError> {
    let value = query.and_then(|it| it.strip_prefix(name)).and_then(|it| it.strip_prefix('='));
    let number = value.and_then(|it| it.parse().ok());
    number.filter(|it| *it < 1 << 53).ok_or(ApiError(Code::Malformed))
}
