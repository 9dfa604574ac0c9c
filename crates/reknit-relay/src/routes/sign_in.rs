//! Signing up, signing in, and coming back with a recovery code.

use axum::extract::State;
use reknit_wire::{
    api::{
        AccountKeys, Code, LoginFinish, LoginStart, LoginStarted, OpaqueReply, Opened, Problem,
        RecoverFinish, RecoverStart, RecoverStarted, Recovered, RegisterFinish, RegisterStart,
        RelayInfo,
    },
    bytes::Bytes,
    envelope::verify_signature,
    id::{AccountId, SessionId},
    limits::{KEYRING_BYTES_MAX, VAULT_SEALED_BYTES, is_handle},
    signed::recovery_bytes,
};
use rusqlite::Connection;

use crate::{
    Clock, Relay,
    error::ApiError,
    extract::{Json, Perhaps, token_hash},
    limits::Trier,
    opaque::{Begun, OpaqueServer},
    store::{self, AccountRow, NewKeys, StoreError},
};

/// Longest wrapped key, in bytes: nonce, key, tag.
const WRAP_BYTES: usize = 24 + 32 + 16;

/// Largest keyring of an account that begins, in bytes: a new one has a quarter of that. Nobody has signed in yet who could be counted.
const NEW_KEYRING_BYTES_MAX: usize = 4 * 1024;

/// Who runs this relay.
#[utoipa::path(get, path = "/api/v1/relay", responses((status = 200, body = RelayInfo)))]
pub(super) async fn info(State(relay): State<Relay>) -> axum::Json<RelayInfo> {
    let settings = &relay.0.settings;
    axum::Json(RelayInfo {
        operator: settings.operator.clone(),
        proto: reknit_wire::PROTO,
        registration: !settings.closed_registration,
    })
}

fn new_account(relay: &Relay, handle: &str) -> Result<AccountId, Code> {
    if relay.0.settings.closed_registration {
        return Err(Code::RegistrationClosed);
    }
    if is_handle(handle) { Ok(AccountId::of(handle)) } else { Err(Code::Malformed) }
}

/// Begins a registration.
#[utoipa::path(post, path = "/api/v1/register/start", request_body = RegisterStart,
    responses((status = 200, body = OpaqueReply), (status = "4XX", body = Problem)))]
pub(super) async fn register_start(
    State(relay): State<Relay>,
    Json(start): Json<RegisterStart>,
) -> Result<axum::Json<OpaqueReply>, ApiError> {
    let id = new_account(&relay, &start.handle)?;
    relay.0.limits.begin_registration(Clock::now())?;
    let response = relay.0.opaque.register(id, &start.request.0)?;
    Ok(axum::Json(OpaqueReply { response: Bytes(response) }))
}

/// Ends a registration: the account exists with the reply.
#[utoipa::path(post, path = "/api/v1/register/finish", request_body = RegisterFinish,
    responses((status = 200, body = Opened), (status = "4XX", body = Problem)))]
pub(super) async fn register_finish(
    State(relay): State<Relay>,
    Json(finish): Json<RegisterFinish>,
) -> Result<axum::Json<Opened>, ApiError> {
    let id = new_account(&relay, &finish.handle)?;
    relay.0.limits.end_registration(Clock::now())?;
    if finish.account.keyring.0.len() > NEW_KEYRING_BYTES_MAX {
        return Err(Code::TooLarge.into());
    }
    let new = new_keys(&finish.upload.0, finish.account, finish.vault.0)?;
    if new.keys.generation != 1 {
        return Err(Code::Malformed.into());
    }
    let session = NewSession::make()?;
    let act = move |db: &_| {
        store::register(db, id, &new)?;
        session.open(db, id)
    };
    Ok(axum::Json(relay.0.store.write(act).await?))
}

/// Checks what a registration or a new passphrase brings.
pub(super) fn new_keys(
    upload: &[u8],
    keys: AccountKeys,
    vault: Vec<u8>,
) -> Result<NewKeys, ApiError> {
    let opaque = OpaqueServer::file(upload)?;
    let recovery_fits = keys
        .recovery
        .as_ref()
        .is_none_or(|it| it.verifier.0.len() == 32 && it.wrap.0.len() == WRAP_BYTES);
    let keys_fit = keys.wrap.0.len() == WRAP_BYTES && recovery_fits;
    if !keys_fit || vault.len() != VAULT_SEALED_BYTES || keys.keyring.0.is_empty() {
        return Err(Code::Malformed.into());
    }
    if keys.keyring.0.len() > KEYRING_BYTES_MAX {
        return Err(Code::TooLarge.into());
    }
    Ok(NewKeys { opaque, keys, vault })
}

/// A session that is not open yet. It opens in the write that makes it rightful: what was changed without an answer would be taken
/// for unchanged.
pub(super) struct NewSession {
    token: [u8; 32],
    id: SessionId,
}

impl NewSession {
    /// Makes its token.
    pub(super) fn make() -> Result<Self, ApiError> {
        let (mut token, mut id) = ([0; 32], [0; 16]);
        getrandom::fill(&mut token).map_err(|_| Code::Internal)?;
        getrandom::fill(&mut id).map_err(|_| Code::Internal)?;
        Ok(Self { token, id: SessionId(id) })
    }

    /// Opens it.
    pub(super) fn open(self, db: &Connection, account: AccountId) -> Result<Opened, StoreError> {
        store::open_session(db, account, self.id, token_hash(&self.token), Clock::today())?;
        let record = store::record(db, account)?;
        Ok(Opened { token: Bytes(self.token.to_vec()), session: self.id, account: record })
    }
}

