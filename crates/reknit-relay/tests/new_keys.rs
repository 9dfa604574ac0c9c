//! New keys at the relay: what was begun with the old ones, and what happens where a session cannot be opened.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod common;

use std::net::SocketAddr;

use axum::http::StatusCode;
use common::{Reply, TestRelay, run, socket::serve};
use reknit_vault::{random::OsRandom, recovery::RecoveryCode, slow_job::Job};
use reknit_wire::{
    api::{
        AccountKeys, AccountRecord, LoginFinish, LoginStart, LoginStarted, Opened, PutKeyring,
        RecoverFinish, RecoverStart, RecoverStarted, Recovered, RecoveryKeys, RekeyFinish,
    },
    bytes::Bytes,
    id::AccountId,
    limits::VAULT_SEALED_BYTES,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

const SAM: &str = "sam-of-the-keys";
const PASSPHRASE: &str = "meadow lantern copper window";

/// A login up to its last message.
async fn begin_login(relay: &TestRelay) -> LoginFinish {
    let passphrase = PASSPHRASE.to_owned();
    let started = run(&Job::LoginStart { passphrase: passphrase.clone() });
    let start = LoginStart { handle: SAM.into(), request: Bytes(started.second.to_vec()) };
    let LoginStarted { login, response } =
        relay.json("POST", "login/start", None, &start).await.json();
    let done =
        run(&Job::LoginFinish { passphrase, state: started.first.to_vec(), response: response.0 });
    LoginFinish { login, finish: Bytes(done.first.to_vec()), final_act: true }
}

/// The same of a recovery.
async fn begin_recovery(relay: &TestRelay, code: &RecoveryCode) -> RecoverFinish {
    let start = RecoverStart { handle: SAM.into() };
    let RecoverStarted { recovery, challenge } =
        relay.json("POST", "recover/start", None, &start).await.json();
    let signature = code.sign(AccountId::of(SAM), &challenge.0);
    RecoverFinish { recovery, signature: Bytes(signature.to_vec()) }
}

/// New keys; a passphrase that is set anew may be the same.
async fn rekey(relay: &TestRelay, token: &str, generation: u64, code: &RecoveryCode) -> Reply {
    let finish = new_keys(relay, generation, code).await;
    relay.json("POST", "rekey/finish", Some(token), &finish).await
}

async fn new_keys(relay: &TestRelay, generation: u64, code: &RecoveryCode) -> RekeyFinish {
    let (_, upload) = relay.upload(SAM).await;
    let recovery = RecoveryKeys {
        verifier: Bytes(code.verifier(AccountId::of(SAM)).to_vec()),
        wrap: Bytes(vec![4; 24 + 32 + 16]),
    };
    let account = AccountKeys {
        generation,
        wrap: Bytes(vec![1; 24 + 32 + 16]),
        recovery: Some(recovery),
        keyring: Bytes(vec![2; 64]),
    };
    RekeyFinish {
        upload: Bytes(upload),
        account,
        keyring_from: 1,
        vault: Bytes(vec![3; VAULT_SEALED_BYTES]),
        vault_from: 1,
    }
}

/// Signs in for something that cannot be undone.
async fn sign_in(relay: &TestRelay) -> String {
    let login = begin_login(relay).await;
    token(&relay.json("POST", "login/finish", None, &login).await.json())
}

/// A request whose head was looked at, and whose body is still to come.
struct Held {
    line: TcpStream,
    body: Vec<u8>,
}

impl Held {
    async fn begin(to: SocketAddr, request: &str, kind: &str, token: &str, body: Vec<u8>) -> Self {
        let mut line = TcpStream::connect(to).await.unwrap();
        let head = format!(
            "{request} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: application/{kind}\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
            body.len()
        );
        line.write_all(head.as_bytes()).await.unwrap();
        // It asks for the body once it has nothing more to say about the head.
        let mut go_on = [0; 25];
        line.read_exact(&mut go_on).await.unwrap();
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
        Self { line, body }
    }

    /// Sends the rest, and gives the status.
    async fn end(mut self) -> String {
        self.line.write_all(&self.body).await.unwrap();
        let mut answer = [0; 12];
        self.line.read_exact(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[9..]).into_owned()
    }
}

fn token(opened: &Opened) -> String {
    data_encoding::BASE64URL_NOPAD.encode(&opened.token.0)
}

#[tokio::test]
async fn what_was_begun_with_old_keys_opens_nothing_after_the_change() {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    relay.register(SAM).await;
    let first = sign_in(&relay).await;
    // The same code again, so that only the change itself makes the difference.
    let code = RecoveryCode::make(&mut OsRandom);
    rekey(&relay, &first, 2, &code).await.json::<Opened>();

    let finish = begin_login(&relay).await;
    let control = relay.json("POST", "login/finish", None, &finish).await;
    assert_eq!(control.status, StatusCode::OK);
    let finish = begin_recovery(&relay, &code).await;
    let control = relay.json("POST", "recover/finish", None, &finish).await;
    let opened_by_code = control.json::<Recovered>().opened;
    assert_eq!(opened_by_code.account.generation, 2);

    let login = begin_login(&relay).await;
    let recovery = begin_recovery(&relay, &code).await;
    let again = rekey(&relay, &token(&opened_by_code), 3, &code).await;
    assert_eq!(again.status, StatusCode::OK);
    let refused = relay.json("POST", "login/finish", None, &login).await;
    assert_eq!(
        (refused.status, refused.code()),
        (StatusCode::UNAUTHORIZED, "wrong_credentials".into())
    );
    let refused = relay.json("POST", "recover/finish", None, &recovery).await;
    assert_eq!(
        (refused.status, refused.code()),
        (StatusCode::UNAUTHORIZED, "wrong_credentials".into())
    );
}

#[tokio::test]
async fn what_was_begun_opens_nothing_once_the_account_is_gone() {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    relay.register(SAM).await;
    let first = sign_in(&relay).await;
    let login = begin_login(&relay).await;
    let gone = relay.send("DELETE", "/api/v1/account", Some(&first), None, Vec::new()).await;
    assert_eq!(gone.status, StatusCode::OK);
    let refused = relay.json("POST", "login/finish", None, &login).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

/// Whoever knows the old passphrase may have begun before it was changed, and wait with the end.
#[tokio::test]
async fn what_a_session_began_before_it_was_ended_is_not_written() {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    relay.register(SAM).await;
    let code = RecoveryCode::make(&mut OsRandom);
    let (his, address) = (sign_in(&relay).await, serve(relay.0.clone()).await);
    // As they would fit once she has changed it.
    let keys = serde_json::to_vec(&new_keys(&relay, 3, &code).await).unwrap();
    let keyring = PutKeyring { keyring: Bytes(vec![9; 64]), version: 2 };
    let keyring = serde_json::to_vec(&keyring).unwrap();
    let vault = vec![9; VAULT_SEALED_BYTES];
    let held = [
        Held::begin(address, "POST /api/v1/rekey/finish", "json", &his, keys).await,
        Held::begin(address, "PUT /api/v1/keyring", "json", &his, keyring).await,
        Held::begin(address, "PUT /api/v1/vault?version=2", "octet-stream", &his, vault).await,
    ];
    let hers: Opened = rekey(&relay, &sign_in(&relay).await, 2, &code).await.json();
    for held in held {
        assert_eq!(held.end().await, "401");
    }
    let record: AccountRecord = relay.get("account", &token(&hers)).await.json();
    assert_eq!((record.generation, record.keyring_version, record.vault_version), (2, 1, 1));
    // The control: a session that is open may take its time.
    let keyring = serde_json::to_vec(&PutKeyring { keyring: Bytes(vec![9; 64]), version: 2 });
    let token = token(&hers);
    let held = Held::begin(address, "PUT /api/v1/keyring", "json", &token, keyring.unwrap()).await;
    assert_eq!(held.end().await, "200");
}

/// Whoever takes a token off a device that was left lying has no passphrase.
#[tokio::test]
async fn a_token_alone_neither_ends_the_account_nor_puts_new_keys_in_place() {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    relay.register(SAM).await;
    // A session to be there with, however new.
    let found = relay.sign_in(SAM).await;
    let code = RecoveryCode::make(&mut OsRandom);
    let end = async |token: &str| {
        relay.send("DELETE", "/api/v1/account", Some(token), None, Vec::new()).await
    };
    let others = relay.json("POST", "sessions/end-others", Some(&found), &()).await;
    for refused in [end(&found).await, rekey(&relay, &found, 2, &code).await, others] {
        assert_eq!(
            (refused.status, refused.code()),
            (StatusCode::FORBIDDEN, "sign_in_again".into())
        );
    }
    assert_eq!(relay.get("account", &found).await.status, StatusCode::OK, "all is as it was");

    let renewed: Opened = rekey(&relay, &sign_in(&relay).await, 2, &code).await.json();
    // The code opens a session too.
    let recovery = begin_recovery(&relay, &code).await;
    let recovered: Recovered = relay.json("POST", "recover/finish", None, &recovery).await.json();
    assert_eq!(end(&token(&recovered.opened)).await.status, StatusCode::OK);
    assert_eq!(relay.get("account", &token(&renewed)).await.status, StatusCode::UNAUTHORIZED);
}

/// A disk that has no room for a session, or anything else that goes wrong there.
#[tokio::test]
async fn keys_whose_session_cannot_be_opened_were_never_changed() {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    relay.register(SAM).await;
    let first = sign_in(&relay).await;
    let code = RecoveryCode::make(&mut OsRandom);
    let database = folder.path().join("relay.sqlite");
    assert!(database.exists());
    let database = rusqlite::Connection::open(database).unwrap();
    let fail =
        "CREATE TRIGGER no_session BEFORE INSERT ON sessions BEGIN SELECT RAISE(ABORT, 'no'); END";
    database.execute(fail, []).unwrap();
    assert_eq!(rekey(&relay, &first, 2, &code).await.status, StatusCode::INTERNAL_SERVER_ERROR);
    let record: AccountRecord = relay.get("account", &first).await.json();
    assert_eq!((record.generation, record.has_recovery), (1, false));

    database.execute("DROP TRIGGER no_session", []).unwrap();
    assert_eq!(rekey(&relay, &first, 2, &code).await.status, StatusCode::OK);
}
