//! Stories of two closed pages.

use super::*;
use crate::{
    log::Partner::{Guest, Host},
    telling::Story,
};

const SUNDAY: i64 = 1_000;

fn words(state: &State) -> Vec<(&str, &str)> {
    let opened = state.checkin.opened.iter();
    opened.map(|it| (it.host.went_right.as_str(), it.guest.went_right.as_str())).collect()
}

#[test]
fn nothing_is_due_before_both_pages_are_there_and_the_hour_has_come() {
    let mut story = Story::default();
    let mine = story.close(Host, 1, SUNDAY, "tea");
    assert_eq!(due_releases(&story.state(), Host, SUNDAY), []);
    let theirs = story.close(Guest, 1, SUNDAY, "soup");
    assert_eq!(due_releases(&story.state(), Host, SUNDAY - 1), []);
    assert_eq!(due_releases(&story.state(), Host, SUNDAY), [Release { round: 1, mine, theirs }]);
}

#[test]
fn a_round_opens_when_both_keys_are_out() {
    let mut story = Story::default();
    let a = story.close(Host, 1, SUNDAY, "tea");
    let b = story.close(Guest, 1, SUNDAY, "soup");
    story.open(Host, 1, [a, b], "tea");
    assert!(story.state().checkin.opened.is_empty());
    story.open(Guest, 1, [b, a], "soup");
    assert_eq!(words(&story.state()), [("tea", "soup")]);
    assert_eq!(story.state().checkin.round(), 2);
}

#[test]
fn whoever_has_looked_cannot_rewrite() {
    let mut story = Story::default();
    let a = story.close(Host, 1, SUNDAY, "tea");
    let b = story.close(Guest, 1, SUNDAY, "soup");
    story.open(Host, 1, [a, b], "tea");
    // The guest has read the host's page and closes a kinder one: it says nothing in its place.
    let late = story.close(Guest, 1, SUNDAY, "kinder soup");
    story.open(Guest, 1, [late, a], "kinder soup");
    assert!(story.state().checkin.opened.is_empty());
    assert_eq!(story.state().set_aside.len(), 2);
    // Only the named page counts, and it is still owed.
    assert_eq!(
        due_releases(&story.state(), Guest, SUNDAY),
        [Release { round: 1, mine: b, theirs: a }]
    );
    story.open(Guest, 1, [b, a], "soup");
    assert_eq!(words(&story.state()), [("tea", "soup")]);
}

#[test]
fn a_page_may_be_replaced_until_the_other_has_named_it() {
    let mut story = Story::default();
    story.close(Host, 1, SUNDAY, "tea");
    let again = story.close(Host, 1, SUNDAY, "more tea");
    assert!(story.state().checkin.may_replace(Host));
    let b = story.close(Guest, 1, SUNDAY, "soup");
    story.open(Guest, 1, [b, again], "soup");
    assert!(!story.state().checkin.may_replace(Host));
    assert_eq!(
        story.state().checkin.close(Host, SUNDAY, crate::telling::sealed("x")),
        Err(CloseError::Opened)
    );
    story.open(Host, 1, [again, b], "more tea");
    assert_eq!(words(&story.state()), [("more tea", "soup")]);
}

#[test]
fn pages_for_different_hours_are_no_pair() {
    let mut story = Story::default();
    let a = story.close(Host, 1, SUNDAY, "tea");
    let b = story.close(Guest, 1, SUNDAY + 7, "soup");
    assert_eq!(due_releases(&story.state(), Host, SUNDAY + 9), []);
    story.open(Host, 1, [a, b], "tea");
    assert_eq!(story.state().set_aside.len(), 1);
    // Closed again for the other's hour, they are one.
    let again = story.close(Host, 1, SUNDAY + 7, "tea");
    assert_eq!(
        due_releases(&story.state(), Guest, SUNDAY + 9),
        [Release { round: 1, mine: b, theirs: again }]
    );
}

#[test]
fn openings_that_cross_on_their_way_name_what_each_had_seen() {
    let mut story = Story::default();
    let a = story.close(Host, 1, SUNDAY, "tea");
    let b = story.close(Guest, 1, SUNDAY, "soup");
    // The host replaced its page; the guest had not seen that when it opened.
    let again = story.close(Host, 1, SUNDAY, "more tea");
    story.open(Guest, 1, [b, a], "soup");
    story.open(Host, 1, [again, b], "more tea");
    assert!(story.state().checkin.opened.is_empty());
    assert_eq!(
        due_releases(&story.state(), Host, SUNDAY),
        [Release { round: 1, mine: a, theirs: b }]
    );
    story.open(Host, 1, [a, b], "tea");
    assert_eq!(words(&story.state()), [("tea", "soup")]);
}

#[test]
fn whoever_opens_before_the_hour_is_not_given_my_key_before_it() {
    let mut story = Story::default();
    let a = story.close(Host, 1, SUNDAY, "tea");
    let b = story.close(Guest, 1, SUNDAY, "soup");
    // The model has no clock: a guest whose clock runs ahead, or whose app was changed, opens early.
    story.open(Guest, 1, [b, a], "soup");
    assert_eq!(due_releases(&story.state(), Host, SUNDAY - 1), []);
    let owed = Release { round: 1, mine: a, theirs: b };
    assert_eq!(due_releases(&story.state(), Host, SUNDAY), [owed]);
}

