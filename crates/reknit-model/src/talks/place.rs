//! Where a talk is: whose turn, which step, whose move.

use crate::{
    log::Partner,
    talks::{Answer, Part},
};

/// Where a talk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Whether the two have swapped.
    pub swapped: bool,
    /// Who speaks in this turn.
    pub speaker: Partner,
    /// The step.
    pub step: Step,
}

/// A step of a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The speaker tells a short piece, for themself.
    Telling,
    /// The listener asks to understand, or says it back in their own words.
    Listening,
    /// The speaker answers a question.
    Replying,
    /// The speaker says how well it was said back.
    Answering,
    /// The listener makes sense of it.
    MakingSense,
    /// The listener names the feeling.
    Naming,
    /// Each says one thing they take away.
    Closing,
}

impl Place {
    pub(super) fn start(speaker: Partner) -> Self {
        Self { swapped: false, speaker, step: Step::Telling }
    }

    /// Whose move it is; `None` where both may move.
    #[must_use]
    pub fn mover(self) -> Option<Partner> {
        match self.step {
            Step::Telling | Step::Replying | Step::Answering => Some(self.speaker),
            Step::Listening | Step::MakingSense | Step::Naming => Some(self.speaker.other()),
            Step::Closing => None,
        }
    }

    /// Where it goes after `part`; `None` where that does not belong.
    #[must_use]
    pub fn after(self, part: Part) -> Option<Self> {
        let step = match (self.step, part) {
            (Step::Telling, Part::Piece) | (Step::Replying, Part::Reply) => Step::Listening,
            (Step::Listening, Part::Question) => Step::Replying,
            (Step::Listening, Part::SayBack) => Step::Answering,
            (Step::MakingSense, Part::Sense) => Step::Naming,
            (Step::Naming, Part::Feeling) if self.swapped => Step::Closing,
            (Step::Naming, Part::Feeling) => {
                let speaker = self.speaker.other();
                return Some(Self { swapped: true, speaker, step: Step::Telling });
            }
            (Step::Closing, Part::Takeaway) => Step::Closing,
            _ => return None,
        };
        Some(Self { step, ..self })
    }

    /// Where it goes after an answer; `None` where that does not belong.
    #[must_use]
    pub fn answered(self, answer: Answer) -> Option<Self> {
        let step = match answer {
            _ if self.step != Step::Answering => return None,
            Answer::ThatIsIt => Step::MakingSense,
            Answer::AndMore => Step::Telling,
            Answer::Partly | Answer::NotYet => Step::Listening,
        };
        Some(Self { step, ..self })
    }
}
