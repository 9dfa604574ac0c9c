//! A copy of everything from a relay: it is read, and nothing else happens, whatever is due (docs/hosting.md says what its host sees).

use reknit_client::{
    command::{LetterCommand, TalkCommand},
    export::{check, markdown},
    letters::LetterDraft,
    ports::{HttpReply, HttpRequest, Offline, Transport},
};
use reknit_model::{checkin::Page, letters::Words, rhythm::Rhythm};
use reknit_wire::envelope::{Stored, decode_page, encode_page};
use rusqlite::{Connection as Database, types::Value};

use super::*;
use crate::export::copy_from;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Three weeks later, when an app that is opened has much to send.
const LATER: Now = Now { ms: NOW.ms + 21 * DAY_MS, today: NOW.today + 21 };

/// Every row of a host's database, as it is.
fn rows(folder: &Path) -> Vec<(String, Vec<Value>)> {
    let db = Database::open(folder.join("relay.sqlite")).unwrap();
    let mut names = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
    let names: Vec<String> =
        names.query_map([], |it| it.get(0)).unwrap().map(Result::unwrap).collect();
    let mut all = Vec::new();
    for name in names {
        let mut query = db.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let n = query.column_count();
        let values = query.query_map([], |row| (0..n).map(|at| row.get(at)).collect());
        all.extend(values.unwrap().map(|it| (name.clone(), it.unwrap())));
    }
    all
}

/// Sam and Noor; of Sam a letter waits for its time, both pages are closed for an hour that passes, and a talk is over.
async fn with_much_due(line: &InProcess) -> Vec<Person> {
    let (sam, _) = sign_up(line, "sam-who-copies", OLD).await.unwrap();
    let (noor, _) = sign_up(line, "noor-who-hosts", OLD).await.unwrap();
    pair(&sam, &noor).await;
    let talk = |it| Command::Talk(it);
    let topic = "The evening".to_owned();
    sam.ask(NOW, talk(TalkCommand::Offer { topic, i_speak: true })).await.unwrap();
    both(&sam, &noor).await;
    let id = noor.view(NOW).talks[0].id;
    noor.ask(NOW, talk(TalkCommand::Join(id))).await.unwrap();
    both(&sam, &noor).await;
    noor.ask(NOW, talk(TalkCommand::End(id))).await.unwrap();
    let rhythm = Rhythm { weekday: 6, minute_of_day: 19 * 60, zone: "UTC".into() };
    sam.ask(NOW, Command::OfferRhythm(rhythm)).await.unwrap();
    both(&sam, &noor).await;
    let offer = noor.view(NOW).checkin.offer.unwrap().id;
    noor.ask(NOW, Command::AgreeRhythm(offer)).await.unwrap();
    both(&sam, &noor).await;
    for person in [&sam, &noor] {
        let page = Page { feel: "tired".into(), ..Page::default() };
        person.ask(NOW, Command::ClosePage(page)).await.unwrap();
    }
    both(&sam, &noor).await;
    let words = Words { did: "I lied.".into(), mine: "Mine.".into(), ..Words::default() };
    let draft = LetterDraft { words, ..LetterDraft::default() };
    let due_ms = NOW.ms + DAY_MS;
    let away = LetterCommand::PutAway { draft, revises: None, due_ms };
    sam.ask(NOW, Command::Letter(away)).await.unwrap();
    say(&noor, "thank you for the tea").await;
    both(&sam, &noor).await;
    sam.lock(NOW).await;
    noor.lock(NOW).await;
    vec![sam, noor]
}

