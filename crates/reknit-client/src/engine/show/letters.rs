//! Letters, and *what it did to you*.

use reknit_model::{
    letters::{Letter, impact},
    log::Partner,
};

use super::Engine;
use crate::{
    ports::Now,
    view::{ImpactAsked, LetterThread, LetterView, LettersView, ShownImpact, WaitingLetter},
};

impl Engine {
    pub(super) fn show_letters(&self, now: Now, me: Partner) -> LettersView {
        let state = self.shown();
        let mut threads: Vec<(Partner, LetterThread)> = Vec::new();
        for letter in &state.letters.all {
            // Names are random: one of theirs that is one of mine was copied on purpose, and hides nothing of mine.
            if letter.by != me && state.letters.get(me, letter.id).is_some() {
                continue;
            }
            if self.is_unseen(letter.entry) {
                continue;
            }
            let version = self.show_version(me, letter);
            let follows = |(by, it): &(Partner, LetterThread)| {
                *by == letter.by && it.newest().map(|it| it.id) == letter.revises
            };
            let found = letter.revises.and_then(|_| threads.iter().position(follows));
            // The thread with the newest version comes last here, and is shown first.
            let mut thread = match found {
                Some(at) => threads.remove(at),
                None => {
                    let mine = letter.by == me;
                    let versions = Vec::new();
                    (letter.by, LetterThread { mine, versions, may_follow_at_once: false })
                }
            };
            let first_day = state.letters.first_day(letter.by, Some(letter.id));
            thread.1.may_follow_at_once = first_day <= now.today;
            thread.1.versions.push(version);
            threads.push(thread);
        }
        let waiting = self.waiting_letter();
        let waiting = waiting.filter(|it| state.letters.get(me, it.letter).is_none());
        let first_day = state.letters.first_day(me, None);
        LettersView {
            threads: threads.into_iter().rev().map(|(_, it)| it).collect(),
            waiting: waiting.map(|it| WaitingLetter {
                draft: it.draft,
                revises: it.revises,
                due_ms: it.due_ms,
            }),
            first_day: (first_day > now.today).then_some(first_day),
            asked_by_me: show_asked(state.impact.asked_by(me), state.letters.n_begun(me.other())),
            asked_of_me: show_asked(state.impact.asked_by(me.other()), state.letters.n_begun(me)),
        }
    }

    fn show_version(&self, me: Partner, letter: &Letter) -> LetterView {
        let mine = letter.by == me;
        let is_open = mine || self.has_opened(letter.id);
        let of_it = |it: &&reknit_model::steps::Step| {
            is_open && it.by == letter.by && it.letter == Some(letter.id)
        };
        let offers = self.shown().steps.iter().filter(of_it);
        LetterView {
            id: letter.id,
            on_day: letter.on_day,
            words: is_open.then(|| letter.words.clone()),
            offers: offers.map(|it| (it.words.clone(), it.until_day)).collect(),
            answers: letter.answers.clone(),
            unsent: mine && self.real().letters.get(me, letter.id).is_none(),
        }
    }
}

/// `n_begun`: how many letters the one who was asked has sent.
fn show_asked(asked: &impact::Asked, n_begun: usize) -> ImpactAsked {
    let shown = asked.shown.iter().map(|it| ShownImpact {
        id: it.id,
        words: it.words.clone(),
        added: it.added.clone(),
        n_letters_since: n_begun.saturating_sub(it.n_letters),
    });
    ImpactAsked { stands: asked.stands, shown: shown.collect() }
}
