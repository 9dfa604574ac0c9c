//! Exports: what is in them, and that nothing in them can be changed unnoticed.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it likes")]

mod two;

use reknit_client::{
    account::Keep,
    command::{Command, TalkCommand},
    export::{Block, CheckError, Export, Signed, check, markdown},
    letters::{LetterDraft, Offer, draft_slot},
    testing::Insider,
    view::{Settings, Slot, card_sheet, where_sheet},
};
use reknit_model::{checkin::Sliders, letters::Words, log::Partner, talks::Part};
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
    let sliders = Sliders { trust: Some(7), ..Sliders::default() };
    two.ask(0, Command::NoteSliders(sliders)).unwrap();
    two
}

/// A talk of one piece, told by Ada and ended by Ben.
fn talk(two: &mut Two, topic: &str, words: &str) -> reknit_model::talks::TalkId {
    let ask = |two: &mut Two, who, command| {
        two.ask(who, Command::Talk(command)).unwrap();
        two.sync();
    };
    ask(two, 0, TalkCommand::Offer { topic: topic.into(), i_speak: true });
    let id = two.view(1).talks[0].id;
    ask(two, 1, TalkCommand::Join(id));
    ask(two, 0, TalkCommand::Say { talk: id, part: Part::Piece, words: words.into() });
    ask(two, 1, TalkCommand::End(id));
    id
}

#[test]
fn words_of_a_talk_are_in_it_where_both_kept_them_and_only_there() {
    let mut two = Two::new();
    let kept = talk(&mut two, "The evening", "alone on the stairs");
    for who in [0, 1] {
        two.ask(who, Command::Talk(TalkCommand::Keep(kept))).unwrap();
        two.sync();
    }
    let let_go = talk(&mut two, "The morning", "nothing for others");
    two.ask(1, Command::Talk(TalkCommand::LetGo(let_go))).unwrap();
    two.sync();
    two.sync();
    let open = talk(&mut two, "The holidays", "not settled yet");
    two.ask(0, Command::Talk(TalkCommand::Keep(open))).unwrap();
    two.sync();
    for who in [0, 1] {
        let json = export(&two, who, false).to_json();
        let checked = check(&json).unwrap();
        let text = markdown(&checked.export.readable());
        assert!(text.contains("alone on the stairs") && text.contains("Ada, told"), "{text}");
        for unseen in ["nothing for others", "not settled yet"] {
            assert!(!text.contains(unseen) && !json.contains(unseen), "{unseen}");
        }
        // Who ended it, and who wishes to keep it, stands on no screen.
        for unseen in ["ended", "keeps", "keep the words", "let go"] {
            assert!(!text.contains(unseen), "{unseen}: {text}");
        }
        let changed = json.replace("alone on the stairs", "alone in the garden");
        assert_eq!(check(&changed), Err(CheckError::Talks));
    }
}

/// Nobody signed who made the file. Whoever flips it must gain nothing: no other words, and no caveat less.
#[test]
fn who_made_it_is_only_said_and_nothing_hangs_on_it() {
    let mut two = told();
    two.ask(0, Command::Appreciate("for this file".into())).unwrap();
    two.sync();
    let honest = export(&two, 0, false);
    let mut flipped = honest.clone();
    let space = flipped.space.as_mut().unwrap();
    space.me = space.me.other();
    assert_eq!(check(&flipped.to_json()), Err(CheckError::Members), "the names are signed");
    std::mem::swap(&mut flipped.names.mine, &mut flipped.names.theirs);
    let (honest, flipped) = (check(&honest.to_json()).unwrap(), check(&flipped.to_json()).unwrap());
    assert_eq!(honest.n_unanswered, flipped.n_unanswered);
    assert!(honest.n_unanswered[0] > 0);
    assert_eq!(honest.export.readable(), flipped.export.readable());
}

#[test]
fn two_who_bear_one_name_are_told_apart() {
    let mut two = Two::new();
    two.say(0, "from ada");
    two.say(1, "from ben");
    let who = |two: &Two| -> Vec<String> {
        let blocks = export(two, 0, false).readable().into_iter();
        let said = blocks.filter_map(|it| match it {
            Block::Said { what, lines } if lines.iter().any(|it| it.text.starts_with("from ")) => {
                Some(what)
            }
            _ => None,
        });
        said.collect()
    };
    assert_eq!(who(&two), ["Ada: said something kind", "Ben: said something kind"]);
    for name in ["Ada", "a d a", "\u{410}da"] {
        two.ask(1, Command::Rename(name.into())).unwrap();
        two.sync();
        let ada = "Ada (the one who began): said something kind".to_owned();
        let ben = format!("{name} (the one who was invited): said something kind");
        assert_eq!(who(&two), [ada, ben]);
    }
}

