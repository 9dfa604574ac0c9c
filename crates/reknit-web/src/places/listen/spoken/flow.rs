//! How a spoken talk goes on. Plain values, so that it can be tried without a screen.

use crate::nav::Seat;

/// Where a spoken talk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) speaker: Seat,
    pub(super) step: Step,
    /// Whether the two have swapped; in the last step, whether one has spoken.
    second: bool,
}

/// A step of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Telling,
    Asking,
    Saying,
    Answering,
    Missing,
    Sense,
    Naming,
    Closing,
}

/// What was touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// This step is done.
    Done,
    /// That's it.
    ThatIsIt,
    /// Partly, or not yet.
    NotAll,
}

impl Seat {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Near => Self::Far,
            Self::Far => Self::Near,
        }
    }
}

impl Step {
    /// Its name in the content.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Telling => "telling",
            Self::Asking => "asking",
            Self::Saying => "saying",
            Self::Answering => "answering",
            Self::Missing => "missing",
            Self::Sense => "sense",
            Self::Naming => "naming",
            Self::Closing => "closing",
        }
    }
}

impl Table {
    pub(super) fn new(speaker: Seat) -> Self {
        Self { speaker, step: Step::Telling, second: false }
    }

    /// Whose turn it is.
    pub(super) fn active(self) -> Seat {
        match self.step {
            Step::Telling | Step::Answering | Step::Missing | Step::Closing => self.speaker,
            Step::Asking | Step::Saying | Step::Sense | Step::Naming => self.speaker.other(),
        }
    }

    /// Where it goes; `None` at the end.
    pub(super) fn after(self, next: Next) -> Option<Self> {
        let to = |step| Some(Self { step, ..self });
        let swap = |step, second| Some(Self { speaker: self.speaker.other(), step, second });
        match (self.step, next) {
            (Step::Telling, _) => to(Step::Asking),
            (Step::Asking, _) | (Step::Missing, _) => to(Step::Saying),
            (Step::Saying, _) => to(Step::Answering),
            (Step::Answering, Next::NotAll) => to(Step::Missing),
            (Step::Answering, Next::ThatIsIt | Next::Done) => to(Step::Sense),
            (Step::Sense, _) => to(Step::Naming),
            (Step::Naming, _) if !self.second => swap(Step::Telling, true),
            (Step::Naming, _) => swap(Step::Closing, false),
            (Step::Closing, _) if !self.second => swap(Step::Closing, true),
            (Step::Closing, _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Goes on until the end; tells whose turn each step was.
    fn through(first: Seat) -> Vec<(Step, Seat)> {
        let mut all = Vec::new();
        let mut at = Some(Table::new(first));
        while let Some(table) = at {
            all.push((table.step, table.active()));
            at = table.after(Next::Done);
        }
        all
    }

    #[test]
    fn both_speak_both_listen_and_both_close() {
        for first in [Seat::Near, Seat::Far] {
            let all = through(first);
            assert_eq!(all.len(), 14);
            for seat in [Seat::Near, Seat::Far] {
                for step in [Step::Telling, Step::Asking, Step::Saying, Step::Sense, Step::Closing]
                {
                    let n = all.iter().filter(|it| **it == (step, seat)).count();
                    assert_eq!(n, 1, "{step:?} {seat:?}");
                }
            }
            assert_eq!(all.first(), Some(&(Step::Telling, first)));
        }
    }

    #[test]
    fn not_yet_says_what_was_missing_and_leads_back_to_saying_it() {
        let table = Table { speaker: Seat::Near, step: Step::Answering, second: false };
        let missing = table.after(Next::NotAll).unwrap();
        assert_eq!((missing.step, missing.active()), (Step::Missing, Seat::Near));
        let saying = missing.after(Next::Done).unwrap();
        assert_eq!((saying.step, saying.active()), (Step::Saying, Seat::Far));
    }
}
