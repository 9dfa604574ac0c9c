//! Two devices of Ada's, one of Ben's, a relay, and a book of all that anybody but Ada can see.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use reknit_client::{
    account::Keep,
    command::Command,
    engine::{Engine, Input, Output, SocketEvent},
    ports::{HttpReply, HttpRequest, Now},
    testing::{MemoryRelay, Person, Seeded},
    view::View,
};

use crate::acts;

/// One way of the network, in milliseconds.
const WAY_MS: i64 = 70;

const SECOND_MS: i64 = 1_000;

/// How long the disk of a device takes.
const DISK_MS: i64 = 30;

/// Front and nonce of a sealed blob, in bytes; behind them lie the sealed words.
const FRONT_BYTES: usize = 42;

/// Ada's devices are 0 and 1.
pub(crate) const BEN: usize = 2;

/// Something Ada does for herself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Private {
    /// When, in milliseconds since the story began.
    pub(crate) at_ms: i64,
    pub(crate) device: usize,
    /// Which line of [`acts::ALL`].
    pub(crate) act: usize,
    pub(crate) dice: u64,
}

/// What a leaking client would do after a private act.
pub(crate) type Leak = fn() -> Input;

enum Travelling {
    Request(u64, HttpRequest),
    Reply(u64, HttpReply),
    Frame(SocketEvent),
}

struct Device {
    engine: Engine,
    keep: Keep,
    life: u64,
    socket: bool,
}

pub(crate) struct World {
    relay: MemoryRelay,
    people: [Person; 2],
    devices: Vec<Device>,
    /// By instant and order of sending; which life of which device.
    travelling: BTreeMap<(i64, u64), (usize, u64, Travelling)>,
    /// What the disks have done, apart from the network: it is nobody's to see.
    written: VecDeque<(i64, usize, u64, u64)>,
    n_sent: u64,
    start_ms: i64,
    now_ms: i64,
    tick_ms: i64,
    shown: View,
    private: VecDeque<Private>,
    leak: Option<Leak>,
    /// All that the relay received from Ada.
    pub(crate) of_ada: Vec<String>,
    /// All that Ben's device sent, was given, and showed.
    pub(crate) of_ben: Vec<String>,
    /// Names of the acts that were taken.
    pub(crate) taken: BTreeSet<&'static str>,
    /// How many commands were refused.
    pub(crate) refused: usize,
}

impl World {
    pub(crate) fn new(seed: u64, mut private: Vec<Private>, leak: Option<Leak>) -> Self {
        private.sort_by_key(|it| it.at_ms);
        let mut relay = MemoryRelay::default();
        let people = [
            Person::register(&mut relay, "ada", seed * 10 + 1),
            Person::register(&mut relay, "ben", seed * 10 + 2),
        ];
        let start_ms = 1_800_000_000_000;
        let mut world = Self {
            relay,
            people,
            devices: Vec::new(),
            travelling: BTreeMap::new(),
            written: VecDeque::new(),
            n_sent: 0,
            start_ms,
            now_ms: start_ms,
            tick_ms: start_ms + SECOND_MS,
            shown: View::default(),
            private: private.into(),
            leak,
            of_ada: Vec::new(),
            of_ben: Vec::new(),
            taken: BTreeSet::new(),
            refused: 0,
        };
        for device in 0..=BEN {
            world.open(device, seed * 100 + 10, &Keep::default());
        }
        world
    }

    pub(crate) fn now(&self) -> Now {
        Now { ms: self.now_ms, today: i32::try_from(self.now_ms / (24 * 3600 * 1000)).unwrap() }
    }

    fn open(&mut self, device: usize, seed: u64, keep: &Keep) {
        let (now, person) = (self.now(), usize::from(device == BEN));
        let seed = seed + device as u64;
        let (engine, outputs) = self.people[person].open(&mut self.relay, now, seed, keep);
        let life = self.devices.get(device).map_or(0, |it| it.life + 1);
        let opened = Device { engine, keep: keep.clone(), life, socket: false };
        if device < self.devices.len() {
            self.devices[device] = opened;
        } else {
            self.devices.push(opened);
        }
        self.carry_out(device, outputs);
    }

    /// Locks a device, and opens it again after a while with what it kept.
    pub(crate) fn lock_and_open(&mut self, device: usize, seed: u64) {
        self.step(device, Input::Lock);
        self.pass(5_000);
        assert!(self.devices[device].engine.is_at_rest(), "it came to rest");
        let keep = self.devices[device].keep.clone();
        self.devices[device].socket = false;
        self.pass(2_000);
        self.open(device, seed, &keep);
    }

    pub(crate) fn view(&self, device: usize) -> View {
        self.devices[device].engine.view(self.now())
    }

    /// Somebody does something both may read.
    pub(crate) fn ask(&mut self, device: usize, command: Command) -> bool {
        let of_ada = device != BEN;
        assert!(!(of_ada && command.is_private()), "{command:?} belongs among the private acts");
        let now = self.now();
        let taken = self.devices[device].engine.command(now, command);
        let ok = taken.is_ok();
        self.carry_out(device, taken.unwrap_or_default());
        ok
    }

    fn live_privately(&mut self, act: Private) {
        let (name, make) = acts::ALL[act.act];
        let commands = make(&self.view(act.device), &mut Seeded::new(act.dice));
        if name == acts::READING {
            self.taken.insert(name);
        }
        for command in commands {
            assert!(command.is_private(), "{command:?} does not say that it is private");
            let now = self.now();
            match self.devices[act.device].engine.command(now, command) {
                Ok(outputs) => {
                    self.taken.insert(name);
                    self.carry_out(act.device, outputs);
                }
                Err(_) => self.refused += 1,
            }
        }
        if let Some(leak) = self.leak {
            self.step(act.device, leak());
        }
    }

