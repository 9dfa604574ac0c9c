//! Accounts from end to end: the real client code, the real Argon2id and OPAQUE, the real relay on a real folder.

use std::{path::Path, sync::Arc};

use reknit_client::{
    account::{self, Recover, RecoverySheet, SignError, SignIn, SignUp},
    command::Command,
    engine::Engine,
    ports::Now,
    randoms::Randoms,
    view::{Alarm, Connection, Pairing},
};
use reknit_relay::{Relay, Settings, assets::NoAssets, router};
use tempfile::TempDir;

use crate::in_process::{Here, InProcess, Person, Utc};

mod copying;
mod keeping;
mod keys;
mod leaving;
mod notes;

const NOW: Now = Now { ms: 1_790_000_000_000, today: 20_717 };
const OLD: &str = "meadow lantern copper window thirty";
const NEW: &str = "pebble orchard violin autumn seven";

fn relay(folder: &Path) -> InProcess {
    let settings = Settings::default();
    let relay = Relay::open(folder, settings).unwrap();
    InProcess::new(router(relay, Arc::new(NoAssets)))
}

async fn sign_up(
    relay: &InProcess,
    handle: &str,
    passphrase: &str,
) -> Result<(Person, RecoverySheet), SignError> {
    let sign_up = SignUp {
        handle: handle.into(),
        passphrase: passphrase.into(),
        own_device: false,
        recovery: true,
    };
    let (unlocked, sheet) =
        account::register(relay, &Here, Randoms::os(), Box::new(Utc), NOW, sign_up).await?;
    let person = Person::new(unlocked.engine, unlocked.outputs, relay.clone(), NOW).await;
    Ok((person, sheet.unwrap()))
}

/// Signs in at one relay and goes on at another.
async fn sign_in_then(
    relay: &InProcess,
    handle: &str,
    passphrase: &str,
    then: &InProcess,
) -> Result<Person, SignError> {
    let sign_in = SignIn {
        handle: handle.into(),
        passphrase: passphrase.into(),
        own_device: false,
        keep: account::Keep::default(),
    };
    let unlocked =
        account::sign_in(relay, &Here, Randoms::os(), Box::new(Utc), NOW, sign_in).await?;
    Ok(Person::new(unlocked.engine, unlocked.outputs, then.clone(), NOW).await)
}

async fn sign_in(relay: &InProcess, handle: &str, passphrase: &str) -> Result<Person, SignError> {
    sign_in_then(relay, handle, passphrase, relay).await
}

async fn both(a: &Person, b: &Person) {
    for _ in 0..4 {
        a.sync(NOW).await;
        b.sync(NOW).await;
    }
}

async fn pair(a: &Person, b: &Person) {
    a.ask(NOW, Command::Invite { my_name: "Sam".into() }).await.unwrap();
    let Pairing::Inviting { fragment, .. } = a.view(NOW).pairing else { panic!("no invitation") };
    b.ask(NOW, Command::Join { fragment, my_name: "Noor".into() }).await.unwrap();
    both(a, b).await;
    b.ask(NOW, Command::WordsMatch).await.unwrap();
    a.ask(NOW, Command::WordsMatch).await.unwrap();
    both(a, b).await;
    assert!(matches!(b.view(NOW).pairing, Pairing::Paired { .. }));
}

fn kind_words(person: &Person) -> Vec<String> {
    person.view(NOW).appreciations.into_iter().map(|it| it.words).collect()
}

async fn say(person: &Person, words: &str) {
    person.ask(NOW, Command::Appreciate(words.into())).await.unwrap();
}

async fn token(person: &Person) -> String {
    let mut token = String::new();
    person
        .act(NOW, |engine: &mut Engine| {
            token = engine.token().unwrap_or_default().to_owned();
            Vec::new()
        })
        .await;
    token
}

/// A relay's folder as a backup has it. SQLite copies the database: whoever has it open may be writing. (A thief of the files would also have
/// pages that are free, and the log.)
fn copy(from: &Path, to: &Path) {
    let database = rusqlite::Connection::open(from.join("relay.sqlite")).unwrap();
    let copied = to.join("relay.sqlite");
    database.execute("VACUUM INTO ?1", [copied.to_str().unwrap()]).unwrap();
    std::fs::copy(from.join("opaque-setup"), to.join("opaque-setup")).unwrap();
}

