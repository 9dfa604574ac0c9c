//! What a changed app of the other's sends out of its time waits: unseen, unannounced, and nobody is told. Ben's app is changed here by
//! setting its clock.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it likes")]

mod two;

use reknit_client::{
    account::Keep,
    command::{CardAct, Command, LetterCommand, OpennessAct, QuestionAct, Refusal, TalkCommand},
    letters::{LetterDraft, Offer},
    view::{LetterView, TalkAt},
};
use reknit_model::{
    cards::{Field, Kind},
    letters::{self, Words},
    openness::Sentence,
    questions::{Answer, Hours},
};
use two::{DAY, Two};

const HOUR: i64 = 3_600_000;

/// Ada's box is open from seven to half past seven in the evening; it is eight in the morning.
fn with_a_box() -> Two {
    let mut two = Two::new();
    let hours =
        Hours { from_minute: 19 * 60, until_minute: 19 * 60 + 30, zone: "UTC".into(), a_day: 2 };
    let until_day = two.now(0).today + 20;
    two.ask(0, Command::Questions(QuestionAct::Open { hours, until_day })).unwrap();
    two.sync();
    let opening = two.view(1).boxes.theirs.unwrap().id;
    two.ask(1, Command::Questions(QuestionAct::Agree(opening))).unwrap();
    two.sync();
    two
}

fn ask(two: &mut Two, words: &str) {
    two.ask(1, Command::Questions(QuestionAct::Ask(words.into()))).unwrap();
    two.sync();
}

fn questions(two: &Two, who: usize) -> Vec<String> {
    let boxes = two.view(who).boxes;
    let it = if who == 0 { boxes.mine } else { boxes.theirs };
    it.unwrap().questions.into_iter().rev().map(|it| it.words).collect()
}

#[test]
fn a_question_out_of_its_hours_waits_for_them() {
    let mut two = with_a_box();
    two.ahead_ms[1] = 11 * HOUR;
    ask(&mut two, "in the morning");
    assert_eq!(questions(&two, 1), ["in the morning"], "the one who asked sees what they said");
    assert_eq!(questions(&two, 0), [""; 0]);
    let id = two.view(1).boxes.theirs.unwrap().questions[0].id;
    let answer = QuestionAct::Answer { question: id, answer: Answer::WillNot };
    let refused = two.ask(0, Command::Questions(answer.clone()));
    assert_eq!(refused, Err(Refusal::OutOfPlace), "it cannot be answered unseen");

    // A device that holds nothing shows no more of it, and an export has it.
    let at = two.now(0);
    assert!(two.engines[0].export(at, false).to_json().contains("in the morning"));
    let (fresh, outputs) = two.people[0].open(&mut two.relay, at, 9, &Keep::default());
    two.engines[0] = fresh;
    two.carry_out(0, outputs);
    two.sync();
    assert_eq!(questions(&two, 0), [""; 0]);

    two.now_ms += 11 * HOUR;
    two.sync();
    assert_eq!(questions(&two, 0), ["in the morning"]);
    two.ask(0, Command::Questions(answer)).unwrap();
}

#[test]
fn more_questions_than_agreed_wait_for_the_next_day() {
    let mut two = with_a_box();
    two.now_ms += 11 * HOUR;
    for (day, words) in [(0, "one"), (0, "two"), (1, "three"), (1, "four"), (2, "five")] {
        two.ahead_ms[1] = day * DAY;
        ask(&mut two, words);
    }
    assert_eq!(questions(&two, 1).len(), 5);
    assert_eq!(questions(&two, 0), ["one", "two"]);
    two.now_ms += DAY;
    two.sync();
    assert_eq!(questions(&two, 0), ["one", "two", "three", "four"]);
    // Closing ends it: what waits never comes.
    let opening = two.view(0).boxes.mine.unwrap().id;
    two.ask(0, Command::Questions(QuestionAct::Close(opening))).unwrap();
    two.now_ms += DAY;
    two.sync();
    assert_eq!(questions(&two, 0), ["one", "two", "three", "four"]);
}

