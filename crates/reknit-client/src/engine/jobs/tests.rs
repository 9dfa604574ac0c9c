//! What is asked where there is no room for something.

use reknit_model::event::Event;
use reknit_vault::secret::Secret;

use super::*;
use crate::{
    account::{Blob, Keep},
    bytes_serde::Key,
    command::{Command, Refusal},
    engine::{Input, Pending},
    testing::{MemoryRelay, Person, Seeded},
    view::{Settings, Slot},
};

/// An account on a line without faults, and the paths it asked for.
struct One {
    relay: MemoryRelay,
    person: Person,
    engine: Engine,
    now: Now,
    asked: Vec<(&'static str, String)>,
    keep: Keep,
}

impl One {
    fn new() -> Self {
        let mut relay = MemoryRelay::default();
        let now = Now { ms: 1_800_000_000_000, today: 20_833 };
        let person = Person::register(&mut relay, "ada", 1);
        let (engine, outputs) = person.open(&mut relay, now, 2, &Keep::default());
        let (asked, keep) = (Vec::new(), Keep::default());
        let mut one = Self { relay, person, engine, now, asked, keep };
        one.carry_out(outputs);
        one.pass();
        one
    }

    fn carry_out(&mut self, mut outputs: Vec<Output>) {
        while let Some(output) = outputs.pop() {
            let input = match output {
                Output::Send { id, request } => {
                    self.asked.push((request.method, request.path.clone()));
                    Input::Replied { id, reply: Ok(self.relay.handle(&request)) }
                }
                Output::Keep { id, name, bytes, .. } => {
                    self.keep.0.insert(name, bytes);
                    Input::Kept { id, ok: true }
                }
                _ => continue,
            };
            outputs.extend(self.engine.step(self.now, input));
        }
    }