#[tokio::test]
async fn a_wrong_passphrase_and_an_unknown_name_are_one_answer() {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    sign_up(&relay, "sam-known", OLD).await.unwrap();
    for (handle, passphrase) in
        [("sam-known", NEW), ("sam-unknown", OLD), ("", ""), ("Not a name", OLD)]
    {
        let refused = sign_in(&relay, handle, passphrase).await.map(|_| ());
        assert_eq!(refused, Err(SignError::WrongCredentials), "{handle}");
    }
    assert_eq!(
        sign_up(&relay, "sam-known", NEW).await.map(|_| ()).unwrap_err(),
        SignError::HandleTaken
    );
    assert_eq!(
        sign_up(&relay, "sam-new", "short").await.map(|_| ()).unwrap_err(),
        SignError::WeakPassphrase
    );
    // Spaces around and between the words do not matter.
    assert!(sign_in(&relay, "sam-known", &format!("  {}  ", OLD.replace(' ', "  "))).await.is_ok());
}

#[tokio::test]
async fn a_stolen_database_without_the_setup_beside_it_answers_no_guess() {
    let (folder, other, stolen) =
        (TempDir::new().unwrap(), TempDir::new().unwrap(), TempDir::new().unwrap());
    let owner = relay(folder.path());
    sign_up(&owner, "sam-of-the-theft", OLD).await.unwrap();
    drop(relay(other.path()));
    copy(folder.path(), stolen.path());

    // The database alone does not even start, so that nobody makes a new setup over it by mistake.
    std::fs::remove_file(stolen.path().join("opaque-setup")).unwrap();
    assert!(Relay::open(stolen.path(), Settings::default()).is_err());
    // With a setup of the thief's own, the right passphrase is answered like a wrong one: no guess can be told from another.
    std::fs::copy(other.path().join("opaque-setup"), stolen.path().join("opaque-setup")).unwrap();
    let thief = relay(stolen.path());
    for passphrase in [OLD, NEW] {
        let refused = sign_in(&thief, "sam-of-the-theft", passphrase).await.map(|_| ());
        assert_eq!(refused, Err(SignError::WrongCredentials));
    }
    // The control: with the true setup it opens.
    std::fs::copy(folder.path().join("opaque-setup"), stolen.path().join("opaque-setup")).unwrap();
    assert!(sign_in(&relay(stolen.path()), "sam-of-the-theft", OLD).await.is_ok());
}

/// A disk that is not mounted, a copy that has only begun: whoever is in the midst of a repair finds all as they left it.
#[tokio::test]
async fn what_does_not_fit_together_is_neither_made_nor_changed() {
    let (folder, kept) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let sam = sign_up(&relay(folder.path()), "sam-of-the-repair", OLD).await.unwrap();
    copy(folder.path(), kept.path());
    drop(sam);
    let database = kept.path().join("relay.sqlite");
    let whole = std::fs::read(&database).unwrap();
    let why = || Relay::open(kept.path(), Settings::default()).unwrap_err().to_string();

    std::fs::remove_file(&database).unwrap();
    assert!(why().contains("is missing"));
    assert!(!database.exists());
    std::fs::write(&database, b"").unwrap();
    assert!(why().contains("is missing"));
    assert_eq!(std::fs::read(&database).unwrap(), b"");
    std::fs::write(&database, &whole[..whole.len() / 2]).unwrap();
    Relay::open(kept.path(), Settings::default()).unwrap_err();
    assert_eq!(std::fs::read(&database).unwrap(), &whole[..whole.len() / 2]);

    // An old shape, which a start would bring to the newest; but the setup is missing.
    std::fs::write(&database, &whole).unwrap();
    std::fs::remove_file(kept.path().join("opaque-setup")).unwrap();
    rusqlite::Connection::open(&database).unwrap().pragma_update(None, "user_version", 1).unwrap();
    assert!(why().contains("opaque-setup is missing"));
    let read = rusqlite::Connection::open(&database).unwrap();
    let shape: u32 = read.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(shape, 1);
}

#[tokio::test]
async fn a_relay_that_goes_back_to_an_old_backup_is_noticed() {
    let (folder, old) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let today = relay(folder.path());
    let (sam, _) = sign_up(&today, "sam-again", OLD).await.unwrap();
    let (noor, _) = sign_up(&today, "noor-again", OLD).await.unwrap();
    pair(&sam, &noor).await;
    sam.lock(NOW).await;
    copy(folder.path(), old.path());
    let sam = sign_in(&today, "sam-again", OLD).await.unwrap();
    say(&sam, "one").await;
    say(&sam, "two").await;
    sam.sync(NOW).await;
    sam.lock(NOW).await;
    // The same device, the old folder.
    let back = relay(old.path());
    let backwards = back.serving_all_of(&{
        let other = sign_in(&back, "sam-again", OLD).await.unwrap();
        token(&other).await
    });
    let sam = sign_in_then(&today, "sam-again", OLD, &backwards).await.unwrap();
    for _ in 0..3 {
        sam.sync(NOW).await;
    }
    let alarms = sam.view(NOW).alarms;
    assert!(alarms.contains(&Alarm::RolledBack) || alarms.contains(&Alarm::Account), "{alarms:?}");
}
