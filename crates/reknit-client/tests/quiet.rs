//! Quiet and caps: what waits unseen, and that neither the other nor the relay can tell.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it likes")]

use std::collections::VecDeque;

use reknit_client::{
    account::Keep,
    command::{Command, Refusal},
    engine::{Engine, Input, Output, SocketEvent},
    ports::Now,
    testing::{MemoryRelay, Person},
    view::{Caps, MyPage, Pairing, Settings, View},
};
use reknit_model::{checkin::Page, rhythm::Rhythm};

const DAY: i64 = 24 * 3600 * 1000;

type Sent = (i64, &'static str, String, usize, Vec<u8>);

/// Status and body.
type Answer = (u16, Vec<u8>);

/// Two people, one device each, a network without faults, and all that one of them sent.
struct Two {
    relay: MemoryRelay,
    engines: [Engine; 2],
    people: [Person; 2],
    now_ms: i64,
    /// What the first one sent: when, method, path, length, and the bytes but for sealed blobs, whose nonces follow
    /// what the device keeps for itself; their lengths count.
    sent: Vec<Sent>,
    /// All that the second one was answered.
    answered: Vec<Answer>,
}

impl Two {
    fn new() -> Self {
        let mut relay = MemoryRelay::default();
        let now_ms = 1_800_000_000_000;
        let people =
            [Person::register(&mut relay, "ada", 1), Person::register(&mut relay, "ben", 2)];
        let at = now(now_ms);
        let (ada, first) = people[0].open(&mut relay, at, 3, &Keep::default());
        let (ben, second) = people[1].open(&mut relay, at, 4, &Keep::default());
        let engines = [ada, ben];
        let (sent, answered) = (Vec::new(), Vec::new());
        let mut two = Self { relay, engines, people, now_ms, sent, answered };
        two.carry_out(0, first);
        two.carry_out(1, second);
        two.pair();
        two
    }

    fn carry_out(&mut self, who: usize, outputs: Vec<Output>) {
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
            let now = now(self.now_ms);
            todo.extend(self.engines[who].step(now, input));
        }
    }

    fn ask(&mut self, who: usize, command: Command) -> Result<(), Refusal> {
        let now = now(self.now_ms);
        let outputs = self.engines[who].command(now, command)?;
        self.carry_out(who, outputs);
        Ok(())
    }

    /// Lets a minute and a little pass, twice: the fixed schedule.
    fn sync(&mut self) {
        for _ in 0..4 {
            self.now_ms += 31_000;
            for who in [0, 1] {
                let outputs = self.engines[who].step(now(self.now_ms), Input::Tick);
                self.carry_out(who, outputs);
            }
        }
    }

    fn pair(&mut self) {
        self.ask(0, Command::Invite { my_name: "Ada".into() }).unwrap();
        let Pairing::Inviting { fragment, .. } = self.view(0).pairing else { panic!("no link") };
        self.ask(1, Command::Join { fragment, my_name: "Ben".into() }).unwrap();
        self.sync();
        self.ask(1, Command::WordsMatch).unwrap();
        self.ask(0, Command::WordsMatch).unwrap();
        self.sync();
        assert!(matches!(self.view(1).pairing, Pairing::Paired { .. }));
    }

    fn view(&self, who: usize) -> View {
        self.engines[who].view(now(self.now_ms))
    }

    fn kind_words(&self, who: usize) -> Vec<String> {
        self.view(who).appreciations.into_iter().rev().map(|it| it.words).collect()
    }

    fn say(&mut self, who: usize, words: &str) {
        self.ask(who, Command::Appreciate(words.into())).unwrap();
        self.sync();
    }

    fn agree_hour(&mut self) {
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

fn now(ms: i64) -> Now {
    Now { ms, today: i32::try_from(ms / DAY).unwrap() }
}

fn page(words: &str) -> Page {
    Page { went_right: words.to_owned(), ..Page::default() }
}

#[test]
fn what_comes_in_quiet_waits_and_is_all_there_afterwards() {
    let mut two = Two::new();
    two.say(1, "before");
    two.ask(0, Command::Quiet(true)).unwrap();
    two.say(1, "one");
    two.say(0, "mine");
    two.say(1, "two");
    assert!(two.view(0).is_quiet);
    assert_eq!(two.kind_words(0), ["before", "mine"]);
    assert_eq!(two.kind_words(1).len(), 4);

    // A device that holds nothing shows no more of it, not even for a moment.
    two.now_ms += 3 * 60_000;
    two.sync();
    let at = now(two.now_ms);
    let (fresh, outputs) = two.people[0].open(&mut two.relay, at, 9, &Keep::default());
    let old = std::mem::replace(&mut two.engines[0], fresh);
    two.carry_out(0, outputs);
    two.sync();
    assert_eq!(two.kind_words(0), ["before", "mine"]);
    two.engines[0] = old;

    two.ask(0, Command::Quiet(false)).unwrap();
    assert_eq!(two.kind_words(0).len(), 4);
    assert!(!two.view(0).is_quiet);
}

#[test]
fn a_check_in_opens_for_the_other_as_ever() {
    let mut two = Two::new();
    two.agree_hour();
    two.ask(0, Command::ClosePage(page("of ada"))).unwrap();
    two.ask(0, Command::Quiet(true)).unwrap();
    two.ask(1, Command::ClosePage(page("of ben"))).unwrap();
    two.sync();
    two.now_ms += 3 * 3_600_000;
    two.sync();
    two.sync();
    assert_eq!(two.view(1).opened.len(), 1);
    assert!(two.view(0).opened.is_empty());
    let MyPage::HourCame { page: mine, .. } = two.view(0).checkin.mine else { panic!("not mine") };
    assert_eq!(mine.went_right, "of ada");

    // What is closed meanwhile belongs to the round that is in fact next.
    two.ask(0, Command::ClosePage(page("again"))).unwrap();
    two.sync();
    assert!(matches!(two.view(0).checkin.mine, MyPage::Closed { .. }));
    two.ask(0, Command::Quiet(false)).unwrap();
    assert_eq!(two.view(0).opened.len(), 1);
    assert!(matches!(two.view(0).checkin.mine, MyPage::Closed { .. }));
    two.ask(1, Command::ClosePage(page("again too"))).unwrap();
    two.now_ms += 8 * DAY;
    two.sync();
    two.sync();
    assert_eq!(two.view(0).opened.len(), 2);
    assert_eq!(two.view(1).opened.len(), 2);
}

/// The same days, with and without something private at their beginning.
fn days(private: &[Command]) -> (Vec<Sent>, Vec<Answer>, View) {
    let mut two = Two::new();
    two.agree_hour();
    two.ask(0, Command::ClosePage(page("of ada"))).unwrap();
    two.sync();
    for command in private {
        two.ask(0, command.clone()).unwrap();
    }
    for words in ["one", "two", "three"] {
        two.say(1, words);
    }
    two.ask(1, Command::ClosePage(page("of ben"))).unwrap();
    two.now_ms += 3 * 3_600_000;
    two.sync();
    two.say(0, "mine");
    two.sync();
    two.now_ms += DAY;
    two.say(1, "four");
    let view = two.view(1);
    (two.sent, two.answered, view)
}

#[test]
fn neither_the_other_nor_the_relay_can_tell() {
    let plain = days(&[]);
    assert!(plain.0.len() > 20 && plain.2.opened.len() == 1);
    let caps = Caps { kind_words: Some(1) };
    let capped = Command::Set(Settings { caps, ..Settings::default() });
    for private in [
        vec![Command::Quiet(true)],
        vec![Command::Quiet(true), Command::Quiet(false)],
        vec![capped.clone()],
        vec![capped, Command::Quiet(true)],
    ] {
        let (sent, answered, view) = days(&private);
        let differs = sent.iter().zip(&plain.0).position(|(a, b)| a != b);
        let named = differs.and_then(|it| sent.get(it)).map(|it| (it.0, it.1, &it.2, it.3));
        assert_eq!((sent.len(), named), (plain.0.len(), None), "{private:?}");
        assert!(answered == plain.1, "{private:?}: the other was answered something else");
        assert!(view == plain.2, "{private:?}: the other sees something else");
    }
}

#[test]
fn a_cap_lets_in_so_many_a_day_and_loses_none() {
    let mut two = Two::new();
    two.say(1, "before");
    let set =
        |kind_words| Command::Set(Settings { caps: Caps { kind_words }, ..Settings::default() });
    two.ask(0, set(Some(2))).unwrap();
    for words in ["one", "two", "three", "four"] {
        two.say(1, words);
    }
    two.say(0, "mine");
    assert_eq!(two.kind_words(0), ["before", "one", "two", "mine"]);
    two.now_ms += DAY;
    two.sync();
    assert_eq!(two.kind_words(0), ["before", "one", "two", "three", "four", "mine"]);
    two.say(1, "five");
    assert!(!two.kind_words(0).contains(&"five".to_owned()));
    // Nothing at all, and then everything again.
    two.ask(0, set(Some(0))).unwrap();
    two.now_ms += DAY;
    two.sync();
    assert!(!two.kind_words(0).contains(&"five".to_owned()));
    two.ask(0, set(None)).unwrap();
    assert_eq!(two.kind_words(0).len(), 7);
}

#[test]
fn kind_words_of_ones_own_are_five_a_day() {
    let mut two = Two::new();
    for words in ["1", "2", "3", "4", "5"] {
        two.say(0, words);
    }
    let sixth = two.ask(0, Command::Appreciate("6".into()));
    assert_eq!(sixth, Err(Refusal::EnoughToday));
    two.now_ms += DAY;
    two.sync();
    two.say(0, "6");
    assert_eq!(two.kind_words(1).len(), 6);
}
