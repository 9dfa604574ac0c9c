//! Two people, a relay, and what is done to its answers.

use std::collections::VecDeque;

use reknit_client::{
    account::Keep,
    command::Command,
    engine::{Engine, Input, Output, SocketEvent},
    ports::{HttpReply, HttpRequest, Now},
    testing::{MemoryRelay, Person},
    view::{Alarm, Pairing, View},
};
use reknit_wire::envelope::{Stored, decode_page, encode_page};

/// What a relay answers instead: the device, the question, the honest answer.
pub(crate) type Lie = Box<dyn FnMut(usize, &HttpRequest, HttpReply) -> HttpReply>;

/// Stands in everything the two say, and must never be seen on the line.
const CANARY: &str = "zephyrquartz";

pub(crate) struct Story {
    pub(crate) relay: MemoryRelay,
    /// Whom each device belongs to: 0 Ada, 1 Ben.
    pub(crate) whose: Vec<usize>,
    pub(crate) people: [Person; 2],
    pub(crate) engines: Vec<Engine>,
    pub(crate) keeps: Vec<Keep>,
    pub(crate) lie: Option<Lie>,
    pub(crate) now: Now,
    /// All that was sent, by device.
    pub(crate) sent: Vec<(usize, HttpRequest)>,
    said: Vec<String>,
}

/// Whether a request reads entries.
pub(crate) fn reads_entries(request: &HttpRequest) -> bool {
    request.method == "GET" && request.path.contains("/entries?after=")
}

/// A lie about pages of entries, told to one device.
pub(crate) fn pages(to: usize, mut lie: impl FnMut(Vec<Stored>) -> Vec<u8> + 'static) -> Lie {
    Box::new(move |device, request, honest| {
        if device == to && reads_entries(request) && honest.status == 200 {
            HttpReply { status: 200, body: lie(decode_page(&honest.body).unwrap()) }
        } else {
            honest
        }
    })
}

/// The same, changing each entry.
pub(crate) fn entries(to: usize, change: impl Fn(&mut Stored) + 'static) -> Lie {
    pages(to, move |mut page| {
        page.iter_mut().for_each(&change);
        encode_page(&page)
    })
}

impl Story {
    pub(crate) fn new(seed: u64) -> Self {
        let mut relay = MemoryRelay::default();
        let people = [
            Person::register(&mut relay, &format!("ada-{seed}"), seed * 10),
            Person::register(&mut relay, &format!("ben-{seed}"), seed * 10 + 1),
        ];
        let mut story = Self {
            relay,
            whose: Vec::new(),
            people,
            engines: Vec::new(),
            keeps: Vec::new(),
            lie: None,
            now: Now { ms: 1_790_000_000_000, today: 20_717 },
            sent: Vec::new(),
            said: Vec::new(),
        };
        story.open(0, seed * 10 + 2, &Keep::default());
        story.open(1, seed * 10 + 3, &Keep::default());
        story
    }

    pub(crate) fn paired(seed: u64) -> Self {
        let mut story = Self::new(seed);
        story.invite_and_answer();
        story.ask(1, Command::WordsMatch);
        story.ask(0, Command::WordsMatch);
        story.both();
        assert!(matches!(story.view(1).pairing, Pairing::Paired { .. }));
        story
    }

    pub(crate) fn invite_and_answer(&mut self) {
        let fragment = self.invite();
        self.ask(1, Command::Join { fragment, my_name: "Ben".into() });
        self.both();
    }

    pub(crate) fn invite(&mut self) -> String {
        self.ask(0, Command::Invite { my_name: "Ada".into() });
        let Pairing::Inviting { fragment, .. } = self.view(0).pairing else { unreachable!() };
        fragment
    }

    /// Opens a further device; tells which it is.
    pub(crate) fn open(&mut self, person: usize, seed: u64, keep: &Keep) -> usize {
        let (engine, outputs) = self.people[person].open(&mut self.relay, self.now, seed, keep);
        self.engines.push(engine);
        self.keeps.push(keep.clone());
        self.whose.push(person);
        let device = self.engines.len() - 1;
        self.carry_out(device, outputs);
        device
    }