    /// What is asked within a few minutes.
    fn pass(&mut self) -> Vec<(&'static str, String)> {
        self.asked.clear();
        for _ in 0..5 {
            self.now.ms += 60_000;
            let outputs = self.engine.step(self.now, Input::Tick);
            self.carry_out(outputs);
        }
        std::mem::take(&mut self.asked)
    }
}

fn puts(asked: &[(&str, String)], path: &str) -> bool {
    asked.iter().any(|(method, it)| *method == "PUT" && it.contains(path))
}

#[test]
fn a_keyring_without_room_is_told_of_and_blocks_nothing() {
    let mut one = One::new();
    let mut random = Seeded::new(3);
    let keys = (100..2_500).map(|it| (it, Key(Secret::make(&mut random))));
    one.engine.keyring.former.extend(keys);
    one.engine.keyring_changed();
    let asked = one.pass();
    assert!(!puts(&asked, "keyring") && puts(&asked, "vault?"), "{asked:?}");
    assert!(one.engine.view(one.now).keyring_full);

    one.engine.keyring.former.clear();
    one.engine.keyring_changed();
    assert!(puts(&one.pass(), "keyring"));
    assert!(!one.engine.view(one.now).keyring_full);
}

/// Words that do not pack.
fn noise(random: &mut Seeded, n: usize) -> String {
    (0..n).map(|_| char::from(b' ' + u8::try_from(random.below(90)).unwrap())).collect()
}

/// As two devices can make it together, each of which had room.
#[test]
fn a_vault_without_room_stops_no_new_passphrase_and_keeps_what_fitted() {
    let mut one = One::new();
    let mut random = Seeded::new(4);
    one.engine.private.set(&mut random, "draft/step", "small");
    one.pass();
    let words = noise(&mut random, 200_000);
    one.engine.private.set(&mut random, "draft/page", &words);
    one.pass();
    assert!(one.engine.view(one.now).vault_full);
    assert!(one.person.rekey(&mut one.relay, &mut one.engine, 5));
    let (engine, outputs) = one.person.open(&mut one.relay, one.now, 6, &Keep::default());
    one.engine = engine;
    one.carry_out(outputs);
    one.pass();
    assert_eq!(one.engine.private.get("draft/step"), Some(("small", &[][..])));
}

/// A view costs more than everything else a tick does.
#[test]
fn a_second_in_which_nothing_happens_shows_nothing_anew() {
    let mut one = One::new();
    one.now.ms += 60_000 - one.now.ms % 60_000;
    let mut n_shown = 0;
    for _ in 0..60 {
        let outputs = one.engine.step(one.now, Input::Tick);
        n_shown += outputs.iter().filter(|it| **it == Output::Changed).count();
        one.carry_out(outputs);
        one.now.ms += 1_000;
    }
    assert_eq!(n_shown, 1, "the minute");
    one.engine.keyring_changed();
    let outputs = one.engine.step(one.now, Input::Tick);
    assert!(outputs.contains(&Output::Changed));
}

/// A letter that was taken back is sent by no other device, and not by this one when it begins again.
#[test]
fn what_was_taken_back_goes_out_also_where_there_is_no_room() {
    let mut one = One::new();
    let mut random = Seeded::new(6);
    one.engine.private.set(&mut random, "draft/step", "small");
    one.engine.private.set(&mut random, "letter/waiting", "a letter");
    one.engine.keeps.mark(Blob::Private);
    one.pass();
    let words = noise(&mut random, 200_000);
    one.engine.private.set(&mut random, "draft/page", &words);
    one.engine.private.set(&mut random, "letter/waiting", "");
    let settings = Settings { idle_minutes: 7, ..Settings::default() };
    let outputs = one.engine.command(one.now, Command::Set(settings)).unwrap();
    one.carry_out(outputs);
    one.pass();
    assert!(one.engine.view(one.now).vault_full);
    for keep in [Keep::default(), one.keep.clone()] {
        let begins_empty = keep == Keep::default();
        let (engine, outputs) = one.person.open(&mut one.relay, one.now, 7, &keep);
        one.engine = engine;
        if begins_empty {
            one.carry_out(outputs);
        }
        assert_eq!(one.engine.private.get("letter/waiting"), None);
        assert_eq!(one.engine.settings().idle_minutes, 7);
        assert_eq!(one.engine.private.get("draft/step"), Some(("small", &[][..])));
        assert_eq!(one.engine.private.get("draft/page"), None);
    }
}

#[test]
fn drafts_leave_room_for_settings() {
    let mut one = One::new();
    let mut random = Seeded::new(8);
    let mut n = 0;
    loop {
        let slot = Slot::Sheet(format!("notes-{n}"));
        let draft = Command::SaveDraft { slot, text: noise(&mut random, 4_000) };
        match one.engine.command(one.now, draft) {
            Ok(outputs) => one.carry_out(outputs),
            Err(refusal) => break assert_eq!(refusal, Refusal::VaultFull),
        }
        n += 1;
    }
    assert!(n > 20);
    for idle_minutes in 1..=15 {
        let settings = Settings { idle_minutes, ..Settings::default() };
        let outputs = one.engine.command(one.now, Command::Set(settings)).unwrap();
        one.carry_out(outputs);
    }
    one.pass();
    assert!(!one.engine.view(one.now).vault_full, "all of it went out");
}

#[test]
fn what_is_taken_away_privately_starts_nothing_that_is_due() {
    let mut one = One::new();
    let event = Event::Named { name: "x".repeat(200_000) };
    one.engine.outbox.push(Pending { id: [1; 16], event });
    one.engine.net.want_account = true;
    let sends = |it: &Output| matches!(it, Output::Send { .. });
    let mut todo = one.engine.command(one.now, Command::DropNotSent).unwrap();
    let mut n_kept = 0;
    while let Some(output) = todo.pop() {
        assert!(!sends(&output), "{output:?}");
        if let Output::Keep { id, .. } = output {
            n_kept += 1;
            todo.extend(one.engine.step(one.now, Input::Kept { id, ok: true }));
        }
    }
    assert!(n_kept > 0 && one.engine.outbox.is_empty());
    assert!(one.engine.step(one.now, Input::Tick).iter().any(sends), "with the next tick");
}

/// A relay takes only so much of one person, so that it serves all: this is said, and nothing else stops for it.
#[test]
fn words_without_room_wait_and_are_offered_again_without_haste() {
    let now = Now { ms: 1_800_000_000_000, today: 20_833 };
    let mut net = super::super::net::Net::default();
    assert!(net.may_append(now));
    net.found_no_room(now, true);
    let offers = (0..3_600).filter(|second| {
        let now = Now { ms: now.ms + second * 1_000, today: 20_833 };
        let may = net.may_append(now);
        if may {
            net.found_no_room(now, true);
        }
        may
    });
    assert_eq!(offers.count(), 5);
}

/// Strangers can use up what strangers may try at a name: a device of one's own shows that it was there before.
#[test]
fn a_device_of_ones_own_keeps_its_token_under_lock_and_another_keeps_none() {
    for own_device in [true, false] {
        let mut one = One::new();
        let token = one.engine.token().map(str::to_owned);
        assert!(token.is_some());
        one.engine.own_device = own_device;
        one.engine.sign_out();
        assert_eq!(one.engine.known_by(), token.as_deref(), "it outlives its session");
        let kept: crate::engine::KeptAccount =
            serde_json::from_slice(&one.engine.plain(Blob::Account).unwrap()).unwrap();
        assert_eq!(kept.known_by, token.filter(|_| own_device));
    }
}
