//! Letters: putting one away until its time, sending it when it is due, answering.
//!
//! A letter that waits lies in the private vault. Any unlocked device of its author's sends it; its names were chosen when it was put
//! away, so that the second device finds its own entry in the chain and drops it, as after any conflict.

use reknit_model::{
    event::Event,
    letters::{LetterError, LetterId},
    log::Partner,
    steps,
};
use reknit_vault::random::make;

use super::Engine;
use crate::{
    account::Blob,
    command::{LetterCommand, Refusal},
    engine::{Pending, aside, commands::private::draft_key},
    letters::{EntryName, LetterDraft, Waiting, add_slot, answer_slot, draft_slot},
    ports::Now,
};

/// Where the letter that waits lies in the vault.
pub(in crate::engine) const WAITING_KEY: &str = "letter/waiting";

/// Under which keys it is noted that I opened a letter.
const OPENED_PREFIX: &str = "letter/opened/";

/// Furthest time a letter can be put away for, in milliseconds: 31 days. What is older than that deserves another look.
const WAIT_MS_MAX: i64 = 31 * 24 * 60 * 60 * 1000;

/// A shorter pause than this ends before other devices have well heard of the letter, in milliseconds.
const SHORT_MS: i64 = 5 * 60 * 1000;

/// How long after its time a device first writes the vault before it believes that nobody took the letter back elsewhere: as long
/// as another open device may take to write its own, and a little more. Milliseconds.
const SETTLE_MS: i64 = 150_000;

impl Engine {
    pub(super) fn about_letters(
        &mut self,
        now: Now,
        command: LetterCommand,
    ) -> Result<(), Refusal> {
        match command {
            LetterCommand::PutAway { draft, revises, due_ms } => {
                self.put_away(now, &draft, revises, due_ms)
            }
            LetterCommand::TakeBack => {
                let waiting = self.waiting_letter().ok_or(Refusal::OutOfPlace)?;
                let me = self.paired_as()?;
                // It is on its way.
                if self.shown().letters.get(me, waiting.letter).is_some() {
                    return Err(Refusal::OutOfPlace);
                }
                self.drop_private(WAITING_KEY);
                self.put_back(&waiting);
                Ok(())
            }
            LetterCommand::Open(letter) => {
                let by = self.paired_as()?.other();
                self.letter_in_view(by, letter)?;
                self.private.set(self.randoms.private.as_mut(), &opened_key(letter), "1");
                self.keeps.mark(Blob::Private);
                Ok(())
            }
            LetterCommand::Answer { letter, answer } => {
                let by = self.paired_as()?;
                self.letter_in_view(by.other(), letter)?;
                let event = self.shown().letters.answer(by, letter, answer)?;
                self.say(event)?;
                self.drop_draft(&answer_slot(letter));
                Ok(())
            }
            LetterCommand::AskImpact(wanted) => {
                let by = self.paired_as()?;
                let event = self.shown().impact.ask(by, wanted)?;
                self.say(event)
            }
            LetterCommand::ShowImpact(words) => {
                let by = self.paired_as()?;
                let event = self.shown().impact.show(by, &words)?;
                self.say(event)
            }
            LetterCommand::AddImpact { shown, words } => {
                let by = self.paired_as()?;
                let event = self.shown().impact.add(by, shown, &words)?;
                self.say(event)?;
                self.drop_draft(&add_slot());
                Ok(())
            }
        }
    }

    /// A letter that is there and does not wait for its time.
    fn letter_in_view(&self, by: Partner, letter: LetterId) -> Result<(), Refusal> {
        let found = self.shown().letters.get(by, letter).filter(|it| !self.is_unseen(it.entry));
        found.map(|_| ()).ok_or(Refusal::OutOfPlace)
    }

    fn put_away(
        &mut self,
        now: Now,
        draft: &LetterDraft,
        revises: Option<LetterId>,
        due_ms: i64,
    ) -> Result<(), Refusal> {
        let me = self.paired_as()?;
        let wait_ms = due_ms - now.ms;
        if !(0..=WAIT_MS_MAX).contains(&wait_ms) {
            return Err(Refusal::Day);
        }
        let sent = draft.tidied();
        sent.check()?;
        if self.private.get(WAITING_KEY).is_some() {
            return Err(Refusal::OutOfPlace);
        }
        let random = self.randoms.private.as_mut();
        let letter = LetterId(make(random));
        let entries = (0..=sent.offers.len()).map(|_| EntryName(make(random))).collect();
        let due_day = now.today + i32::try_from(wait_ms / (24 * 60 * 60 * 1000)).unwrap_or(0);
        let words = sent.words.clone();
        aside::check(&self.shown().letters.send(me, letter, due_day, revises, words)?)?;
        let space = self.keyring.space.as_ref().map(|it| it.id).ok_or(Refusal::NotPaired)?;
        let waiting = Waiting { space, letter, entries, draft: draft.clone(), revises, due_ms };
        let text = serde_json::to_string(&waiting).unwrap_or_default();
        self.set_private(WAITING_KEY, &text)?;
        self.letter_from_here = (wait_ms <= SHORT_MS).then_some(letter);
        let key = draft_key(&draft_slot(revises));
        self.private.drop_first(self.randoms.private.as_mut(), &key);
        Ok(())
    }

