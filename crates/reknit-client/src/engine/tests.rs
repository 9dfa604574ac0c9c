//! A changed app of the other's, and what mine does about it. Ben's entries are made by hand, with his keys.

use reknit_model::{
    event::Event,
    talks::{Act, TalkId},
};
use reknit_vault::epoch::{EpochKey, Opened};
use reknit_wire::{
    api::{AppendReply, Appended, Claim},
    bytes::Bytes,
    envelope::{Envelope, encode_append},
    id::{AccountId, EntryHash},
    membership::Card,
    signed::claim_bytes,
};

use super::*;
use crate::{
    account::{Keep, json_request},
    command::{Command, TalkCommand},
    ports::{HttpReply, HttpRequest},
    testing::{MemoryRelay, Person, Seeded},
    view::{Connection, Pairing},
};

/// Ada, Ben, one device each, and a line without faults.
struct Two {
    relay: MemoryRelay,
    engines: [Engine; 2],
    people: [Person; 2],
    now: Now,
    /// What Ada wrote to the space.
    written: Vec<String>,
    /// A question that the relay answers in a way of its own: method, a part of the path, and the status.
    oddly: Option<(&'static str, &'static str, u16)>,
    random: Seeded,
}

impl Two {
    fn new() -> Self {
        let mut relay = MemoryRelay::default();
        let now = Now { ms: 1_800_000_000_000, today: 20_833 };
        let people =
            [Person::register(&mut relay, "ada", 1), Person::register(&mut relay, "ben", 2)];
        let (ada, first) = people[0].open(&mut relay, now, 3, &Keep::default());
        let (ben, second) = people[1].open(&mut relay, now, 4, &Keep::default());
        let (engines, written) = ([ada, ben], Vec::new());
        let (oddly, random) = (None, Seeded::new(5));
        let mut two = Self { relay, engines, people, now, written, oddly, random };
        two.carry_out(0, first);
        two.carry_out(1, second);
        two
    }

    fn paired() -> Self {
        let mut two = Self::new();
        two.answer();
        two.ask(1, Command::WordsMatch);
        two.ask(0, Command::WordsMatch);
        two.pass();
        assert!(matches!(two.view(1).pairing, Pairing::Paired { .. }));
        two
    }

    /// Ada invites, Ben says yes, and both see words.
    fn answer(&mut self) {
        self.ask(0, Command::Invite { my_name: "Ada".into() });
        self.pass();
        let Pairing::Inviting { fragment, .. } = self.view(0).pairing else { unreachable!() };
        self.ask(1, Command::Join { fragment, my_name: "Ben".into() });
        self.pass();
    }

    fn carry_out(&mut self, who: usize, mut outputs: Vec<Output>) {
        for _ in 0..1_000 {
            let Some(output) = outputs.pop() else { return };
            let input = match output {
                Output::Send { id, request } => {
                    if who == 0 && request.method == "POST" {
                        self.written.push(format!("{} {}", request.method, request.path));
                    }
                    let odd = self.oddly.filter(|(method, part, _)| {
                        request.method == *method && request.path.contains(part)
                    });
                    let reply = match odd {
                        Some((_, _, status)) => HttpReply { status, body: Vec::new() },
                        None => self.relay.handle(&request),
                    };
                    Input::Replied { id, reply: Ok(reply) }
                }
                Output::Keep { id, .. } => Input::Kept { id, ok: true },
                _ => continue,
            };
            outputs.extend(self.engines[who].step(self.now, input));
        }
        unreachable!("a client that hammers");
    }

    fn ask(&mut self, who: usize, command: Command) {
        let outputs = self.engines[who].command(self.now, command).unwrap();
        self.carry_out(who, outputs);
    }

    fn say(&mut self, who: usize, words: &str) {
        self.ask(who, Command::Appreciate(words.into()));
        self.pass();
    }

