//! Stories of letters, and what nobody can do with one.

use super::*;
use crate::{
    log::Partner::{Guest, Host},
    steps::Standing,
    telling::Story,
};

fn words(did: &str) -> Words {
    Words { did: did.into(), mine: "It was mine.".into(), ..Words::default() }
}

fn id(n: u8) -> LetterId {
    LetterId([n; 16])
}

fn sent(n: u8, on_day: i32, revises: Option<u8>) -> Event {
    let words = words(&format!("I lied, {n}."));
    Event::LetterSent { letter: id(n), on_day, revises: revises.map(id), words }
}

fn answered(n: u8, answer: Answer) -> Event {
    Event::LetterAnswered { letter: id(n), answer }
}

fn missing(words: &str) -> Answer {
    Answer::Missing { words: words.into() }
}

/// A line for each version: its name, the version it follows, and the answers as they came.
#[track_caller]
fn check(story: &Story, expected: &[&str], n_set_aside: usize) {
    let state = story.state();
    let line = |it: &Letter| {
        let after = it.revises.map_or(String::new(), |it| format!(" after {}", it.0[0]));
        let answers: String = it
            .answers
            .iter()
            .map(|it| match it {
                Answer::Missing { words } => format!(" ?{words}"),
                Answer::Heard => " heard".into(),
                Answer::Accepted => " accepted".into(),
            })
            .collect();
        format!("{:?} {}{after}{answers}", it.by, it.id.0[0])
    };
    assert_eq!(state.letters.all.iter().map(line).collect::<Vec<_>>(), expected);
    assert_eq!(state.set_aside.len(), n_set_aside);
}

#[test]
fn a_letter_is_answered_revised_and_answered_anew_and_every_version_stays() {
    let mut story = Story::default();
    story.tell(Host, sent(1, 100, None));
    story.tell(Guest, answered(1, missing("the money")));
    // Asked for, so it need not wait a week.
    story.tell(Host, sent(2, 101, Some(1)));
    story.tell(Guest, answered(2, Answer::Heard));
    story.tell(Guest, answered(2, Answer::Accepted));
    story.tell(Guest, answered(1, Answer::Heard));
    check(&story, &["Host 1 ?the money heard", "Host 2 after 1 heard accepted"], 0);
    assert_eq!(story.state().letters.get(Host, id(2)).unwrap().answer(), Some(&Answer::Accepted));
}

#[test]
fn one_letter_a_week_and_no_version_that_nobody_asked_for() {
    let mut story = Story::default();
    story.tell(Host, sent(1, 100, None));
    story.tell(Host, sent(2, 106, None));
    story.tell(Host, sent(3, 106, Some(1)));
    // A day before the last one does not count as later.
    story.tell(Host, sent(4, 20, None));
    check(&story, &["Host 1"], 3);
    story.tell(Host, sent(5, 107, Some(1)));
    story.tell(Host, sent(6, 114, None));
    // The other has a week of their own.
    story.tell(Guest, sent(7, 114, None));
    check(&story, &["Host 1", "Host 5 after 1", "Host 6", "Guest 7"], 3);
}

#[test]
fn what_is_missing_is_asked_for_once_and_gives_one_version() {
    let mut story = Story::default();
    story.tell(Host, sent(1, 100, None));
    story.tell(Guest, answered(1, missing("when")));
    story.tell(Host, sent(2, 100, Some(1)));
    story.tell(Host, sent(3, 100, Some(1)));
    story.tell(Host, sent(4, 100, Some(2)));
    check(&story, &["Host 1 ?when", "Host 2 after 1"], 2);
}

#[test]
fn an_answer_that_was_replaced_while_a_version_was_on_its_way_does_not_undo_it() {
    let mut story = Story::default();
    story.tell_at(1, Host, sent(1, 100, None));
    story.tell_at(2, Guest, answered(1, missing("when")));
    story.tell_at(3, Guest, answered(1, Answer::Heard));
    story.tell_at(4, Host, sent(2, 101, Some(1)));
    check(&story, &["Host 1 ?when heard", "Host 2 after 1"], 0);
}

