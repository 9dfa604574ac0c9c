//! Lies about entries: rolled back, withheld, downgraded, cut and pasted, reordered, given another key (3, 5, 8–12, 16, 19).

use proptest::prelude::*;
use reknit_client::{ports::HttpReply, view::Alarm};
use reknit_wire::{
    envelope::{Envelope, Stored, encode_page},
    header::{Header, Kind},
    id::{EntryHash, KeyId, MemberId, SpaceId},
};

use crate::story::{Story, entries, pages, reads_entries};

/// What is done to a header.
type Change = fn(&mut Header);

/// Ada says two things while `lie` is told to Ben; tells what alarmed him and what he was shown of it.
fn told(lie: crate::story::Lie) -> (Vec<Alarm>, Vec<String>) {
    let mut story = Story::paired(2);
    story.lie = Some(lie);
    story.say(0, "one");
    story.say(0, "two");
    story.both();
    let told = (story.alarms(1), story.heard(1));
    story.honest_again();
    told
}

/// A lie that is told, and of which nothing is believed.
#[track_caller]
fn refused(name: &str, lie: crate::story::Lie) {
    let (alarms, seen) = told(lie);
    assert!(!alarms.is_empty(), "{name}: nobody noticed");
    assert!(seen.is_empty(), "{name}: {seen:?} was believed");
}

/// 8, 9: every field of a header, its signature and its body are bound to each other.
#[test]
fn a_changed_field_of_an_entry_is_not_shown() {
    let changes: [(&str, Change); 12] = [
        ("space", |it| it.space = SpaceId([7; 16])),
        ("author", |it| it.author = MemberId([7; 16])),
        ("seq, forward", |it| it.seq += 1),
        ("seq, back", |it| it.seq = it.seq.saturating_sub(1).max(2)),
        ("prev", |it| it.prev = EntryHash([7; 32])),
        ("head, further", |it| it.head.seq += 1),
        ("head, another", |it| it.head.hash = EntryHash([7; 32])),
        ("epoch", |it| it.epoch += 1),
        ("key", |it| it.key = KeyId([7; 16])),
        ("nonce", |it| it.nonce[0] ^= 1),
        ("hash of the body", |it| it.body_hash[0] ^= 1),
        ("kind", |it| {
            it.kind = if it.kind == Kind::Event { Kind::Membership } else { Kind::Event }
        }),
    ];
    for (name, change) in changes {
        refused(name, entries(1, move |it| change(&mut it.envelope.header)));
    }
    refused("signature", entries(1, |it| it.envelope.signature[3] ^= 1));
    refused("body", entries(1, |it| it.envelope.body.as_mut().unwrap()[20] ^= 1));
}

/// 8: a version that this release does not write is refused by name, in every place of it.
#[test]
fn another_protocol_version_is_refused() {
    for version in [0_u8, 2, 255] {
        let lie = pages(1, move |page| {
            let mut bytes = encode_page(&page);
            for stored in &page {
                let encoded = stored.envelope.encode();
                let at =
                    bytes.windows(encoded.len()).position(|it| it == encoded.as_slice()).unwrap();
                bytes[at] = version;
            }
            bytes
        });
        let (alarms, seen) = told(lie);
        assert_eq!((alarms, seen), (vec![Alarm::Forged], vec![]), "version {version}");
    }
}

/// 10: another order, a gap, and the same again.
#[test]
fn entries_in_another_order_or_with_one_left_out_are_refused() {
    let (alarms, seen) = told(pages(1, |mut page| {
        page.reverse();
        encode_page(&page)
    }));
    // A page of one cannot be turned round; nothing out of order was believed.
    assert!(!alarms.is_empty() || seen.len() == 2, "{alarms:?} {seen:?}");
    let (alarms, seen) = told(pages(1, |page| encode_page(page.get(1..).unwrap_or_default())));
    assert_eq!((alarms, seen), (vec![Alarm::Withheld], vec![]));
}

#[test]
fn the_same_page_again_and_again_says_nothing_twice() {
    let (_, seen) = told(pages(1, |page| {
        let twice: Vec<Stored> = page.iter().chain(&page).cloned().collect();
        encode_page(&twice)
    }));
    assert!(seen.len() <= 2 && seen.iter().filter(|it| *it == "one").count() <= 1, "{seen:?}");
}

/// 9, 2: entries, memberships among them, of another couple.
#[test]
fn entries_of_another_couple_are_refused() {
    let mut others = Story::paired(50);
    others.say(0, "not yours");
    let foreign = others.relay.entries();
    refused(
        "transplanted",
        pages(1, move |page| {
            let cursor = page.last().map_or(1, |it| it.cursor);
            let transplanted: Vec<Stored> =
                foreign.iter().map(|it| Stored { cursor, envelope: it.clone() }).collect();
            encode_page(&transplanted)
        }),
    );
}

/// 5: kept from somebody for ever, nothing can be noticed; nothing false is shown either, and it is all there afterwards.
#[test]
fn what_is_withheld_is_missing_and_nothing_else() {
    let (alarms, seen) = told(pages(1, |_| encode_page(&[])));
    assert_eq!((alarms, seen), (vec![], vec![]));
}

