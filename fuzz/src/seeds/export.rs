//! A small export, as a guest would be given it: two people, a kind word, and a talk that both kept.

use std::collections::BTreeMap;

use reknit_client::export::{Export, FORMAT, KeptTalk, Member, Names, SaidInTalk, Signed, Space};
use reknit_model::{
    event::Event,
    log::Partner::{self, Guest, Host},
    talks::{Act, Part, TalkId},
};
use reknit_vault::{
    epoch::{EpochKey, Opened},
    identity::Identity,
    secret::Secret,
    talk as cipher,
};
use reknit_wire::{
    bytes::Bytes,
    envelope::Envelope,
    header::{Header, Kind, Link},
    id::{EntryHash, SpaceId},
};

use crate::sealed::{Steady, identity, kem};

const TALK: TalkId = TalkId([9; 16]);

/// Both chains while they are written.
struct Told {
    random: Steady,
    space: SpaceId,
    key: EpochKey,
    people: [Identity; 2],
    ends: [Link; 2],
    entries: Vec<Signed>,
}

/// The file.
pub(super) fn file() -> Vec<u8> {
    let mut told = begin();
    told.say(Host, &Event::Named { name: "Ada".into() });
    told.say(Guest, &Event::Named { name: "Ben".into() });
    told.say(Guest, &Event::Appreciated { words: "The tea.".into(), on_day: 20_000 });
    told.talk();
    let words = "alone on the stairs".to_owned();
    let said = SaidInTalk { by: Host, part: Some(Part::Piece), answer: None, words };
    let (topic, on_day) = ("The evening".to_owned(), 20_000);
    let member = |(partner, of): (Partner, &Identity)| Member {
        partner,
        member: of.member(),
        identity: Bytes(of.public().to_vec()),
    };
    let export = Export {
        format: FORMAT.into(),
        made_on: "2026-11-25".into(),
        names: Names { mine: Some("Ben".into()), theirs: Some("Ada".into()) },
        space: Some(Space {
            id: told.space,
            me: Guest,
            words_compared: true,
            n_left_out: 0,
            members: [Host, Guest].into_iter().zip(&told.people).map(member).collect(),
            entries: told.entries,
            pages: Vec::new(),
            talks: vec![KeptTalk { talk: TALK, topic, on_day, said: vec![said] }],
        }),
        private: Some(BTreeMap::from([("draft/step".into(), "{\"a\":[\"b\"]}".into())])),
    };
    export.to_json().into_bytes()
}

fn begin() -> Told {
    let (mut random, people) = (Steady(11), [identity(1), identity(7)]);
    let cards = [people[0].card(&kem(2)), people[1].card(&kem(8))];
    let first = EpochKey::from_secret(1, Secret::from_bytes([5; 32]));
    let parent = EntryHash([6; 32]);
    let genesis = first.membership(&mut random, &people[0].public(), parent, vec![cards[0]]);
    let genesis = genesis.expect("our own card is a card");
    let space = SpaceId::of(&genesis.encode());
    let key = EpochKey::from_secret(2, Secret::from_bytes([4; 32]));
    let mut told = Told { random, space, key, people, ends: [Link::START; 2], entries: Vec::new() };
    let founded = told.people[0].membership(told.place(Host), &genesis);
    let parent = founded.header.hash();
    told.put(Host, founded, None, None);
    let host = told.people[0].public();
    let both = told.key.membership(&mut told.random, &host, parent, cards.to_vec());
    let both = told.people[0].membership(told.place(Host), &both.expect("cards are cards"));
    told.put(Host, both, None, None);
    told
}

impl Told {
    fn place(&self, by: Partner) -> Header {
        let mine = usize::from(by == Guest);
        Header {
            kind: Kind::Event,
            space: self.space,
            author: self.people[mine].member(),
            seq: self.ends[mine].seq + 1,
            prev: self.ends[mine].hash,
            head: self.ends[1 - mine],
            epoch: 0,
            key: reknit_wire::id::KeyId([0; 16]),
            nonce: [0; 24],
            body_hash: [0; 32],
            body_len: 0,
        }
    }

    fn say(&mut self, by: Partner, event: &Event) {
        let id = reknit_vault::random::make(&mut self.random);
        let opened = Opened { id, json: event.to_json() };
        let place = self.place(by);
        let (header, body) = self.key.seal(&mut self.random, place, &opened);
        let single = Bytes(self.key.entry_key(&header).bytes().to_vec());
        let envelope = self.people[usize::from(by == Guest)].envelope(header, body);
        self.put(by, envelope, Some(single), serde_json::from_str(&opened.json).ok());
    }

    fn put(
        &mut self,
        by: Partner,
        envelope: Envelope,
        key: Option<Bytes>,
        said: Option<serde_json::Value>,
    ) {
        self.ends[usize::from(by == Guest)] = envelope.header.link();
        let (seq, hash) = (envelope.header.seq, envelope.header.hash());
        self.entries.push(Signed { by, seq, hash, envelope: Bytes(envelope.encode()), key, said });
    }

    fn talk(&mut self) {
        let key = Secret::from_bytes([3; 32]);
        let (share, commit) = (kem(2).public(), cipher::commit(&key));
        let key_box = cipher::seal_key(&mut self.random, &share, &TALK.0, &key);
        let words = cipher::seal(&mut self.random, &key, &TALK.0, "alone on the stairs");
        let (topic, on_day) = ("The evening".to_owned(), 20_000);
        for (by, act) in [
            (Host, Act::Offered { topic, i_speak: true, share, on_day }),
            (Guest, Act::Joined { key_box: key_box.expect("a share is a share"), commit }),
            (Host, Act::Said { at: 0, part: Part::Piece, commit, words, on_day: None }),
            (Guest, Act::Ended { on_day }),
            (Host, Act::Keep),
            (Guest, Act::Keep),
            (Host, Act::Key { key: *key.bytes() }),
        ] {
            self.say(by, &Event::Talk { talk: TALK, act });
        }
    }
}
