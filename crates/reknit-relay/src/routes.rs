//! Every route, and what stands around them.

mod account;
mod description;
mod mailboxes;
mod sign_in;
mod spaces;
mod wake;

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{any, get},
};
use reknit_wire::{api::Code, limits};
use tower_http::{
    cors::{Any, CorsLayer},
    set_header::SetResponseHeaderLayer,
};
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Relay, Settings, assets::Assets, documents, error::ApiError, extract::BodyMax};

/// Largest body of somebody without a session, in bytes: two OPAQUE messages and a name need a third of it.
const STRANGER_BYTES_MAX: usize = 8 * 1024;

/// Largest body that ends a registration, in bytes: a vault and a small keyring (base64 adds a third).
const SIGN_UP_BYTES_MAX: usize = 300 * 1024;

/// Largest body that is not a snapshot, in bytes: an append, or a vault inside a new passphrase.
const BODY_BYTES_MAX: usize = limits::APPEND_BYTES_MAX;

pub(crate) fn router(relay: Relay, assets: Arc<dyn Assets>) -> Router {
    let door = OpenApiRouter::with_openapi(description::Api::openapi())
        .routes(routes!(sign_in::info))
        .routes(routes!(sign_in::register_start))
        .routes(routes!(sign_in::login_start))
        .routes(routes!(sign_in::login_finish))
        .routes(routes!(sign_in::recover_start))
        .routes(routes!(sign_in::recover_finish));
    let sign_up = OpenApiRouter::new().routes(routes!(sign_in::register_finish));
    let api = OpenApiRouter::new()
        .routes(routes!(account::rekey_start))
        .routes(routes!(account::rekey_finish))
        .routes(routes!(account::record, account::delete))
        .routes(routes!(account::sessions))
        .routes(routes!(account::end_session))
        .routes(routes!(account::end_others))
        .routes(routes!(account::put_keyring))
        .routes(routes!(account::vault, account::put_vault))
        .routes(routes!(mailboxes::read, mailboxes::put_card, mailboxes::retire))
        .routes(routes!(mailboxes::put_join))
        .routes(routes!(mailboxes::put_reveal))
        .routes(routes!(spaces::create))
        .routes(routes!(spaces::claim, spaces::leave))
        .routes(routes!(spaces::append, spaces::read))
        .routes(routes!(spaces::purge));
    let snapshots = OpenApiRouter::new().routes(routes!(spaces::snapshot, spaces::put_snapshot));
    let (router, mut openapi) = taking(STRANGER_BYTES_MAX, door)
        .merge(taking(SIGN_UP_BYTES_MAX, sign_up))
        .merge(taking(BODY_BYTES_MAX, api))
        .merge(taking(limits::SNAPSHOT_BYTES_MAX, snapshots))
        .split_for_parts();
    description::complete(&mut openapi);
    let description = openapi.to_json().unwrap_or_default();
    let documents = documents::router(&relay.0.settings.place(), assets);
    let router = router
        .route("/api/v1/wake", get(wake::wake))
        .route("/openapi.json", get(|| async move { json(description) }))
        .method_not_allowed_fallback(|| async { ApiError(Code::MethodNotAllowed) })
        .layer(no_store())
        .layer(cors())
        .with_state(relay)
        .merge(documents);
    documents::guarded(router)
}

/// Routes whose bodies have at most so many bytes.
fn taking(bytes_max: usize, routes: OpenApiRouter<Relay>) -> OpenApiRouter<Relay> {
    routes.layer(DefaultBodyLimit::max(bytes_max)).layer(Extension(BodyMax(bytes_max)))
}

/// Help and the client's files, while there is no database: whoever needs the one need not wait for the other (safety rule 21).
pub(crate) fn without_database(settings: &Settings, assets: Arc<dyn Assets>) -> Router {
    let router = Router::new()
        .route("/api/{*path}", any(|| async { ApiError(Code::Unavailable) }))
        .layer(no_store())
        .layer(cors())
        .merge(documents::router(&settings.place(), assets));
    documents::guarded(router)
}

fn json(text: String) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], text).into_response()
}

fn no_store() -> SetResponseHeaderLayer<HeaderValue> {
    let value = HeaderValue::from_static("no-store");
    SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, value)
}

/// How long a browser may remember that another origin may ask; most keep it no longer than this.
const PREFLIGHT: Duration = Duration::from_secs(7200);

/// Open: a session is a bearer token that only its own page holds, never a cookie, so another origin can ride on nothing. The client
/// may be served from elsewhere (`reknit client`).
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .max_age(PREFLIGHT)
}
