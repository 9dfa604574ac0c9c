//! Leaving, and deleting the account: what the other is answered and sees stays the same.

use super::*;

/// What Noor's app asks and is answered while nothing new is there.
async fn a_quiet_minute(noor: &Person, line: &InProcess) -> Vec<crate::in_process::Heard> {
    line.take_heard();
    noor.sync(NOW).await;
    line.take_heard()
}

/// Two people and what they said to each other; Noor is listened to.
async fn two(relay: &InProcess, handles: [&str; 2]) -> (Person, Person, InProcess) {
    let (sam, _) = sign_up(relay, handles[0], OLD).await.unwrap();
    let line = relay.overheard();
    let (noor, _) = sign_up(&line, handles[1], OLD).await.unwrap();
    pair(&sam, &noor).await;
    say(&sam, "from sam").await;
    say(&noor, "from noor").await;
    both(&sam, &noor).await;
    (sam, noor, line)
}

#[tokio::test]
async fn whoever_leaves_is_gone_and_the_other_cannot_tell() {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    let (_, noor, line) = two(&relay, ["sam-who-leaves", "noor-who-stays"]).await;
    let sam = sign_in(&relay, "sam-who-leaves", OLD).await.unwrap();
    sam.sync(NOW).await;
    let elsewhere = sign_in(&relay, "sam-who-leaves", OLD).await.unwrap();
    elsewhere.sync(NOW).await;
    both(&sam, &noor).await;
    let before = a_quiet_minute(&noor, &line).await;
    let seen = noor.view(NOW);
    assert!(before.iter().any(|it| it.0.contains("/entries?after=")), "{before:?}");

    sam.ask(NOW, Command::LeaveSpace).await.unwrap();
    sam.sync(NOW).await;
    assert_eq!(sam.view(NOW).pairing, Pairing::Alone);
    assert!(sam.view(NOW).appreciations.is_empty());

    assert_eq!(a_quiet_minute(&noor, &line).await, before);
    assert_eq!(noor.view(NOW), seen);
    // What is said into the empty room is taken as ever.
    say(&noor, "are you there?").await;
    let heard = line.take_heard();
    assert!(heard.iter().all(|it| it.1 == 200), "{heard:?}");
    assert_eq!(kind_words(&noor).len(), 3);
    assert!(noor.view(NOW).alarms.is_empty());

    // The other device of Sam's lets go as soon as it hears of it, and a third never sees it again.
    elsewhere.sync(NOW).await;
    elsewhere.sync(NOW).await;
    let third = sign_in(&relay, "sam-who-leaves", OLD).await.unwrap();
    third.sync(NOW).await;
    for device in [&elsewhere, &third] {
        let view = device.view(NOW);
        assert_eq!(view.pairing, Pairing::Alone);
        assert!(view.alarms.is_empty() && view.appreciations.is_empty() && view.unsent == 0);
        assert!(!format!("{view:?}").contains("are you there?"));
    }

    // A new space with somebody else begins from nothing.
    let (kim, _) = sign_up(&relay, "kim-of-later", OLD).await.unwrap();
    pair(&sam, &kim).await;
    say(&kim, "hello").await;
    both(&sam, &kim).await;
    assert_eq!(kind_words(&sam), ["hello"]);
    assert_eq!(kind_words(&noor).len(), 3);
}

#[tokio::test]
async fn a_deleted_account_is_gone_and_the_other_cannot_tell() {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    let (sam, noor, line) = two(&relay, ["sam-who-deletes", "noor-who-keeps"]).await;
    both(&sam, &noor).await;
    let before = a_quiet_minute(&noor, &line).await;
    let seen = noor.view(NOW);

    let refused = account::delete(&relay, &Here, "sam-who-deletes", NEW, None).await;
    assert_eq!(refused, Err(SignError::WrongCredentials));
    account::delete(&relay, &Here, "sam-who-deletes", OLD, None).await.unwrap();

    assert_eq!(a_quiet_minute(&noor, &line).await, before);
    assert_eq!(noor.view(NOW), seen);
    say(&noor, "are you there?").await;
    assert!(line.take_heard().iter().all(|it| it.1 == 200));

    sam.sync(NOW).await;
    assert_eq!(sam.view(NOW).connection, Connection::SignedOut);
    let refused = sign_in(&relay, "sam-who-deletes", OLD).await.map(|_| ());
    assert_eq!(refused, Err(SignError::WrongCredentials));
    // A name that could be taken again would tell whoever tries it.
    let refused = sign_up(&relay, "sam-who-deletes", NEW).await.map(|_| ()).unwrap_err();
    assert_eq!(refused, SignError::HandleTaken);

    // When the other goes too, nothing of the space is left.
    account::delete(&relay, &Here, "noor-who-keeps", OLD, None).await.unwrap();
    // It goes with what is put in order every day, and at every start: how long a request takes must tell nothing.
    let restarted = super::relay(folder.path());
    sign_up(&restarted, "kim-of-the-next-day", OLD).await.unwrap();
    let rows = |table: &str| {
        let db = rusqlite::Connection::open(folder.path().join("relay.sqlite")).unwrap();
        let count = format!("SELECT count(*) FROM {table}");
        db.query_row(&count, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    for table in ["entries", "spaces", "claims", "snapshots"] {
        assert_eq!(rows(table), 0, "{table}");
    }
    assert_eq!(rows("sessions"), 1, "only Kim's");
}
