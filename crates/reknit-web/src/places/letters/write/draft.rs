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
    words::t,
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
    /// What was written elsewhere and was added here. The vault lets go of such words only all at once, so they wait for the last.
    pub(super) taken: RwSignal<Vec<LetterDraft>>,
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
            taken: RwSignal::new(Vec::new()),
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

    /// Of what was written elsewhere, what was not added and does not stand here anyway.
    pub(super) fn others(self, also: &[String]) -> Vec<LetterDraft> {
        let here = self.draft();
        let mut others: Vec<LetterDraft> =
            also.iter().filter_map(|it| serde_json::from_str(it).ok()).collect();
        self.taken.with_untracked(|taken| others.retain(|it| !taken.contains(it)));
        others.retain(|it| !holds(&here, it));
        others
    }

    /// Adds other words below these. Nothing is let go of before all of it stands here and is kept.
    pub(super) fn append(self, other: &LetterDraft) {
        for (value, more) in self.parts.into_iter().zip(other.words.parts()) {
            if !value.with_untracked(|it| it.contains(more)) {
                value.update(|it| {
                    if !it.is_empty() {
                        it.push('\n');
                    }
                    it.push_str(more);
                });
            }
        }
        if other.asks {
            self.asks.set(true);
        }
        for offer in &other.offers {
            let is = |it: RwSignal<String>, text: &str| it.with_untracked(|it| it.trim() == text);
            let has = self.offers.iter().any(|(words, _)| is(*words, offer.words.trim()));
            let free = self.offers.iter().find(|(words, _)| is(*words, ""));
            if let Some((words, days)) = free.filter(|_| !has) {
                words.set(offer.words.clone());
                days.set(offer.days);
            }
        }
        self.keep();
        self.app.keep_drafts();
        let is_placed = holds(&self.draft(), other);
        self.error.set((!is_placed).then(|| t!("letter-offers-full")));
        // That it could not be kept is said under the form.
        if !is_placed || self.app.refused_draft.get_untracked().is_some() {
            return;
        }
        self.taken.update(|it| it.push(other.clone()));
        let slot = draft_slot(self.revises);
        let also = self.app.glance(|it| it.drafts.get(&slot).map(|it| it.also.clone()));
        if self.others(&also.unwrap_or_default()).is_empty() {
            self.settle();
        }
    }

    /// Lets go of the words that were written elsewhere.
    pub(super) fn settle(self) {
        let _ = self.app.ask(Command::SettleDraft(draft_slot(self.revises)));
    }
}

/// Whether everything that `other` says stands in `here`.
fn holds(here: &LetterDraft, other: &LetterDraft) -> bool {
    let mut parts = here.words.parts().into_iter().zip(other.words.parts());
    let has = |words: &str| here.offers.iter().any(|it| it.words.trim() == words.trim());
    parts.all(|(here, other)| here.contains(other))
        && other.offers.iter().all(|it| has(&it.words))
        && (here.asks || !other.asks)
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

    fn draft(did: &str, mine: &str, offers: &[&str]) -> LetterDraft {
        let words = Words { did: did.into(), mine: mine.into(), ..Words::default() };
        let offers = offers.iter().map(|it| Offer { words: (*it).into(), days: 14 });
        LetterDraft { words, offers: offers.collect(), ..LetterDraft::default() }
    }

    #[test]
    fn words_from_elsewhere_stand_here_only_when_all_of_them_do() {
        let here = draft("I hid it.\nI lied.", "It was mine.", &["I pay.", "I ring."]);
        assert!(holds(&here, &draft("I lied.", "", &[" I ring. "])));
        assert!(holds(&here, &LetterDraft::default()));
        assert!(!holds(&here, &draft("I lied twice.", "", &[])));
        assert!(!holds(&here, &draft("I lied.", "", &["I cook."])), "an offer without a place");
        assert!(!holds(&here, &LetterDraft { asks: true, ..draft("I lied.", "", &[]) }));
    }

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
