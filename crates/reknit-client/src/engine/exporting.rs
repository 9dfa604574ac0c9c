//! Making an export. It takes what this device holds and asks the relay nothing.

use reknit_model::log::Partner;
use reknit_wire::bytes::Bytes;

use super::{
    Engine,
    commands::private::{SLIDERS_PREFIX, week_of_key},
};
use crate::{
    export::{Export, FORMAT, Names, Signed, Space, day, kept, members, pages},
    ports::Now,
    view::MyPage,
};

/// What in the vault is bookkeeping and not one's own words.
const BOOKKEEPING: [&str; 4] = ["let-in/", "letter/opened/", "quiet", "arrivals"];

impl Engine {
    /// Everything of mine and all that was sent to me. What waits unseen, because of Quiet or for its time, is in it
    /// too.
    ///
    /// `private` adds what only I can see.
    #[must_use]
    pub fn export(&self, now: Now, private: bool) -> Export {
        let me = self.me().map_or(Partner::Host, |it| self.log.partner(it));
        // Signed names only: a new one that waits to be sent is not yet what stands beside the words.
        let names = &self.real().names;
        Export {
            format: FORMAT.to_owned(),
            made_on: day(now.today),
            names: Names {
                mine: names.of(me).map(str::to_owned),
                theirs: names.of(me.other()).map(str::to_owned),
            },
            space: self.export_space(me),
            private: private.then(|| self.export_private(now)),
        }
    }

    fn export_space(&self, me: Partner) -> Option<Space> {
        let keys = self.keyring.space.as_ref()?;
        let roster = self.log.roster()?;
        let (held, n_left_out) = self.log.held(keys);
        let entries = held.into_iter().map(|it| Signed {
            by: it.by,
            seq: it.envelope.header.seq,
            hash: it.envelope.header.hash(),
            envelope: Bytes(it.envelope.encode()),
            key: it.key.map(|it| Bytes(it.bytes().to_vec())),
            said: it.json.and_then(|it| serde_json::from_str(&it).ok()),
        });
        Some(Space {
            id: keys.id,
            me,
            words_compared: keys.verified,
            members: members(roster),
            n_left_out,
            entries: entries.collect(),
            pages: pages(&self.real),
            talks: kept(&self.real),
        })
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
