//! Stories of cards.

use super::*;
use crate::{
    log::Partner::{Guest, Host},
    telling::Story,
};

fn fields(words: &str) -> Vec<Field> {
    vec![Field { name: "feeling".into(), words: words.into() }]
}

fn shared(story: &mut Story, words: &str) -> EntryId {
    story.tell(Host, share(Kind::Guess, fields(words), 20_000).unwrap())
}

#[test]
fn a_try_is_thanked_for_and_added_to_and_every_version_stays() {
    let mut story = Story::default();
    let card = shared(&mut story, "left alone");
    let told = |story: &Story| story.state().cards[0].clone();
    story.tell(Guest, told(&story).answer(Guest, true, "", 20_001).unwrap());
    story.tell(
        Guest,
        told(&story).answer(Guest, false, " Ashamed, more than alone. ", 20_002).unwrap(),
    );
    story.tell(Host, told(&story).share_anew(Host, fields("ashamed"), 20_003).unwrap());
    let now = told(&story);
    assert_eq!(now.id, card);
    assert_eq!(now.versions.iter().map(|it| it.on_day).collect::<Vec<_>>(), [20_000, 20_003]);
    assert_eq!(now.answers[1].words, "Ashamed, more than alone.");
    assert!(story.state().set_aside.is_empty());
}

#[test]
fn only_its_author_changes_it_and_only_the_other_answers() {
    let mut story = Story::default();
    let card = shared(&mut story, "left alone");
    let again = Event::CardShared {
        kind: Kind::Guess,
        fields: fields("other words"),
        replaces: Some(card),
        on_day: 20_001,
    };
    story.tell(Guest, again.clone());
    story.tell(Guest, Event::CardPutAway { card });
    story.tell(Host, Event::CardAnswered { card, thanks: true, words: String::new(), on_day: 1 });
    let state = story.state();
    assert_eq!(state.set_aside.len(), 3);
    assert_eq!((state.cards[0].versions.len(), state.cards[0].put_away), (1, false));
    // A version of another kind is none of this card.
    let Event::CardShared { fields, replaces, on_day, .. } = again else { unreachable!() };
    story.tell(Host, Event::CardShared { kind: Kind::Support, fields, replaces, on_day });
    assert_eq!(story.state().set_aside.len(), 4);
}

#[test]
fn put_away_is_out_of_sight_and_comes_back_when_shared_anew() {
    let mut story = Story::default();
    let card = shared(&mut story, "left alone");
    story.tell(Host, Event::CardPutAway { card });
    story.tell(Host, Event::CardPutAway { card });
    assert!(story.state().cards[0].put_away);
    assert_eq!(story.state().set_aside.len(), 1);
    let anew = story.state().cards[0].share_anew(Host, fields("left alone"), 20_004).unwrap();
    story.tell(Host, anew);
    let state = story.state();
    assert_eq!((state.cards[0].versions.len(), state.cards[0].put_away), (2, false));
}

#[test]
fn what_cannot_be_a_card_is_refused_with_the_reason() {
    let long = "é".repeat(CARD_CHARS_MAX + 1);
    assert_eq!(share(Kind::Impact, Vec::new(), 1), Err(CardError::Empty));
    assert_eq!(share(Kind::Impact, fields("  "), 1), Err(CardError::Empty));
    assert_eq!(share(Kind::Impact, fields(&long), 1), Err(CardError::TooLong));
    let odd = vec![Field { name: "Not a name".into(), words: "x".into() }];
    assert_eq!(share(Kind::Impact, odd, 1), Err(CardError::OutOfPlace));
    let mut story = Story::default();
    shared(&mut story, "left alone");
    let card = story.state().cards[0].clone();
    assert_eq!(card.answer(Guest, false, " ", 1), Err(CardError::Empty));
    assert_eq!(card.answer(Guest, true, &long, 1), Err(CardError::TooLong));
    assert_eq!(card.share_anew(Host, fields("left alone"), 1), Err(CardError::OutOfPlace));
}

/// A changed app may send what no rule of ours would have made.
#[test]
fn a_card_is_kept_as_the_rules_would_have_written_it() {
    let mut story = Story::default();
    let card = shared(&mut story, "left alone");
    let padded = |words: &str| Field { name: "feeling".into(), words: words.into() };
    let fields = vec![padded(" ashamed \n"), padded("  ")];
    let (kind, replaces) = (Kind::Guess, Some(card));
    story.tell(Host, Event::CardShared { kind, fields, replaces, on_day: 20_001 });
    let words = " \n More than alone. ".into();
    story.tell(Guest, Event::CardAnswered { card, thanks: false, words, on_day: 20_002 });
    let told = &story.state().cards[0];
    assert_eq!(told.versions[1].fields, [padded("ashamed")]);
    assert_eq!(told.answers[0].words, "More than alone.");
}