/// A letter from Ben, which goes out at once.
fn send(two: &mut Two, did: &str) {
    let words = Words { did: did.into(), mine: "It was mine.".into(), ..Words::default() };
    let offers = vec![Offer { words: format!("to mend {did}"), days: 7 }];
    let draft = LetterDraft { words, offers, ..LetterDraft::default() };
    let due_ms = two.now(1).ms;
    let letter = LetterCommand::PutAway { draft, revises: None, due_ms };
    two.ask(1, Command::Letter(letter)).unwrap();
    two.sync();
    assert!(two.view(1).letters.waiting.is_none(), "it was sent");
}

fn letters(two: &Two, who: usize) -> Vec<LetterView> {
    let threads = two.view(who).letters.threads.into_iter().rev();
    threads.flat_map(|it| it.versions).collect()
}

#[test]
fn a_second_letter_within_the_week_waits() {
    let mut two = Two::new();
    for week in 0..3 {
        two.ahead_ms[1] = week * 7 * DAY;
        send(&mut two, &format!("letter {week}"));
    }
    let sent = letters(&two, 1);
    assert_eq!(sent.len(), 3);
    let ids = |two: &Two| letters(two, 0).iter().map(|it| it.id).collect::<Vec<_>>();
    assert_eq!(ids(&two), [sent[0].id]);
    // What waits can be neither opened nor answered, and what it offers is no step.
    for command in [
        LetterCommand::Open(sent[1].id),
        LetterCommand::Answer { letter: sent[1].id, answer: letters::Answer::Heard },
    ] {
        assert_eq!(two.ask(0, Command::Letter(command)), Err(Refusal::OutOfPlace));
    }
    assert!(two.view(0).steps.is_empty());

    two.now_ms += 6 * DAY;
    two.sync();
    assert_eq!(ids(&two).len(), 1);
    two.now_ms += DAY;
    two.sync();
    assert_eq!(ids(&two), [sent[0].id, sent[1].id]);
    assert_eq!(letters(&two, 0)[1].words, None, "it is closed like any other");
    two.ask(0, Command::Letter(LetterCommand::Open(sent[1].id))).unwrap();
    assert_eq!(letters(&two, 0)[1].words.clone().unwrap().did, "letter 1");
    two.now_ms += 7 * DAY;
    two.sync();
    assert_eq!(ids(&two).len(), 3);
}

#[test]
fn in_quiet_what_has_its_time_comes_and_what_has_not_waits_on() {
    let mut two = Two::new();
    two.ask(0, Command::Quiet(true)).unwrap();
    send(&mut two, "letter 0");
    two.ahead_ms[1] = 7 * DAY;
    send(&mut two, "letter 1");
    assert!(letters(&two, 0).is_empty());
    two.ask(0, Command::Quiet(false)).unwrap();
    assert_eq!(letters(&two, 0).len(), 1);
}

/// Ada's clock decides whether she sees it. What she sends, and what Ben is given and sees, is the same.
#[test]
fn neither_the_other_nor_the_relay_can_tell_what_waits() {
    let life = |ahead_ms| {
        let mut two = with_a_box();
        // From here on only the clocks differ.
        two.now_ms += 8 * HOUR;
        two.sync();
        two.ahead_ms = [ahead_ms, 3 * HOUR];
        let begun = (two.sent.len(), two.answered.len());
        ask(&mut two, "now");
        two.sync();
        let seen = questions(&two, 0);
        let (sent, answered) = (two.sent.split_off(begun.0), two.answered.split_off(begun.1));
        // The day, and with it all that hangs on it, is the same.
        (seen, sent, answered, two.view(1))
    };
    let (waits, shown) = (life(0), life(3 * HOUR));
    assert_eq!((waits.0, shown.0), (vec![], vec!["now".to_owned()]));
    assert!(waits.1.len() > 3 && waits.1 == shown.1);
    assert!(waits.2 == shown.2 && waits.3 == shown.3);
}