    fn send(&mut self, device: usize, what: Travelling) {
        self.n_sent += 1;
        let life = self.devices[device].life;
        self.travelling.insert((self.now_ms + WAY_MS, self.n_sent), (device, life, what));
    }

    fn note(&mut self, device: usize, what: &str) {
        let line = format!("{} ms, device {device}: {what}", self.now_ms - self.start_ms);
        if device == BEN { self.of_ben.push(line) } else { self.of_ada.push(line) }
    }

    fn carry_out(&mut self, device: usize, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Send { id, request } => {
                    self.note(device, &told(&request));
                    self.send(device, Travelling::Request(id, request));
                }
                Output::OpenSocket => {
                    self.note(device, "opens a socket");
                    self.send(device, Travelling::Frame(SocketEvent::Opened));
                }
                Output::SocketSend(text) => {
                    self.note(device, &format!("frame {text}"));
                    self.devices[device].socket = true;
                    let ready = SocketEvent::Frame("\"ready\"".into());
                    self.send(device, Travelling::Frame(ready));
                }
                Output::CloseSocket => self.note(device, "closes its socket"),
                Output::Keep { id, name, bytes, .. } => {
                    let it = &mut self.devices[device];
                    it.keep.0.insert(name, bytes);
                    self.written.push_back((self.now_ms + DISK_MS, device, it.life, id));
                }
                Output::Changed if device == BEN => {
                    let view = self.view(BEN);
                    if view != self.shown {
                        self.note(BEN, &format!("shows {view:?}"));
                        self.shown = view;
                    }
                }
                Output::Changed => {}
            }
        }
    }

    fn step(&mut self, device: usize, input: Input) {
        let now = self.now();
        let outputs = self.devices[device].engine.step(now, input);
        self.carry_out(device, outputs);
    }

    fn deliver(&mut self, device: usize, what: Travelling) {
        match what {
            Travelling::Request(id, request) => {
                let reply = self.relay.handle(&request);
                self.send(device, Travelling::Reply(id, reply));
                for (account, wake) in self.relay.take_wakes() {
                    let text = serde_json::to_string(&wake).unwrap();
                    for at in 0..self.devices.len() {
                        let it = &self.devices[at];
                        let whose = it.engine.token().and_then(|it| self.relay.session(it));
                        if it.socket && whose == Some(account) {
                            self.send(at, Travelling::Frame(SocketEvent::Frame(text.clone())));
                        }
                    }
                }
            }
            Travelling::Reply(id, reply) => {
                if device == BEN {
                    self.note(BEN, &format!("is given {} {:?}", reply.status, reply.body));
                }
                self.step(device, Input::Replied { id, reply: Ok(reply) });
            }
            Travelling::Frame(frame) => {
                if device == BEN {
                    self.note(BEN, &format!("is given {frame:?}"));
                }
                self.step(device, Input::Socket(frame));
            }
        }
    }

    /// Lets time pass, to the millisecond where something happens; every device ticks once a second.
    pub(crate) fn pass(&mut self, ms: i64) {
        let until = self.now_ms + ms;
        loop {
            let private = self.private.front().map(|it| self.start_ms + it.at_ms);
            let disk = self.written.front().map(|it| it.0);
            let network = self.travelling.first_key_value().map(|(key, _)| key.0);
            let next = [network, disk, private].into_iter().flatten().fold(self.tick_ms, i64::min);
            let next = next.max(self.now_ms);
            if next > until {
                self.now_ms = until;
                return;
            }
            self.now_ms = next;
            if private.is_some_and(|it| it <= next) {
                let act = self.private.pop_front().unwrap();
                self.live_privately(act);
            } else if disk.is_some_and(|it| it <= next) {
                let (_, device, life, id) = self.written.pop_front().unwrap();
                if self.devices[device].life == life {
                    self.step(device, Input::Kept { id, ok: true });
                }
            } else if network.is_some_and(|it| it <= next) {
                let (_, (device, life, what)) = self.travelling.pop_first().unwrap();
                if self.devices[device].life == life {
                    self.deliver(device, what);
                }
            } else {
                self.tick_ms += SECOND_MS;
                for device in 0..self.devices.len() {
                    self.step(device, Input::Tick);
                }
            }
        }
    }

    /// When Ada's first device asked something because a tick found it due, in milliseconds of the story.
    pub(crate) fn found_by_ticks_ms(&self) -> Vec<i64> {
        let at = |it: &String| it.split_once(" ms, device 0: ")?.0.parse::<i64>().ok();
        let found = self.of_ada.iter().filter_map(at);
        found.filter(|it| *it > 40_000 && it % SECOND_MS == 0).collect()
    }

    /// What the relay holds, one line a row.
    pub(crate) fn rows(&self) -> Vec<String> {
        let rows = self.relay.rows().into_iter();
        rows.map(|(name, bytes)| format!("{name}: {}", shape(name.starts_with("vault/"), &bytes)))
            .collect()
    }
}

/// A request as whoever runs the relay sees it.
fn told(request: &HttpRequest) -> String {
    let HttpRequest { method, path, binary, body, token } = request;
    let is_vault = *method == "PUT" && path.starts_with("/api/v1/vault");
    format!("{method} {path} {binary} {token:?} {}", shape(is_vault, body))
}

/// Bytes; of a vault its front, nonce and length.
fn shape(is_vault: bool, bytes: &[u8]) -> String {
    let seen = if is_vault { &bytes[..FRONT_BYTES] } else { bytes };
    format!("{} bytes: {seen:?}", bytes.len())
}
