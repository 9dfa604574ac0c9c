//! Lies that set a person's own devices against each other, and a device that was put back (4, 20).

use reknit_client::{account::Keep, engine::Input, view::Alarm};

use crate::story::Story;

/// 4: the relay keeps two logs. Chains belong to people, so two views of two people are only a delay; two entries acknowledged
/// at one place of one chain are proof.
#[test]
fn two_entries_acknowledged_at_one_place_are_proof() {
    let mut story = Story::paired(30);
    let laptop = story.open(0, 3033, &Keep::default());
    story.both();
    let fork = story.relay.clone();
    story.say(0, "one");
    let trunk = std::mem::replace(&mut story.relay, fork);
    let outputs = story.engines[laptop]
        .command(story.now, reknit_client::command::Command::Appreciate("elsewhere".into()))
        .unwrap();
    story.carry_out(laptop, outputs);
    assert_eq!(story.view(laptop).unsent, 0, "both were acknowledged");
    story.relay = trunk;
    story.now.ms += 60_000;
    story.step(laptop, Input::Online);
    story.say(0, "three");
    story.step(laptop, Input::Online);
    let alarms = story.alarms(laptop);
    assert!(alarms.contains(&Alarm::Forked) || alarms.contains(&Alarm::RolledBack), "{alarms:?}");
    story.assert_nothing_leaked();
}

/// 4: two people kept apart see less, and nothing that is not so; put together again, each has all.
#[test]
fn two_people_kept_apart_lose_nothing() {
    let mut story = Story::paired(31);
    story.lie = Some(Box::new(|device, request, honest| {
        if device == 1 && crate::story::reads_entries(request) {
            reknit_client::ports::HttpReply { status: 503, body: Vec::new() }
        } else {
            honest
        }
    }));
    story.say(0, "one");
    story.say(1, "two");
    story.both();
    assert_eq!(story.heard(1), ["two"]);
    story.lie = None;
    story.now.ms += 60_000;
    story.honest_again();
}

/// 20: a device is put back to a copy of last week: it reads on, and forks nothing.
#[test]
fn a_device_that_was_put_back_forks_nothing() {
    let mut story = Story::paired(32);
    story.say(0, "one");
    story.both();
    let last_week = story.keeps[0].clone();
    story.say(0, "two");
    story.both();
    // The copy opens beside the device itself: two of one kind.
    let copy = story.open(0, 3232, &last_week);
    story.say(copy, "three");
    story.say(0, "four");
    story.both();
    assert_eq!(story.alarms(copy), []);
    assert_eq!(story.heard(1), ["four", "one", "three", "two"]);
    story.honest_again();
}
