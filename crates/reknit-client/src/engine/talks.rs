//! Keys of talks: learned, published when both keep the words, dropped when one lets go; and what the relay is asked to drop then.

use reknit_model::{
    event::Event,
    log::EntryId,
    talks::{Act, Due, Standing, Talk, TalkId},
};
use reknit_vault::{identity::KemSecret, secret::Secret, talk as cipher};
use reknit_wire::{api::Purge, bytes::Bytes, limits::PURGE_ENTRIES_MAX, signed::purge_bytes};

use super::{Engine, Job, commands::private::draft_key};
use crate::{
    account::{Blob, json_request},
    bytes_serde::Key,
    ports::{HttpRequest, Now},
    view::talk_sheet,
};

impl Engine {
    /// The key of a talk, where this person holds it or both published it.
    pub(super) fn talk_key(&self, talk: &Talk) -> Option<Secret> {
        let committed = talk.joined.as_ref()?.commit;
        let own = self.keyring.talks.get(&talk.id).map(|it| it.keys.as_slice()).unwrap_or_default();
        let own = own.iter().map(|it| it.0.clone());
        let published = talk.keys.iter().map(|it| Secret::from_bytes(*it));
        own.chain(published).find(|it| cipher::commit(it) == committed)
    }

    /// What follows from how talks stand, without anybody asking for it.
    pub(super) fn talks_due(&mut self, now: Now) {
        let Some(me) = self.me() else { return };
        let talks = &self.real.talks;
        if self.net.halted || (talks.all.is_empty() && talks.gone.is_empty()) {
            return;
        }
        self.learn_talk_keys();
        self.drop_talk_keys();
        self.note_ends(now);
        let ended = |id: TalkId| self.keyring.talks.get(&id).and_then(|it| it.ended_on);
        let speaks = self.has_words();
        let is_list = |it: &Act| matches!(it, Act::LetGo { entries } if !entries.is_empty());
        let mut lists = self.outbox.iter().any(|it| match &it.event {
            Event::Talk { act, .. } => is_list(act),
            _ => false,
        });
        let mut events = Vec::new();
        for due in self.real.talks.due(self.log.partner(me), now.today, speaks, &ended) {
            // What the next list lacks follows in the one after it.
            if matches!(due, Due::List(..)) && std::mem::replace(&mut lists, true) {
                continue;
            }
            let event = match due {
                Due::LetGo(id) => {
                    Some(Event::Talk { talk: id, act: Act::LetGo { entries: Vec::new() } })
                }
                Due::List(id, entries) => {
                    Some(Event::Talk { talk: id, act: Act::LetGo { entries } })
                }
                Due::Key(id) => self.talk_to_publish(id),
            };
            if let Some(event) = event
                && self.outbox.iter().all(|it| it.event != event)
            {
                events.push(event);
            }
        }
        self.enqueue_all(events);
    }

    /// Whether words of mine wait to be sent, and not only what the app says by itself.
    pub(super) fn has_words(&self) -> bool {
        self.waiting().any(|it| !goes_by_itself(&it.event))
    }

    /// Notes when I learnt that a talk is over: by my own clock, and the same for all devices of mine.
    fn note_ends(&mut self, now: Now) {
        let mut is_new = false;
        for talk in self.real.talks.all.iter().filter(|it| it.standing() == Standing::Over) {
            let keys = self.keyring.talks.entry(talk.id).or_default();
            is_new |= keys.ended_on.is_none();
            keys.ended_on.get_or_insert(now.today);
        }
        if is_new {
            self.keyring_changed();
        }
    }

    fn talk_to_publish(&self, id: TalkId) -> Option<Event> {
        let talk = self.real.talks.get(id)?;
        let key = self.talk_key(talk)?;
        talk.publish(*key.bytes()).ok()
    }

    /// Opens the keys that whoever joined sealed to me.
    fn learn_talk_keys(&mut self) {
        let mut learned = Vec::new();
        for talk in &self.real.talks.all {
            let Some(joined) = &talk.joined else { continue };
            let mine = self.keyring.talks.get(&talk.id).filter(|it| it.keys.is_empty());
            let Some(kem) = mine.and_then(|it| it.kem.as_ref()) else { continue };
            let kem = KemSecret::from_secret(kem.0.clone());
            if let Ok(key) = cipher::open_key(&kem, &talk.id.0, &joined.key_box, &joined.commit) {
                learned.push((talk.id, key));
            }
        }
        for (id, key) in learned {
            self.keyring.talks.entry(id).or_default().keys.push(Key::from(&key));
            self.keyring_changed();
        }
    }

    /// Drops the keys of talks that were let go, and words of mine for them that nobody has seen.
    fn drop_talk_keys(&mut self) {
        let gone = &self.real.talks.gone;
        let mine = self.keyring.talks.keys().filter(|it| gone.contains(it));
        let dropped: Vec<TalkId> = mine.copied().collect();
        let before = self.outbox.len();
        self.outbox.retain(|it| match &it.event {
            Event::Talk { talk, act } => matches!(act, Act::LetGo { .. }) || !gone.contains(talk),
            _ => true,
        });
        for id in &dropped {
            self.keyring.talks.remove(id);
            let draft = draft_key(&talk_sheet(*id)).into_owned();
            self.private.set(self.randoms.private.as_mut(), &draft, "");
        }
        if !dropped.is_empty() {
            self.keyring_changed();
            self.keeps.mark(Blob::Private);
        }
        if self.outbox.len() != before {
            self.keeps.mark(Blob::Outbox);
            self.refold();
        }
    }

    /// Asks the relay to drop the bodies of what was let go. The other asks too; then they are gone.
    pub(super) fn purge_job(&self) -> Option<(Job, HttpRequest)> {
        let space = self.keyring.space.as_ref()?;
        if self.net.purge_refused {
            return None;
        }
        let me = self.log.partner(space.me());
        let talks = &self.real.talks;
        // Only what my list in the log allows: a device that begins later has to find it there.
        let listed = talks.forgotten.iter().filter(|it| talks.has_listed(me, **it));
        let ids: Vec<EntryId> = listed.take(PURGE_ENTRIES_MAX).copied().collect();
        let entries = self.log.spots(&ids);
        if entries.is_empty() {
            return None;
        }
        let identity = space.identity();
        let purge = Purge {
            identity: Bytes(identity.public().to_vec()),
            signature: Bytes(identity.sign(&purge_bytes(space.id, &entries)).to_vec()),
            entries,
        };
        let path = format!("spaces/{}/purge", space.id);
        let request = json_request("POST", &path, self.session.as_deref(), &purge);
        Some((Job::Purge(ids), request))
    }

    /// The relay has noted it: here the words go as well, from the log and from what this device and my snapshot hold.
    pub(super) fn purged(&mut self, ok: bool, ids: &[EntryId]) {
        if !ok {
            // One that cannot do it is not asked again in this session.
            self.net.purge_refused = true;
            return;
        }
        if let Some(space) = &self.keyring.space {
            self.log.forget(ids, space);
        }
        // The log is one blob here and one in the snapshot, so both are written whole: words must not stay in an older one, and talks are
        // seldom let go.
        self.snapshot_n_entries = 0;
        self.keeps.mark(Blob::Space);
        self.refold();
    }
}

/// Keys and lists that go out by themselves: nobody's words.
pub(super) fn goes_by_itself(event: &Event) -> bool {
    match event {
        Event::PageOpened { .. } | Event::Talk { act: Act::Key { .. }, .. } => true,
        Event::Talk { act: Act::LetGo { entries }, .. } => !entries.is_empty(),
        _ => false,
    }
}
