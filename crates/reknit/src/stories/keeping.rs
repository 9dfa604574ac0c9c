//! What lies on a device when its account gets new keys, and what is known when the relay's last answer is lost.

use std::cell::Cell;

use reknit_client::{
    account::{self, Keep, Recover, SignError, SignUp},
    command::Command,
    engine::Output,
    ports::{HttpReply, HttpRequest, Offline, Slow, Transport},
    randoms::Randoms,
    view::Slot,
};
use reknit_wire::{
    api::{AccountRecord, PutKeyring},
    bytes::Bytes,
    limits::VAULT_SEALED_BYTES,
};
use tempfile::TempDir;

use super::{NEW, NOW, OLD, relay, sign_in, sign_up, token};
use crate::in_process::{Here, InProcess, Utc};

#[tokio::test]
async fn coming_back_with_the_code_takes_along_what_lies_on_the_device() {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    let sign_up = SignUp {
        handle: "sam-comes-back".into(),
        passphrase: OLD.into(),
        own_device: true,
        recovery: true,
    };
    let made =
        account::register(&relay, &Here, Randoms::os(), Box::new(Utc), NOW, sign_up).await.unwrap();
    let (mut unlocked, sheet) = made;
    // Words that were never sent anywhere.
    let draft = Command::SaveDraft { slot: Slot::Step, text: "only here".into() };
    let outputs = unlocked.engine.command(NOW, draft).unwrap();
    let kept = unlocked.outputs.into_iter().chain(outputs).filter_map(|it| match it {
        Output::Keep { name, bytes, .. } => Some((name, bytes)),
        _ => None,
    });
    let recover = Recover {
        handle: "sam-comes-back".into(),
        code: sheet.unwrap().code,
        passphrase: NEW.into(),
        own_device: true,
        keep: Keep(kept.collect()),
    };
    let back = account::recover(&relay, &Here, Randoms::os(), Box::new(Utc), NOW, recover).await;
    let (unlocked, _) = back.unwrap();
    assert_eq!(unlocked.engine.view(NOW).drafts[&Slot::Step].text, "only here");
}

/// A line that breaks just before the last answer of a change of passphrase.
struct BreaksAtTheEnd(InProcess);

impl Transport for BreaksAtTheEnd {
    async fn send(&self, request: HttpRequest) -> Result<HttpReply, Offline> {
        let is_last = request.path.ends_with("/rekey/finish");
        let reply = self.0.send(request).await;
        if is_last { Err(Offline) } else { reply }
    }
}

#[tokio::test]
async fn a_change_whose_last_answer_is_lost_is_told_as_one_that_may_have_worked() {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    let (sam, _) = sign_up(&relay, "sam-is-cut-off", OLD).await.unwrap();
    let mut job = None;
    sam.act(NOW, |it| {
        job = Some(it.rekey_job());
        Vec::new()
    })
    .await;
    let line = BreaksAtTheEnd(relay.clone());
    let mut randoms = Randoms::os();
    let changed = account::rekey(&line, &Here, &mut randoms, job.unwrap(), OLD, NEW, true).await;
    assert_eq!(changed.map(|_| ()).unwrap_err(), SignError::Unsure);
    assert!(sign_in(&relay, "sam-is-cut-off", NEW).await.is_ok());
}

/// A line on which another device writes just before the first end of a change of passphrase.
struct WritesMeanwhile(InProcess, Cell<bool>);

impl Transport for WritesMeanwhile {
    async fn send(&self, request: HttpRequest) -> Result<HttpReply, Offline> {
        if request.path.ends_with("/rekey/finish") && !self.1.replace(true) {
            let other = sign_in(&self.0, "sam-on-two", OLD).await.unwrap();
            other.sync(NOW).await;
            let draft = Command::SaveDraft { slot: Slot::Step, text: "meanwhile".into() };
            other.ask(NOW, draft).await.unwrap();
            other.lock(NOW).await;
        }
        self.0.send(request).await
    }
}

