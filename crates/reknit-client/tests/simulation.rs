//! Several devices of two people over a network that drops, doubles, delays and cuts off, from a seed.
//!
//! Afterwards the network heals, and everything must be where it was said to be: each word sent is heard once, all devices are
//! equal, nothing waits, nobody was alarmed by an honest relay.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it likes")]

#[path = "simulation/holding.rs"]
mod holding;
#[path = "simulation/letters.rs"]
mod letters;
#[path = "simulation/practising.rs"]
mod practising;
#[path = "simulation/talking.rs"]
mod talking;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicU64, Ordering},
};

use reknit_client::{
    account::Keep,
    command::Command,
    engine::{Engine, Input, Output, SocketEvent},
    ports::{HttpReply, HttpRequest, Now, Offline},
    testing::{MemoryRelay, Person, Seeded},
    view::{MyPage, Pairing, Slot, View},
};
use reknit_model::{checkin::Page, log::EntryId, rhythm::Rhythm, steps::Standing, talks::TalkId};

const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;

/// Something on its way.
enum Travelling {
    Request { device: usize, life: u64, id: u64, request: HttpRequest, doubled: bool },
    Reply { device: usize, life: u64, id: u64, reply: Result<HttpReply, Offline> },
    Frame { device: usize, life: u64, frame: SocketEvent },
}

struct Device {
    person: usize,
    engine: Engine,
    keep: Keep,
    life: u64,
    socket: bool,
}