/// Begins a login. The answer looks the same whether or not there is such an account.
///
/// A session of the same account, if its token is shown, has tries of its own: nobody who only knows the name can use them up.
#[utoipa::path(post, path = "/api/v1/login/start", security((), ("session" = [])), request_body = LoginStart,
    responses((status = 200, body = LoginStarted), (status = "4XX", body = Problem)))]
pub(super) async fn login_start(
    State(relay): State<Relay>,
    Perhaps(asker): Perhaps,
    Json(start): Json<LoginStart>,
) -> Result<axum::Json<LoginStarted>, ApiError> {
    if !is_handle(&start.handle) {
        return Err(Code::Malformed.into());
    }
    let id = AccountId::of(&start.handle);
    let own = asker.filter(|it| it.account == id);
    let trier = own.map_or(Trier::Name(id), |it| Trier::Session(it.session));
    relay.0.limits.try_account(Clock::now(), trier)?;
    let row = relay.0.store.read(move |db| store::find(db, id)).await?;
    let file = row.as_ref().map(|it| it.opaque.as_slice());
    let (state, response) = relay.0.opaque.login(id, file, &start.request.0)?;
    let begun = Begun { account: id, trier, generation: generation(row.as_ref()), state };
    let login = relay.0.logins.begin(Clock::now(), begun)?;
    Ok(axum::Json(LoginStarted { login: Bytes(login.to_vec()), response: Bytes(response) }))
}

/// Ends a login.
#[utoipa::path(post, path = "/api/v1/login/finish", request_body = LoginFinish,
    responses((status = 200, body = Opened), (status = "4XX", body = Problem)))]
pub(super) async fn login_finish(
    State(relay): State<Relay>,
    Json(finish): Json<LoginFinish>,
) -> Result<axum::Json<Opened>, ApiError> {
    let attempt = relay.0.logins.take(Clock::now(), &finish.login.0)?;
    OpaqueServer::finish(&attempt.state, &finish.finish.0)?;
    let session = NewSession::make()?;
    let (id, generation) = (attempt.account, attempt.generation);
    let act = move |db: &_| {
        store::has_keys(db, id, generation)?;
        session.open(db, id)
    };
    let opened = relay.0.store.write(act).await?;
    relay.0.limits.give_back(Clock::now(), attempt.trier);
    if finish.final_act {
        relay.0.fresh.opened(Clock::now(), opened.session);
    }
    Ok(axum::Json(opened))
}

/// Of which keys an account is; 0 where there is none.
fn generation(row: Option<&AccountRow>) -> u64 {
    row.map_or(0, |it| it.generation)
}

/// Asks for a challenge. The answer looks the same whether or not there is such an account, or a code.
///
/// Tries are not counted: a code of 160 bits is not guessed, and whoever floods a name must not keep its owner from the way back.
#[utoipa::path(post, path = "/api/v1/recover/start", request_body = RecoverStart,
    responses((status = 200, body = RecoverStarted), (status = "4XX", body = Problem)))]
pub(super) async fn recover_start(
    State(relay): State<Relay>,
    Json(start): Json<RecoverStart>,
) -> Result<axum::Json<RecoverStarted>, ApiError> {
    if !is_handle(&start.handle) {
        return Err(Code::Malformed.into());
    }
    let id = AccountId::of(&start.handle);
    let mut challenge = [0; 32];
    getrandom::fill(&mut challenge).map_err(|_| Code::Internal)?;
    let row = relay.0.store.read(move |db| store::find(db, id)).await?;
    let generation = generation(row.as_ref());
    let (trier, state) = (Trier::Name(id), challenge.to_vec());
    let begun = Begun { account: id, trier, generation, state };
    let recovery = relay.0.recoveries.begin(Clock::now(), begun)?;
    Ok(axum::Json(RecoverStarted {
        recovery: Bytes(recovery.to_vec()),
        challenge: Bytes(challenge.to_vec()),
    }))
}

/// Answers the challenge.
#[utoipa::path(post, path = "/api/v1/recover/finish", request_body = RecoverFinish,
    responses((status = 200, body = Recovered), (status = "4XX", body = Problem)))]
pub(super) async fn recover_finish(
    State(relay): State<Relay>,
    Json(finish): Json<RecoverFinish>,
) -> Result<axum::Json<Recovered>, ApiError> {
    let attempt = relay.0.recoveries.take(Clock::now(), &finish.recovery.0)?;
    let id = attempt.account;
    let signature: [u8; 64] = finish.signature.0.try_into().map_err(|_| Code::Malformed)?;
    let row = relay.0.store.read(move |db| store::find(db, id)).await?;
    // Without an account or a code, a key that nobody holds is checked: same work, same answer.
    let verifier = row.and_then(|it| it.recovery_verifier).and_then(|it| it.try_into().ok());
    let signed = recovery_bytes(id, &attempt.state);
    let fits = verify_signature(&verifier.unwrap_or(NOBODY), &signed, &signature).is_ok();
    if !fits || verifier.is_none() {
        return Err(Code::WrongCredentials.into());
    }
    let session = NewSession::make()?;
    let act = move |db: &_| {
        store::has_keys(db, id, attempt.generation)?;
        let wrap = Bytes(store::recovery_wrap(db, id)?);
        Ok(Recovered { opened: session.open(db, id)?, wrap })
    };
    let recovered = relay.0.store.write(act).await?;
    relay.0.fresh.opened(Clock::now(), recovered.opened.session);
    Ok(axum::Json(recovered))
}

/// RFC 8032's first test key: well formed, and no code derives it.
const NOBODY: [u8; 32] = [
    0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a,
    0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
];
