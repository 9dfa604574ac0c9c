//! One of the two with a changed app, at an honest relay: what the relay takes, the other's app takes too (A1). Else one entry would
//! stop the other's space for good, and blame whoever runs the server.

use proptest::prelude::*;
use reknit_client::testing::Insider;
use reknit_wire::{
    envelope::Envelope,
    header::{Header, Link},
};

use crate::story::Story;

/// What is done to a header.
type Change = fn(&mut Header);

const TEXT: &str = r#"{"type":"appreciated","on_day":20717,"words":"from behind"}"#;

/// Something that Ben's changed app signs at the next place of his chain.
fn by_ben(story: &Story, change: impl Fn(&mut Header)) -> Envelope {
    let mut ben = Insider::of(&story.engines[1], 7).unwrap();
    let mut header = ben.header();
    change(&mut header);
    ben.event(header, TEXT)
}

#[test]
fn an_entry_that_goes_back_is_refused_and_says_nothing_where_it_is_stored() {
    let changes: [(&str, Change); 2] =
        [("head", |it| it.head = Link::START), ("epoch", |it| it.epoch = 1)];
    for (name, change) in changes {
        let mut story = Story::paired(70);
        story.say(0, "one");
        story.both();
        story.say(1, "two");
        story.both();
        let envelope = by_ben(&story, change);
        let append = Insider::of(&story.engines[1], 7).unwrap().append(&envelope);
        assert_eq!(story.relay.handle(&append).status, 422, "{name}");

        // A relay of before took it. It keeps its place for good, on both devices and on new ones.
        story.relay.store_as_before(&envelope);
        story.both();
        let new = story.open(0, 707, &reknit_client::account::Keep::default());
        story.both();
        for device in [0, 1, new] {
            assert_eq!(story.alarms(device), [], "{name}: device {device}");
            assert_eq!(story.heard(device), ["one", "two"], "{name}: device {device}");
        }
        story.say(0, "three");
        story.say(1, "four");
        story.honest_again();
        for device in [0, 1, new] {
            let copy = story.engines[device].export(story.now, false).to_json();
            let checked = reknit_client::export::check(&copy).unwrap();
            assert_eq!(checked.n_closed, [0, 1], "{name}: device {device}");
        }
    }
}

/// What a changed app of either tries: whose, a membership or an event, which head, epoch and parent, and whether a relay of before
/// stored it in any case.
type Try = (bool, bool, prop::sample::Index, u32, prop::sample::Index, bool);

fn tried() -> impl Strategy<Value = Try> {
    let at = any::<prop::sample::Index>;
    (any::<bool>(), any::<bool>(), at(), 1..4_u32, at(), any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_relay_takes_the_other_takes(tries in prop::collection::vec(tried(), 1..9)) {
        let mut story = Story::paired(71);
        story.say(0, "one");
        story.both();
        story.say(1, "two");
        story.both();
        for (of_ben, is_membership, head, epoch, parent, as_before) in tries {
            let engine = &story.engines[usize::from(of_ben)];
            let mut insider = Insider::of(engine, 9).unwrap();
            let mut header = insider.header();
            let heads = insider.heads(&story.relay.entries());
            header.head = heads[head.index(heads.len())];
            let envelope = if is_membership {
                let parents = insider.memberships();
                insider.membership(header, parents[parent.index(parents.len())]).unwrap()
            } else {
                // No epoch that is still to come: their own app could say nothing any more.
                header.epoch = epoch.min(header.epoch);
                insider.event(header, "any words")
            };
            let append = insider.append(&envelope);
            let is_stored = story.relay.handle(&append).status == 200;
            if !is_stored && as_before && !is_membership {
                story.relay.store_as_before(&envelope);
            }
            story.both();
            for device in [0, 1] {
                prop_assert_eq!(story.alarms(device), []);
            }
        }
        let new = story.open(0, 717, &reknit_client::account::Keep::default());
        story.say(0, "three");
        story.say(1, "four");
        story.both();
        prop_assert_eq!(story.alarms(new), []);
        story.honest_again();
        for engine in &story.engines {
            let copy = engine.export(story.now, false).to_json();
            prop_assert!(reknit_client::export::check(&copy).is_ok());
        }
    }
}
