//! Two people, one device each, and a network without faults.

#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its part")]

use std::collections::VecDeque;

use reknit_client::{
    account::Keep,
    command::{Command, Refusal},
    engine::{Engine, Input, Output, SocketEvent},
    ports::Now,
    testing::{MemoryRelay, Person},
    view::{Pairing, View},
};
use reknit_model::{checkin::Page, rhythm::Rhythm};

pub(crate) const DAY: i64 = 24 * 3600 * 1000;

pub(crate) type Sent = (i64, &'static str, String, usize, Vec<u8>);

/// Status and body.
pub(crate) type Answer = (u16, Vec<u8>);

/// Two people, one device each, a network without faults, and all that one of them sent.
pub(crate) struct Two {
    pub(crate) relay: MemoryRelay,
    pub(crate) engines: [Engine; 2],
    pub(crate) people: [Person; 2],
    pub(crate) now_ms: i64,
    /// How far the clock of each is wrong, as it is for a changed app that writes any day it likes.
    pub(crate) ahead_ms: [i64; 2],
    /// What the first one sent: when, method, path, length, and the bytes but for sealed blobs, whose nonces follow
    /// what the device keeps for itself; their lengths count.
    pub(crate) sent: Vec<Sent>,
    /// All that the second one was answered.
    pub(crate) answered: Vec<Answer>,
}

impl Two {
    pub(crate) fn new() -> Self {
        let mut relay = MemoryRelay::default();
        let now_ms = 1_800_000_000_000;
        let people =
            [Person::register(&mut relay, "ada", 1), Person::register(&mut relay, "ben", 2)];
        let at = now(now_ms);
        let (ada, first) = people[0].open(&mut relay, at, 3, &Keep::default());
        let (ben, second) = people[1].open(&mut relay, at, 4, &Keep::default());
        let engines = [ada, ben];
        let (sent, answered) = (Vec::new(), Vec::new());
        let ahead_ms = [0, 0];
        let mut two = Self { relay, engines, people, now_ms, ahead_ms, sent, answered };
        two.carry_out(0, first);
        two.carry_out(1, second);
        two.pair();
        two
    }

    pub(crate) fn carry_out(&mut self, who: usize, outputs: Vec<Output>) {
        let mut todo = VecDeque::from(outputs);
        while let Some(output) = todo.pop_front() {
            let input = match output {
                Output::Send { id, request } => {
                    let reply = self.relay.handle(&request);
                    if who == 0 {
                        let len = request.body.len();
                        let (path, body) = (request.path, request.body);
                        let is_blob =
                            ["/vault", "/keyring", "/snapshot"].iter().any(|it| path.contains(it));
                        let body = if is_blob { Vec::new() } else { body };
                        self.sent.push((self.now_ms, request.method, path, len, body));
                    } else {
                        self.answered.push((reply.status, reply.body.clone()));
                    }
                    Input::Replied { id, reply: Ok(reply) }
                }
                Output::Keep { id, .. } => Input::Kept { id, ok: true },
                Output::OpenSocket => Input::Socket(SocketEvent::Opened),
                Output::CloseSocket | Output::SocketSend(_) | Output::Changed => continue,
            };
            let now = self.now(who);
            todo.extend(self.engines[who].step(now, input));
        }
    }

    pub(crate) fn ask(&mut self, who: usize, command: Command) -> Result<(), Refusal> {
        let now = self.now(who);
        let outputs = self.engines[who].command(now, command)?;
        self.carry_out(who, outputs);
        Ok(())
    }

    /// Lets a minute and a little pass, twice: the fixed schedule.
    pub(crate) fn sync(&mut self) {
        for _ in 0..4 {
            self.now_ms += 31_000;
            for who in [0, 1] {
                let now = self.now(who);
                let outputs = self.engines[who].step(now, Input::Tick);
                self.carry_out(who, outputs);
            }
        }
    }

    pub(crate) fn pair(&mut self) {
        self.ask(0, Command::Invite { my_name: "Ada".into() }).unwrap();
        let Pairing::Inviting { fragment, .. } = self.view(0).pairing else { panic!("no link") };
        self.ask(1, Command::Join { fragment, my_name: "Ben".into() }).unwrap();
        self.sync();
        self.ask(1, Command::WordsMatch).unwrap();
        self.ask(0, Command::WordsMatch).unwrap();
        self.sync();
        assert!(matches!(self.view(1).pairing, Pairing::Paired { .. }));
    }

    pub(crate) fn view(&self, who: usize) -> View {
        self.engines[who].view(self.now(who))
    }

    /// What the clock of somebody says.
    pub(crate) fn now(&self, who: usize) -> Now {
        now(self.now_ms + self.ahead_ms[who])
    }

    pub(crate) fn kind_words(&self, who: usize) -> Vec<String> {
        self.view(who).appreciations.into_iter().rev().map(|it| it.words).collect()
    }

    pub(crate) fn say(&mut self, who: usize, words: &str) {
        self.ask(who, Command::Appreciate(words.into())).unwrap();
        self.sync();
    }

    pub(crate) fn agree_hour(&mut self) {
        let minute = u16::try_from((self.now_ms / 60_000) % 1440).unwrap();
        let minute = (minute + 120) % 1440;
        let weekday = self.now_ms / DAY;
        // 1970-01-01 was a Thursday.
        let weekday = u8::try_from((weekday + 3 + i64::from(minute < 120)) % 7).unwrap();
        let rhythm = Rhythm { weekday, minute_of_day: minute, zone: "Etc/UTC".into() };
        self.ask(0, Command::OfferRhythm(rhythm)).unwrap();
        self.sync();
        let offer = self.view(1).checkin.offer.unwrap().id;
        self.ask(1, Command::AgreeRhythm(offer)).unwrap();
        self.sync();
    }
}

pub(crate) fn now(ms: i64) -> Now {
    Now { ms, today: i32::try_from(ms / DAY).unwrap() }
}

pub(crate) fn page(words: &str) -> Page {
    Page { went_right: words.to_owned(), ..Page::default() }
}