struct World {
    rng: Seeded,
    relay: MemoryRelay,
    people: Vec<Person>,
    devices: Vec<Device>,
    travelling: BTreeMap<(i64, u64), Travelling>,
    n_sent: u64,
    now_ms: i64,
    healed: bool,
    /// Devices that are never opened again.
    gone: BTreeSet<usize>,
    /// Letters that were put away, by their author.
    letters: BTreeSet<(usize, String)>,
    /// A device without a line.
    away: Option<usize>,
    said: BTreeSet<String>,
    /// Words said in talks: who, which talk, what.
    told: BTreeSet<(usize, TalkId, String)>,
    n_kept: usize,
    n_things: u64,
    /// What was asked of the relay, but for reading and the vault, which goes out on its schedule, changed or not.
    written: Vec<(usize, String)>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut relay = MemoryRelay::default();
        let people = vec![
            Person::register(&mut relay, "ada", seed * 10 + 1),
            Person::register(&mut relay, "ben", seed * 10 + 2),
        ];
        let mut world = Self {
            rng: Seeded::new(seed),
            relay,
            people,
            devices: Vec::new(),
            travelling: BTreeMap::new(),
            n_sent: 0,
            now_ms: 1_800_000_000_000,
            healed: false,
            gone: BTreeSet::new(),
            letters: BTreeSet::new(),
            away: None,
            said: BTreeSet::new(),
            told: BTreeSet::new(),
            n_kept: 0,
            n_things: 0,
            written: Vec::new(),
        };
        for person in [0, 0, 1] {
            world.start(person, &Keep::default(), None);
        }
        world
    }

    fn now(&self) -> Now {
        let today = i32::try_from(self.now_ms / (24 * HOUR)).unwrap();
        Now { ms: self.now_ms, today }
    }

    /// Starts a device, or starts one again with what it kept.
    fn start(&mut self, person: usize, keep: &Keep, again: Option<usize>) {
        let seed = self.rng.below(u64::MAX);
        let now = self.now();
        let (engine, outputs) = self.people[person].open(&mut self.relay, now, seed, keep);
        let at = again.unwrap_or(self.devices.len());
        let life = again.map_or(0, |it| self.devices[it].life + 1);
        let device = Device { person, engine, keep: keep.clone(), life, socket: false };
        match again {
            Some(at) => self.devices[at] = device,
            None => self.devices.push(device),
        }
        self.carry_out(at, outputs);
    }

    fn send(&mut self, travelling: Travelling) {
        let delay = if self.healed { 20 } else { 20 + self.rng.below(4000) };
        self.n_sent += 1;
        let at = self.now_ms + i64::try_from(delay).unwrap();
        self.travelling.insert((at, self.n_sent), travelling);
    }

    fn unlucky(&mut self, percent: u64) -> bool {
        !self.healed && self.rng.below(100) < percent
    }

    fn carry_out(&mut self, device: usize, outputs: Vec<Output>) {
        let life = self.devices[device].life;
        for output in outputs {
            match output {
                Output::Send { id, request } => {
                    if request.method != "GET" && !request.path.contains("/vault?") {
                        self.written.push((device, format!("{request:?}")));
                    }
                    let doubled = self.unlucky(8);
                    self.send(Travelling::Request { device, life, id, request, doubled });
                }
                Output::OpenSocket => {
                    self.send(Travelling::Frame { device, life, frame: SocketEvent::Opened });
                }
                Output::SocketSend(_) => {
                    self.devices[device].socket = true;
                    let ready = SocketEvent::Frame("\"ready\"".into());
                    self.send(Travelling::Frame { device, life, frame: ready });
                }
                Output::CloseSocket => self.devices[device].socket = false,
                Output::Keep { id, name, bytes, .. } => {
                    self.devices[device].keep.0.insert(name, bytes);
                    self.step(device, Input::Kept { id, ok: true });
                }
                Output::Changed => {}
            }
        }
    }

    fn step(&mut self, device: usize, input: Input) {
        if self.gone.contains(&device) {
            return;
        }
        let now = self.now();
        let outputs = self.devices[device].engine.step(now, input);
        self.carry_out(device, outputs);
    }

    fn command(&mut self, device: usize, command: Command) -> bool {
        let now = self.now();
        match self.devices[device].engine.command(now, command) {
            Ok(outputs) => {
                self.carry_out(device, outputs);
                true
            }
            Err(_) => false,
        }
    }

    fn view(&self, device: usize) -> View {
        self.devices[device].engine.view(self.now())
    }

    fn deliver(&mut self, travelling: Travelling) {
        match travelling {
            Travelling::Request { device, life, id, request, doubled } => {
                if self.away == Some(device) || self.unlucky(12) {
                    self.send(Travelling::Reply { device, life, id, reply: Err(Offline) });
                    return;
                }
                let reply = self.relay.handle(&request);
                if doubled {
                    let _ = self.relay.handle(&request);
                }
                let lost = self.unlucky(12);
                let reply = if lost { Err(Offline) } else { Ok(reply) };
                self.send(Travelling::Reply { device, life, id, reply });
                self.wake();
            }
            Travelling::Reply { device, life, id, reply } => {
                if self.devices[device].life == life {
                    self.step(device, Input::Replied { id, reply });
                }
            }
            Travelling::Frame { device, life, frame } => {
                if self.devices[device].life == life {
                    self.step(device, Input::Socket(frame));
                }
            }
        }
    }

    fn wake(&mut self) {
        for (account, wake) in self.relay.take_wakes() {
            for at in 0..self.devices.len() {
                let device = &self.devices[at];
                let token = device.engine.token().map(str::to_owned);
                let mine = token.and_then(|it| self.relay.session(&it)) == Some(account);
                if mine && device.socket && self.away != Some(at) && !self.unlucky(20) {
                    let frame = SocketEvent::Frame(serde_json::to_string(&wake).unwrap());
                    let (device, life) = (at, self.devices[at].life);
                    self.send(Travelling::Frame { device, life, frame });
                }
            }
        }
    }

    /// Lets time pass in seconds, delivering what is due.
    fn pass(&mut self, ms: i64) {
        self.pass_in_steps(ms, SECOND);
    }

    fn pass_in_steps(&mut self, ms: i64, step_ms: i64) {
        let until = self.now_ms + ms;
        while self.now_ms < until {
            self.now_ms = (self.now_ms + step_ms).min(until);
            while let Some((at, _)) = self.travelling.first_key_value().map(|(key, _)| *key) {
                if at > self.now_ms {
                    break;
                }
                let (_, travelling) = self.travelling.pop_first().unwrap();
                self.deliver(travelling);
            }
            for device in 0..self.devices.len() {
                self.step(device, Input::Tick);
            }
        }
    }

    fn pass_until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        for _ in 0..4000 {
            if done(self) {
                return;
            }
            self.pass(SECOND);
        }
        panic!("never came true: {what}");
    }

    fn pair(&mut self) {
        assert!(self.command(0, Command::Invite { my_name: "Ada".into() }));
        self.pass_until("an invitation is out", |it| {
            matches!(it.view(0).pairing, Pairing::Inviting { .. })
        });
        let Pairing::Inviting { fragment, .. } = self.view(0).pairing else { unreachable!() };
        assert!(self.command(2, Command::Join { fragment, my_name: "Ben".into() }));
        self.pass_until("both see words", |it| {
            let host = matches!(it.view(0).pairing, Pairing::Answered { .. });
            let guest = matches!(it.view(2).pairing, Pairing::Joining { words: Some(_), .. });
            host && guest
        });
        let Pairing::Answered { words, .. } = self.view(0).pairing else { unreachable!() };
        let Pairing::Joining { words: Some(theirs), .. } = self.view(2).pairing else {
            unreachable!()
        };
        assert_eq!(words, theirs);
        assert!(self.command(2, Command::WordsMatch));
        assert!(self.command(0, Command::WordsMatch));
        self.pass_until("all devices are paired", |it| {
            (0..3).all(|at| matches!(it.view(at).pairing, Pairing::Paired { .. }))
        });
    }

    fn agree_hour(&mut self) {
        let rhythm = Rhythm { weekday: 6, minute_of_day: 19 * 60, zone: "UTC".into() };
        assert!(self.command(0, Command::OfferRhythm(rhythm)));
        self.pass_until("the offer arrives", |it| it.view(2).checkin.offer.is_some());
        let offer = self.view(2).checkin.offer.unwrap().id;
        assert!(self.command(2, Command::AgreeRhythm(offer)));
        self.pass_until("the hour is agreed", |it| {
            (0..3).all(|at| it.view(at).checkin.rhythm.is_some())
        });
    }

    fn page(words: &str) -> Page {
        Page { appreciation: words.into(), feel: "tired".into(), ..Page::default() }
    }

    fn something_happens(&mut self) {
        let device = usize::try_from(self.rng.below(3)).unwrap();
        self.n_things += 1;
        let n = self.n_things;
        match self.rng.below(18) {
            17 => self.talk(device, n),
            0..=2 => {
                let words = format!("kind {n}");
                if self.command(device, Command::Appreciate(words.clone())) {
                    assert!(self.said.insert(words));
                }
            }
            3 => {
                let words = format!("step {n}");
                let until_day = self.now().today + 7;
                let command = Command::OfferStep { words: words.clone(), until_day, round: None };
                if self.command(device, command) {
                    self.said.insert(words);
                }
            }
            4 => {
                let steps = self.view(device).steps;
                let of = usize::try_from(self.rng.below(steps.len() as u64)).unwrap();
                if let Some(step) = steps.get(of) {
                    let id: EntryId = step.id;
                    let command = match (step.standing, step.mine) {
                        (Standing::Offered, false) => Command::AgreeStep(id),
                        (Standing::Agreed, true) => Command::StepDone(id),
                        (Standing::Done, false) => Command::ConfirmStep(id),
                        _ => Command::PutDownStep(id),
                    };
                    self.command(device, command);
                }
            }
            5 | 6 => {
                self.command(device, Command::ClosePage(Self::page(&format!("page {n}"))));
            }
            7 => {
                let text = format!("draft {n}");
                self.command(device, Command::SaveDraft { slot: Slot::Step, text });
            }
            8 => {
                // Locked on most days; else a crash. The tab is gone, and comes back with what the device kept.
                if n.is_multiple_of(2) {
                    self.step(device, Input::Lock);
                    self.pass(4 * SECOND);
                }
                let Device { person, keep, .. } = &self.devices[device];
                let (person, keep) = (*person, keep.clone());
                self.start(person, &keep, Some(device));
            }
            9 => {
                let life = self.devices[device].life;
                self.devices[device].socket = false;
                self.send(Travelling::Frame { device, life, frame: SocketEvent::Closed });
            }
            14 | 15 => self.put_a_letter_away(device, n),
            13 => self.about_a_letter(device, n),
            10 => {
                let hours = i64::try_from(self.rng.below(40)).unwrap();
                // Time goes by in leaps too: devices sleep.
                self.now_ms += hours * HOUR;
                self.pass(5 * SECOND);
            }
            11 | 12 => self.practise(device, n),
            _ => {
                let seconds = i64::try_from(self.rng.below(30)).unwrap();
                self.pass(seconds * SECOND);
            }
        }
        self.pass(SECOND);
    }

    /// The network heals, and everything comes to rest.
    fn come_to_rest(&mut self) {
        self.healed = true;
        self.pass(200 * SECOND);
        for device in 0..3 {
            self.step(device, Input::Online);
        }
        self.pass(300 * SECOND);
    }
}