    /// My letter that waits.
    pub(in crate::engine) fn waiting_letter(&self) -> Option<Waiting> {
        let (text, _) = self.private.get(WAITING_KEY)?;
        serde_json::from_str(text).ok()
    }

    /// Whether I opened this letter of the other's.
    pub(in crate::engine) fn has_opened(&self, letter: LetterId) -> bool {
        self.private.get(&opened_key(letter)).is_some()
    }

    /// Makes a draft again of what waited, beside a draft that may be there.
    pub(in crate::engine) fn put_back(&mut self, waiting: &Waiting) {
        let text = serde_json::to_string(&waiting.draft).unwrap_or_default();
        let key = draft_key(&draft_slot(waiting.revises));
        self.private.beside(self.randoms.private.as_mut(), &key, &text);
        self.keeps.mark(Blob::Private);
    }

    fn drop_private(&mut self, key: &str) {
        self.private.set(self.randoms.private.as_mut(), key, "");
        self.keeps.mark(Blob::Private);
    }

    /// Looks after the letter that waits: sends it when it is due.
    pub(in crate::engine) fn tend_letter(&mut self, now: Now) {
        // Two devices put away two letters at the same time: one waits, the other is a draft again. So is one that another device took
        // back meanwhile.
        for other in self.private.take_also(self.randoms.private.as_mut(), WAITING_KEY) {
            if let Ok(other) = serde_json::from_str(&other) {
                self.put_back(&other);
            }
        }
        let Some(waiting) = self.waiting_letter() else { return };
        if self.keyring.space.as_ref().is_some_and(|it| it.id != waiting.space) {
            self.drop_private(WAITING_KEY);
            self.put_back(&waiting);
            return;
        }
        if waiting.due_ms > now.ms {
            return;
        }
        let Ok(me) = self.paired_as() else { return };
        // A device that held nothing takes the vault for the newest that is served as such. What was due before it came may have been
        // taken back since: its author decides anew.
        let came_late = self.vault_begun_ms.is_some_and(|it| waiting.due_ms <= it);
        if came_late
            && self.net.may_speak()
            && self.real().letters.get(me, waiting.letter).is_none()
        {
            self.drop_private(WAITING_KEY);
            self.put_back(&waiting);
            return;
        }
        let is_sure = self.letter_from_here == Some(waiting.letter)
            || self.net.vault_sure_ms >= waiting.due_ms.saturating_add(SETTLE_MS);
        if is_sure && self.net.may_speak() {
            self.send_letter(now, me, &waiting);
        }
    }

    fn send_letter(&mut self, now: Now, me: Partner, waiting: &Waiting) {
        let Waiting { letter, entries, revises, .. } = waiting;
        let draft = waiting.draft.tidied();
        let mut is_there = true;
        if self.real().letters.get(me, *letter).is_none() {
            is_there = false;
            let words = draft.words.clone();
            match self.shown().letters.send(me, *letter, now.today, *revises, words) {
                // Put away by a version that took more than a relay does: a draft of its author's again.
                Ok(event) if aside::check(&event).is_err() => {
                    self.drop_private(WAITING_KEY);
                    self.put_back(waiting);
                    return;
                }
                Ok(event) => self.enqueue_as(entries.first(), event),
                // It is on its way already.
                Err(_) if self.shown().letters.get(me, *letter).is_some() => {}
                // Another letter of mine went out in between: it waits on.
                Err(LetterError::Early) => return,
                // Another version went out in between. This one is a draft of its author's again.
                Err(_) => {
                    self.drop_private(WAITING_KEY);
                    self.put_back(waiting);
                    return;
                }
            }
        }
        for (offer, name) in draft.offers.iter().zip(entries.iter().skip(1)) {
            let until_day = now.today + offer.days;
            let event = steps::offer_repair(&offer.words, until_day, now.today, *letter);
            let is_same = |it: &steps::Step| it.letter == Some(*letter) && it.words == offer.words;
            if self.real().steps.iter().any(|it| it.by == me && is_same(it)) {
                continue;
            }
            is_there = false;
            if let Ok(event) = event {
                self.enqueue_as(Some(name), event);
            }
        }
        // It waits until the relay has it all: a device that is lost in the middle loses nothing.
        if is_there {
            self.drop_private(WAITING_KEY);
            self.letter_from_here = None;
        }
    }

    /// Puts an event with a name of its own into the outbox, once.
    fn enqueue_as(&mut self, name: Option<&EntryName>, event: Event) {
        let Some(EntryName(id)) = name.copied() else { return };
        if self.outbox.iter().all(|it| it.id != id) {
            self.outbox.push(Pending { id, event });
            self.keeps.mark(Blob::Outbox);
            self.refold();
        }
    }
}

fn opened_key(letter: LetterId) -> String {
    format!("{OPENED_PREFIX}{letter}")
}
