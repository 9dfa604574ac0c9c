//! New keys: what an old passphrase, an old code and an old session open afterwards.

use super::*;

/// New keys, under another passphrase or the same.
async fn rekey(
    person: &Person,
    relay: &InProcess,
    passphrase: &str,
    recovery: bool,
) -> Option<RecoverySheet> {
    let mut job = None;
    person
        .act(NOW, |it| {
            job = Some(it.rekey_job());
            Vec::new()
        })
        .await;
    let (mut randoms, job) = (Randoms::os(), job.unwrap());
    let done = account::rekey(relay, &Here, &mut randoms, job, OLD, passphrase, recovery).await;
    let (done, sheet) = done.unwrap();
    person.act(NOW, |it| it.rekeyed(NOW, done)).await;
    sheet
}

/// Comes back with a recovery code.
async fn come_back(
    relay: &InProcess,
    handle: &str,
    code: &str,
    passphrase: &str,
) -> Result<Person, SignError> {
    let recover = Recover {
        handle: handle.into(),
        code: code.into(),
        passphrase: passphrase.into(),
        own_device: false,
        keep: account::Keep::default(),
    };
    let (unlocked, _) =
        account::recover(relay, &Here, Randoms::os(), Box::new(Utc), NOW, recover).await?;
    Ok(Person::new(unlocked.engine, unlocked.outputs, relay.clone(), NOW).await)
}

#[tokio::test]
async fn an_old_passphrase_with_an_old_dump_and_todays_database_opens_nothing_new() {
    let (folder, stolen) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let today = relay(folder.path());
    let (sam, sheet) = sign_up(&today, "sam-of-the-story", OLD).await.unwrap();
    let (noor, _) = sign_up(&today, "noor-of-the-story", OLD).await.unwrap();
    pair(&sam, &noor).await;
    say(&noor, "before").await;
    both(&sam, &noor).await;
    sam.lock(NOW).await;

    // Somebody copies the folder, and knows the passphrase.
    copy(folder.path(), stolen.path());
    let old_token = token(&sam).await;

    let new_sheet = rekey(&sam, &today, NEW, true).await;
    both(&sam, &noor).await;
    say(&noor, "after, from noor").await;
    say(&sam, "after, from sam").await;
    both(&sam, &noor).await;
    assert_eq!(kind_words(&sam).len(), 3);
    assert_eq!(kind_words(&noor).len(), 3);

    // The old passphrase opens no session, nor does the old session or the old code.
    assert_eq!(
        sign_in(&today, "sam-of-the-story", OLD).await.map(|_| ()),
        Err(SignError::WrongCredentials)
    );
    let with = async |code: &str| come_back(&today, "sam-of-the-story", code, OLD).await;
    let refused = with(&sheet.code).await;
    assert_eq!(refused.map(|_| ()).unwrap_err(), SignError::WrongCredentials);

    // With the dump it opens what was there then …
    let then = relay(stolen.path());
    let thief = sign_in(&then, "sam-of-the-story", OLD).await.unwrap();
    thief.sync(NOW).await;
    assert_eq!(kind_words(&thief), ["before"]);

    // … and with everything the relay has today, nothing more: not even when its host serves it all.
    let served = today.serving_all_of(&token(&sam).await);
    let thief = sign_in_then(&then, "sam-of-the-story", OLD, &served).await.unwrap();
    for _ in 0..4 {
        thief.sync(NOW).await;
    }
    let seen = format!("{:?}", thief.view(NOW));
    assert!(!seen.contains("after"), "{seen}");
    // The control: with the new passphrase the same question does open it.
    let owner = sign_in_then(&today, "sam-of-the-story", NEW, &served).await.unwrap();
    owner.sync(NOW).await;
    assert!(format!("{:?}", owner.view(NOW)).contains("after, from noor"));

    // A session from before the change is over.
    let late = today.serving_all_of(&old_token);
    let stale = sign_in_then(&then, "sam-of-the-story", OLD, &late).await.unwrap();
    stale.sync(NOW).await;
    assert_eq!(stale.view(NOW).connection, Connection::SignedOut);

    // The new code works once; then it is void too.
    let code = new_sheet.unwrap().code;
    let back = with(&code).await.unwrap();
    back.sync(NOW).await;
    assert_eq!(kind_words(&back).len(), 3);
    let again = with(&code).await;
    assert_eq!(again.map(|_| ()).unwrap_err(), SignError::WrongCredentials);
}

#[tokio::test]
async fn signing_the_others_out_makes_new_keys_and_keeps_the_passphrase() {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    let (sam, sheet) = sign_up(&relay, "sam-elsewhere", OLD).await.unwrap();
    let (noor, _) = sign_up(&relay, "noor-elsewhere", OLD).await.unwrap();
    pair(&sam, &noor).await;
    let lost = sign_in(&relay, "sam-elsewhere", OLD).await.unwrap();
    lost.sync(NOW).await;

    rekey(&sam, &relay, OLD, false).await;
    both(&sam, &noor).await;
    say(&noor, "after").await;
    both(&sam, &noor).await;
    assert_eq!(kind_words(&sam), ["after"]);

    // The other device is signed out.
    lost.sync(NOW).await;
    assert_eq!(lost.view(NOW).connection, Connection::SignedOut);
    assert!(!format!("{:?}", lost.view(NOW)).contains("after"));
    // The old code is void; the passphrase still opens the account.
    let refused = come_back(&relay, "sam-elsewhere", &sheet.code, NEW).await;
    assert_eq!(refused.map(|_| ()).unwrap_err(), SignError::WrongCredentials);
    let again = sign_in(&relay, "sam-elsewhere", OLD).await.unwrap();
    again.sync(NOW).await;
    assert_eq!(kind_words(&again), ["after"]);
}
