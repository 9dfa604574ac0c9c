//! Stories of being open.

use super::*;
use crate::{
    log::Partner::{Guest, Host},
    telling::Story,
};

fn tell(words: &str) -> Event {
    offer(Sentence::Tell, words, 20_000).unwrap()
}

fn standing(story: &Story, id: EntryId) -> Option<Standing> {
    story.state().openness.iter().find(|it| it.id == id).map(|it| it.standing)
}

#[test]
fn it_is_offered_about_oneself_agreed_and_lapses_after_fourteen_days() {
    let mut story = Story::default();
    let id = story.tell(Host, tell("the same day if I run into them"));
    story.tell(Host, Event::OpennessAgreed { offer: id });
    assert_eq!(standing(&story, id), Some(Standing::Offered), "nobody agrees for the other");
    story.tell(Guest, Event::OpennessAgreed { offer: id });
    assert_eq!(standing(&story, id), Some(Standing::Agreed));
    let state = story.state();
    assert!(!state.openness[0].is_over(20_014));
    assert!(state.openness[0].is_over(20_015));
    assert_eq!(state.set_aside.len(), 1);
}

#[test]
fn either_ends_it_and_what_crosses_that_is_set_aside() {
    for ender in [Host, Guest] {
        let mut story = Story::default();
        let id = story.tell(Host, tell("what I told my boss"));
        story.tell(ender, Event::OpennessEnded { offer: id });
        story.tell(Guest, Event::OpennessAgreed { offer: id });
        assert_eq!(standing(&story, id), Some(Standing::Ended));
        assert_eq!(story.state().set_aside.len(), 1);
    }
}

#[test]
fn once_means_once() {
    let mut story = Story::default();
    let id = story.tell(Host, offer(Sentence::ShowOnce, "the last bill", 20_000).unwrap());
    story.tell(Host, Event::OpennessShown { offer: id, on_day: 20_001 });
    assert_eq!(standing(&story, id), Some(Standing::Offered), "not before it is agreed");
    story.tell(Guest, Event::OpennessAgreed { offer: id });
    story.tell(Guest, Event::OpennessShown { offer: id, on_day: 20_001 });
    assert_eq!(standing(&story, id), Some(Standing::Agreed), "only its maker says so");
    story.tell(Host, Event::OpennessShown { offer: id, on_day: 20_001 });
    assert_eq!(standing(&story, id), Some(Standing::Shown));
    let told = story.tell(Host, tell("if the plan changes"));
    story.tell(Guest, Event::OpennessAgreed { offer: told });
    story.tell(Host, Event::OpennessShown { offer: told, on_day: 20_001 });
    assert_eq!(standing(&story, told), Some(Standing::Agreed), "telling is not shown");
}

#[test]
fn what_stays_a_persons_own_is_refused() {
    for (words, found) in [
        ("my Password", Never::Keys),
        ("my phone", Never::Keys),
        ("our old account's login", Never::Keys),
        ("where I am, every evening", Never::Whereabouts),
        ("my live location", Never::Whereabouts),
        ("my bank statements", Never::Money),
        ("what I said to my friends", Never::People),
        ("what the solicitor wrote", Never::People),
    ] {
        assert_eq!(never(words), Some(found), "{words}");
        let refused = offer(Sentence::Tell, words, 1);
        assert_eq!(refused, Err(OpennessError::Never(found)), "{words}");
    }
    for words in [
        "the same day if I run into them",
        "the letter she sent",
        "when I feel like hiding something",
    ] {
        assert_eq!(never(words), None, "{words}");
    }
}

#[test]
fn a_sentence_is_complete_and_short() {
    assert_eq!(offer(Sentence::Tell, "  ", 1), Err(OpennessError::Empty));
    assert_eq!(offer(Sentence::IfTheyWrite, "at once", 1), Err(OpennessError::Empty));
    assert!(offer(Sentence::IfTheyWrite, "", 1).is_ok());
    assert!(offer(Sentence::Tell, &"é".repeat(OPENNESS_CHARS_MAX), 1).is_ok());
    assert_eq!(
        offer(Sentence::Tell, &"é".repeat(OPENNESS_CHARS_MAX + 1), 1),
        Err(OpennessError::TooLong)
    );
}

#[test]
fn an_offer_is_kept_without_the_space_around_it_and_space_alone_is_none() {
    let mut story = Story::default();
    for words in [" what I told my boss\n", " \n "] {
        let (sentence, words) = (Sentence::Tell, words.into());
        story.tell(Host, Event::OpennessOffered { sentence, words, until_day: 20_014 });
    }
    let state = story.state();
    let words: Vec<&str> = state.openness.iter().map(|it| it.words.as_str()).collect();
    assert_eq!((words, state.set_aside.len()), (vec!["what I told my boss"], 1));
}
