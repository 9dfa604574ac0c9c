//! Answers that come when their question is no longer one: to an invitation or a space of before. And answers that are no yes.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it likes")]

use std::collections::VecDeque;

use reknit_client::{
    account::Keep,
    command::Command,
    engine::{Engine, Input, Output, SocketEvent},
    ports::{HttpReply, HttpRequest, Now},
    testing::{MemoryRelay, Person},
    view::{Alarm, Pairing, View},
};

/// Which question of whom: the method, and how its path ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Which(usize, &'static str, &'static str);

const MAILBOX: &str = "/mailboxes/";

/// People with one device each, whose answers can be held back or made up.
struct Line {
    relay: MemoryRelay,
    engines: Vec<Engine>,
    now: Now,
    /// Answered by the relay; the answer stays on its way.
    hold: Option<Which>,
    held: Option<(usize, u64, HttpReply)>,
    /// Answered like this, in place of the relay.
    refuse: Option<(Which, u16)>,
}

impl Which {
    fn is(self, who: usize, request: &HttpRequest) -> bool {
        let Self(of, method, part) = self;
        let path = request.path.as_str();
        let fits = match part {
            // The mailbox itself, and not a letter in it.
            MAILBOX => path.contains(part) && path.matches('/').count() == 4,
            _ => path.contains(part),
        };
        of == who && request.method == method && fits
    }
}

impl Line {
    fn new(handles: &[&str]) -> Self {
        let mut relay = MemoryRelay::default();
        let now = Now { ms: 1_800_000_000_000, today: 20_833 };
        let mut opened = Vec::new();
        for (seed, handle) in (1..).zip(handles) {
            let person = Person::register(&mut relay, handle, seed);
            opened.push(person.open(&mut relay, now, seed + 10, &Keep::default()));
        }
        let (engines, outputs): (Vec<_>, Vec<_>) = opened.into_iter().unzip();
        let mut line = Self { relay, engines, now, hold: None, held: None, refuse: None };
        for (who, outputs) in outputs.into_iter().enumerate() {
            line.carry_out(who, outputs);
        }
        line
    }

    fn carry_out(&mut self, who: usize, outputs: Vec<Output>) {
        let mut todo = VecDeque::from(outputs);
        while let Some(output) = todo.pop_front() {
            let input = match output {
                Output::Send { id, request } => {
                    if let Some((which, status)) = self.refuse
                        && which.is(who, &request)
                    {
                        let reply = HttpReply { status, body: Vec::new() };
                        Input::Replied { id, reply: Ok(reply) }
                    } else {
                        let reply = self.relay.handle(&request);
                        if self.hold.is_some_and(|it| it.is(who, &request)) {
                            self.hold = None;
                            self.held = Some((who, id, reply));
                            continue;
                        }
                        Input::Replied { id, reply: Ok(reply) }
                    }
                }
                Output::Keep { id, .. } => Input::Kept { id, ok: true },
                Output::OpenSocket => Input::Socket(SocketEvent::Opened),
                Output::CloseSocket | Output::SocketSend(_) | Output::Changed => continue,
            };
            todo.extend(self.engines[who].step(self.now, input));
        }
    }

    fn ask(&mut self, who: usize, command: Command) {
        let outputs = self.engines[who].command(self.now, command).unwrap();
        self.carry_out(who, outputs);
    }

    /// What was held back arrives.
    fn arrive(&mut self) {
        let (who, id, reply) = self.held.take().unwrap();
        let outputs = self.engines[who].step(self.now, Input::Replied { id, reply: Ok(reply) });
        self.carry_out(who, outputs);
    }

    /// A few minutes.
    fn pass(&mut self) {
        for _ in 0..6 {
            self.now.ms += 31_000;
            for who in 0..self.engines.len() {
                let outputs = self.engines[who].step(self.now, Input::Tick);
                self.carry_out(who, outputs);
            }
        }
    }

    fn view(&self, who: usize) -> View {
        self.engines[who].view(self.now)
    }

    fn invite(&mut self, who: usize) -> String {
        self.ask(who, Command::Invite { my_name: "Ada".into() });
        self.pass();
        let Pairing::Inviting { fragment, .. } = self.view(who).pairing else {
            panic!("no link: {:?}", self.view(who).pairing)
        };
        fragment
    }

    fn join(&mut self, who: usize, fragment: &str) {
        self.ask(who, Command::Join { fragment: fragment.into(), my_name: "Ben".into() });
    }

    /// Both compare the words, and are two.
    fn meet(&mut self, host: usize, guest: usize) {
        self.pass();
        self.ask(guest, Command::WordsMatch);
        self.ask(host, Command::WordsMatch);
        self.pass();
        for who in [host, guest] {
            assert!(matches!(self.view(who).pairing, Pairing::Paired { .. }));
            assert_eq!(self.view(who).alarms, []);
        }
    }
}

