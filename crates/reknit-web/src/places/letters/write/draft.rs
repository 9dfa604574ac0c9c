//! A letter being written.

use leptos::prelude::*;
use reknit_client::{
    command::Command,
    letters::{LetterDraft, Offer, draft_slot},
};
use reknit_model::letters::{LetterId, OFFERS_MAX, Words};

use crate::{
    content,
    nav::Page,
    parts::{
        coach::{Own, Reads},
        refusal, to_top,
    },
    session::App,
};

/// Before the first part.
pub(super) const START: u8 = 0;

/// How many parts there are.
pub(super) const N_PARTS: u8 = 8;

/// The whole letter.
pub(super) const PREVIEW: u8 = N_PARTS + 1;

/// A time for it.
pub(super) const WHEN: u8 = N_PARTS + 2;

/// Names of the fields for offers.
pub(super) const OFFER_IDS: [&str; OFFERS_MAX] = ["offer-1", "offer-2", "offer-3"];

/// How the coach reads a part.
pub(super) fn reads_of(part: &str) -> Reads {
    if part == "mine" { Reads::Owning } else { Reads::Apology }
}

/// The letter as it stands on the screen.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    pub(super) app: App,
    pub(super) revises: Option<LetterId>,
    /// In the order of [`Words::parts`].
    parts: [RwSignal<String>; 7],
    pub(super) offers: [(RwSignal<String>, RwSignal<i32>); OFFERS_MAX],
    pub(super) asks: RwSignal<bool>,
    pub(super) at: RwSignal<u8>,
    pub(super) error: RwSignal<Option<String>>,
}

impl Writing {
    pub(super) fn new(app: App, revises: Option<LetterId>) -> Self {
        let kept = app.glance(|it| it.drafts.get(&draft_slot(revises)).map(|it| it.text.clone()));
        let kept = kept.and_then(|it| serde_json::from_str::<LetterDraft>(&it).ok());
        let is_begun = kept.is_some();
        // The next version begins with the words of the one before; what was offered then stands as it is.
        let draft = kept.unwrap_or_else(|| {
            let before = revises.and_then(|id| {
                app.glance(|it| it.letters.find(id).and_then(|(_, it)| it.words.clone()))
            });
            let words = before.unwrap_or_default();
            LetterDraft { asks: !words.forgive.is_empty(), words, ..LetterDraft::default() }
        });
        let at = if is_begun || revises.is_some() { draft.at.clamp(1, PREVIEW) } else { START };
        let offer = |at: usize| {
            let it = draft.offers.get(at);
            let words = it.map(|it| it.words.clone()).unwrap_or_default();
            (RwSignal::new(words), RwSignal::new(it.map_or(14, |it| it.days)))
        };
        Self {
            app,
            revises,
            parts: draft.words.parts().map(|it| RwSignal::new(it.to_owned())),
            offers: [offer(0), offer(1), offer(2)],
            asks: RwSignal::new(draft.asks),
            at: RwSignal::new(at),
            error: RwSignal::new(None),
        }
    }

    /// The text a part is written into. Offers have fields of their own.
    pub(super) fn text_of(self, part: &str) -> Option<RwSignal<String>> {
        let [did, impact, mine, sorry, how, change, forgive] = self.parts;
        Some(match part {
            "did" => did,
            "impact" => impact,
            "mine" => mine,
            "sorry" => sorry,
            "how" => how,
            "change" => change,
            "forgive" => forgive,
            _ => return None,
        })
    }

    /// Fields in which the coach reads along, with what stands in them.
    pub(super) fn own_fields(self) -> Vec<Own> {
        let mut all = Vec::new();
        for (at, part) in (1..).zip(&content::letter().part) {
            let mut add = |id, value: RwSignal<String>, reads| {
                let (title, text) = (part.title.clone(), value.get_untracked());
                if !text.trim().is_empty() {
                    all.push(Own { id, at, title, text, reads });
                }
            };
            match part.id.as_str() {
                "impact" => {}
                "forgive" if !self.asks.get_untracked() => {}
                "offers" => {
                    for (id, (words, _)) in OFFER_IDS.into_iter().zip(self.offers) {
                        add(id, words, Reads::Apology);
                    }
                }
                id => {
                    if let Some(value) = self.text_of(id) {
                        add(&part.id, value, reads_of(id));
                    }
                }
            }
        }
        all
    }

