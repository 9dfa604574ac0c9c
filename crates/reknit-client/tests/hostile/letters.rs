//! Lies about a letter that waited and was taken back (3).

use reknit_client::{
    account::Keep,
    command::{Command, LetterCommand},
    engine::Input,
    letters::{LetterDraft, draft_slot},
    ports::HttpReply,
    testing::MemoryRelay,
    view::Alarm,
};
use reknit_model::letters::Words;

use crate::story::{Lie, Story};

const HOUR: i64 = 3_600_000;

/// Ada's letter waited, and was taken back; now its time is over. Gives the relay of the time when it waited, too.
fn taken_back(seed: u64) -> (Story, MemoryRelay) {
    let mut story = Story::paired(seed);
    let words = Words { did: "I lied.".into(), mine: "It was mine.".into(), ..Words::default() };
    let draft = LetterDraft { words, ..LetterDraft::default() };
    let due_ms = story.now.ms + HOUR;
    story.ask(0, Command::Letter(LetterCommand::PutAway { draft, revises: None, due_ms }));
    story.now.ms += 130_000;
    story.both();
    let before = story.relay.clone();
    story.ask(0, Command::Letter(LetterCommand::TakeBack));
    story.now.ms += 130_000;
    story.both();
    story.now.ms = due_ms + HOUR;
    (story, before)
}

/// The vault as it was; what is written to it is thrown away.
fn old_vault(mut before: MemoryRelay) -> Lie {
    Box::new(move |device, request, honest| match request.method {
        _ if device != 2 || !request.path.contains("/vault") => honest,
        "GET" => before.handle(request),
        _ => HttpReply { status: 200, body: honest.body },
    })
}

fn a_while(story: &mut Story, device: usize) {
    for _ in 0..20 {
        story.now.ms += 40_000;
        story.step(device, Input::Online);
        story.step(device, Input::Tick);
    }
    story.step(1, Input::Online);
    assert_eq!(story.view(1).letters.threads, [], "it was taken back");
}

/// 3: the vault alone is older than the relay itself says.
#[test]
fn an_older_vault_is_noticed_by_a_device_that_held_nothing() {
    let (mut story, mut before) = taken_back(30);
    // So that its token is known to both.
    drop(story.people[0].open(&mut before, story.now, 99, &Keep::default()));
    story.lie = Some(old_vault(before));
    let device = story.open(0, 99, &Keep::default());
    a_while(&mut story, device);
    assert_eq!(story.alarms(device), [Alarm::Account]);
}

/// 3: the relay lies about the vault's version too. Nothing can tell; the letter is its author's to send.
#[test]
fn what_was_due_before_a_device_came_is_a_draft_there() {
    let (mut story, mut before) = taken_back(31);
    drop(story.people[0].open(&mut story.relay, story.now, 99, &Keep::default()));
    let (engine, outputs) = story.people[0].open(&mut before, story.now, 99, &Keep::default());
    story.engines.push(engine);
    story.keeps.push(Keep::default());
    story.whose.push(0);
    story.lie = Some(old_vault(before));
    story.carry_out(2, outputs);
    a_while(&mut story, 2);
    assert!(story.view(2).letters.waiting.is_none());
    assert!(story.view(2).drafts.contains_key(&draft_slot(None)));
}