#[test]
fn a_round_opens_also_when_each_opening_named_another_week() {
    let mut story = Story::default();
    let [old_a, old_b] = [story.close(Host, 1, SUNDAY, "t"), story.close(Guest, 1, SUNDAY, "s")];
    let later = SUNDAY + 7;
    let [a, b] = [story.close(Host, 1, later, "tea"), story.close(Guest, 1, later, "soup")];
    story.open(Host, 1, [a, b], "tea");
    // The guest had not seen that, nor the page that the host closed last.
    story.open(Guest, 1, [old_b, old_a], "s");
    let owed = Release { round: 1, mine: old_a, theirs: b };
    assert_eq!(due_releases(&story.state(), Host, later), [owed]);
    story.open(Host, 1, [old_a, b], "t");
    let owed = Release { round: 1, mine: b, theirs: old_a };
    assert_eq!(due_releases(&story.state(), Guest, later), [owed]);
    story.open(Guest, 1, [b, old_a], "soup");
    let state = story.state();
    assert_eq!((words(&state), state.set_aside.len()), (vec![("t", "soup")], 0));
    assert_eq!(state.checkin.opened[0].opens_at_ms, later);
}

#[test]
fn a_key_is_not_handed_out_again_for_a_page_that_cannot_be_read() {
    let mut story = Story::default();
    let theirs = story.close(Guest, 1, SUNDAY, "soup");
    // A form of a later release, closed on another device of the host.
    let mut sealed = crate::telling::sealed("tea");
    sealed.box_ = br#"{"form":"yearly","went_right":"tea"}"#.to_vec();
    let event = Event::PageClosed { round: 1, opens_at_ms: SUNDAY, sealed };
    let mine = story.tell(Host, event);
    assert_eq!(due_releases(&story.state(), Host, SUNDAY).len(), 1);
    story.open(Host, 1, [mine, theirs], "tea");
    assert_eq!(due_releases(&story.state(), Host, SUNDAY), []);
    story.open(Guest, 1, [theirs, mine], "soup");
    assert_eq!(due_releases(&story.state(), Host, SUNDAY), []);
    assert_eq!(story.state().set_aside.len(), 1);
}

#[test]
fn a_page_for_the_hour_of_mine_is_named_when_the_other_handed_out_two() {
    // Names go up as the story goes on: the page for the other hour has the smaller one.
    let mut story = Story::default();
    let other_hour = story.close(Guest, 1, SUNDAY, "early soup");
    let a = story.close(Host, 1, SUNDAY + 7, "tea");
    let b = story.close(Guest, 1, SUNDAY + 7, "soup");
    story.open(Guest, 1, [b, a], "soup");
    story.open(Guest, 1, [other_hour, a], "early soup");
    let owed = Release { round: 1, mine: a, theirs: b };
    assert_eq!(due_releases(&story.state(), Host, SUNDAY + 7), [owed]);
}

#[test]
fn a_wrong_key_opens_nothing() {
    let mut story = Story::default();
    let a = story.close(Host, 1, SUNDAY, "tea");
    let b = story.close(Guest, 1, SUNDAY, "soup");
    story.open(Host, 1, [a, b], "not tea");
    story.open(Guest, 1, [b, a], "soup");
    assert!(story.state().checkin.opened.is_empty());
    assert_eq!(story.state().set_aside.len(), 1);
}

#[test]
fn a_skipped_week_leaves_no_trace_and_the_next_round_is_the_next_number() {
    let mut story = Story::default();
    for (round, hour) in [(1, SUNDAY), (2, SUNDAY + 21)] {
        let a = story.close(Host, round, hour, "tea");
        let b = story.close(Guest, round, hour, "soup");
        story.open(Host, round, [a, b], "tea");
        story.open(Guest, round, [b, a], "soup");
    }
    let state = story.state();
    assert_eq!(state.checkin.opened.iter().map(|it| it.round).collect::<Vec<_>>(), [1, 2]);
    // A page for a round that is over, or far ahead, is none.
    story.close(Host, 1, SUNDAY, "late");
    story.close(Host, 9, SUNDAY, "early");
    assert_eq!(story.state().set_aside.len(), 2);
}

#[test]
fn a_page_of_nothing_or_of_too_much_is_not_closed() {
    assert_eq!(Page::default().check(), Err(PageError::Empty));
    let long = Page { support: "x".repeat(PAGE_CHARS_MAX + 1), ..Page::default() };
    assert_eq!(long.check(), Err(PageError::TooLong));
    let sliders = Some(Sliders { trust: Some(11), ..Sliders::default() });
    let page = Page { support: "x".into(), sliders, ..Page::default() };
    assert_eq!(page.check(), Err(PageError::Range));
    let none = Page { sliders: Some(Sliders::default()), ..page };
    assert_eq!(none.check(), Err(PageError::Range));
}