#[test]
fn nobody_answers_their_own_letter_or_takes_its_name_away() {
    let mut story = Story::default();
    story.tell(Guest, sent(1, 100, None));
    story.tell(Host, sent(1, 100, None));
    story.tell(Host, answered(1, Answer::Accepted));
    story.tell(Host, answered(1, Answer::Accepted));
    story.tell(Guest, answered(9, Answer::Heard));
    check(&story, &["Guest 1 accepted", "Host 1"], 2);
    // Nobody follows the other's letter.
    story.tell(Guest, answered(1, missing("all")));
    story.tell(Guest, sent(3, 100, Some(2)));
    check(&story, &["Guest 1 accepted", "Host 1 ?all"], 3);
}

#[test]
fn a_letter_says_what_was_done_and_whose_it_was() {
    let letters = Letters::default();
    let send = |words| letters.send(Host, id(1), 0, None, words).map(|_| ());
    assert_eq!(
        send(Words { mine: String::new(), ..words("I lied.") }),
        Err(LetterError::Incomplete)
    );
    assert_eq!(send(words(" ")), Err(LetterError::Incomplete));
    assert_eq!(send(words(&"x".repeat(PART_CHARS_MAX + 1))), Err(LetterError::TooLong));
    assert_eq!(send(words(&"ü".repeat(PART_CHARS_MAX))), Ok(()));
}

#[test]
fn what_it_did_to_you_is_shown_because_it_was_asked_for() {
    let mut story = Story::default();
    story.tell(Host, Event::ImpactShown { words: "Pressed on you.".into() });
    story.tell(Guest, Event::ImpactAsked { wanted: true });
    let shown = story.tell(Host, Event::ImpactShown { words: "You lay awake.".into() });
    // Once for each asking.
    story.tell(Host, Event::ImpactShown { words: "And more.".into() });
    story.tell(Host, Event::ImpactAdded { shown, words: "Mine.".into() });
    story.tell(Guest, Event::ImpactAdded { shown, words: "For months.".into() });
    let state = story.state();
    assert_eq!(state.set_aside.len(), 3);
    let asked = state.impact.asked_by(Guest);
    assert!(!asked.stands);
    assert_eq!(asked.shown.len(), 1);
    assert_eq!(asked.shown[0].added, ["For months."]);
    assert_eq!(asked.shown[0].n_letters, state.letters.n_begun(Host), "before the next letter");
    assert_eq!(state.impact.asked_by(Host), &impact::Asked::default());
    // Asking can be taken back.
    story.tell(Guest, Event::ImpactAsked { wanted: true });
    story.tell(Guest, Event::ImpactAsked { wanted: false });
    story.tell(Host, Event::ImpactShown { words: "Too late.".into() });
    assert_eq!(story.state().impact.asked_by(Guest).shown.len(), 1);
}

#[test]
fn an_offer_is_a_step_that_names_its_letter() {
    let mut story = Story::default();
    story.tell(Host, sent(1, 100, None));
    let (words, until_day) = ("I show the statement.".to_owned(), 107);
    let letter = Some(id(1));
    let step = story.tell(Host, Event::StepOffered { words, until_day, round: None, letter });
    story.tell(Guest, Event::StepAgreed { step });
    let state = story.state();
    let step = state.step(step).unwrap();
    assert_eq!((step.letter, step.standing), (Some(id(1)), Standing::Agreed));
}

/// A changed app may send what no rule of ours would have made.
#[test]
fn what_is_said_to_a_letter_and_promised_with_it_is_kept_without_the_space_around_it() {
    let mut story = Story::default();
    story.tell(Host, sent(1, 100, None));
    let padded = || " Since when?\n".to_owned();
    let answer = Answer::Missing { words: padded() };
    story.tell(Guest, Event::LetterAnswered { letter: id(1), answer });
    story.tell(Guest, Event::ImpactAsked { wanted: true });
    let shown = story.tell(Host, Event::ImpactShown { words: padded() });
    story.tell(Guest, Event::ImpactAdded { shown, words: padded() });
    story.tell(
        Host,
        Event::StepOffered { words: padded(), until_day: 107, round: None, letter: None },
    );
    story.tell(Host, Event::Appreciated { words: padded(), on_day: 100 });
    let state = story.state();
    let said = Answer::Missing { words: "Since when?".into() };
    assert_eq!(state.letters.get(Host, id(1)).unwrap().answer(), Some(&said));
    let asked = state.impact.asked_by(Guest);
    let told = [&asked.shown[0].words, &asked.shown[0].added[0], &state.steps[0].words];
    assert_eq!(told, ["Since when?"; 3]);
    assert_eq!(state.appreciations[0].words, "Since when?");
}
