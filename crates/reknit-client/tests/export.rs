//! Exports: what is in them, and that nothing in them can be changed unnoticed.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it likes")]

mod two;

use reknit_client::{
    account::Keep,
    command::Command,
    export::{CheckError, Export, Signed, check, markdown},
    view::Slot,
};
use reknit_model::log::Partner;
use serde_json::{Value, json};
use two::{Two, now, page};

fn told() -> Two {
    let mut two = Two::new();
    two.agree_hour();
    two.say(1, "from ben");
    two.say(0, "from ada");
    two.ask(0, Command::ClosePage(page("ada slept better"))).unwrap();
    two.ask(1, Command::ClosePage(page("ben waited"))).unwrap();
    two.sync();
    two.now_ms += 3 * 3_600_000;
    two.sync();
    two.sync();
    two.say(1, "afterwards");
    two.ask(0, Command::ClosePage(page("not open yet"))).unwrap();
    two.sync();
    let draft = Command::SaveDraft { slot: Slot::Step, text: "only for ada".into() };
    two.ask(0, draft).unwrap();
    two
}

fn export(two: &Two, who: usize, private: bool) -> Export {
    two.engines[who].export(now(two.now_ms), private)
}

#[test]
fn an_export_holds_everything_and_can_be_checked() {
    let two = told();
    for who in [0, 1] {
        let checked = check(&export(&two, who, false).to_json()).unwrap();
        assert!(checked.n_entries > 12, "{checked:?}");
        assert!(checked.n_read + 4 > checked.n_entries, "{checked:?}");
        let text = markdown(&checked.export.readable());
        for words in ["from ben", "from ada", "ada slept better", "ben waited", "afterwards"] {
            assert!(text.contains(words), "{words} is not in {text}");
        }
        assert!(text.contains("Ada: said something kind"));
    }
    // Of what nobody has read, neither the one who may not …
    let of_ben = export(&two, 1, true);
    assert!(!of_ben.to_json().contains("not open yet"));
    // … and of what is private, only where it was asked for.
    assert!(!export(&two, 0, false).to_json().contains("only for ada"));
    let all = check(&export(&two, 0, true).to_json()).unwrap().export;
    let text = markdown(&all.readable());
    assert!(text.contains("only for ada") && text.contains("not open yet"), "{text}");
}

#[test]
fn another_device_and_quiet_make_the_same_export() {
    let mut two = told();
    let before = export(&two, 0, false);
    two.ask(0, Command::Quiet(true)).unwrap();
    two.say(1, "unseen");
    let quiet = export(&two, 0, false);
    assert!(quiet.to_json().contains("unseen") && quiet.space != before.space);
    two.now_ms += 3 * 60_000;
    two.sync();
    let at = now(two.now_ms);
    let (fresh, outputs) = two.people[0].open(&mut two.relay, at, 9, &Keep::default());
    two.engines[0] = fresh;
    two.carry_out(0, outputs);
    two.sync();
    assert_eq!(export(&two, 0, false).space, quiet.space);
}

#[test]
fn a_key_opens_its_own_entry_and_no_other() {
    let two = told();
    let mut export = export(&two, 0, false);
    let entries = &mut export.space.as_mut().unwrap().entries;
    let open: Vec<usize> = (0..entries.len()).filter(|at| entries[*at].key.is_some()).collect();
    let [.., a, b] = open[..] else { panic!("too few") };
    let key = entries[a].key.clone();
    entries[b].key = key;
    let (by, seq) = (entries[b].by, entries[b].seq);
    assert_eq!(check(&export.to_json()), Err(CheckError::Words { by, seq }));
}

type Change = fn(&mut Vec<Signed>, &mut Value);

#[test]
fn nothing_can_be_changed_unnoticed() {
    let two = told();
    let whole = export(&two, 0, false);
    assert!(check(&whole.to_json()).is_ok());
    let last_said = |it: &[Signed]| it.iter().rposition(|it| it.said.is_some()).unwrap();
    let changes: [(&str, Change); 10] = [
        ("a word", |it, _| {
            let said = it
                .iter_mut()
                .find(|it| it.said.as_ref().is_some_and(|it| it["words"] == "from ben"));
            said.unwrap().said.as_mut().unwrap()["words"] = json!("from bem");
        }),
        ("a signature", |it, _| it[3].envelope.0[200] ^= 1),
        ("a header", |it, _| it[3].envelope.0[40] ^= 1),
        ("a body", |it, _| it[3].envelope.0[300] ^= 1),
        ("left out", |it, _| drop(it.remove(5))),
        ("twice", |it, _| it.insert(5, it[4].clone())),
        ("another author", |it, _| it[3].by = it[3].by.other()),
        ("another name", |it, _| it[3].hash.0[0] ^= 1),
        ("a key taken out, words left", |it, _| it.last_mut().unwrap().key = None),
        ("a page", |_, space| space["pages"][0]["page"]["went_right"] = json!("something else")),
    ];
    for (name, change) in changes {
        let mut export = whole.clone();
        let mut space = serde_json::to_value(export.space.as_ref().unwrap()).unwrap();
        let mut entries = export.space.as_ref().unwrap().entries.clone();
        change(&mut entries, &mut space);
        space["entries"] = serde_json::to_value(&entries).unwrap();
        export.space = serde_json::from_value(space).unwrap();
        assert!(check(&export.to_json()).is_err(), "{name} was not noticed");
    }
    let mut export = whole.clone();
    export.space.as_mut().unwrap().members[0].identity.0[0] ^= 1;
    assert_eq!(check(&export.to_json()), Err(CheckError::Members));
    assert_eq!(check("{}"), Err(CheckError::Format));
    // What was written last can be left off: that nothing came later is not shown, and is not claimed.
    let mut export = whole;
    let space = export.space.as_mut().unwrap();
    let at = last_said(&space.entries);
    assert_eq!(space.entries[at].by, Partner::Host);
    space.entries.truncate(at);
    assert!(check(&export.to_json()).is_ok());
}