#[tokio::test]
async fn a_change_that_meets_another_device_takes_along_what_that_wrote() {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    let (sam, _) = sign_up(&relay, "sam-on-two", OLD).await.unwrap();
    sam.sync(NOW).await;
    let mut job = None;
    sam.act(NOW, |it| {
        job = Some(it.rekey_job());
        Vec::new()
    })
    .await;
    let line = WritesMeanwhile(relay.clone(), Cell::new(false));
    let mut randoms = Randoms::os();
    let changed = account::rekey(&line, &Here, &mut randoms, job.unwrap(), OLD, NEW, true).await;
    assert!(changed.is_ok() && line.1.get());
    let back = sign_in(&relay, "sam-on-two", NEW).await.unwrap();
    back.sync(NOW).await;
    assert_eq!(back.view(NOW).drafts[&Slot::Step].text, "meanwhile");
}

/// Whoever found a token can write what nobody can read over the keys that the relay holds. New keys from a device that has the true ones mend it.
#[tokio::test]
async fn keys_that_somebody_wrote_over_are_mended_by_a_new_passphrase() {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    let (sam, _) = sign_up(&relay, "sam-is-written-over", OLD).await.unwrap();
    let draft = Command::SaveDraft { slot: Slot::Step, text: "still here".into() };
    sam.ask(NOW, draft).await.unwrap();
    sam.sync(NOW).await;
    let found = token(&sam).await;
    let request = |method, path: String, binary, body| HttpRequest {
        method,
        path: format!("/api/v1/{path}"),
        binary,
        body,
        token: Some(found.clone()),
    };
    let reply = relay.send(request("GET", "account".into(), false, Vec::new())).await.unwrap();
    let record: AccountRecord = serde_json::from_slice(&reply.body).unwrap();
    let keyring = PutKeyring { keyring: Bytes(vec![7; 64]), version: record.keyring_version + 1 };
    let keyring = serde_json::to_vec(&keyring).unwrap();
    let vault = format!("vault?version={}", record.vault_version + 1);
    for written in [
        request("PUT", "keyring".into(), false, keyring),
        request("PUT", vault, true, vec![7; VAULT_SEALED_BYTES]),
    ] {
        assert_eq!(relay.send(written).await.unwrap().status, 200);
    }
    assert_eq!(
        sign_in(&relay, "sam-is-written-over", OLD).await.map(|_| ()).unwrap_err(),
        SignError::Damaged
    );
    let mut job = None;
    sam.act(NOW, |it| {
        job = Some(it.rekey_job());
        Vec::new()
    })
    .await;
    let mut randoms = Randoms::os();
    account::rekey(&relay, &Here, &mut randoms, job.unwrap(), OLD, NEW, true).await.unwrap();
    let back = sign_in(&relay, "sam-is-written-over", NEW).await.unwrap();
    back.sync(NOW).await;
    assert_eq!(back.view(NOW).drafts[&Slot::Step].text, "still here");
}

/// A worker that dies at its last job: stretching the new passphrase for this device.
struct Dies(Cell<u32>);

impl Slow for Dies {
    async fn run(&self, job: Vec<u8>) -> Option<Vec<u8>> {
        self.0.set(self.0.get() + 1);
        if self.0.get() == 5 { None } else { Here.run(job).await }
    }
}

#[tokio::test]
async fn a_worker_that_dies_leaves_the_passphrase_as_it_was() {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    let (sam, _) = sign_up(&relay, "sam-is-interrupted", OLD).await.unwrap();
    let mut job = None;
    sam.act(NOW, |it| {
        job = Some(it.rekey_job());
        Vec::new()
    })
    .await;
    let (worker, mut randoms) = (Dies(Cell::new(0)), Randoms::os());
    let changed = account::rekey(&relay, &worker, &mut randoms, job.unwrap(), OLD, NEW, true).await;
    assert_eq!(changed.map(|_| ()).unwrap_err(), SignError::Relay);
    assert_eq!(worker.0.get(), 5);
    assert!(sign_in(&relay, "sam-is-interrupted", OLD).await.is_ok());
}
