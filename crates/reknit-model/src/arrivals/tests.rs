//! Stories of a changed app that keeps to nothing, told by the receiver's clock; and of honest ones, for whom nothing ever waits.

use super::*;
use crate::{
    event::Event,
    letters::{Answer, LetterId, Words},
    log::Partner::{Guest, Host},
    questions,
    telling::Story,
};

mod lives;

/// The day on which everything begins.
const DAY: i32 = 20_000;

/// Half past seven in the evening is the end of the box's half hour.
const HOURS: (u16, u16) = (19 * 60, 19 * 60 + 30);

/// The host's life with their app, which reads and looks whenever its time is moved on.
#[derive(Default)]
struct Life {
    story: Story,
    book: Arrivals,
    read: Option<Moment>,
}

/// `3 19:10` is ten past seven on the fourth day.
fn at(when: &str) -> Moment {
    let (day, clock) = when.split_once(' ').unwrap();
    let (hour, minute) = clock.split_once(':').unwrap();
    let day: i32 = DAY + day.parse::<i32>().unwrap();
    let minutes = i64::from(day) * DAY_MINUTES
        + 60 * hour.parse::<i64>().unwrap()
        + minute.parse::<i64>().unwrap();
    Moment { ms: minutes * MINUTE_MS, day }
}

impl Life {
    fn chain(&self) -> Chain {
        let theirs = self.story.entries.iter().filter(|it| it.by == Guest);
        let end = theirs.clone().count() as u64;
        let timed = (1..).zip(theirs).filter(|(_, it)| is_timed(&it.event));
        Chain { timed: timed.map(|(at, it)| (at, it.at.entry)).collect(), end }
    }

    /// The host's app reads everything that was said so far.
    fn read(&mut self, when: &str) -> &mut Self {
        self.look(when);
        self.read = Some(at(when));
        self
    }

    /// It looks at what it has, without a line.
    fn look(&mut self, when: &str) -> &mut Self {
        let clock = Clock { now: at(when), read: self.read, offset_minutes: &|_, _| 0 };
        self.book.look(&self.story.state(), &self.chain(), &clock);
        // What is kept is what is read again.
        let kept = serde_json::to_string(&self.book).unwrap();
        assert_eq!(serde_json::from_str::<Arrivals>(&kept).unwrap(), self.book);
        self
    }

    fn opens_a_box(&mut self, a_day: u8) -> EntryId {
        let (from_minute, until_minute) = HOURS;
        let hours = Hours { from_minute, until_minute, zone: "Europe/Berlin".into(), a_day };
        let opening = self.story.tell(Host, questions::open(hours, DAY + 20, DAY).unwrap());
        self.story.tell(Guest, Event::BoxAgreed { opening });
        opening
    }

    /// The guest asks; their app writes the day it likes.
    fn asked(&mut self, opening: EntryId, words: &str, on_day: i32) {
        let on_day = DAY + on_day;
        self.story.tell(Guest, Event::QuestionAsked { opening, words: words.into(), on_day });
    }

    fn sent(&mut self, n: u8, on_day: i32, revises: Option<u8>) {
        let words = Words { did: format!("letter {n}"), mine: "mine".into(), ..Words::default() };
        let (letter, revises) = (LetterId([n; 16]), revises.map(|it| LetterId([it; 16])));
        self.story.tell(Guest, Event::LetterSent { letter, on_day: DAY + on_day, revises, words });
    }

    /// What the host sees of the two kinds.
    #[track_caller]
    fn sees(&self, expected: &[&str]) {
        let state = self.story.state();
        assert!(state.set_aside.is_empty(), "the fold takes what a changed app says");
        let unseen = self.book.unseen(&self.chain());
        let letters = state.letters.all.iter().map(|it| (it.entry, it.words.did.clone()));
        let questions = state.boxes.all.iter().flat_map(|it| &it.questions);
        let all = letters.chain(questions.map(|it| (it.id, it.words.clone())));
        let seen: Vec<String> = all.filter(|it| !unseen.contains(&it.0)).map(|it| it.1).collect();
        assert_eq!(seen, expected);
    }
}

#[test]
fn a_question_at_night_waits_for_the_hour() {
    let mut life = Life::default();
    let opening = life.opens_a_box(2);
    life.read("0 22:00");
    life.asked(opening, "now", 0);
    life.read("0 22:01").sees(&[]);
    life.read("1 03:00").sees(&[]);
    life.read("1 18:59").sees(&[]);
    // Also without a line: it lies on the device.
    life.look("1 19:00").sees(&["now"]);
    life.look("1 22:00").sees(&["now"]);
}

