//! Longer words, from `content/`, as build.rs took them in.

mod cards;
mod days;
mod learn;
mod listening;

use std::{collections::BTreeMap, sync::OnceLock};

pub(crate) use cards::{CardWords, CardsWords, FieldWords};
pub(crate) use learn::{LearnPage, PracticePage};
pub(crate) use listening::{ListenWords, PartWords, RehearsalWords};

use reknit_coach::words::Words as CoachWords;
use serde::{Deserialize, de::DeserializeOwned};

pub(crate) use days::{Answers, Card, FirstDays, Route, WhereQuestion, WhereWords};

/// The check-in's words.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct CheckInWords {
    pub(crate) intro: Vec<String>,
    pub(crate) evidence_note: String,
    pub(crate) close: CloseWords,
    pub(crate) open: OpenWords,
    pub(crate) after: AfterWords,
    pub(crate) form: BTreeMap<String, FormWords>,
    pub(crate) prompt: Vec<Prompt>,
    pub(crate) sliders: SliderWords,
    pub(crate) slider: Vec<SliderEnds>,
    pub(crate) steps: Ideas,
}

/// Closing a page.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct CloseWords {
    pub(crate) text: Vec<String>,
    pub(crate) button: String,
    pub(crate) back: String,
    pub(crate) closed: String,
}

/// Pages that are open.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct OpenWords {
    pub(crate) text: Vec<String>,
    pub(crate) ended: String,
}

/// After reading.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct AfterWords {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) none: String,
}

/// One form.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct FormWords {
    pub(crate) title: String,
    pub(crate) minutes: u32,
    pub(crate) prompts: Vec<String>,
}

/// One prompt of a form.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Prompt {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) help: String,
    #[serde(default)]
    pub(crate) parts: Vec<String>,
    pub(crate) examples: Vec<String>,
}

/// Around the sliders.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct SliderWords {
    pub(crate) title: String,
    pub(crate) note: String,
}

/// One slider.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct SliderEnds {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) low: String,
    pub(crate) high: String,
}

/// Ideas for steps.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Ideas {
    pub(crate) title: String,
    pub(crate) intro: String,
    pub(crate) ideas: Vec<String>,
}

/// The guided letter.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct LetterWords {
    pub(crate) start: LetterStart,
    pub(crate) part: Vec<LetterPart>,
}

/// Before its first part.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct LetterStart {
    pub(crate) title: String,
    pub(crate) text: Vec<String>,
    pub(crate) not_when_title: String,
    pub(crate) not_when: String,
    pub(crate) evidence: String,
    pub(crate) learn: String,
    pub(crate) help: String,
}

/// One part of it, on a screen of its own.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct LetterPart {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) line: String,
    pub(crate) label: String,
    pub(crate) examples: Vec<String>,
    #[serde(default)]
    pub(crate) reason: Vec<String>,
    #[serde(default)]
    pub(crate) switch: String,
}

/// The private questions.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Questions {
    pub(crate) title: String,
    pub(crate) intro: Vec<String>,
    pub(crate) not_alone: NotAlone,
    pub(crate) answers: AnswerWords,
    pub(crate) question: Vec<Question>,
    pub(crate) after_yes: AfterYes,
    pub(crate) after_no: AfterNo,
    pub(crate) after_skip: AfterSkip,
    pub(crate) door: BTreeMap<String, DoorWords>,
}

/// The way past them for somebody who is watched.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct NotAlone {
    pub(crate) button: String,
    pub(crate) note: String,
}

/// Buttons.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct AnswerWords {
    pub(crate) yes: String,
    pub(crate) no: String,
    pub(crate) skip: String,
    pub(crate) skip_all: String,
}

/// One question.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Question {
    pub(crate) text: String,
}

/// After a yes.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct AfterYes {
    pub(crate) title: String,
    pub(crate) text: Vec<String>,
    pub(crate) help: String,
    pub(crate) alone: String,
    pub(crate) go_on: String,
    pub(crate) therapist: String,
}

/// After no yes. Never clearance (safety rule 26).
#[derive(Debug, Default, Deserialize)]
pub(crate) struct AfterNo {
    pub(crate) title: String,
    pub(crate) text: Vec<String>,
    pub(crate) go_on: String,
}

/// After questions that were skipped.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct AfterSkip {
    pub(crate) title: String,
    pub(crate) text: Vec<String>,
}

/// The line before the questions at one door.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct DoorWords {
    pub(crate) intro: String,
}

