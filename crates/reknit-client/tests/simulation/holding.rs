//! What must hold once everything has come to rest.

use reknit_client::view::{LettersView, Slot};

use super::{SECOND, World};

impl World {
    /// Nobody has anything left to send, and nobody begins again: devices that answer each other's writing with their own would do so
    /// for ever. A letter or an hour may just be due, so not the first minutes have to be the quiet ones.
    pub(super) fn assert_rest(&mut self, seed: u64) {
        for _ in 0..3 {
            self.written.clear();
            self.pass(180 * SECOND);
            if self.written.is_empty() {
                return;
            }
        }
        panic!("seed {seed}: no rest: {:?}", self.written);
    }

    pub(super) fn heard(&self, device: usize) -> Vec<String> {
        let view = self.view(device);
        let kind = view.appreciations.iter().map(|it| it.words.clone());
        let steps = view.steps.iter().filter(|it| it.letter.is_none());
        let steps = steps.map(|it| it.words.clone());
        let mut all: Vec<String> = kind.chain(steps).collect();
        all.sort();
        all
    }

    pub(super) fn assert_equal(&self, seed: u64) {
        let said: Vec<String> = self.said.iter().cloned().collect();
        for device in 0..3 {
            let view = self.view(device);
            assert_eq!(
                view.alarms,
                [],
                "seed {seed}, device {device}: an honest relay alarms nobody"
            );
            assert_eq!(view.unsent, 0, "seed {seed}, device {device}: nothing waits");
            assert_eq!(self.heard(device), said, "seed {seed}, device {device}: each word once");
        }
        self.assert_letters(seed);
        let [phone, laptop, other] = [self.view(0), self.view(1), self.view(2)];
        assert_eq!(phone.steps, laptop.steps, "seed {seed}");
        assert_eq!(phone.opened, laptop.opened, "seed {seed}");
        assert_eq!(phone.openness, laptop.openness, "seed {seed}");
        assert_eq!(phone.boxes, laptop.boxes, "seed {seed}");
        assert_eq!(phone.cards, laptop.cards, "seed {seed}");
        assert_eq!(phone.openness.len(), other.openness.len(), "seed {seed}");
        assert_eq!(phone.checkin, laptop.checkin, "seed {seed}");
        assert_eq!(phone.opened.len(), other.opened.len(), "seed {seed}");
        for (mine, theirs) in phone.opened.iter().zip(&other.opened) {
            assert_eq!((&mine.mine, &mine.theirs), (&theirs.theirs, &theirs.mine), "seed {seed}");
        }
        assert_eq!(
            phone.drafts.get(&Slot::Step),
            laptop.drafts.get(&Slot::Step),
            "seed {seed}: both devices hold the same drafts"
        );
    }

    /// Each letter that was put away was sent once with its offer, or waits, or is a draft again. Both hold the same versions.
    pub(super) fn assert_letters(&self, seed: u64) {
        let [phone, laptop, other] = [self.view(0), self.view(1), self.view(2)];
        assert_eq!(
            phone.letters, laptop.letters,
            "seed {seed}: both devices show the same letters"
        );
        let ids = |it: &LettersView, mine: bool| {
            let threads = it.threads.iter().filter(move |it| it.mine == mine);
            threads.flat_map(|it| it.versions.iter().map(|it| it.id)).collect::<Vec<_>>()
        };
        for mine in [true, false] {
            assert_eq!(ids(&phone.letters, mine), ids(&other.letters, !mine), "seed {seed}");
        }
        for (person, did) in &self.letters {
            let view = if *person == 0 { &phone } else { &other };
            let versions =
                view.letters.threads.iter().filter(|it| it.mine).flat_map(|it| &it.versions);
            let said = |it: &&reknit_client::view::LetterView| {
                it.words.as_ref().is_some_and(|it| it.did == *did)
            };
            let sent: Vec<_> = versions.filter(said).collect();
            let n_waiting =
                view.letters.waiting.iter().filter(|it| it.draft.words.did == *did).count();
            let is_draft = view.drafts.values().any(|it| {
                let marked = format!("\"{did}\"");
                it.text.contains(&marked) || it.also.iter().any(|it| it.contains(&marked))
            });
            // Taken back on a device without a line, it may have gone from another: then it is there, and a draft too.
            assert!(sent.len() <= 1, "seed {seed}: {did} was sent once");
            assert!(
                sent.len() + n_waiting > 0 || is_draft,
                "seed {seed}: {did} is sent, waits, or is a draft"
            );
            if let [sent] = sent.as_slice() {
                assert_eq!(sent.offers.len(), 1, "seed {seed}: {did} came with its offer, once");
            }
        }
    }
}
