//! The fold: stories of steps and hours, and what holds for every log.

use proptest::prelude::*;

use super::*;
use crate::{
    cards::{Field, Kind},
    checkin::due_releases,
    letters::{self, LetterId},
    log::Partner::{Guest, Host},
    openness::Sentence,
    questions::{Answer, Hours},
    rhythm::Rhythm,
    steps::Standing,
    telling::{Plain, Story, key, sealed},
};

fn promise(words: &str) -> Event {
    Event::StepOffered { words: words.into(), until_day: 20_000, round: None, letter: None }
}

#[test]
fn a_step_goes_from_promised_to_done_to_confirmed() {
    let mut story = Story::default();
    let step = story.tell(Host, promise("tea on two mornings"));
    let standing = |story: &Story| story.state().step(step).map(|it| it.standing);
    assert_eq!(standing(&story), Some(Standing::Offered));
    story.tell(Guest, Event::StepAgreed { step });
    assert_eq!(standing(&story), Some(Standing::Agreed));
    story.tell(Host, Event::StepDone { step, on_day: 19_999 });
    story.tell(Guest, Event::StepConfirmed { step });
    assert_eq!(standing(&story), Some(Standing::Confirmed));
    assert!(story.state().set_aside.is_empty());
}

#[test]
fn nobody_can_say_the_others_part() {
    let mut story = Story::default();
    let step = story.tell(Host, promise("tea"));
    story.tell(Host, Event::StepAgreed { step });
    story.tell(Guest, Event::StepDone { step, on_day: 1 });
    story.tell(Host, Event::StepConfirmed { step });
    assert_eq!(story.state().set_aside.len(), 3);
    assert_eq!(story.state().step(step).map(|it| it.standing), Some(Standing::Offered));
    story.tell(Guest, Event::StepAgreed { step });
    story.tell(Guest, Event::StepDone { step, on_day: 1 });
    story.tell(Host, Event::StepDone { step, on_day: 2 });
    story.tell(Host, Event::StepConfirmed { step });
    assert_eq!(story.state().set_aside.len(), 5);
    assert_eq!(story.state().step(step).and_then(|it| it.done_on), Some(2));
    assert_eq!(story.state().step(step).map(|it| it.standing), Some(Standing::Done));
}

#[test]
fn either_puts_a_step_down_and_what_crosses_that_is_set_aside() {
    let mut story = Story::default();
    let step = story.tell(Host, promise("tea"));
    story.tell(Guest, Event::StepAgreed { step });
    story.tell(Guest, Event::StepPutDown { step });
    story.tell(Host, Event::StepDone { step, on_day: 1 });
    assert_eq!(story.state().step(step).map(|it| it.standing), Some(Standing::PutDown));
    assert_eq!(story.state().set_aside.len(), 1);
}

#[test]
fn a_step_whose_day_passed_has_ended_like_one_that_was_put_down() {
    let mut story = Story::default();
    let step = story.tell(Host, promise("tea"));
    let state = story.state();
    let step = state.step(step).unwrap();
    assert!(!step.has_lapsed(20_000) && step.has_lapsed(20_001));
}

#[test]
fn an_hour_counts_once_the_other_agreed_to_it() {
    let rhythm = Rhythm { weekday: 6, minute_of_day: 1140, zone: "UTC".into() };
    let mut story = Story::default();
    let first = story.tell(Host, Event::RhythmOffered { rhythm: rhythm.clone() });
    story.tell(Host, Event::RhythmAgreed { offer: first });
    assert_eq!(story.state().rhythm.agreed, None);
    let later = Rhythm { minute_of_day: 1200, ..rhythm };
    let second = story.tell(Guest, Event::RhythmOffered { rhythm: later.clone() });
    // The first proposal was replaced: agreeing to it says nothing.
    story.tell(Guest, Event::RhythmAgreed { offer: first });
    assert_eq!(story.state().rhythm.agreed, None);
    story.tell(Host, Event::RhythmAgreed { offer: second });
    assert_eq!(story.state().rhythm.agreed, Some(later));
}

#[test]
fn what_a_later_release_says_changes_nothing_and_is_counted() {
    let mut story = Story::default();
    story.tell(Host, Event::Named { name: "Ada".into() });
    let before = story.state();
    story.tell(Guest, Event::Later("{}".into()));
    assert_eq!(story.state(), State { n_later: 1, ..before });
}

