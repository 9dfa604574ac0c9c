//! A relay that lies. The numbers are those of the table in docs/threat-model.md: each lie is refused, or harmless, wherever this
//! device or a delivered entry knows better; no word leaves in clear; and over an honest relay everything that was said is there
//! once, and nobody is alarmed any more.
//!
//! `insiders` is about one of the two instead, with a changed app and an honest relay.
//!
//! A strategy is a closure over what the honest relay would have answered. A new one is a test of a few lines in the file of what
//! it attacks.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod accounts;
mod devices;
mod history;
mod insiders;
mod invitations;
mod letters;
mod once;
mod story;

use story::Story;

/// Before any lie: an honest relay alarms nobody.
#[test]
fn an_honest_relay_alarms_nobody() {
    let mut story = Story::paired(1);
    story.say(0, "one");
    story.say(1, "two");
    story.both();
    assert_eq!(story.heard(0), ["one", "two"]);
    story.honest_again();
}