    fn poll(&mut self) {
        self.now.ms += 61_000;
        for who in [0, 1] {
            let outputs = self.engines[who].step(self.now, Input::Tick);
            self.carry_out(who, outputs);
        }
    }

    /// A few minutes.
    fn pass(&mut self) {
        for _ in 0..5 {
            self.poll();
        }
    }

    fn view(&self, who: usize) -> View {
        self.engines[who].view(self.now)
    }

    fn heard(&self, who: usize) -> Vec<String> {
        self.view(who).appreciations.into_iter().rev().map(|it| it.words).collect()
    }

    /// What Ada writes while a few minutes pass.
    fn writes(&mut self) -> Vec<String> {
        self.written.clear();
        self.pass();
        std::mem::take(&mut self.written)
    }

    fn n_memberships(&self) -> usize {
        self.engines[0].log.roster().unwrap().memberships().count()
    }

    /// Puts an entry of Ben's into the space, past his app.
    fn append(&mut self, envelope: Envelope) {
        let space = envelope.header.space;
        let body = encode_append(&[envelope]);
        let ben = &self.engines[1];
        let request = ben.put_bytes("POST", &format!("spaces/{space}/entries"), body);
        let reply = self.relay.handle(&request);
        let AppendReply { results } = serde_json::from_slice(&reply.body).unwrap();
        assert!(matches!(results[..], [Appended::Stored { .. }]), "{results:?}");
    }

    fn append_event(&mut self, event: &Event) {
        let ben = &self.engines[1];
        let keys = ben.keyring.space.as_ref().unwrap();
        let roster = ben.log.roster().unwrap();
        let key = keys.epoch_key(roster.current().key()).unwrap();
        let mut id = [0; 16];
        reknit_vault::random::Random::fill(&mut self.random, &mut id);
        let opened = Opened { id, json: event.to_json() };
        let header = ben.log.next_header(keys.id, keys.me());
        let (header, body) = key.seal(&mut self.random, header, &opened);
        let envelope = keys.identity().envelope(header, body);
        self.append(envelope);
    }

    /// A membership of Ben's on `parent`, with a key box of noise for whoever is not him.
    fn append_membership(&mut self, parent: EntryHash, is_junk: bool) {
        let ben = &self.engines[1];
        let keys = ben.keyring.space.as_ref().unwrap();
        let roster = ben.log.roster().unwrap();
        let (_, built_on) = roster.memberships().find(|(name, _)| **name == parent).unwrap();
        let cards: Vec<Card> = built_on.cards.clone();
        let identity = keys.identity();
        let key = EpochKey::make(&mut self.random, built_on.epoch + 1);
        let mut membership =
            key.membership(&mut self.random, &identity.public(), parent, cards).unwrap();
        if is_junk {
            let of_ada = membership.cards.iter().position(|it| it.member() != keys.me()).unwrap();
            membership.boxes[of_ada] = [7; 80];
        }
        let header = ben.log.next_header(keys.id, keys.me());
        let envelope = identity.membership(header, &membership);
        self.append(envelope);
    }

    /// The claim of somebody who is in the space, made once more.
    fn claim(&self, who: usize) -> HttpRequest {
        let engine = &self.engines[who];
        let keys = engine.keyring.space.as_ref().unwrap();
        let signed = claim_bytes(keys.id, AccountId::of(engine.handle()));
        let claim = Claim {
            identity: Bytes(keys.identity().public().to_vec()),
            signature: Bytes(keys.identity().sign(&signed).to_vec()),
        };
        json_request("PUT", &format!("spaces/{}/claim", keys.id), engine.token(), &claim)
    }

    fn current(&self) -> EntryHash {
        self.engines[1].log.roster().unwrap().current_hash()
    }

    /// Ada changes her passphrase, on the same device.
    fn rekey(&mut self, seed: u64) {
        assert!(self.people[0].rekey(&mut self.relay, &mut self.engines[0], seed));
        let (ada, outputs) =
            self.people[0].open(&mut self.relay, self.now, seed + 1, &Keep::default());
        self.engines[0] = ada;
        self.carry_out(0, outputs);
        self.pass();
    }
}

