//! Telling a log as a story, for tests.

use crate::{
    checkin::{Page, SealedPage},
    event::Event,
    log::{Entry, EntryId, Partner, Stamp},
    state::{State, Unseal, fold},
};

/// A story so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Story {
    pub(crate) entries: Vec<Entry>,
}

/// A "cipher" anyone can read in a test: the key must be the commitment.
pub(crate) struct Plain;

impl Unseal for Plain {
    fn unseal(&self, page: &SealedPage, key: &[u8; 32]) -> Option<String> {
        (page.commit == *key).then(|| String::from_utf8(page.box_.clone()).unwrap())
    }
}

/// The key of the page that says `words`.
pub(crate) fn key(words: &str) -> [u8; 32] {
    let mut key = [7; 32];
    for (at, byte) in words.bytes().enumerate().take(31) {
        key[at] = byte;
    }
    key
}

/// A sealed page that says `words`.
pub(crate) fn sealed(words: &str) -> SealedPage {
    let page = Page { went_right: words.to_owned(), ..Page::default() };
    SealedPage {
        id: [1; 16],
        box_: page.to_json().into_bytes(),
        commit: key(words),
        digest: [0; 32],
    }
}

impl Story {
    /// Says something, after everything said before.
    pub(crate) fn tell(&mut self, by: Partner, event: Event) -> EntryId {
        let lamport = self.entries.len() as u64 + 1;
        self.tell_at(lamport, by, event)
    }

    /// Says something at a place of its own, for what crosses on its way.
    pub(crate) fn tell_at(&mut self, lamport: u64, by: Partner, event: Event) -> EntryId {
        let mut name = [0; 32];
        name[..8].copy_from_slice(&(self.entries.len() as u64 + 1).to_be_bytes());
        let entry = EntryId(name);
        self.entries.push(Entry { at: Stamp { lamport, entry }, by, event });
        entry
    }

    pub(crate) fn close(&mut self, by: Partner, round: u32, hour: i64, words: &str) -> EntryId {
        self.tell(by, Event::PageClosed { round, opens_at_ms: hour, sealed: sealed(words) })
    }

    pub(crate) fn open(
        &mut self,
        by: Partner,
        round: u32,
        pair: [EntryId; 2],
        words: &str,
    ) -> EntryId {
        let [mine, theirs] = pair;
        self.tell(by, Event::PageOpened { round, mine, theirs, key: key(words) })
    }

    pub(crate) fn state(&self) -> State {
        fold(&self.entries, &Plain)
    }
}