#[tokio::test]
async fn a_copy_reads_everything_and_writes_nothing() {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    drop(with_much_due(&relay).await);
    let line = relay.overheard();
    let before = rows(folder.path());
    let (export, alarms) = copy_from(&line, ("sam-who-copies", OLD), LATER, true).await.unwrap();
    let asked: Vec<String> = line.take_heard().into_iter().map(|it| it.0).collect();
    assert_eq!(alarms, []);
    let text = markdown(&check(&export.to_json()).unwrap().export.readable());
    assert!(text.contains("thank you for the tea") && text.contains("I lied."), "{text}");
    assert!(!text.contains("not sent yet"), "{text}");

    // What docs/hosting.md says, and in this order.
    let shape = |it: &String| -> String {
        let path = it.replace("/api/v1/", "");
        path.split('/').filter(|it| it.len() != 32).collect::<Vec<_>>().join("/")
    };
    let mut shapes: Vec<String> = asked.iter().map(shape).collect();
    let pages = shapes.iter().filter(|it| it.starts_with("GET spaces/entries?after=")).count();
    assert!(pages > 1, "{shapes:?}");
    shapes.retain(|it| !it.starts_with("GET spaces/entries?after="));
    let expected = [
        "POST login/start",
        "POST login/finish",
        "GET vault",
        "GET spaces/snapshot",
        "DELETE sessions/current",
    ];
    assert_eq!(shapes, expected);
    assert!(rows(folder.path()) == before, "the database is as it was");

    // The control: the app itself would have had much to say.
    let sign_in = SignIn {
        handle: "sam-who-copies".into(),
        passphrase: OLD.into(),
        own_device: false,
        keep: account::Keep::default(),
    };
    let opened = account::sign_in(&line, &Here, Randoms::os(), Box::new(Utc), LATER, sign_in);
    let unlocked = opened.await.unwrap();
    let app = Person::new(unlocked.engine, unlocked.outputs, line.clone(), LATER).await;
    app.sync(LATER).await;
    let asked: Vec<String> = line.take_heard().into_iter().map(|it| it.0).collect();
    let n_sent =
        asked.iter().filter(|it| it.starts_with("POST") && it.ends_with("/entries")).count();
    assert!(n_sent > 0, "{asked:?}");
    assert!(rows(folder.path()) != before);
}

/// A relay that gives the last entry of its first page again and again, under rising cursors.
struct Repeats(InProcess, std::cell::RefCell<Option<Stored>>, std::cell::Cell<usize>);

impl Transport for Repeats {
    async fn send(&self, request: HttpRequest) -> Result<HttpReply, Offline> {
        let after = request.path.split_once("/entries?after=").and_then(|(_, it)| it.parse().ok());
        let Some(after): Option<u64> = after else { return self.0.send(request).await };
        self.2.set(self.2.get() + 1);
        let last = self.1.borrow_mut().take();
        if let Some(last) = last {
            let again = Stored { cursor: after + 1, ..last };
            let body = encode_page(std::slice::from_ref(&again));
            self.1.replace(Some(again));
            return Ok(HttpReply { status: 200, body });
        }
        let reply = self.0.send(request).await?;
        self.1.replace(decode_page(&reply.body).ok().and_then(|mut it| it.pop()));
        Ok(reply)
    }
}

#[tokio::test]
async fn a_relay_that_repeats_itself_is_not_asked_for_ever() {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    drop(with_much_due(&relay).await);
    let line = Repeats(relay, None.into(), 0.into());
    let (export, _) = copy_from(&line, ("sam-who-copies", OLD), LATER, false).await.unwrap();
    assert!(check(&export.to_json()).is_ok());
    assert!(line.2.get() < 10, "{} times", line.2.get());
}

#[tokio::test]
async fn a_copy_of_an_account_without_a_space_holds_what_is_private() {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    let (sam, _) = sign_up(&relay, "sam-alone", OLD).await.unwrap();
    let slot = reknit_client::view::Slot::Step;
    sam.ask(NOW, Command::SaveDraft { slot, text: "only for me".into() }).await.unwrap();
    sam.lock(NOW).await;
    let (export, _) = copy_from(&relay, ("sam-alone", OLD), LATER, true).await.unwrap();
    assert!(export.space.is_none() && export.to_json().contains("only for me"));
    let wrong = copy_from(&relay, ("sam-alone", NEW), LATER, true).await;
    assert!(wrong.unwrap_err().to_string().contains("do not fit"));
}