#[test]
fn what_nobody_signed_cannot_pass_for_something_else() {
    let two = told();
    let whole = export(&two, 0, true);
    for made_on in ["2026-11-25\n\n## Written for both", "yesterday", "", "2026-11-25\u{1b}[2J"] {
        let export = Export { made_on: made_on.into(), ..whole.clone() };
        assert_eq!(check(&export.to_json()), Err(CheckError::Format), "{made_on:?}");
    }
    for name in ["draft\n\n## Written for both", "\u{1b}[2J", "x".repeat(121).as_str()] {
        let mut export = whole.clone();
        export.private.as_mut().unwrap().insert(name.into(), "words".into());
        assert_eq!(check(&export.to_json()), Err(CheckError::Format), "{name:?}");
    }
    assert!(check(&whole.to_json()).is_ok());
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
    // The Monday of their week, and what the numbers mean.
    assert!(
        text.contains("My numbers, week of 2027-01-11") && text.contains("Trust, 0 to 10"),
        "{text}"
    );
}

/// The readable form is for people: hours as hours, a letter in its order, and no name that only the app knows.
#[test]
fn it_reads_as_it_was_written() {
    let mut two = Two::new();
    two.agree_hour();
    let draft = LetterDraft {
        words: Words {
            did: "one".into(),
            impact: "two".into(),
            mine: "three".into(),
            sorry: "five".into(),
            how: "six".into(),
            change: "seven".into(),
            forgive: "eight".into(),
        },
        offers: vec![Offer { words: "four".into(), days: 7 }],
        asks: true,
        at: 9,
    };
    let text = serde_json::to_string(&draft).unwrap();
    two.ask(0, Command::SaveDraft { slot: draft_slot(None), text }).unwrap();
    let text = r#"{"what":["lie"],"when":["days"]}"#.into();
    two.ask(0, Command::SaveDraft { slot: where_sheet(), text }).unwrap();
    let slot = card_sheet(reknit_model::cards::Kind::Guess);
    let text = r#"{"feeling":"alone","moment":"the stairs","need":"a word"}"#.into();
    two.ask(0, Command::SaveDraft { slot, text }).unwrap();
    let settings = Settings { told_it_stays: true, ..two.view(0).settings };
    two.ask(0, Command::Set(settings)).unwrap();

    let text = markdown(&export(&two, 0, true).readable());
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is not in {text}"));
    let in_order = |all: &[&str]| assert!(all.is_sorted_by_key(|it| at(it)), "{all:?} in {text}");
    in_order(&["> one", "> two", "> three", "> four", "> five", "> six", "> seven", "> eight"]);
    in_order(&["Where I am now", "A lie, or something kept hidden", "How long ago it came out"]);
    in_order(&["The moment:", "> the stairs", "You may have felt:", "> alone", "needed:"]);
    let hour = text.lines().skip_while(|it| *it != "Hour:").nth(2).unwrap();
    assert!(hour.len() == 7 && hour.starts_with("> ") && hour.contains(':'), "{hour:?} in {text}");
    for raw in ["told it stays", "sheet", "settings", "asks", "> no", "> 9", "197"] {
        assert!(!text.contains(raw), "{raw}: {text}");
    }
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

/// The other can say what no file can hold. It stays closed, and the rest is believed.
#[test]
fn what_no_file_can_hold_spoils_nothing_else() {
    let mut two = told();
    let deep = |n: usize| format!("{}1{}", "[".repeat(n), "]".repeat(n));
    // Also where the app heard something: what the file says of names is what its own words say.
    let named = |more: &str| format!(r#"{{"type":"named","name":"Ben B","more":{more}}}"#);
    let texts = [
        "x".to_owned(),
        String::new(),
        "null".to_owned(),
        "1e999".to_owned(),
        deep(126),
        deep(400),
        r#""\ud800""#.to_owned(),
        named(&deep(110)),
    ];
    let n_closed = texts.len() as u64;
    for text in [deep(100), named("0.5")].iter().chain(&texts) {
        let mut ben = Insider::of(&two.engines[1], 5).unwrap();
        let header = ben.header();
        let envelope = ben.event(header, text);
        let append = ben.append(&envelope);
        assert_eq!(two.relay.handle(&append).status, 200, "{text}");
        two.sync();
    }
    for who in [0, 1] {
        let checked = check(&export(&two, who, false).to_json()).unwrap();
        assert_eq!(checked.n_closed, [0, n_closed], "{who}");
        let text = markdown(&checked.export.readable());
        assert!(text.contains("from ada") && text.contains("from ben"), "{text}");
    }
}

/// Whoever makes the file can close what they like in it; then it says so.
#[test]
fn entries_that_were_closed_are_counted() {
    let two = told();
    let whole = export(&two, 0, false);
    assert_eq!(check(&whole.to_json()).unwrap().n_closed, [0, 0], "memberships are not counted");
    let mut less = whole;
    let entries = &mut less.space.as_mut().unwrap().entries;
    let is_kind = |it: &&mut Signed| it.said.as_ref().is_some_and(|it| it["words"] == "from ben");
    let one = entries.iter_mut().find(is_kind).unwrap();
    (one.key, one.said) = (None, None);
    assert_eq!(check(&less.to_json()).unwrap().n_closed, [0, 1]);
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
