//! Making an export. It takes what this device holds and asks the relay nothing.

use reknit_model::{
    event::Event,
    log::{Entry, Partner},
    state::{State, fold},
};
use reknit_wire::bytes::Bytes;

use super::{
    Engine, Opener,
    commands::private::{SLIDERS_PREFIX, week_of_key},
    daily::OFFERED_PREFIX,
};
use crate::{
    export::{Export, FORMAT, Names, Signed, Space, day, kept, members, pages, words_of},
    ports::Now,
    view::MyPage,
};

/// What in the vault is bookkeeping and not one's own words.
const BOOKKEEPING: [&str; 6] =
    ["let-in/", "letter/opened/", "quiet", "arrivals", "sheet/checkin/read", OFFERED_PREFIX];

impl Engine {
    /// Everything of mine and all that was sent to me. What waits unseen, because of Quiet or for its time, is in it
    /// too.
    ///
    /// `private` adds what only I can see.
    #[must_use]
    pub fn export(&self, now: Now, private: bool) -> Export {
        let me = self.me().map_or(Partner::Host, |it| self.log.partner(it));
        let space = self.export_space(me);
        // Signed names only: a new one that waits to be sent is not yet what stands beside the words.
        let names = space.as_ref().map(|(_, told)| told.names.clone()).unwrap_or_default();
        Export {
            format: FORMAT.to_owned(),
            made_on: day(now.today),
            names: Names {
                mine: names.of(me).map(str::to_owned),
                theirs: names.of(me.other()).map(str::to_owned),
            },
            space: space.map(|(space, _)| space),
            private: private.then(|| self.export_private(now)),
        }
    }

    /// What was shared, and what it tells: names, pages and talks are those of the words that stand in the file.
    fn export_space(&self, me: Partner) -> Option<(Space, State)> {
        let keys = self.keyring.space.as_ref()?;
        let roster = self.log.roster()?;
        let (held, n_left_out) = self.log.held(keys);
        let (mut entries, mut told) = (Vec::with_capacity(held.len()), Vec::new());
        for it in held {
            let said = it.json.as_deref().and_then(words_of);
            if let Some(json) = it.json.filter(|_| said.is_some()) {
                told.push(Entry { at: it.at, by: it.by, event: Event::from_json(&json) });
            }
            entries.push(Signed {
                by: it.by,
                seq: it.envelope.header.seq,
                hash: it.envelope.header.hash(),
                envelope: Bytes(it.envelope.encode()),
                // Whoever could open it would find that what stands beside it is not all it says.
                key: it.key.filter(|_| said.is_some()).map(|it| Bytes(it.bytes().to_vec())),
                said,
            });
        }
        let told = fold(&told, &Opener);
        let space = Space {
            id: keys.id,
            me,
            words_compared: keys.verified,
            members: members(roster),
            n_left_out,
            entries,
            pages: pages(&told),
            talks: kept(&told),
        };
        Some((space, told))
    }

    fn export_private(&self, now: Now) -> std::collections::BTreeMap<String, String> {
        let is_words = |key: &str| !BOOKKEEPING.iter().any(|it| key.starts_with(it));
        let mut all = std::collections::BTreeMap::new();
        for (key, text) in self.private.under("").filter(|(key, _)| is_words(key)) {
            // Weeks are counted from a fixed point; a reader wants the Monday.
            let week = key.strip_prefix(SLIDERS_PREFIX).and_then(week_of_key);
            let name = week.map_or(key.to_owned(), |it| format!("{SLIDERS_PREFIX}{}", day(it)));
            all.insert(name, text.to_owned());
            let also = self.private.get(key).map(|(_, also)| also).unwrap_or_default();
            for (at, text) in (2..).zip(also) {
                all.insert(format!("{key} {at}"), text.clone());
            }
        }
        // A page that is closed and not opened can be read by nobody but its author.
        if let MyPage::Closed { page, .. } | MyPage::HourCame { page, .. } =
            self.show(now).checkin.mine
        {
            all.insert("closed page".to_owned(), page.to_json());
        }
        // Also what can never be sent.
        for (at, pending) in (1..).zip(&self.outbox) {
            all.insert(format!("not sent yet {at}"), pending.event.to_json());
        }
        all
    }
}