    /// Everything that was typed.
    pub(super) fn draft(self) -> LetterDraft {
        let [did, impact, mine, sorry, how, change, forgive] =
            self.parts.map(|it| it.get_untracked());
        let offers = self.offers.into_iter();
        let offers = offers
            .map(|(words, days)| Offer { words: words.get_untracked(), days: days.get_untracked() })
            .filter(|it| !it.words.trim().is_empty());
        LetterDraft {
            words: Words { did, impact, mine, sorry, how, change, forgive },
            offers: offers.collect(),
            asks: self.asks.get_untracked(),
            at: self.at.get_untracked().clamp(1, PREVIEW),
        }
    }

    /// Notes it for the vault. A letter without a word is no draft.
    pub(super) fn keep(self) {
        let draft = self.draft();
        let text = if draft.is_empty() { String::new() } else { json(&draft) };
        self.app.note_draft(draft_slot(self.revises), text);
    }

    /// Goes to another part.
    pub(super) fn go(self, at: u8) {
        self.error.set(None);
        self.at.set(at);
        // A version that was only looked at is no draft.
        if self.app.glance(|it| it.drafts.contains_key(&draft_slot(self.revises))) {
            self.keep();
        }
        to_top();
    }

    /// Saves it, and leaves.
    pub(super) fn stop(self) {
        self.app.keep_drafts();
        self.app.nav.back(Page::Letters);
    }

    /// To choosing a time, if the letter can be sent as it stands.
    pub(super) fn to_when(self) {
        match self.draft().tidied().check() {
            Ok(()) => self.go(WHEN),
            Err(error) => self.error.set(Some(refusal(error))),
        }
    }

    /// Adds other words below these.
    pub(super) fn append(self, other: &LetterDraft) {
        for (value, more) in self.parts.into_iter().zip(other.words.parts()) {
            if !more.is_empty() && !value.get_untracked().contains(more) {
                value.update(|it| {
                    if !it.is_empty() {
                        it.push('\n');
                    }
                    it.push_str(more);
                });
            }
        }
        for offer in &other.offers {
            let has = self.offers.iter().any(|(words, _)| words.get_untracked() == offer.words);
            let mut free = self.offers.iter().filter(|(words, _)| words.get_untracked().is_empty());
            if let Some((words, days)) = free.next().filter(|_| !has) {
                words.set(offer.words.clone());
                days.set(offer.days);
            }
        }
        self.keep();
        self.app.keep_drafts();
        self.settle();
    }

    /// Lets go of the words that were written elsewhere.
    pub(super) fn settle(self) {
        let _ = self.app.ask(Command::SettleDraft(draft_slot(self.revises)));
    }
}

/// What a letter says of its writer's own, in one text. What it was like for the other is not among it.
pub(super) fn own_words(draft: &LetterDraft) -> String {
    let Words { did, impact: _, mine, sorry, how, change, forgive } = &draft.words;
    let forgive = if draft.asks { forgive.as_str() } else { "" };
    let offers = draft.offers.iter().map(|it| it.words.as_str());
    let all = [did.as_str(), mine].into_iter().chain(offers).chain([sorry, how, change, forgive]);
    let all: Vec<&str> = all.map(str::trim).filter(|it| !it.is_empty()).collect();
    all.join("\n\n")
}

fn json(draft: &LetterDraft) -> String {
    serde_json::to_string(draft).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_was_like_for_the_other_is_no_word_of_the_writers_own() {
        let words = Words {
            did: "I hid it.".into(),
            impact: "You lay awake.".into(),
            mine: " It was mine. ".into(),
            forgive: "Can you forgive me?".into(),
            ..Words::default()
        };
        let offers = vec![Offer { words: "I pay 50 back.".into(), days: 14 }];
        let mut draft = LetterDraft { words, offers, ..LetterDraft::default() };
        assert_eq!(own_words(&draft), "I hid it.\n\nIt was mine.\n\nI pay 50 back.");
        draft.asks = true;
        assert!(own_words(&draft).ends_with("\n\nCan you forgive me?"));
    }
}
