//! Stories of a question box.

use super::*;
use crate::{
    log::Partner::{Guest, Host},
    telling::Story,
};

fn hours(a_day: u8) -> Hours {
    Hours { from_minute: 1140, until_minute: 1170, zone: "Europe/Berlin".into(), a_day }
}

fn opened(story: &mut Story, a_day: u8) -> EntryId {
    let opening = story.tell(Host, open(hours(a_day), 20_010, 20_000).unwrap());
    story.tell(Guest, Event::BoxAgreed { opening });
    opening
}

fn ask(story: &mut Story, by: Partner, opening: EntryId, on_day: i32) -> EntryId {
    story.tell(by, Event::QuestionAsked { opening, words: "Is it over?".into(), on_day })
}

fn n_questions(story: &Story) -> usize {
    story.state().boxes.all.iter().map(|it| it.questions.len()).sum()
}

#[test]
fn the_answerer_opens_the_other_agrees_asks_and_is_answered() {
    let mut story = Story::default();
    let opening = opened(&mut story, 2);
    let question = ask(&mut story, Guest, opening, 20_001);
    story.tell(Host, Event::QuestionAnswered { question, answer: Answer::Aloud });
    let written = Answer::Written { words: "Yes. Since March.".into() };
    story.tell(Host, Event::QuestionAnswered { question, answer: written.clone() });
    let state = story.state();
    assert_eq!(state.boxes.all[0].questions[0].answers, [Answer::Aloud, written], "all stay");
    assert!(state.set_aside.is_empty());
}

#[test]
fn nothing_is_asked_before_the_hours_are_agreed_after_closing_or_by_the_answerer() {
    let mut story = Story::default();
    let opening = story.tell(Host, open(hours(2), 20_010, 20_000).unwrap());
    ask(&mut story, Guest, opening, 20_001);
    story.tell(Host, Event::BoxAgreed { opening });
    ask(&mut story, Guest, opening, 20_001);
    story.tell(Guest, Event::BoxAgreed { opening });
    ask(&mut story, Host, opening, 20_001);
    ask(&mut story, Guest, opening, 20_011);
    story.tell(Guest, Event::BoxClosed { opening });
    ask(&mut story, Guest, opening, 20_002);
    assert_eq!(n_questions(&story), 1, "closing is the answerer's alone");
    story.tell(Host, Event::BoxClosed { opening });
    ask(&mut story, Guest, opening, 20_003);
    assert_eq!(n_questions(&story), 1);
    assert_eq!(story.state().set_aside.len(), 7);
}

#[test]
fn the_cap_a_day_holds_and_begins_anew() {
    let mut story = Story::default();
    let opening = opened(&mut story, 1);
    ask(&mut story, Guest, opening, 20_001);
    ask(&mut story, Guest, opening, 20_001);
    ask(&mut story, Guest, opening, 20_002);
    assert_eq!(n_questions(&story), 2);
    let state = story.state();
    let refused = state.boxes.all[0].ask(Guest, "And then?", 20_002);
    assert_eq!(refused, Err(QuestionError::Cap));
}

#[test]
fn only_the_answerer_answers_also_after_closing() {
    let mut story = Story::default();
    let opening = opened(&mut story, 2);
    let question = ask(&mut story, Guest, opening, 20_001);
    story.tell(Guest, Event::QuestionAnswered { question, answer: Answer::WillNot });
    story.tell(Host, Event::BoxClosed { opening });
    story.tell(Host, Event::QuestionAnswered { question, answer: Answer::WithTherapist });
    let state = story.state();
    assert_eq!(state.boxes.all[0].questions[0].answers, [Answer::WithTherapist]);
    assert_eq!(state.set_aside.len(), 1);
}

#[test]
fn a_new_box_takes_the_place_of_the_old() {
    let mut story = Story::default();
    let old = opened(&mut story, 2);
    let new = opened(&mut story, 3);
    ask(&mut story, Guest, old, 20_001);
    ask(&mut story, Guest, new, 20_001);
    let state = story.state();
    assert_eq!(state.boxes.newest(Host).map(|it| (it.id, it.questions.len())), Some((new, 1)));
    assert!(state.boxes.all[0].questions.is_empty());
}

#[test]
fn hours_that_make_no_sense_are_refused() {
    for (from_minute, until_minute, a_day) in
        [(600, 600, 1), (700, 600, 1), (600, 1441, 1), (600, 700, 0), (600, 700, 6)]
    {
        let hours = Hours { from_minute, until_minute, zone: "UTC".into(), a_day };
        assert_eq!(open(hours, 1, 1), Err(QuestionError::Range));
    }
    assert_eq!(open(hours(1), 30, 1), Err(QuestionError::Range));
    assert!(hours(1).holds(1140) && !hours(1).holds(1170));
}

#[test]
fn questions_and_answers_are_kept_without_the_space_around_them() {
    let mut story = Story::default();
    let opening = opened(&mut story, 2);
    let words = "\n Is it over? ".into();
    let question = story.tell(Guest, Event::QuestionAsked { opening, words, on_day: 20_001 });
    for words in [" Yes. ", "Yes.\n"] {
        let answer = Answer::Written { words: words.into() };
        story.tell(Host, Event::QuestionAnswered { question, answer });
    }
    let state = story.state();
    let told = &state.boxes.all[0].questions[0];
    assert_eq!(told.words, "Is it over?");
    assert_eq!(told.answers, [Answer::Written { words: "Yes.".into() }]);
    assert_eq!(state.set_aside.len(), 1, "the same answer again says nothing");
}