#[test]
fn a_membership_that_i_cannot_open_is_answered_beside_my_words_and_silences_nobody() {
    let mut two = Two::paired();
    for n in 0..3 {
        two.append_membership(two.current(), true);
        assert_eq!(two.writes(), [""; 0], "nothing tells that Ada is there");
        two.say(0, &format!("word {n}"));
    }
    assert_eq!(two.heard(1), ["word 0", "word 1", "word 2"]);
    assert_eq!(two.view(0).unsent, 0);
    // And Ben's app writes under the key that Ada can open again.
    two.say(1, "answer");
    assert_eq!(two.heard(0).last().map(String::as_str), Some("answer"));
    assert_eq!(two.n_memberships(), 2 + 3 + 3);
}

#[test]
fn whoever_answered_often_enough_speaks_under_the_newest_key_they_have() {
    let mut two = Two::paired();
    for _ in 0..66 {
        two.append_membership(two.current(), true);
        two.poll();
        // Kind words have a number a day.
        two.now = Now { ms: two.now.ms, today: two.now.today + 1 };
        two.ask(0, Command::Appreciate("still here".into()));
        two.poll();
    }
    two.pass();
    assert_eq!(two.heard(1).len(), 66);
    assert_eq!(two.view(0).alarms, []);
    let mine = two.engines[0].log.roster().unwrap().n_written_by(two.engines[0].me().unwrap());
    assert_eq!(mine, reknit_wire::limits::MEMBERSHIPS_PER_MEMBER_MAX / 4);
}

#[test]
fn an_older_card_of_mine_that_is_put_back_is_announced_once_and_then_beside_words() {
    let mut two = Two::paired();
    let before = two.current();
    two.rekey(30);
    let n_before = two.n_memberships();
    // A long branch from before the new passphrase: the newest by its epoch.
    let mut parent = before;
    for _ in 0..4 {
        for _ in 0..3 {
            two.append_membership(parent, false);
            two.pass();
            parent = two.engines[1]
                .log
                .roster()
                .unwrap()
                .memberships()
                .find(|(_, it)| it.parent == parent && it.cards == two.cards_of(parent))
                .map(|(name, _)| *name)
                .unwrap();
        }
    }
    let n_answers = two.n_memberships() - n_before - 12;
    assert!(n_answers <= 1, "{n_answers} by themselves");
    two.say(0, "words");
    assert_eq!(two.heard(1), ["words"]);
    assert_eq!(two.writes(), [""; 0]);
}

impl Two {
    fn current_space(&self) -> reknit_wire::id::SpaceId {
        self.engines[0].log.roster().unwrap().space()
    }

    fn cards_of(&self, name: EntryHash) -> Vec<Card> {
        let roster = self.engines[1].log.roster().unwrap();
        roster.memberships().find(|(it, _)| **it == name).unwrap().1.cards.clone()
    }
}

/// Ben lets go of a talk, and goes on in it whenever he would like to know whether Ada is there.
#[test]
fn acts_in_a_talk_that_is_gone_make_my_app_say_nothing() {
    let mut two = Two::paired();
    two.ask(1, Command::Talk(TalkCommand::Offer { topic: "The evening".into(), i_speak: true }));
    two.pass();
    let id: TalkId = two.view(0).talks[0].id;
    two.ask(0, Command::Talk(TalkCommand::Join(id)));
    two.pass();
    assert!(!two.engines[0].keyring.talks.is_empty());
    two.ask(1, Command::Talk(TalkCommand::LetGo(id)));
    two.pass();
    assert!(two.view(0).talks.is_empty());
    assert!(two.engines[0].keyring.talks.is_empty(), "her keys go at once");
    for _ in 0..3 {
        two.append_event(&Event::Talk { talk: id, act: Act::Paused { back_at_ms: None } });
        assert_eq!(two.writes(), [""; 0]);
    }
    assert!(two.relay.entries().iter().all(|it| it.body.is_some()));
    // Beside the next thing she says, what was his and hers in it is let go of at the relay too.
    two.say(0, "good morning");
    let n_gone = |two: &Two| two.relay.entries().iter().filter(|it| it.body.is_none()).count();
    assert_eq!(n_gone(&two), 2, "the offer and the yes; of the rest he has listed nothing yet");
    two.say(1, "good morning too");
    assert_eq!(n_gone(&two), 5);
    assert_eq!(two.writes(), [""; 0]);
}