    fn answer(&mut self, device: usize, request: &HttpRequest) -> HttpReply {
        self.sent.push((device, request.clone()));
        let honest = self.relay.handle(request);
        match &mut self.lie {
            Some(lie) => lie(device, request, honest),
            None => honest,
        }
    }

    pub(crate) fn carry_out(&mut self, device: usize, outputs: Vec<Output>) {
        let mut todo = VecDeque::from(outputs);
        // A lie must not make a client ask for ever.
        for _ in 0..2_000 {
            let Some(output) = todo.pop_front() else { return };
            let input = match output {
                Output::Send { id, request } => {
                    Input::Replied { id, reply: Ok(self.answer(device, &request)) }
                }
                Output::Keep { id, name, bytes, .. } => {
                    self.keeps[device].0.insert(name, bytes);
                    Input::Kept { id, ok: true }
                }
                Output::OpenSocket
                | Output::CloseSocket
                | Output::SocketSend(_)
                | Output::Changed => continue,
            };
            let now = self.now;
            todo.extend(self.engines[device].step(now, input));
        }
        unreachable!("a client that hammers");
    }

    pub(crate) fn step(&mut self, device: usize, input: Input) {
        let outputs = self.engines[device].step(self.now, input);
        self.carry_out(device, outputs);
    }

    pub(crate) fn frame(&mut self, device: usize, text: &str) {
        self.step(device, Input::Socket(SocketEvent::Frame(text.to_owned())));
    }

    /// Everybody reads and sends, time and again, while the clock goes on.
    pub(crate) fn both(&mut self) {
        for _ in 0..3 {
            self.now.ms += 40_000;
            for device in 0..self.engines.len() {
                self.step(device, Input::Online);
            }
        }
    }

    pub(crate) fn ask(&mut self, device: usize, command: Command) {
        let outputs = self.engines[device].command(self.now, command).unwrap();
        self.carry_out(device, outputs);
    }

    pub(crate) fn say(&mut self, device: usize, words: &str) {
        let words = format!("{words} {CANARY}");
        self.said.push(words.clone());
        self.ask(device, Command::Appreciate(words));
    }

    pub(crate) fn view(&self, device: usize) -> View {
        self.engines[device].view(self.now)
    }

    pub(crate) fn alarms(&self, device: usize) -> Vec<Alarm> {
        self.view(device).alarms
    }

    /// What a device shows, in alphabetical order, without the canary.
    pub(crate) fn heard(&self, device: usize) -> Vec<String> {
        let said = self.view(device).appreciations.into_iter();
        let mut said: Vec<String> =
            said.map(|it| it.words.replace(CANARY, "").trim().to_owned()).collect();
        said.sort();
        said
    }

    /// No word left in clear, nor the key that opens everything.
    pub(crate) fn assert_nothing_leaked(&self) {
        let keys = self.people.each_ref().map(Person::stolen_key);
        let mut secrets: Vec<Vec<u8>> =
            keys.iter().map(|it| it.secret().bytes().to_vec()).collect();
        secrets.push(CANARY.as_bytes().to_vec());
        for (_, request) in &self.sent {
            let line = [request.path.as_bytes(), &request.body].concat();
            let leaked =
                secrets.iter().any(|it| line.windows(it.len()).any(|at| at == it.as_slice()));
            assert!(!leaked, "{request:?} carries a secret");
        }
    }

    /// The relay tells the truth, alarms are read, time goes by: everything that was said is there once, for all.
    pub(crate) fn honest_again(&mut self) {
        self.lie = None;
        for device in 0..self.engines.len() {
            for alarm in self.alarms(device) {
                self.ask(device, Command::Dismiss(alarm));
            }
        }
        self.both();
        self.both();
        let mut said: Vec<String> =
            self.said.iter().map(|it| it.replace(CANARY, "").trim().to_owned()).collect();
        said.sort();
        for device in 0..self.engines.len() {
            assert_eq!(self.heard(device), said, "device {device}: everything is there once");
            assert_eq!(self.alarms(device), [], "device {device}");
            assert_eq!(self.view(device).unsent, 0, "device {device}");
        }
        self.assert_nothing_leaked();
    }
}