fn run(seed: u64, n_things: u64) -> World {
    let mut world = World::new(seed);
    world.pair();
    world.agree_hour();
    for _ in 0..n_things {
        world.something_happens();
    }
    world.come_to_rest();
    world.assert_equal(seed);
    world.assert_talks(seed);
    world.assert_rest(seed);
    world
}

/// `REKNIT_SEEDS` sets how many seeds are run, `REKNIT_SEED` runs one.
#[test]
fn whatever_the_network_does_all_devices_end_equal_and_nothing_is_lost_or_doubled() {
    let number = |name: &str| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let seeds = match number("REKNIT_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("REKNIT_SEEDS").unwrap_or(60),
    };
    // A seed is a world of its own, so they run side by side.
    let next = AtomicU64::new(seeds.start);
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    let live = || {
        let mut lived = (0, 0, 0);
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return lived;
            }
            let world = run(seed, 40);
            lived.0 += world.view(0).opened.len();
            lived.1 += world.said.len();
            lived.2 += world.view(2).letters.threads.len();
        }
    };
    let (mut n_opened, mut n_said, mut n_letters) = (0, 0, 0);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..n_threads).map(|_| scope.spawn(live)).collect();
        for thread in threads {
            let (opened, said, letters) = thread.join().unwrap();
            n_opened += opened;
            n_said += said;
            n_letters += letters;
        }
    });
    println!(
        "{} seeds: {n_said} things said, {n_opened} check-ins opened, {n_letters} letters arrived",
        seeds.end - seeds.start
    );
    // A simulation in which nothing happens proves nothing.
    assert!(n_said > 0 && ((n_opened > 0 && n_letters > 0) || seeds.end - seeds.start < 10));
}