#[test]
fn a_yes_to_an_earlier_invitation_is_none_to_the_present_one() {
    let mut line = Line::new(&["ada", "ben", "cleo"]);
    let [first, second] = [line.invite(0), line.invite(2)];
    line.hold = Some(Which(1, "PUT", "/join"));
    line.join(1, &first);
    line.ask(1, Command::Revoke);
    line.join(1, &second);
    line.arrive();
    line.meet(2, 1);
}

#[test]
fn letters_of_an_invitation_that_was_taken_back_alarm_nobody() {
    let mut line = Line::new(&["ada", "ben"]);
    let first = line.invite(0);
    line.join(1, &first);
    line.hold = Some(Which(0, "GET", MAILBOX));
    for _ in 0..2 {
        line.now.ms += 31_000;
        let outputs = line.engines[0].step(line.now, Input::Tick);
        line.carry_out(0, outputs);
    }
    line.ask(0, Command::Revoke);
    line.ask(0, Command::Invite { my_name: "Ada".into() });
    line.arrive();
    line.pass();
    assert_eq!(line.view(0).alarms, []);
    let Pairing::Inviting { fragment, .. } = line.view(0).pairing else { panic!("no link") };
    line.ask(1, Command::Revoke);
    line.join(1, &fragment);
    line.meet(0, 1);
}

#[test]
fn a_page_of_a_space_that_was_left_alarms_nobody_in_the_next() {
    let mut line = Line::new(&["ada", "ben"]);
    let first = line.invite(0);
    line.join(1, &first);
    line.meet(0, 1);
    line.hold = Some(Which(0, "GET", "/entries"));
    for _ in 0..3 {
        line.now.ms += 31_000;
        line.ask(1, Command::Appreciate(format!("tea {}", line.now.ms)));
        let outputs = line.engines[0].step(line.now, Input::Tick);
        line.carry_out(0, outputs);
    }
    line.ask(0, Command::LeaveSpace);
    line.ask(0, Command::Invite { my_name: "Ada".into() });
    line.arrive();
    line.pass();
    assert_eq!(line.view(0).alarms, []);
    assert!(matches!(line.view(0).pairing, Pairing::Inviting { .. }));
}

#[test]
fn a_space_that_was_left_while_it_was_made_does_not_stand_for_the_next() {
    let mut line = Line::new(&["ada", "ben"]);
    line.hold = Some(Which(0, "POST", "/spaces"));
    line.ask(0, Command::Invite { my_name: "Ada".into() });
    line.ask(0, Command::LeaveSpace);
    line.ask(0, Command::Invite { my_name: "Ada".into() });
    line.arrive();
    line.pass();
    let Pairing::Inviting { fragment, .. } = line.view(0).pairing else { panic!("no link") };
    line.join(1, &fragment);
    line.meet(0, 1);
}

#[test]
fn a_nonce_that_was_not_taken_is_sent_again() {
    let mut line = Line::new(&["ada", "ben"]);
    let fragment = line.invite(0);
    line.refuse = Some((Which(0, "PUT", "/reveal"), 413));
    line.join(1, &fragment);
    line.pass();
    assert!(matches!(line.view(1).pairing, Pairing::Joining { words: None, .. }));
    line.refuse = None;
    line.meet(0, 1);
}

#[test]
fn an_invitation_ends_when_its_mailbox_is_gone_before_the_nonce() {
    for status in [404, 410] {
        let mut line = Line::new(&["ada", "ben"]);
        let fragment = line.invite(0);
        line.refuse = Some((Which(0, "PUT", "/reveal"), status));
        line.join(1, &fragment);
        line.pass();
        assert_eq!((line.view(0).pairing, line.view(0).alarms), (Pairing::Alone, vec![]));
    }
}

#[test]
fn only_a_mailbox_that_somebody_else_took_is_a_reason_for_an_alarm() {
    for (status, alarms) in [(409, vec![Alarm::Invitation]), (410, vec![]), (413, vec![])] {
        let mut line = Line::new(&["ada", "ben"]);
        line.refuse = Some((Which(0, "PUT", MAILBOX), status));
        line.ask(0, Command::Invite { my_name: "Ada".into() });
        line.pass();
        assert_eq!(line.view(0).alarms, alarms, "{status}");
        let ended = matches!(line.view(0).pairing, Pairing::Alone);
        assert_eq!(ended, status != 413, "{status}");
        line.refuse = None;
        line.pass();
        if status == 413 {
            assert!(matches!(line.view(0).pairing, Pairing::Inviting { .. }));
        }
    }
}