#[test]
fn words_that_wait_for_minutes_are_told_of() {
    let mut two = Two::paired();
    assert!(!two.view(0).waits_long);
    two.engines[0].raise(Alarm::Withheld);
    two.ask(0, Command::Appreciate("does it go out?".into()));
    assert!(!two.view(0).waits_long);
    two.pass();
    two.pass();
    assert!(two.view(0).waits_long);
    two.ask(0, Command::Dismiss(Alarm::Withheld));
    two.pass();
    assert!(!two.view(0).waits_long && two.view(0).unsent == 0);
}

/// Whoever stands between may let the guest in before the guest has compared.
#[test]
fn words_that_differ_leave_the_space_also_where_one_was_let_in() {
    let mut two = Two::new();
    two.answer();
    two.ask(0, Command::WordsMatch);
    two.pass();
    assert!(matches!(two.view(1).pairing, Pairing::Paired { verified: false, .. }));
    let space = two.current_space();
    two.ask(1, Command::WordsDiffer);
    two.pass();
    let view = two.view(1);
    assert_eq!((view.pairing, view.alarms), (Pairing::Alone, vec![Alarm::WordsDiffer]));
    assert!(two.engines[1].keyring.space.is_none() && two.engines[1].keyring.leaving.is_empty());
    let asked = two.engines[1].get(&format!("spaces/{space}/entries?after=0"));
    assert_eq!(two.relay.handle(&asked).status, 404, "the claim is withdrawn");
    assert!(two.engines[1].command(two.now, Command::Appreciate("to whom?".into())).is_err());
    two.ask(1, Command::Invite { my_name: "Ben".into() });
    two.pass();
    assert!(matches!(two.view(1).pairing, Pairing::Inviting { .. }));
}

/// A space that one asked to join is no space to invite somebody to.
#[test]
fn words_that_differ_before_one_was_let_in_leave_nothing_of_the_space() {
    for command in [Command::WordsDiffer, Command::Revoke] {
        let mut two = Two::new();
        two.answer();
        let asked_for = two.engines[1].keyring.space.as_ref().map(|it| it.id);
        assert!(asked_for.is_some());
        two.ask(1, command);
        assert!(two.engines[1].keyring.space.is_none());
        two.ask(1, Command::Invite { my_name: "Ben".into() });
        two.pass();
        assert_ne!(two.engines[1].keyring.space.as_ref().map(|it| it.id), asked_for);
        assert!(matches!(two.view(1).pairing, Pairing::Inviting { .. }));
    }
}

const HOURS_48_MS: i64 = 48 * 3_600_000;

#[test]
fn an_invitation_that_has_ended_is_answered_by_neither_side() {
    // The inviter's app takes no answer any more, though the relay still has the mailbox.
    let mut two = Two::new();
    two.ask(0, Command::Invite { my_name: "Ada".into() });
    two.pass();
    let Pairing::Inviting { fragment, .. } = two.view(0).pairing else { unreachable!() };
    let late = two.now.ms + HOURS_48_MS;
    // Ben's changed app has a clock of its own.
    let outputs = two.engines[1]
        .command(two.now, Command::Join { fragment: fragment.clone(), my_name: "Ben".into() })
        .unwrap();
    two.carry_out(1, outputs);
    two.now.ms = late;
    two.pass();
    assert_eq!(two.view(0).pairing, Pairing::Alone);
    assert_eq!(two.view(0).alarms, []);

    // Nor does the joiner's app answer one, also where the inviter's would.
    let mut two = Two::new();
    two.ask(0, Command::Invite { my_name: "Ada".into() });
    two.pass();
    let Pairing::Inviting { fragment, .. } = two.view(0).pairing else { unreachable!() };
    two.now.ms += HOURS_48_MS;
    two.ask(1, Command::Join { fragment, my_name: "Ben".into() });
    for _ in 0..5 {
        two.now.ms += 31_000;
        let outputs = two.engines[1].step(two.now, Input::Tick);
        two.carry_out(1, outputs);
    }
    assert_eq!(two.view(1).pairing, Pairing::Failed(crate::account::InviteError::Gone));
}