/// 5: but an entry that names a withheld one gives it away.
#[test]
fn an_entry_that_names_a_withheld_one_is_noticed() {
    let mut story = Story::paired(3);
    let laptop = story.open(0, 333, &reknit_client::account::Keep::default());
    let ben = ben(&story);
    story.lie = Some(pages(laptop, move |mut page| {
        page.retain(|it| it.envelope.header.author != ben);
        encode_page(&page)
    }));
    story.say(1, "from Ben");
    story.step(0, reknit_client::engine::Input::Online);
    story.say(0, "after it");
    story.both();
    assert_eq!(story.alarms(laptop), [Alarm::Withheld]);
    assert!(story.heard(laptop).is_empty());
    story.honest_again();
}

fn ben(story: &Story) -> MemberId {
    let mut authors: Vec<MemberId> = Vec::new();
    for envelope in story.relay.entries() {
        if !authors.contains(&envelope.header.author) {
            authors.push(envelope.header.author);
        }
    }
    authors[1]
}

/// 3: yesterday's database under a running client. Reading shows nothing wrong; what one says oneself is answered with a gap.
#[test]
fn a_relay_that_forgot_what_it_acknowledged_is_noticed() {
    let mut story = Story::paired(4);
    let yesterday = story.relay.clone();
    story.say(0, "one");
    story.both();
    let today = std::mem::replace(&mut story.relay, yesterday);
    story.both();
    assert_eq!(story.heard(0), ["one"], "what is here stays");
    let outputs = story.engines[0]
        .command(story.now, reknit_client::command::Command::Rename("Ada".into()))
        .unwrap();
    story.carry_out(0, outputs);
    story.both();
    let alarms = story.alarms(0);
    assert!(alarms.contains(&Alarm::RolledBack) || alarms.contains(&Alarm::Account), "{alarms:?}");
    story.relay = today;
    story.honest_again();
}

/// 3: yesterday's entries for a device that holds nothing: the vault remembers how far this person had come.
#[test]
fn a_new_device_is_told_that_the_history_is_shorter_than_it_was() {
    let mut story = Story::paired(5);
    story.say(0, "one");
    story.both();
    story.now.ms += 130_000;
    story.both();
    let last = story.relay.entries().len() as u64 - 2;
    story.lie = Some(pages(2, move |mut page| {
        page.retain(|it| it.cursor <= last);
        encode_page(&page)
    }));
    let laptop = story.open(0, 555, &reknit_client::account::Keep::default());
    story.both();
    assert_eq!(story.alarms(laptop), [Alarm::RolledBack]);
    story.honest_again();
}

/// 11, 12: the box with the epoch key is swapped on its way to the one who joins.
#[test]
fn a_swapped_key_box_is_refused() {
    let mut story = Story::new(6);
    story.invite_and_answer();
    story.ask(1, reknit_client::command::Command::WordsMatch);
    story.lie = Some(entries(1, |it| {
        if it.envelope.header.kind == Kind::Membership
            && let Some(last) = it.envelope.body.as_mut().and_then(|it| it.last_mut())
        {
            *last ^= 1;
        }
    }));
    story.ask(0, reknit_client::command::Command::WordsMatch);
    story.say(0, "one");
    story.both();
    assert_eq!(story.alarms(1), [Alarm::Forged]);
    assert!(story.heard(1).is_empty());
    story.honest_again();
}

/// 16: what is said does not show in how long it is: 1 to 200 characters are one length.
#[test]
fn short_and_long_words_are_one_length() {
    let mut story = Story::paired(7);
    let before = story.relay.entries().len();
    for n in [1, 20, 90, 200] {
        story.say(0, &"w".repeat(n));
    }
    let of = |it: &Envelope| it.header.body_len;
    let mut lengths: Vec<u32> = story.relay.entries()[before..].iter().map(of).collect();
    lengths.dedup();
    assert_eq!(lengths.len(), 1, "{lengths:?}");
}

#[test]
fn garbage_is_told_and_breaks_nothing() {
    let (alarms, seen) = told(pages(1, |_| b"not a page at all".to_vec()));
    assert_eq!((alarms, seen), (vec![Alarm::Forged], vec![]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 8, failure_persistence: None, ..ProptestConfig::default() })]

    /// 19: whatever bytes and status come back, to any question, nobody falls over and nothing is lost.
    #[test]
    fn any_answer_to_any_question_breaks_nothing(
        answers in prop::collection::vec((0..6_usize, prop::collection::vec(any::<u8>(), 0..80), any::<prop::sample::Index>()), 1..30),
    ) {
        let mut story = Story::paired(8);
        let mut n = 0;
        story.lie = Some(Box::new(move |_, request, mut honest| {
            n += 1;
            let (what, bytes, at) = &answers[n % answers.len()];
            match what {
                0 => honest.body.clone_from(bytes),
                1 => honest.body.truncate(at.index(honest.body.len() + 1)),
                2 => honest.status = [400, 404, 409, 410, 413, 422, 429, 500, 507][at.index(9)],
                3 if !honest.body.is_empty() => {
                    let at = at.index(honest.body.len());
                    honest.body[at] ^= 0x41;
                }
                4 if reads_entries(request) => honest = HttpReply { status: 404, body: Vec::new() },
                _ => {}
            }
            honest
        }));
        story.say(0, "one");
        story.say(1, "two");
        story.both();
        story.lie = None;
        story.now.ms += 600_000;
        for device in 0..2 {
            prop_assert!(story.heard(device).len() <= 2);
        }
        story.honest_again();
    }
}