/// A talk of one move, ended by Ben on a day he makes up.
#[test]
fn a_day_that_the_other_makes_up_lets_no_talk_go() {
    for ahead in [-400, 400] {
        let mut two = Two::new();
        let talk = Command::Talk;
        let topic = "The evening".to_owned();
        two.ask(0, talk(TalkCommand::Offer { topic, i_speak: true })).unwrap();
        two.sync();
        let id = two.view(1).talks[0].id;
        two.ask(1, talk(TalkCommand::Join(id))).unwrap();
        two.sync();
        two.ahead_ms[1] = ahead * DAY;
        two.ask(1, talk(TalkCommand::End(id))).unwrap();
        two.sync();
        two.now_ms += 14 * DAY;
        two.sync();
        let over = TalkAt::Over { i_keep: false };
        assert_eq!(two.view(0).talks.first().map(|it| it.at), Some(over), "{ahead}");
        two.now_ms += DAY;
        two.sync();
        two.sync();
        assert!(
            two.view(0).talks.is_empty(),
            "{ahead}: two weeks after Ada learnt that it is over"
        );
    }
}

/// Ben offers as much as his app lets him on a day.
fn offer_all(two: &mut Two, day: i64) {
    two.ahead_ms[1] = day * DAY;
    let until_day = two.now(1).today + 7;
    let fields = |n| vec![Field { name: "words".into(), words: format!("card {day} {n}") }];
    let offers: [(u8, &dyn Fn(u8) -> Command); 4] = [
        (6, &|n| {
            let (kind, fields) = (Kind::Support, fields(n));
            Command::Card(CardAct::Share { kind, fields, replaces: None })
        }),
        (5, &|n| {
            let words = format!("step {day} {n}");
            Command::OfferStep { words, until_day, round: None }
        }),
        (3, &|n| {
            let topic = format!("topic {day} {n}");
            Command::Talk(TalkCommand::Offer { topic, i_speak: true })
        }),
        (3, &|n| {
            let words = format!("thing {day} {n}");
            Command::Openness(OpennessAct::Offer { sentence: Sentence::Tell, words })
        }),
    ];
    for (n_max, offer) in offers {
        for n in 0..n_max {
            two.ask(1, offer(n)).unwrap();
        }
        assert_eq!(two.ask(1, offer(n_max)), Err(Refusal::EnoughToday));
    }
    two.sync();
}

/// Cards, steps, talks and what one is open about.
fn n_offered(two: &Two, who: usize) -> [usize; 4] {
    let view = two.view(who);
    [view.cards.len(), view.steps.len(), view.talks.len(), view.openness.len()]
}

#[test]
fn a_flood_of_offers_comes_so_many_a_day() {
    let mut two = Two::new();
    offer_all(&mut two, 0);
    assert_eq!(n_offered(&two, 0), [6, 5, 3, 3], "an honest day is there at once");
    for day in 1..9 {
        offer_all(&mut two, day);
    }
    assert_eq!(n_offered(&two, 1), [54, 45, 27, 27]);
    // Yesterday and today, and of two devices of his.
    assert_eq!(n_offered(&two, 0), [24, 20, 12, 12]);
    let (shown, all) = (two.view(0), two.view(1));
    let unseen = all.talks.iter().find(|it| shown.talks.iter().all(|seen| seen.id != it.id));
    let join = Command::Talk(TalkCommand::Join(unseen.unwrap().id));
    assert_eq!(two.ask(0, join), Err(Refusal::OutOfPlace));
    let unseen = all.steps.iter().find(|it| shown.steps.iter().all(|seen| seen.id != it.id));
    assert_eq!(two.ask(0, Command::AgreeStep(unseen.unwrap().id)), Err(Refusal::OutOfPlace));
    two.now_ms += DAY;
    two.sync();
    assert_eq!(n_offered(&two, 0), [36, 30, 18, 18]);
    two.now_ms += DAY;
    two.sync();
    assert_eq!(n_offered(&two, 0), [48, 40, 24, 24]);
    two.now_ms += DAY;
    two.sync();
    assert_eq!(n_offered(&two, 0), n_offered(&two, 1));
}
