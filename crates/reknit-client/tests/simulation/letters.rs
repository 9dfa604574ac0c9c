//! Letters: put away, waiting in the vault, sent once by whichever device is open, and taken back.

use reknit_client::{
    command::{Command, LetterCommand},
    letters::{LetterDraft, Offer, draft_slot},
};
use reknit_model::letters::{Answer, Words};

use super::{HOUR, SECOND, World};

impl World {
    /// A letter from a person's drafts, for now or for later.
    pub(super) fn put_a_letter_away(&mut self, device: usize, n: u64) {
        let view = self.view(device);
        let theirs = view.letters.threads.iter().find(|it| it.mine);
        let revises =
            theirs.and_then(|it| it.newest()).map(|it| it.id).filter(|_| n.is_multiple_of(2));
        if view.drafts.contains_key(&draft_slot(revises)) {
            return;
        }
        let did = format!("letter {n}");
        let words = Words { did: did.clone(), mine: "mine".into(), ..Words::default() };
        let offers = vec![Offer { words: format!("offer {n}"), days: 7 }];
        let draft = LetterDraft { words, offers, ..LetterDraft::default() };
        let hours = i64::try_from(self.rng.below(30)).unwrap();
        let due_ms = self.now_ms + hours * HOUR / 2;
        let command = LetterCommand::PutAway { draft, revises, due_ms };
        if self.command(device, Command::Letter(command)) {
            assert!(self.letters.insert((self.devices[device].person, did)));
        }
    }

    /// Opening, answering, taking back, asking and showing.
    pub(super) fn about_a_letter(&mut self, device: usize, n: u64) {
        let letters = self.view(device).letters;
        let newest = letters.threads.iter().find(|it| !it.mine).and_then(|it| it.newest());
        let command = match (n % 4, newest) {
            (0, _) => LetterCommand::TakeBack,
            (1, _) if letters.asked_of_me.stands => {
                LetterCommand::ShowImpact(format!("impact {n}"))
            }
            (1, _) => LetterCommand::AskImpact(!letters.asked_by_me.stands),
            (_, Some(it)) if it.words.is_none() => LetterCommand::Open(it.id),
            (2, Some(it)) => LetterCommand::Answer { letter: it.id, answer: Answer::Heard },
            (_, Some(it)) => {
                let answer = Answer::Missing { words: format!("missing {n}") };
                LetterCommand::Answer { letter: it.id, answer }
            }
            _ => return,
        };
        self.command(device, Command::Letter(command));
    }
}

fn letter(did: &str) -> LetterDraft {
    let words = Words { did: did.into(), mine: "It was mine.".into(), ..Words::default() };
    let offers = vec![Offer { words: "I show the list.".into(), days: 7 }];
    LetterDraft { words, offers, ..LetterDraft::default() }
}

fn put_away(did: &str, due_ms: i64) -> Command {
    Command::Letter(LetterCommand::PutAway { draft: letter(did), revises: None, due_ms })
}

/// A letter waits in the vault; the device it was written on is gone, and another one of mine sends it when it is due.
#[test]
fn a_letter_that_waits_is_sent_once_by_whichever_device_is_open() {
    let mut world = World::new(11);
    world.healed = true;
    world.pair();
    let due_ms = world.now_ms + 20 * HOUR;
    assert!(world.command(0, put_away("I lied about the money.", due_ms)));
    assert_eq!(world.view(0).letters.waiting.unwrap().due_ms, due_ms);
    world.pass(300 * SECOND);
    assert_eq!(
        world.view(1).letters.waiting.unwrap().due_ms,
        due_ms,
        "the other device has it too"
    );
    // The first device is never opened again.
    world.gone.insert(0);
    world.now_ms = due_ms - 10 * SECOND;
    world.pass(5 * SECOND);
    assert!(world.view(2).letters.threads.is_empty(), "nothing before its time");
    world.pass(600 * SECOND);
    let thread = &world.view(2).letters.threads[0];
    assert!(!thread.mine && thread.versions[0].words.is_none(), "it waits closed");
    assert!(world.view(2).steps.is_empty(), "what it offers is closed with it");
    assert!(world.view(1).letters.waiting.is_none());
    let id = thread.versions[0].id;
    assert!(world.command(2, Command::Letter(LetterCommand::Open(id))));
    let opened = world.view(2);
    let words = opened.letters.threads[0].versions[0].words.clone().unwrap();
    assert_eq!(words.did, "I lied about the money.");
    assert_eq!(opened.steps[0].letter, Some(id));
}