/// Neither device can open the other's page before both are closed and the hour has come; then both can.
#[test]
fn pages_open_together_at_the_hour_and_not_before() {
    let mut world = World::new(7);
    world.healed = true;
    world.pair();
    world.agree_hour();
    assert!(world.command(0, Command::ClosePage(World::page("from ada"))));
    world.pass(10 * SECOND);
    // The other's device holds the page, and shows no trace of it.
    assert_eq!(world.view(2).checkin.mine, MyPage::Open);
    assert!(!format!("{:?}", world.view(2)).contains("from ada"));
    assert!(world.command(2, Command::ClosePage(World::page("from ben"))));
    world.pass(10 * SECOND);
    assert!(world.view(0).opened.is_empty() && world.view(2).opened.is_empty());
    let MyPage::Closed { opens_at_ms, .. } = world.view(0).checkin.mine else { panic!("closed") };
    world.now_ms = opens_at_ms - 2 * SECOND;
    world.pass(SECOND);
    assert!(world.view(0).opened.is_empty() && world.view(2).opened.is_empty());
    world.pass(90 * SECOND);
    assert_eq!(world.view(0).opened[0].theirs.appreciation, "from ben");
    assert_eq!(world.view(2).opened[0].theirs.appreciation, "from ada");
    assert_eq!(world.view(1).opened[0].theirs.appreciation, "from ben");
    assert_eq!(world.view(0).checkin.round, 2);
}

/// Pages for different hours are no pair: the hour passes without a word, and later weeks work.
#[test]
fn a_skipped_week_passes_and_the_page_can_be_used_for_the_next() {
    let mut world = World::new(8);
    world.healed = true;
    world.pair();
    world.agree_hour();
    assert!(world.command(0, Command::ClosePage(World::page("first try"))));
    let MyPage::Closed { opens_at_ms, page } = world.view(0).checkin.mine else { panic!("closed") };
    world.now_ms = opens_at_ms + 2 * HOUR;
    world.pass(100 * SECOND);
    assert!(matches!(world.view(0).checkin.mine, MyPage::HourCame { .. }));
    assert!(world.command(2, Command::ClosePage(World::page("a week later"))));
    assert!(world.command(0, Command::ClosePage(page)));
    let MyPage::Closed { opens_at_ms, .. } = world.view(0).checkin.mine else { panic!("closed") };
    world.now_ms = opens_at_ms;
    world.pass(100 * SECOND);
    assert_eq!(world.view(0).opened.len(), 1);
    assert_eq!(world.view(2).opened[0].theirs.appreciation, "first try");
}

/// What was typed last on a device that keeps nothing is in the vault when it was locked, also when another device wrote meanwhile.
#[test]
fn the_last_words_before_a_lock_are_kept_when_another_device_was_first() {
    let mut world = World::new(15);
    world.healed = true;
    world.pair();
    world.pass(5 * SECOND);
    world.gone.insert(0);
    let slot = |name: &str| Slot::Sheet(name.into());
    let save = |name: &str| Command::SaveDraft { slot: slot(name), text: format!("on the {name}") };
    assert!(world.command(1, save("laptop")));
    world.pass(150 * SECOND);
    world.gone.remove(&0);
    let now = world.now();
    let kept = world.devices[0].engine.command(now, save("phone")).unwrap();
    world.carry_out(0, kept);
    world.step(0, Input::Lock);
    // A lock waits three seconds for the relay; these are less, and a question takes a tenth of one.
    world.pass_in_steps(2 * SECOND, 50);
    assert!(world.devices[0].engine.is_at_rest(), "the vault was written");
    world.start(0, &Keep::default(), Some(0));
    world.pass(5 * SECOND);
    let drafts = world.view(0).drafts;
    for name in ["phone", "laptop"] {
        assert_eq!(drafts[&slot(name)].text, format!("on the {name}"));
    }
}