#[test]
fn a_question_that_can_have_come_at_the_hour_is_there_when_one_looks() {
    let mut life = Life::default();
    let opening = life.opens_a_box(2);
    life.read("0 18:00");
    life.asked(opening, "at ten past", 0);
    life.read("0 21:00").sees(&["at ten past"]);
    // On its way a little longer than the hour.
    life.read("1 19:31");
    life.asked(opening, "at the end", 1);
    life.read("1 19:33").sees(&["at ten past", "at the end"]);
    life.read("2 19:36");
    life.asked(opening, "too late", 2);
    life.read("2 19:37").sees(&["at ten past", "at the end"]);
}

#[test]
fn no_more_come_a_day_than_was_agreed_whatever_days_they_bear() {
    let mut life = Life::default();
    let opening = life.opens_a_box(2);
    life.read("5 19:00");
    for (n, on_day) in [(1, 0), (2, 0), (3, 1), (4, 1), (5, 4), (6, 20), (7, 20)] {
        life.asked(opening, &n.to_string(), on_day);
    }
    life.read("5 19:01").sees(&["1", "2"]);
    life.read("5 19:29").sees(&["1", "2"]);
    life.read("6 18:00").sees(&["1", "2"]);
    life.read("6 20:00").sees(&["1", "2", "3", "4"]);
    // Two days later: as many as two days hold.
    life.read("8 20:00").sees(&["1", "2", "3", "4", "5", "6", "7"]);
}

#[test]
fn after_days_away_everything_honest_is_there_at_once_and_not_more() {
    let mut life = Life::default();
    let opening = life.opens_a_box(1);
    life.read("0 20:00");
    for n in 1..=4 {
        life.asked(opening, &n.to_string(), n);
    }
    life.read("3 12:00").sees(&["1", "2"]);
    life.read("3 19:00").sees(&["1", "2", "3"]);
}

#[test]
fn what_waits_when_the_box_is_closed_or_over_never_comes() {
    let mut life = Life::default();
    let opening = life.opens_a_box(1);
    life.read("0 20:00");
    life.asked(opening, "at night", 0);
    life.read("0 20:01");
    life.story.tell(Host, Event::BoxClosed { opening });
    life.read("1 19:10").sees(&[]);
    // One that names a place before the closing, as only a changed app does.
    let words = "late".into();
    life.story.tell_at(3, Guest, Event::QuestionAsked { opening, words, on_day: DAY + 1 });
    life.read("2 19:10").sees(&[]);

    for (read, expected) in [("20 19:20", &["the last"][..]), ("20 19:40", &[])] {
        let mut life = Life::default();
        let opening = life.opens_a_box(1);
        life.read(read);
        life.asked(opening, "the last", 20);
        life.read("21 19:10").sees(expected);
        life.read("22 19:10").sees(expected);
    }
}

#[test]
fn one_letter_a_week_whatever_days_they_bear() {
    for first in [0, -5_000, 5_000] {
        let mut life = Life::default();
        life.read("0 12:00");
        for n in 0..4 {
            life.sent(n, first + i32::from(n) * LETTER_DAYS, None);
        }
        life.read("0 12:01").sees(&["letter 0"]);
        life.read("5 12:00").sees(&["letter 0"]);
        life.look("7 12:00").sees(&["letter 0", "letter 1"]);
        life.read("12 12:00").sees(&["letter 0", "letter 1"]);
        life.read("14 12:00").sees(&["letter 0", "letter 1", "letter 2"]);
    }
}

#[test]
fn a_version_that_was_asked_for_comes_at_once() {
    let mut life = Life::default();
    life.read("0 12:00");
    life.sent(1, 0, None);
    life.sent(2, 7, None);
    life.read("0 12:01").sees(&["letter 1"]);
    let missing = Answer::Missing { words: "the money".into() };
    life.story.tell(Host, Event::LetterAnswered { letter: LetterId([1; 16]), answer: missing });
    life.sent(3, 7, Some(1));
    // The other one goes on waiting, a week from this one.
    life.read("1 12:00").sees(&["letter 1", "letter 3"]);
    life.read("7 12:00").sees(&["letter 1", "letter 3"]);
    life.read("8 12:00").sees(&["letter 1", "letter 2", "letter 3"]);
}