/// What either may say, sensible or not. Numbers point at entries told before.
fn event(kind: u8, at: usize, n: u8, story: &Story) -> Event {
    let ids: Vec<EntryId> = story.entries.iter().map(|it| it.at.entry).collect();
    let id = |at: usize| ids.get(at % ids.len().max(1)).copied().unwrap_or(EntryId([0; 32]));
    let words = format!("words {}", n % 3);
    let round = u32::from(n % 3) + 1;
    match kind % 29 {
        0 => Event::Named { name: words },
        1 => Event::RhythmOffered {
            rhythm: Rhythm { weekday: n % 8, minute_of_day: 60, zone: "UTC".into() },
        },
        2 => Event::RhythmAgreed { offer: id(at) },
        3 | 4 => Event::PageClosed { round, opens_at_ms: i64::from(n % 2), sealed: sealed(&words) },
        5 | 6 => Event::PageOpened {
            round,
            mine: id(at),
            theirs: id(at + usize::from(n)),
            key: key(&words),
        },
        7 => promise(&words),
        8 => Event::StepAgreed { step: id(at) },
        9 => Event::StepDone { step: id(at), on_day: 3 },
        10 => Event::StepPutDown { step: id(at) },
        11 => Event::OpennessOffered { sentence: Sentence::Tell, words, until_day: 14 },
        12 => Event::OpennessAgreed { offer: id(at) },
        13 => Event::OpennessEnded { offer: id(at) },
        14 => Event::BoxOpened {
            hours: Hours { from_minute: 0, until_minute: 60, zone: "UTC".into(), a_day: n % 3 },
            until_day: 9,
        },
        15 => Event::BoxAgreed { opening: id(at) },
        16 => Event::BoxClosed { opening: id(at) },
        17 => Event::QuestionAsked { opening: id(at), words, on_day: i32::from(n % 2) },
        25 => Event::CardShared {
            kind: Kind::Guess,
            fields: vec![Field { name: "feeling".into(), words }],
            replaces: n.is_multiple_of(2).then(|| id(at)),
            on_day: 1,
        },
        26 => Event::CardPutAway { card: id(at) },
        27 => Event::CardAnswered { card: id(at), thanks: true, words, on_day: 1 },
        18 => Event::QuestionAnswered { question: id(at), answer: Answer::Aloud },
        19 | 20 => Event::LetterSent {
            letter: LetterId([n % 5; 16]),
            on_day: i32::from(n / 16),
            revises: at.is_multiple_of(2).then_some(LetterId([n / 4 % 5; 16])),
            words: letters::Words { did: words.clone(), mine: words, ..Default::default() },
        },
        21 => Event::LetterAnswered {
            letter: LetterId([n % 5; 16]),
            answer: [letters::Answer::Heard, letters::Answer::Missing { words }][at % 2].clone(),
        },
        22 => Event::ImpactAsked { wanted: n.is_multiple_of(2) },
        23 => Event::ImpactShown { words },
        24 => Event::ImpactAdded { shown: id(at), words },
        _ => Event::Appreciated { words, on_day: 2 },
    }
}

fn stories() -> impl Strategy<Value = Story> {
    let entry = (0_u64..12, any::<bool>(), any::<u8>(), 0_usize..30, any::<u8>());
    prop::collection::vec(entry, 0..60).prop_map(|told| {
        let mut story = Story::default();
        for (lamport, host, kind, at, n) in told {
            let event = event(kind, at, n, &story);
            story.tell_at(lamport, if host { Host } else { Guest }, event);
        }
        story
    })
}

proptest! {
    #[test]
    fn neither_order_of_arrival_nor_repeats_change_how_things_stand(
        story in stories(),
        seed in any::<u64>(),
    ) {
        let expected = story.state();
        let mut shuffled = story.entries.clone();
        shuffled.extend(story.entries.iter().step_by(2).cloned());
        let n = shuffled.len().max(1) as u64;
        let mut x = seed | 1;
        for at in 0..shuffled.len() {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let other = usize::try_from((x >> 33) % n).unwrap();
            shuffled.swap(at, other);
        }
        prop_assert_eq!(fold(&shuffled, &Plain), expected);
    }

    #[test]
    fn every_entry_is_told_or_set_aside_and_opened_pages_stay(story in stories(), cut in 0_usize..60) {
        // Whatever follows, a round that was opened is not changed by it.
        let mut in_order = story.entries.clone();
        in_order.sort_by_key(|it| it.at);
        let before = fold(&in_order[..cut.min(in_order.len())], &Plain);
        let after = story.state();
        for (old, new) in before.checkin.opened.iter().zip(&after.checkin.opened) {
            prop_assert_eq!((&old.host, &old.guest), (&new.host, &new.guest));
        }
        prop_assert!(after.checkin.opened.len() >= before.checkin.opened.len());
        // Nobody's box takes more a day than it was opened for, and nobody answers for the other.
        for it in &after.boxes.all {
            for day in [0, 1] {
                let n = it.questions.iter().filter(|it| it.on_day == day).count();
                prop_assert!(n <= usize::from(it.hours.a_day));
            }
            prop_assert!(it.agreed || it.questions.is_empty());
        }
        // What is due is due for a page of one's own that exists.
        for me in [Host, Guest] {
            for release in due_releases(&after, me, 10) {
                prop_assert!(after.checkin.page(release.mine).is_some());
                prop_assert!(after.checkin.page(release.theirs).is_some());
            }
        }
    }
}