/// *A hard moment*.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct MomentWords {
    pub(crate) title: String,
    pub(crate) intro: String,
    pub(crate) close: String,
    pub(crate) choice: Vec<Choice>,
    pub(crate) calm: BTreeMap<String, Calm>,
    pub(crate) later: Later,
    pub(crate) end: MomentEnd,
}

/// What is nearest.
#[derive(Debug, Default, Clone, Deserialize)]
pub(crate) struct Choice {
    pub(crate) label: String,
    pub(crate) hint: String,
    #[serde(default)]
    pub(crate) calm: String,
    #[serde(default)]
    pub(crate) say_intro: String,
    #[serde(default)]
    pub(crate) say: Vec<String>,
    #[serde(default)]
    pub(crate) return_time: bool,
    #[serde(default)]
    pub(crate) opens: Option<String>,
}

/// Ninety seconds.
#[derive(Debug, Default, Clone, Deserialize)]
pub(crate) struct Calm {
    pub(crate) title: String,
    pub(crate) line: Vec<CalmLine>,
}

/// One timed line.
#[derive(Debug, Default, Clone, Deserialize)]
pub(crate) struct CalmLine {
    /// Seconds from the start.
    pub(crate) at: u32,
    pub(crate) text: String,
}

/// A time to come back.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Later {
    pub(crate) title: String,
    pub(crate) intro: String,
    pub(crate) options: Vec<String>,
    pub(crate) note: String,
    pub(crate) nothing: String,
}

/// How it ends.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct MomentEnd {
    pub(crate) text: Vec<String>,
    pub(crate) help: String,
}

macro_rules! embedded {
    ($($(#[$doc:meta])* $name:ident: $ty:ty = $file:literal;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $name() -> &'static $ty {
            static READ: OnceLock<$ty> = OnceLock::new();
            READ.get_or_init(|| read(include_str!(concat!(env!("OUT_DIR"), "/", $file))))
        }
    )*};
}

embedded! {
    /// Cards both keep.
    cards: CardsWords = "cards.json";
    /// What the coach says.
    coach: CoachWords = "coach.json";
    /// The check-in's words.
    check_in: CheckInWords = "checkin.json";
    /// The private questions.
    questions: Questions = "questions.json";
    /// *A hard moment*.
    moment: MomentWords = "moment.json";
    /// Listening.
    listen: ListenWords = "listen.json";
    /// Twelve statements to practise on.
    rehearsal: RehearsalWords = "rehearsal.json";
    /// The guided letter.
    letter: LetterWords = "letter.json";
    /// *First days*.
    first_days: FirstDays = "firstdays.json";
    /// *Where are you now*.
    where_now: WhereWords = "where.json";
    /// Learn, in order.
    learn: Vec<LearnPage> = "learn.json";
    /// What can be practised, in order.
    practices: Vec<PracticePage> = "practice.json";
}

/// A test reads every file, so the default is never seen.
fn read<T: DeserializeOwned + Default>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use reknit_model::cards::Kind;

    use super::*;
    use crate::nav::DOORS;

    #[test]
    fn all_content_is_read() {
        assert_eq!(questions().question.len(), 12);
        let doors: Vec<_> = questions().door.keys().map(String::as_str).collect();
        let mut known: Vec<_> = DOORS.iter().map(|it| it.1).collect();
        known.sort_unstable();
        assert_eq!(doors, known, "every door has its line");
        let parts: Vec<&str> = letter().part.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(parts, ["did", "impact", "mine", "offers", "sorry", "how", "change", "forgive"]);
        assert_eq!(moment().choice.len(), 4);
        let kinds: Vec<_> = cards().card.iter().map(|it| it.id).collect();
        assert_eq!(
            kinds,
            [
                Kind::Guess,
                Kind::Impact,
                Kind::Returns,
                Kind::Alarmed,
                Kind::Support,
                Kind::GoodNews
            ]
        );
        assert_eq!(first_days().card.len(), 9);
        assert_eq!(first_days().three_sentences.lines.len(), 3);
        assert_eq!(where_now().question.len(), 4);
        assert_eq!(learn().len(), 7);
        listening::check(listen(), rehearsal());
        let words = check_in();
        assert_eq!(words.slider.len(), 4);
        for form in words.form.values() {
            for id in &form.prompts {
                assert!(words.prompt.iter().any(|it| it.id == *id), "{id}");
            }
        }
        for choice in &moment().choice {
            assert!(choice.opens.is_some() || moment().calm.contains_key(&choice.calm));
        }
    }
}
