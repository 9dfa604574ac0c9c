//! New keys at the relay: what was begun with the old ones, and what happens where a session cannot be opened.

mod common;

use axum::http::StatusCode;
use common::{Reply, TestRelay, run};
use reknit_vault::{random::OsRandom, recovery::RecoveryCode, slow_job::Job};
use reknit_wire::{
    api::{
        AccountKeys, AccountRecord, LoginFinish, LoginStart, LoginStarted, Opened, RecoverFinish,
        RecoverStart, RecoverStarted, Recovered, RecoveryKeys, RekeyFinish,
    },
    bytes::Bytes,
    id::AccountId,
    limits::VAULT_SEALED_BYTES,
};
use tempfile::TempDir;

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
    LoginFinish { login, finish: Bytes(done.first.to_vec()) }
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
    let finish = RekeyFinish {
        upload: Bytes(upload),
        account,
        keyring_from: 1,
        vault: Bytes(vec![3; VAULT_SEALED_BYTES]),
        vault_from: 1,
    };
    relay.json("POST", "rekey/finish", Some(token), &finish).await
}

fn token(opened: &Opened) -> String {
    data_encoding::BASE64URL_NOPAD.encode(&opened.token.0)
}

#[tokio::test]
async fn what_was_begun_with_old_keys_opens_nothing_after_the_change() {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    let first = relay.register(SAM).await;
    // The same code again, so that only the change itself makes the difference.
    let code = RecoveryCode::make(&mut OsRandom);
    let opened: Opened = rekey(&relay, &first, 2, &code).await.json();

    let finish = begin_login(&relay).await;
    let control = relay.json("POST", "login/finish", None, &finish).await;
    assert_eq!(control.status, StatusCode::OK);
    let finish = begin_recovery(&relay, &code).await;
    let control = relay.json("POST", "recover/finish", None, &finish).await;
    let opened_by_code = control.json::<Recovered>().opened;
    assert_eq!(opened_by_code.account.generation, 2);

    let login = begin_login(&relay).await;
    let recovery = begin_recovery(&relay, &code).await;
    assert_eq!(rekey(&relay, &token(&opened), 3, &code).await.status, StatusCode::OK);
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
    let first = relay.register(SAM).await;
    let login = begin_login(&relay).await;
    let gone = relay.send("DELETE", "/api/v1/account", Some(&first), None, Vec::new()).await;
    assert_eq!(gone.status, StatusCode::OK);
    let refused = relay.json("POST", "login/finish", None, &login).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

/// Whoever takes a token off a device that was left lying has no passphrase.
#[tokio::test]
async fn a_token_alone_neither_ends_the_account_nor_puts_new_keys_in_place() {
    let folder = TempDir::new().unwrap();
    let found = TestRelay::open(folder.path()).register(SAM).await;
    // Sessions of before count as opened long ago.
    let relay = TestRelay::open(folder.path());
    let code = RecoveryCode::make(&mut OsRandom);
    let end = async |token: &str| {
        relay.send("DELETE", "/api/v1/account", Some(token), None, Vec::new()).await
    };
    for refused in [end(&found).await, rekey(&relay, &found, 2, &code).await] {
        assert_eq!(
            (refused.status, refused.code()),
            (StatusCode::FORBIDDEN, "sign_in_again".into())
        );
    }
    assert_eq!(relay.get("account", &found).await.status, StatusCode::OK, "all is as it was");

    let login = begin_login(&relay).await;
    let opened: Opened = relay.json("POST", "login/finish", None, &login).await.json();
    let renewed: Opened = rekey(&relay, &token(&opened), 2, &code).await.json();
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
    let first = relay.register(SAM).await;
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
