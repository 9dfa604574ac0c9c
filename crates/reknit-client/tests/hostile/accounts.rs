//! Lies about one's own keys and notes, and about what the relay would like a client to do (3, 7, 13).

use std::collections::BTreeSet;

use reknit_client::{
    ports::HttpReply,
    view::{Alarm, Pairing},
};
use serde_json::{Value, json};

use crate::story::Story;

/// 3: the keyring, or the vault, as it was yesterday.
#[test]
fn an_older_keyring_or_vault_is_noticed_and_never_written_over() {
    let mut story = Story::paired(20);
    let yesterday = std::cell::RefCell::new(story.relay.clone());
    story.now.ms += 130_000;
    story.both();
    story.say(0, "one");
    story.lie = Some(Box::new(move |device, request, honest| {
        let about_me = request.path.ends_with("/account") || request.path.ends_with("/vault");
        if device == 0 && request.method == "GET" && about_me {
            yesterday.borrow_mut().handle(request)
        } else {
            honest
        }
    }));
    story.both();
    assert_eq!(story.alarms(0), [Alarm::Account]);
    assert!(matches!(story.view(0).pairing, Pairing::Paired { .. }), "no key was forgotten");
    story.honest_again();
}

/// 7, 13: no answer names a cipher, a cost, a version or a key that a client would obey: with such fields it is not an answer of
/// this protocol and is not read at all.
#[test]
fn what_a_relay_orders_in_its_answers_is_not_obeyed() {
    let orders = json!({
        "ksf": "none", "iterations": 1, "suite": 0, "proto": 0, "min_proto": 0, "rotate": true,
        "recovery_key": "AAAA", "enrol": {"admin_key": "AAAA"}, "verify_your_account": true,
        "members": ["AAAA"], "policy": {"export": "required"},
    });
    let mut story = Story::paired(21);
    story.say(0, "one");
    story.both();
    let asked = routes(&story);
    story.lie = Some(Box::new(move |_, _, honest| {
        let Ok(Value::Object(mut told)) = serde_json::from_slice(&honest.body) else {
            return honest;
        };
        told.extend(orders.as_object().unwrap().clone());
        HttpReply { body: serde_json::to_vec(&told).unwrap(), ..honest }
    }));
    story.say(0, "two");
    story.both();
    assert!(routes(&story).is_subset(&asked), "nothing is asked that is not asked anyway");
    story.now.ms += 60_000;
    story.honest_again();
}

/// 13: nor what it calls over the socket: a frame is a hint to read on, whatever it says.
#[test]
fn what_a_relay_calls_over_the_socket_is_not_obeyed() {
    let live = |frames: &[&str]| {
        let mut story = Story::paired(22);
        for frame in frames {
            story.frame(0, frame);
        }
        story.say(0, "one");
        story.both();
        story.honest_again();
        let sent = story.sent.into_iter();
        sent.map(|(device, it)| (device, it.method, it.path, it.body)).collect::<Vec<_>>()
    };
    let orders = [
        "\"rotate\"",
        "{\"recover\":\"now\"}",
        "{\"key\":\"AAAA\"}",
        "",
        "[[[[",
        "{\"space\":\"x\"}",
    ];
    assert_eq!(live(&[]), live(&orders));
}

/// Which questions were asked, without ids and numbers.
fn routes(story: &Story) -> BTreeSet<(&'static str, String)> {
    let shape = |path: &str| {
        let parts = path.split(['/', '?']).filter(|it| it.len() < 32 && !it.contains('='));
        parts.collect::<Vec<_>>().join("/")
    };
    story.sent.iter().map(|(_, it)| (it.method, shape(&it.path))).collect()
}