/// No honest relay says so of a space's entries.
#[test]
fn a_relay_that_says_that_the_entries_are_gone_is_not_hammered() {
    let mut two = Two::paired();
    two.oddly = Some(("GET", "/entries", 410));
    // Were it asked again at once, this would not end.
    two.pass();
    two.oddly = None;
    two.say(1, "there again");
    assert_eq!(two.heard(0), ["there again"]);
}

/// A relay takes only so many snapshots in a day. It answers, and nobody is offline.
#[test]
fn a_snapshot_without_room_is_offered_again_later_and_the_line_stands() {
    let mut two = Two::paired();
    two.oddly = Some(("PUT", "/snapshot", 429));
    let talk = TalkId([9; 16]);
    while two.engines[0].log.n_entries() < 64 {
        two.append_event(&Event::Talk { talk, act: Act::Paused { back_at_ms: None } });
        two.poll();
        assert_eq!(two.view(0).connection, Connection::UpToDate);
    }
    two.oddly = None;
    two.poll();
    assert_eq!(two.engines[0].snapshot_version, 0, "not with the next question");
    for _ in 0..2 {
        two.pass();
    }
    assert_eq!(two.engines[0].snapshot_version, 1);
}

/// The relay of these tests tells as little as the real one does.
#[test]
fn whoever_left_claims_nothing_again_and_the_other_is_answered_alike() {
    let status_of_claims = |she_leaves: bool| {
        let mut two = Two::paired();
        let [hers, his] = [0, 1].map(|who| two.claim(who));
        if she_leaves {
            two.ask(0, Command::LeaveSpace);
            two.pass();
        }
        [hers, his].map(|it| two.relay.handle(&it).status)
    };
    assert_eq!(status_of_claims(false), [200, 200]);
    assert_eq!(status_of_claims(true), [404, 200]);
}

#[test]
fn a_leaving_that_the_relay_refused_is_told_again_and_nothing_waits_for_it() {
    for status in [403, 409, 422] {
        let mut two = Two::paired();
        two.oddly = Some(("DELETE", "/claim", status));
        two.ask(0, Command::LeaveSpace);
        two.pass();
        assert_eq!(two.engines[0].keyring.leaving.len(), 1, "{status}");
        two.ask(0, Command::Invite { my_name: "Ada".into() });
        two.pass();
        let Pairing::Inviting { fragment, .. } = two.view(0).pairing else { unreachable!() };

        // The same of an invitation that was taken back.
        two.oddly = Some(("DELETE", "/mailboxes/", status));
        two.ask(0, Command::Revoke);
        two.pass();
        assert_eq!(two.engines[0].keyring.leaving.len(), 0, "{status}");
        assert_eq!(two.engines[0].keyring.retired.len(), 1, "{status}");
        two.oddly = None;
        two.pass();
        assert_eq!(two.engines[0].keyring.retired.len(), 0, "{status}");
        two.ask(1, Command::LeaveSpace);
        two.ask(1, Command::Join { fragment, my_name: "Ben".into() });
        two.pass();
        let gone = Pairing::Failed(crate::account::InviteError::Gone);
        assert_eq!(two.view(1).pairing, gone, "it is over at the relay too");
    }
}