/// Both devices are open when it is due, and one of them has no line: it is sent once all the same.
#[test]
fn two_devices_that_send_the_same_letter_send_it_once() {
    let mut world = World::new(12);
    world.healed = true;
    world.pair();
    let due_ms = world.now_ms + HOUR;
    assert!(world.command(0, put_away("I lied.", due_ms)));
    world.pass(300 * SECOND);
    world.now_ms = due_ms;
    world.pass(900 * SECOND);
    for device in 0..3 {
        let view = world.view(device);
        assert_eq!(view.letters.threads.len(), 1, "device {device}");
        assert_eq!(view.letters.threads[0].versions.len(), 1);
        assert_eq!(view.unsent, 0);
    }
    assert_eq!(world.view(0).letters.threads[0].versions[0].offers.len(), 1);
}

/// Taken back on another device right before its time, it does not go, and is a draft again.
#[test]
fn a_letter_that_was_taken_back_elsewhere_in_time_does_not_go() {
    let mut world = World::new(13);
    world.healed = true;
    world.pair();
    let due_ms = world.now_ms + HOUR;
    assert!(world.command(0, put_away("I lied.", due_ms)));
    world.pass(300 * SECOND);
    world.now_ms = due_ms - 2 * SECOND;
    assert!(world.command(1, Command::Letter(LetterCommand::TakeBack)));
    world.pass(900 * SECOND);
    for device in 0..2 {
        let view = world.view(device);
        assert!(view.letters.threads.is_empty() && view.letters.waiting.is_none());
        assert!(view.drafts[&draft_slot(None)].text.contains("I lied."));
    }
    assert!(world.view(2).letters.threads.is_empty());
}

/// After a short pause it goes from the device it was written on, without waiting for the vault.
#[test]
fn after_a_short_pause_a_letter_goes_and_can_be_taken_back_until_then() {
    let mut world = World::new(14);
    world.healed = true;
    world.pair();
    let due_ms = world.now_ms + 120 * SECOND;
    assert!(world.command(0, put_away("Too soon.", due_ms)));
    world.pass(100 * SECOND);
    assert!(world.command(0, Command::Letter(LetterCommand::TakeBack)));
    world.pass(100 * SECOND);
    assert!(world.view(2).letters.threads.is_empty());
    let due_ms = world.now_ms + 120 * SECOND;
    assert!(world.command(0, put_away("I lied.", due_ms)));
    world.pass(130 * SECOND);
    assert_eq!(world.view(2).letters.threads.len(), 1);
    // One a week; what the other finds missing may come at once.
    let due_ms = world.now_ms + 120 * SECOND;
    assert!(!world.command(0, put_away("Another.", due_ms)));
    let id = world.view(2).letters.threads[0].versions[0].id;
    let answer = Answer::Missing { words: "Since when?".into() };
    assert!(world.command(2, Command::Letter(LetterCommand::Answer { letter: id, answer })));
    world.pass(10 * SECOND);
    assert!(world.view(0).letters.threads[0].may_follow_at_once);
    let draft = letter("I lied, since May.");
    let command = LetterCommand::PutAway { draft, revises: Some(id), due_ms };
    assert!(world.command(0, Command::Letter(command)));
    world.pass(140 * SECOND);
    assert_eq!(world.view(2).letters.threads[0].versions.len(), 2);
}
