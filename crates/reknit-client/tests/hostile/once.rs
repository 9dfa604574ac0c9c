//! Lies that are told once, and what stays of them when the relay is honest again: nothing (B1 to B4).

use reknit_client::{
    account::Keep, engine::Input, export::check, ports::HttpReply, testing::Insider, view::Alarm,
};
use reknit_wire::{
    envelope::{Stored, encode_page},
    header::Kind,
};

use crate::story::{Lie, Story, entries, pages, reads_entries};

/// Ada says two things while `lie` is told to Ben; then the relay is honest, and they go on.
fn told(seed: u64, lie: Lie) -> Story {
    let mut story = Story::paired(seed);
    story.lie = Some(lie);
    story.say(0, "one");
    story.say(0, "two");
    story.both();
    story
}

/// All is there, on the device that was lied to, on a new one, and on one that begins with what the first kept.
fn heals(mut story: Story) {
    let kept = story.keeps[1].clone();
    story.honest_again();
    story.open(1, 8_001, &kept);
    story.open(1, 8_002, &Keep::default());
    story.say(0, "three");
    story.say(1, "four");
    story.honest_again();
    for engine in &story.engines {
        let copy = engine.export(story.now, false).to_json();
        check(&copy).unwrap();
    }
}

/// A hash covers no signature: the last of a page proves nothing about the others, and an export needs each.
#[test]
fn a_signature_that_was_changed_in_the_middle_of_a_page_is_not_kept() {
    let story = told(
        80,
        pages(1, |mut page| {
            if let [middle @ .., _] = page.as_mut_slice() {
                middle.iter_mut().for_each(|it| it.envelope.signature[9] ^= 1);
            }
            encode_page(&page)
        }),
    );
    assert_eq!(story.alarms(1), [Alarm::Forged]);
    assert!(story.heard(1).is_empty(), "of such a page nothing is believed");
    heals(story);
}

fn strip(stored: &mut Stored) {
    if stored.envelope.header.kind == Kind::Event {
        stored.envelope.body = None;
    }
}

#[test]
fn a_body_that_was_stripped_once_is_asked_for_again() {
    let mut is_first = true;
    let story = told(
        81,
        pages(1, move |mut page| {
            if !page.is_empty() && std::mem::take(&mut is_first) {
                page.iter_mut().for_each(strip);
            }
            encode_page(&page)
        }),
    );
    assert_eq!(story.alarms(1), [], "it came at once");
    assert_eq!(story.heard(1), ["one", "two"]);
    heals(story);
}

#[test]
fn bodies_that_do_not_come_are_told_once_and_silence_nobody() {
    let mut story = told(82, entries(1, strip));
    assert_eq!(story.alarms(1), [Alarm::Withheld]);
    assert!(story.heard(1).is_empty());
    story.say(1, "still here");
    story.both();
    assert_eq!(story.heard(0), ["one", "still here", "two"]);
    story.ask(1, reknit_client::command::Command::Dismiss(Alarm::Withheld));
    for _ in 0..20 {
        story.both();
    }
    assert_eq!(story.alarms(1), [], "once");
    // Asked for less and less often, in the end once an hour.
    story.now.ms += 3_600_000;
    heals(story);
}

/// A cursor is the relay's own count: beyond what is here it would make somebody deaf, on all their devices.
#[test]
fn a_cursor_beyond_everything_passes_nothing_over() {
    for far in [(1 << 53) - 1, u64::MAX] {
        let lie = pages(1, move |mut page| {
            if let Some(last) = page.last_mut() {
                last.cursor = far;
            }
            encode_page(&page)
        });
        heals(told(83, lie));
    }
}

/// The same within what is here: Ben's own words stand for Ada's, which are passed over.
#[test]
fn an_entry_that_was_passed_over_comes_with_the_next_unlock_or_the_next_words() {
    for is_unlocked_anew in [true, false] {
        let mut story = Story::paired(84);
        story.both();
        let ben = Insider::of(&story.engines[1], 84).unwrap().header().author;
        story.lie = Some(pages(1, move |mut page| {
            page.retain(|it| it.envelope.header.author == ben);
            encode_page(&page)
        }));
        story.say(0, "one");
        story.say(1, "mine");
        story.both();
        story.lie = None;
        let device = if is_unlocked_anew {
            let kept = story.keeps[1].clone();
            story.open(1, 8_400, &kept)
        } else {
            story.say(0, "two");
            1
        };
        story.both();
        if is_unlocked_anew {
            assert_eq!(story.heard(device), ["mine", "one"]);
            story.say(0, "two");
            story.both();
        }
        heals(story);
    }
}

/// How often Ben asks for entries in an hour while one that he knows comes again and again, under the cursor he asks for next.
#[test]
fn what_is_known_under_rising_cursors_is_not_asked_for_without_a_pause() {
    let mut story = Story::paired(85);
    story.say(0, "one");
    story.both();
    let known = story.relay.entries().last().unwrap().clone();
    story.lie = Some(Box::new(move |device, request, honest| {
        let after = request.path.split_once("after=").and_then(|(_, it)| it.parse::<u64>().ok());
        match after.filter(|_| device == 1 && reads_entries(request)) {
            Some(after) => {
                let page = [Stored { cursor: after + 1, envelope: known.clone() }];
                HttpReply { status: 200, body: encode_page(&page) }
            }
            None => honest,
        }
    }));
    let before = story.sent.len();
    for _ in 0..3_600 {
        story.now.ms += 1_000;
        story.step(1, Input::Tick);
    }
    let asked =
        story.sent[before..].iter().filter(|(it, request)| *it == 1 && reads_entries(request));
    let n_asked = asked.count();
    assert!(n_asked < 100, "{n_asked} times in an hour");
    // In the same second, however often the page is looked at.
    let before = story.sent.len();
    story.step(1, Input::Online);
    assert!(story.sent.len() - before < 10, "{:?}", &story.sent[before..]);
    story.say(1, "two");
    story.both();
    assert_eq!(story.heard(0), ["one", "two"], "and it silences nobody");
    story.honest_again();
}
