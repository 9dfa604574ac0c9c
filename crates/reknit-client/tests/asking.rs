//! The question box keeps the days of where its answerer lives.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it likes")]

mod two;

use reknit_client::command::{Command, QuestionAct, Refusal};
use reknit_model::questions::Hours;

use two::{DAY, Two};

const HOUR: i64 = DAY / 24;

fn ask(two: &mut Two, words: &str) -> Result<(), Refusal> {
    two.ask(1, Command::Questions(QuestionAct::Ask(words.into())))
}

#[test]
fn a_new_day_of_a_box_begins_at_midnight_where_its_answerer_lives() {
    let mut two = Two::new();
    // Nine hours before Greenwich; the asker's own day is that of Greenwich.
    let zone = "Etc/GMT-9".into();
    let hours = Hours { from_minute: 0, until_minute: 1440, zone, a_day: 1 };
    let midnight_there = two.now_ms.div_euclid(DAY) * DAY + 15 * HOUR;
    let until_day = two.now(0).today + 1;
    two.ask(0, Command::Questions(QuestionAct::Open { hours, until_day })).unwrap();
    two.sync();
    let id = two.view(1).boxes.theirs.unwrap().id;
    two.ask(1, Command::Questions(QuestionAct::Agree(id))).unwrap();
    two.sync();
    two.now_ms = midnight_there - HOUR;
    ask(&mut two, "Is it over?").unwrap();
    two.sync();
    assert_eq!(ask(&mut two, "Since when?"), Err(Refusal::Cap));
    two.now_ms = midnight_there;
    assert_eq!(two.view(1).boxes.theirs.unwrap().left_today, 1);
    ask(&mut two, "Since when?").unwrap();
    // Its last day ends there too, while it goes on for the asker.
    two.now_ms = midnight_there + DAY - 1;
    assert!(two.view(1).boxes.theirs.unwrap().open);
    two.now_ms += 1;
    assert!(!two.view(1).boxes.theirs.unwrap().open);
    assert_eq!(ask(&mut two, "And now?"), Err(Refusal::OutOfPlace));
}
