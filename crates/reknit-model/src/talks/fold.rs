//! Replaying what was done in talks.

use super::{Act, Joined, Part, Pause, Place, Said, Standing, Step, Talk, TalkId, Talks, What};
use crate::log::{EntryId, Partner};

impl Talks {
    /// Applies an act, or returns `None` where it says nothing in its place.
    pub(crate) fn apply(
        &mut self,
        by: Partner,
        entry: EntryId,
        talk: TalkId,
        act: &Act,
    ) -> Option<()> {
        if self.gone.contains(&talk) {
            // Whatever crossed the letting-go goes the same way. The letting-go itself has no words and stays.
            let Act::LetGo { entries } = act else {
                self.forgotten.push(entry);
                return None;
            };
            self.list(by, entries);
            return (!entries.is_empty()).then_some(());
        }
        let found = self.all.iter_mut().find(|it| it.id == talk);
        match (act, found) {
            (Act::LetGo { entries }, found) => {
                if found.is_some_and(|it| !it.may_let_go(by)) {
                    return None;
                }
                self.let_go(by, talk);
                self.list(by, entries);
                Some(())
            }
            (act, Some(found)) => {
                found.entries.push(entry);
                found.apply(by, entry, act)
            }
            (Act::Offered { topic, i_speak, share, on_day }, None) => {
                super::offer(talk, topic, *i_speak, *share, *on_day).ok()?;
                let first = if *i_speak { by } else { by.other() };
                self.all.push(Talk {
                    id: talk,
                    by,
                    topic: topic.clone(),
                    on_day: *on_day,
                    first,
                    share: *share,
                    joined: None,
                    said: Vec::new(),
                    late: Vec::new(),
                    pause: None,
                    over: None,
                    keys: Vec::new(),
                    published: std::collections::BTreeSet::new(),
                    place: Place::start(first),
                    keep: std::collections::BTreeSet::new(),
                    entries: vec![entry],
                });
                Some(())
            }
            (_, None) => None,
        }
    }

    fn list(&mut self, by: Partner, entries: &[EntryId]) {
        for entry in entries {
            self.listed.entry(*entry).or_default().insert(by);
        }
    }

    fn let_go(&mut self, by: Partner, talk: TalkId) {
        self.gone.insert(talk);
        if let Some(at) = self.all.iter().position(|it| it.id == talk) {
            let entries = self.all.remove(at).entries;
            self.forgotten.extend(&entries);
            self.let_go_by.insert(talk, (by, entries));
        }
    }
}

impl Talk {
    fn apply(&mut self, by: Partner, entry: EntryId, act: &Act) -> Option<()> {
        match act {
            Act::Offered { .. } | Act::LetGo { .. } => None,
            Act::Joined { key_box, commit } => {
                self.join(by, key_box.clone(), *commit).ok()?;
                self.joined = Some(Joined { key_box: key_box.clone(), commit: *commit });
                Some(())
            }
            Act::Said { at, part, commit, words, on_day } => {
                let said = Said { entry, by, what: What::Part(*part), words: Some(words.clone()) };
                let Some(place) = self.after(by, *at, *commit, *part) else {
                    self.late.push(said);
                    return None;
                };
                self.moved(place, said);
                if place.step == Step::Closing && self.has_closed(by.other()) {
                    self.over = Some(on_day.unwrap_or(self.on_day));
                }
                Some(())
            }
            Act::Answered { at, answer, commit, words } => {
                let said = Said { entry, by, what: What::Answer(*answer), words: words.clone() };
                let in_place = *at == self.n_moves() && self.is_sealed_under(*commit);
                let fits = self.is_move_of(by) && in_place;
                let Some(place) = self.place.answered(*answer).filter(|_| fits) else {
                    self.late.push(said);
                    return None;
                };
                self.moved(place, said);
                Some(())
            }
            Act::Paused { back_at_ms } => {
                matches!(self.standing(), Standing::Going(_)).then_some(())?;
                self.pause = Some(Pause { back_at_ms: *back_at_ms });
                Some(())
            }
            Act::Ended { on_day } => {
                self.end(*on_day).ok()?;
                self.over = Some(*on_day);
                self.pause = None;
                Some(())
            }
            Act::Keep => {
                self.keep(by).ok()?;
                self.keep.insert(by);
                Some(())
            }
            Act::Key { key } => {
                self.publish(*key).ok()?;
                self.keys.push(*key);
                self.published.insert(by);
                Some(())
            }
        }
    }

    /// Where `part` leads, if it is `by`'s move and was written for this place.
    fn after(&self, by: Partner, at: u32, commit: [u8; 32], part: Part) -> Option<Place> {
        // At the close each speaks once, and neither waits for the other.
        let in_place = at == self.n_moves() || self.place.step == Step::Closing;
        let fits = self.is_move_of(by) && in_place && self.is_sealed_under(commit);
        fits.then(|| self.place.after(part))?
    }

    fn is_sealed_under(&self, commit: [u8; 32]) -> bool {
        self.joined.as_ref().is_some_and(|it| it.commit == commit)
    }

    fn moved(&mut self, place: Place, said: Said) {
        self.place = place;
        self.pause = None;
        self.said.push(said);
    }
}
