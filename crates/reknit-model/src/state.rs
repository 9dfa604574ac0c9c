//! How things stand: the fold over the whole log.

use std::collections::BTreeMap;

use crate::{
    appreciations::{self, Appreciation},
    cards::{self, Card},
    checkin::{CheckIns, ClosedPage, Release, SealedPage},
    event::Event,
    letters::{Letters, impact::Impact},
    log::{Entry, EntryId, Partner, Stamp},
    names::Names,
    openness::{self, Openness},
    questions::Boxes,
    rhythm::Rhythms,
    steps::{self, Step},
    talks::Talks,
};

/// Opens pages for the fold, which knows no cipher.
pub trait Unseal {
    /// The words of a page, if `key` is the one it committed to.
    fn unseal(&self, page: &SealedPage, key: &[u8; 32]) -> Option<String>;
}

/// How things stand between two people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// What they are called.
    pub names: Names,
    /// The hour of the check-in.
    pub rhythm: Rhythms,
    /// The check-ins.
    pub checkin: CheckIns,
    /// Steps, oldest first.
    pub steps: Vec<Step>,
    /// What one is open about, oldest first.
    pub openness: Vec<Openness>,
    /// Question boxes.
    pub boxes: Boxes,
    /// Cards both keep, oldest first.
    pub cards: Vec<Card>,
    /// Kind words, oldest first.
    pub appreciations: Vec<Appreciation>,
    /// Letters.
    pub letters: Letters,
    /// *What it did to you*, asked for and shown.
    pub impact: Impact,
    /// Talks.
    pub talks: Talks,
    /// Entries that say nothing in their place, such as a confirmation that crossed a putting-down. Kept, never an error.
    pub set_aside: Vec<Stamp>,
    /// How many events of later releases there are.
    pub n_later: usize,
}

/// Replays a log.
///
/// The outcome depends only on *which* entries there are: not on the order in which they arrived, nor on how often.
#[must_use]
pub fn fold(entries: &[Entry], unseal: &dyn Unseal) -> State {
    let in_order: BTreeMap<Stamp, &Entry> = entries.iter().map(|it| (it.at, it)).collect();
    let mut state = State::default();
    for entry in in_order.into_values() {
        if matches!(entry.event, Event::Later(_)) {
            state.n_later += 1;
        } else if state.apply(entry, unseal).is_none() {
            state.set_aside.push(entry.at);
        }
    }
    state
}

impl State {
    /// The step with this name.
    #[must_use]
    pub fn step(&self, id: EntryId) -> Option<&Step> {
        self.steps.iter().find(|it| it.id == id)
    }

    /// Applies one entry, or returns `None` where it says nothing in its place.
    fn apply(&mut self, entry: &Entry, unseal: &dyn Unseal) -> Option<()> {
        let (by, id) = (entry.by, entry.at.entry);
        match &entry.event {
            Event::Named { name } => self.names.named(by, name),
            Event::RhythmOffered { rhythm } => self.rhythm.offered(by, id, rhythm),
            Event::RhythmAgreed { offer } => self.rhythm.was_agreed(by, *offer),
            Event::PageClosed { round, opens_at_ms, sealed } => {
                let page =
                    ClosedPage { entry: id, opens_at_ms: *opens_at_ms, sealed: sealed.clone() };
                self.checkin.page_closed(by, *round, page)
            }
            Event::PageOpened { round, mine, theirs, key } => {
                let release = Release { round: *round, mine: *mine, theirs: *theirs };
                self.checkin.page_opened(by, release, key, unseal)
            }
            Event::StepOffered { words, until_day, round, letter } => {
                let from = (*round, *letter);
                self.steps.push(steps::promised(id, by, words, *until_day, from)?);
                Some(())
            }
            Event::StepAgreed { step }
            | Event::StepDone { step, .. }
            | Event::StepConfirmed { step }
            | Event::StepPutDown { step } => self.about_step(by, *step, &entry.event),
            Event::NoStep { round } => self.checkin.no_step(*round),
            Event::Appreciated { words, on_day } => {
                let words = appreciations::check(words).ok()?.to_owned();
                let on_day = *on_day;
                self.appreciations.push(Appreciation { id, by, words, on_day });
                Some(())
            }
            Event::OpennessOffered { sentence, words, until_day } => {
                let it = openness::offered(id, by, *sentence, words, *until_day)?;
                self.openness.push(it);
                Some(())
            }
            Event::OpennessAgreed { offer }
            | Event::OpennessShown { offer, .. }
            | Event::OpennessEnded { offer } => {
                self.openness.iter_mut().find(|it| it.id == *offer)?.apply(by, &entry.event)
            }
            Event::BoxOpened { .. }
            | Event::BoxAgreed { .. }
            | Event::BoxClosed { .. }
            | Event::QuestionAsked { .. }
            | Event::QuestionAnswered { .. } => self.boxes.apply(id, by, &entry.event),
            Event::LetterSent { .. } | Event::LetterAnswered { .. } => {
                self.letters.apply(id, by, &entry.event)
            }
            Event::ImpactAsked { .. } | Event::ImpactShown { .. } | Event::ImpactAdded { .. } => {
                let n_letters = self.letters.n_begun(by);
                self.impact.apply(id, by, n_letters, &entry.event)
            }
            Event::CardShared { .. } | Event::CardPutAway { .. } | Event::CardAnswered { .. } => {
                cards::apply(&mut self.cards, id, by, &entry.event)
            }
            Event::Talk { talk, act } => self.talks.apply(by, id, *talk, act),
            Event::Later(_) => None,
        }
    }

    fn about_step(&mut self, by: Partner, step: EntryId, event: &Event) -> Option<()> {
        self.steps.iter_mut().find(|it| it.id == step)?.apply(by, event)
    }
}

#[cfg(test)]
mod tests;
