//! A relay that lies about what it holds: every lie is refused, told, and over once it is honest again.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

use std::collections::VecDeque;

use reknit_client::{
    account::Keep,
    command::Command,
    engine::{Engine, Input, Output},
    ports::{HttpReply, HttpRequest, Now},
    testing::{MemoryRelay, Person},
    view::{Alarm, Pairing},
};
use reknit_wire::envelope::{Stored, decode_page, encode_page};

/// What is done to a page of entries on its way.
type Lie = Box<dyn Fn(Vec<Stored>) -> Vec<u8>>;

/// Two people at one relay; the second is lied to.
struct Story {
    relay: MemoryRelay,
    engines: [Engine; 2],
    lie: Option<Lie>,
    now: Now,
}

impl Story {
    fn new(names: [&str; 2], seed: u64) -> Self {
        let mut relay = MemoryRelay::default();
        let now = Now { ms: 1_790_000_000_000, today: 20_717 };
        let mut open = |handle: &str, seed| {
            Person::register(&mut relay, handle, seed).open(
                &mut relay,
                now,
                seed + 100,
                &Keep::default(),
            )
        };
        let (first, second) = (open(names[0], seed), open(names[1], seed + 1));
        let mut story = Self { relay, engines: [first.0, second.0], lie: None, now };
        story.carry_out(0, first.1);
        story.carry_out(1, second.1);
        story.pair();
        story
    }

    fn answer(&mut self, who: usize, request: &HttpRequest) -> HttpReply {
        let reply = self.relay.handle(request);
        let is_page = request.method == "GET" && request.path.contains("/entries?after=");
        match &self.lie {
            Some(lie) if who == 1 && is_page && reply.status == 200 => {
                HttpReply { status: 200, body: lie(decode_page(&reply.body).unwrap()) }
            }
            _ => reply,
        }
    }

    fn carry_out(&mut self, who: usize, outputs: Vec<Output>) {
        let mut todo = VecDeque::from(outputs);
        while let Some(output) = todo.pop_front() {
            let input = match output {
                Output::Send { id, request } => {
                    Input::Replied { id, reply: Ok(self.answer(who, &request)) }
                }
                Output::Keep { id, .. } => Input::Kept { id, ok: true },
                Output::OpenSocket
                | Output::CloseSocket
                | Output::SocketSend(_)
                | Output::Changed => continue,
            };
            let now = self.now;
            todo.extend(self.engines[who].step(now, input));
        }
    }

    fn both(&mut self) {
        for who in [0, 1, 0, 1, 0, 1] {
            let now = self.now;
            let outputs = self.engines[who].step(now, Input::Online);
            self.carry_out(who, outputs);
        }
    }

    fn ask(&mut self, who: usize, command: Command) {
        let now = self.now;
        let outputs = self.engines[who].command(now, command).unwrap();
        self.carry_out(who, outputs);
    }

    fn pair(&mut self) {
        self.ask(0, Command::Invite { my_name: "Ada".into() });
        let Pairing::Inviting { fragment, .. } = self.engines[0].view(self.now).pairing else {
            unreachable!()
        };
        self.ask(1, Command::Join { fragment, my_name: "Ben".into() });
        self.both();
        self.ask(1, Command::WordsMatch);
        self.ask(0, Command::WordsMatch);
        self.both();
        assert!(matches!(self.engines[1].view(self.now).pairing, Pairing::Paired { .. }));
    }

    fn seen(&self) -> Vec<String> {
        self.engines[1].view(self.now).appreciations.into_iter().map(|it| it.words).collect()
    }

    fn alarms(&self) -> Vec<Alarm> {
        self.engines[1].view(self.now).alarms
    }
}

/// Ada says two things while the relay tells `lie` to Ben; then it is honest again.
fn told(lie: impl Fn(Vec<Stored>) -> Vec<u8> + 'static) -> (Vec<Alarm>, Vec<String>) {
    let mut story = Story::new(["ada", "ben"], 1);
    story.lie = Some(Box::new(lie));
    story.ask(0, Command::Appreciate("one".into()));
    story.ask(0, Command::Appreciate("two".into()));
    story.both();
    let told = (story.alarms(), story.seen());
    story.lie = None;
    for alarm in story.alarms() {
        story.ask(1, Command::Dismiss(alarm));
    }
    story.both();
    assert_eq!(story.seen(), ["two", "one"], "honest again, everything is there once");
    assert_eq!(story.alarms(), []);
    told
}

#[test]
fn an_honest_relay_alarms_nobody() {
    assert_eq!(told(|page| encode_page(&page)), (vec![], vec!["two".into(), "one".into()]));
}

#[test]
fn a_changed_body_signature_or_header_is_not_shown() {
    let changes: [fn(&mut Stored); 4] = [
        |it| it.envelope.body.as_mut().unwrap()[20] ^= 1,
        |it| it.envelope.signature[3] ^= 1,
        |it| it.envelope.header.epoch += 1,
        |it| it.envelope.header.nonce[0] ^= 1,
    ];
    for change in changes {
        let (alarms, seen) = told(move |mut page| {
            page.iter_mut().for_each(change);
            encode_page(&page)
        });
        // A changed header is another entry: it may show as two entries in one place.
        assert!(alarms == [Alarm::Forged] || alarms == [Alarm::Forked], "{alarms:?}");
        assert!(seen.is_empty());
    }
}

#[test]
fn entries_in_another_order_or_with_one_left_out_are_refused() {
    let (alarms, seen) = told(|mut page| {
        page.reverse();
        encode_page(&page)
    });
    // A page of one cannot be turned round; nothing out of order was believed.
    assert!(alarms == [Alarm::Forged] || seen.len() == 2, "{alarms:?} {seen:?}");
    let (alarms, seen) = told(|page| encode_page(page.get(1..).unwrap_or_default()));
    assert_eq!((alarms, seen), (vec![Alarm::Withheld], vec![]));
}

#[test]
fn the_same_page_again_and_again_says_nothing_twice() {
    let (alarms, seen) = told(|page| {
        let twice: Vec<Stored> = page.iter().chain(&page).cloned().collect();
        encode_page(&twice)
    });
    assert!(
        seen.len() <= 2 && seen.iter().filter(|it| *it == "one").count() <= 1,
        "{alarms:?} {seen:?}"
    );
}

#[test]
fn entries_of_another_couple_are_refused() {
    let mut others = Story::new(["eve", "mal"], 50);
    others.ask(0, Command::Appreciate("not yours".into()));
    let foreign = others.relay.entries();
    let (alarms, seen) = told(move |page| {
        let cursor = page.last().map_or(1, |it| it.cursor);
        let transplanted: Vec<Stored> =
            foreign.iter().map(|it| Stored { cursor, envelope: it.clone() }).collect();
        encode_page(&transplanted)
    });
    assert_eq!((alarms, seen), (vec![Alarm::Forged], vec![]));
}

#[test]
fn garbage_is_told_and_breaks_nothing() {
    let (alarms, seen) = told(|_| b"not a page at all".to_vec());
    assert_eq!((alarms, seen), (vec![Alarm::Forged], vec![]));
}