#[test]
fn letters_of_weeks_that_one_was_away_are_all_there() {
    let mut life = Life::default();
    life.read("0 12:00");
    for n in 0..3 {
        life.sent(n, i32::from(n) * LETTER_DAYS + 1, None);
    }
    life.read("20 12:00").sees(&["letter 0", "letter 1", "letter 2"]);
    life.sent(4, 22, None);
    life.read("22 12:00").sees(&["letter 0", "letter 1", "letter 2", "letter 4"]);
}

#[test]
fn a_week_is_a_week_between_zones() {
    // The other lives a few hours behind: it is the day before there.
    let mut life = Life::default();
    life.read("10 02:00");
    life.sent(1, 9, None);
    life.read("10 02:01").sees(&["letter 1"]);
    life.read("16 13:00");
    life.sent(2, 16, None);
    life.read("16 13:01").sees(&["letter 1", "letter 2"]);
}

#[test]
fn a_clock_that_was_wrong_makes_nothing_wait_for_long() {
    let mut life = Life::default();
    let opening = life.opens_a_box(1);
    life.sent(1, 0, None);
    life.asked(opening, "1", 0);
    life.look("4000 19:10").sees(&["letter 1", "1"]);
    life.read = Some(at("4000 19:10"));
    life.sent(2, 7, None);
    life.asked(opening, "2", 7);
    life.read("6 12:00").sees(&["letter 1", "1"]);
    life.read("13 19:10").sees(&["letter 1", "letter 2", "1", "2"]);
}

#[test]
fn what_one_device_showed_is_seen_on_the_other() {
    let mut life = Life::default();
    life.read("0 12:00");
    life.sent(1, 0, None);
    life.sent(2, 7, None);
    life.sent(3, 14, None);
    life.read("0 12:01");
    let early = life.book.clone();
    life.read("7 12:00").sees(&["letter 1", "letter 2"]);
    let late = life.book.clone();
    for (mut one, other) in [(early.clone(), late.clone()), (late, early)] {
        one.join(&other);
        assert_eq!(one, life.book);
    }
    // A device that has not read so far knows less, and hides nothing more.
    let mut new = Arrivals::default();
    new.join(&life.book);
    assert_eq!(new, life.book);
}

#[test]
fn what_the_fold_set_aside_at_first_is_looked_at_when_it_finds_its_place() {
    let mut life = Life::default();
    let opening = life.opens_a_box(2);
    life.read("0 22:00");
    life.asked(opening, "at night", 0);
    // The receiver's other device opened the box; here that is not known yet.
    let opened = life.story.entries.remove(0);
    life.read("0 22:01");
    assert_eq!(life.story.state().set_aside.len(), 2);
    life.story.entries.insert(0, opened);
    life.read("0 22:02").sees(&[]);
    life.read("1 19:10").sees(&["at night"]);
}

#[test]
fn what_cannot_be_opened_yet_holds_up_what_comes_behind_it() {
    let mut life = Life::default();
    life.read("0 12:00");
    life.sent(1, 0, None);
    life.sent(2, 7, None);
    let chain = Chain { end: 0, ..life.chain() };
    let clock = Clock { now: at("0 12:01"), read: life.read, offset_minutes: &|_, _| 0 };
    life.book.look(&life.story.state(), &chain, &clock);
    life.sees(&[]);
    life.read("0 12:02").sees(&["letter 1"]);
}

#[test]
fn a_flood_is_not_remembered_without_end() {
    let mut life = Life::default();
    life.read("0 12:00");
    for n in 0..u32::try_from(WAITS_MAX).unwrap() + 20 {
        let words = Words { did: n.to_string(), mine: "mine".into(), ..Words::default() };
        let mut letter = [0; 16];
        letter[..4].copy_from_slice(&n.to_be_bytes());
        let on_day = DAY + 7 * i32::try_from(n).unwrap();
        let letter = LetterId(letter);
        life.story.tell(Guest, Event::LetterSent { letter, on_day, revises: None, words });
    }
    life.read("0 12:01").sees(&["0"]);
    assert_eq!(life.book.waits.len(), WAITS_MAX);
    life.read("7 12:01").sees(&["0", "1"]);
    life.read("14 12:01").sees(&["0", "1", "2"]);
    assert_eq!(life.book.waits.len(), WAITS_MAX);
}

fn clock((day, minute): (i32, i32)) -> String {
    format!("{day} {}:{:02}", minute / 60, minute % 60)
}
