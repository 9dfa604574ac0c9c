//! Everything that can be said in a space.
//!
//! Events are stored for good: every release reads what every earlier release wrote. Add variants; never rename, retype or
//! remove one. `docs/events.md` tells them in words.

use serde::{Deserialize, Serialize};

use crate::{
    cards::{Field, Kind},
    checkin::SealedPage,
    letters::{self, LetterId},
    log::EntryId,
    openness::Sentence,
    questions::{Answer, Hours},
    rhythm::Rhythm,
    talks::{Act, TalkId},
};

/// Something said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// What the author is called.
    Named {
        /// 1 to 40 characters.
        name: String,
    },
    /// An hour for the weekly check-in was proposed.
    RhythmOffered {
        /// The hour.
        rhythm: Rhythm,
    },
    /// The other agreed to it.
    RhythmAgreed {
        /// The proposal.
        offer: EntryId,
    },
    /// A check-in page was closed. Nobody else can read it yet.
    PageClosed {
        /// The round it is for.
        round: u32,
        /// When pages open, milliseconds since 1970 UTC.
        opens_at_ms: i64,
        /// The page.
        sealed: SealedPage,
    },
    /// The key of one's own page was handed out.
    PageOpened {
        /// The round.
        round: u32,
        /// The page whose key this is.
        mine: EntryId,
        /// The other's page that it is exchanged for.
        theirs: EntryId,
        /// The key, 32 bytes.
        #[serde(with = "crate::hex")]
        key: [u8; 32],
    },
    /// A step was promised: the author's own act.
    StepOffered {
        /// 1 to 280 characters.
        words: String,
        /// Last day, in days since 1970-01-01.
        until_day: i32,
        /// The check-in it came from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        round: Option<u32>,
        /// The letter of the same author that offers it to mend something.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        letter: Option<LetterId>,
    },
    /// The other agreed to the step.
    StepAgreed {
        /// The step.
        step: EntryId,
    },
    /// Its maker did it.
    StepDone {
        /// The step.
        step: EntryId,
        /// The day, in days since 1970-01-01.
        on_day: i32,
    },
    /// The other saw that it was done.
    StepConfirmed {
        /// The step.
        step: EntryId,
    },
    /// One of the two put the step down.
    StepPutDown {
        /// The step.
        step: EntryId,
    },
    /// No step this week: a full answer.
    NoStep {
        /// The check-in.
        round: u32,
    },
    /// A kind word.
    Appreciated {
        /// 1 to 500 characters.
        words: String,
        /// The day, in days since 1970-01-01.
        on_day: i32,
    },
    /// Being open about something was offered, by its maker, for themself.
    OpennessOffered {
        /// Which sentence.
        sentence: Sentence,
        /// What completes it; 80 characters at most.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
        /// Last day, in days since 1970-01-01.
        until_day: i32,
    },
    /// The other agreed to it.
    OpennessAgreed {
        /// The offer.
        offer: EntryId,
    },
    /// What was to be shown once was shown.
    OpennessShown {
        /// The offer.
        offer: EntryId,
        /// The day, in days since 1970-01-01.
        on_day: i32,
    },
    /// One of the two ended it.
    OpennessEnded {
        /// The offer.
        offer: EntryId,
    },
    /// A box for questions to its author was opened.
    BoxOpened {
        /// When, and how many a day.
        hours: Hours,
        /// Last day, in days since 1970-01-01.
        until_day: i32,
    },
    /// The other agreed to its hours.
    BoxAgreed {
        /// The box.
        opening: EntryId,
    },
    /// Its answerer closed it.
    BoxClosed {
        /// The box.
        opening: EntryId,
    },
    /// A question was put into it.
    QuestionAsked {
        /// The box.
        opening: EntryId,
        /// 1 to 300 characters.
        words: String,
        /// The day, in days since 1970-01-01.
        on_day: i32,
    },
    /// It was answered.
    QuestionAnswered {
        /// The question.
        question: EntryId,
        /// How.
        answer: Answer,
    },
    /// A letter was sent, or another version of one.
    LetterSent {
        /// Names it among its author's letters.
        letter: LetterId,
        /// The day, in days since 1970-01-01.
        on_day: i32,
        /// The version it follows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revises: Option<LetterId>,
        /// The words.
        words: letters::Words,
    },
    /// The other answered a letter.
    LetterAnswered {
        /// The letter, of the other's.
        letter: LetterId,
        /// What they say to it.
        answer: letters::Answer,
    },
    /// The one who was hurt asks to see *what it did to you*, or takes the asking back.
    ImpactAsked {
        /// Whether they ask.
        wanted: bool,
    },
    /// It was shown to them.
    ImpactShown {
        /// 1 to 4,000 characters.
        words: String,
    },
    /// They added to it.
    ImpactAdded {
        /// What was shown.
        shown: EntryId,
        /// 1 to 4,000 characters.
        words: String,
    },
    /// A card was shared, or shared anew.
    CardShared {
        /// What it is about.
        kind: Kind,
        /// 1 to 8 fields.
        fields: Vec<Field>,
        /// The card this is a new version of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<EntryId>,
        /// The day, in days since 1970-01-01.
        on_day: i32,
    },
    /// Its author put a card away.
    CardPutAway {
        /// The card.
        card: EntryId,
    },
    /// The other answered a card.
    CardAnswered {
        /// The card.
        card: EntryId,
        /// Whether they thank for the try.
        thanks: bool,
        /// Own words; may be empty beside thanks.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
        /// The day, in days since 1970-01-01.
        on_day: i32,
    },
    /// Something was done in a talk.
    Talk {
        /// The talk.
        talk: TalkId,
        /// What was done.
        act: Act,
    },
    /// Something a later release says. Kept and set aside.
    #[serde(skip)]
    Later(String),
}

impl Event {
    /// Reads an event. What this release does not know is kept as it stands, never an error.
    #[must_use]
    pub fn from_json(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_else(|_| Self::Later(json.to_owned()))
    }

    /// Writes an event.
    #[must_use]
    pub fn to_json(&self) -> String {
        match self {
            Self::Later(json) => json.clone(),
            _ => serde_json::to_string(self).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests;
