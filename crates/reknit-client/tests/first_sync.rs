//! What a new device does for a long log: as much again for twice as much, and no more.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it likes")]

mod two;

use std::collections::VecDeque;

use reknit_client::{
    account::Keep,
    command::Command,
    engine::{Input, Output},
    ports::HttpReply,
};
use two::Two;

/// How often and with how many bytes a device that begins with nothing seals its log while it reads so many entries. Each sealing
/// comes with a fold, and both go over the whole log.
fn first_sync(n_entries: usize) -> (usize, usize) {
    let mut two = Two::new();
    for n in 0..n_entries {
        two.ask(0, Command::Rename(format!("Ada {n}"))).unwrap();
    }
    two.sync();
    let now = two.now(0);
    let (mut engine, outputs) = two.people[0].open(&mut two.relay, now, 9, &Keep::default());
    let mut todo = VecDeque::from(outputs);
    let (mut n_sealed, mut n_bytes) = (0, 0);
    while let Some(output) = todo.pop_front() {
        let input = match output {
            Output::Send { id, request } => {
                // Without a snapshot, as after a new passphrase.
                let is_snapshot = request.path.ends_with("/snapshot");
                let reply = if is_snapshot {
                    HttpReply { status: 404, body: Vec::new() }
                } else {
                    two.relay.handle(&request)
                };
                Input::Replied { id, reply: Ok(reply) }
            }
            Output::Keep { id, name, bytes, .. } => {
                if name.ends_with("/space") {
                    n_sealed += 1;
                    n_bytes += bytes.len();
                }
                Input::Kept { id, ok: true }
            }
            _ => continue,
        };
        todo.extend(engine.step(now, input));
    }
    assert_eq!(engine.view(now).names.mine, Some(format!("Ada {}", n_entries - 1)));
    (n_sealed, n_bytes)
}

#[test]
fn twice_as_many_entries_are_twice_the_work() {
    let (short, long) = (first_sync(100), first_sync(200));
    assert_eq!(short.0, long.0, "{short:?} {long:?}");
    assert!(2 * long.1 < 5 * short.1, "{short:?} {long:?}");
}
