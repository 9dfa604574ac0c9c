//! The measures of the issue, from readings and labels.

use std::fmt;

use reknit_coach::{
    Kind, Reading,
    labels::{Act, Fault, Habit, Mechanism, Part},
};

use crate::texts::Labelled;

/// Right and wrong of one yes-or-no question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) hits: u32,
    pub(crate) false_alarms: u32,
    pub(crate) misses: u32,
    pub(crate) rest: u32,
}

impl Tally {
    pub(crate) fn add(&mut self, is: bool, said: bool) {
        match (is, said) {
            (true, true) => self.hits += 1,
            (false, true) => self.false_alarms += 1,
            (true, false) => self.misses += 1,
            (false, false) => self.rest += 1,
        }
    }

    pub(crate) fn precision(self) -> f64 {
        share(self.hits, self.hits + self.false_alarms)
    }

    pub(crate) fn recall(self) -> f64 {
        share(self.hits, self.hits + self.misses)
    }

    pub(crate) fn f1(self) -> f64 {
        share(2 * self.hits, 2 * self.hits + self.false_alarms + self.misses)
    }

    /// F with recall counted `beta` times as much as precision.
    pub(crate) fn f(self, beta: f64) -> f64 {
        let (precision, recall, square) = (self.precision(), self.recall(), beta * beta);
        let below = square * precision + recall;
        if below > 0.0 { (1.0 + square) * precision * recall / below } else { 0.0 }
    }

    pub(crate) fn accuracy(self) -> f64 {
        share(self.hits + self.rest, self.hits + self.rest + self.false_alarms + self.misses)
    }

    /// The mean of F1 for present and for absent.
    pub(crate) fn macro_f1(self) -> f64 {
        let absent = Self {
            hits: self.rest,
            rest: self.hits,
            false_alarms: self.misses,
            misses: self.false_alarms,
        };
        f64::midpoint(self.f1(), absent.f1())
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { f64::from(part) / f64::from(whole) }
}

/// All measures over some texts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Measures {
    n: usize,
    habits: [Tally; 4],
    /// Marks that share a character with a labelled piece, of all marks whose habit is right.
    spans: Tally,
    /// Harmless messages: marked (hit) or left alone (rest).
    harmless: Tally,
    parts: [Tally; 6],
    faults: [Tally; 7],
    acts: [Tally; 10],
    /// Reflection, question, advice, everything else: as counselling data are labelled.
    four_acts: [Tally; 4],
    empathy: [Tally; 3],
    danger: Tally,
    danger_kind: Tally,
}

impl Measures {
    /// Measures readings against labels.
    pub(crate) fn of<'a>(pairs: impl IntoIterator<Item = (&'a Labelled, &'a Reading)>) -> Self {
        let mut measures = Self::default();
        for (text, reading) in pairs {
            measures.add(text, reading);
        }
        measures
    }

    fn add(&mut self, text: &Labelled, reading: &Reading) {
        self.n += 1;
        self.danger.add(text.danger.is_some(), reading.danger.risk());
        if text.danger.is_some() && reading.danger.risk() {
            self.danger_kind.add(true, text.danger == reading.danger.kind);
        }
        match text.draft.kind {
            Kind::Message => self.message(text, reading),
            Kind::Apology => self.apology(text, reading),
            Kind::Reply => self.reply(text, reading),
        }
    }

    fn message(&mut self, text: &Labelled, reading: &Reading) {
        for (tally, habit) in self.habits.iter_mut().zip(Habit::ALL) {
            let is = text.habits.iter().any(|(it, _)| it == habit);
            let said = reading.findings.iter().any(|it| it.kind == *habit);
            tally.add(is, said);
            for found in reading.findings.iter().filter(|it| is && it.kind == *habit) {
                let there =
                    text.habits.iter().any(|(it, span)| it == habit && span.meets(found.span));
                self.spans.add(true, there);
            }
        }
        if text.habits.is_empty() {
            self.harmless.add(!reading.findings.is_empty(), !reading.findings.is_empty());
        }
    }

    fn apology(&mut self, text: &Labelled, reading: &Reading) {
        let Some(read) = &reading.apology else { return };
        for (tally, part) in self.parts.iter_mut().zip(Part::ALL) {
            tally.add(text.parts.contains(part), read.components.has(*part));
        }
        for (tally, fault) in self.faults.iter_mut().zip(Fault::ALL) {
            tally.add(text.faults.contains(fault), read.faults.iter().any(|it| it.kind == *fault));
        }
    }

    fn reply(&mut self, text: &Labelled, reading: &Reading) {
        if let (Some(is), Some(said)) = (text.act, reading.listening) {
            for (tally, act) in self.acts.iter_mut().zip(Act::ALL) {
                tally.add(is == *act, said.act == *act);
            }
            for (n, tally) in self.four_acts.iter_mut().enumerate() {
                tally.add(four(is) == n, four(said.act) == n);
            }
        }
        if let Some(mut said) = reading.empathy {
            for (tally, mechanism) in self.empathy.iter_mut().zip(Mechanism::ALL) {
                tally.add(text.empathy.contains(mechanism), *said.of(*mechanism));
            }
        }
    }

    /// Measures worth a line in a manifest, by name.
    pub(crate) fn figures(&self) -> Vec<(String, f64)> {
        let mut out = Vec::new();
        for (tally, habit) in self.habits.iter().zip(Habit::ALL) {
            out.push((format!("{} precision", habit.as_str()), tally.precision()));
            out.push((format!("{} recall", habit.as_str()), tally.recall()));
        }
        out.push((
            "false alarms in 100 harmless messages".into(),
            100.0 * self.harmless.accuracy_of_hits(),
        ));
        out.push(("parts macro-F1".into(), mean(&self.parts)));
        out.push(("faults macro-F1".into(), mean(&self.faults)));
        out.push(("acts macro-F1".into(), mean(&self.acts)));
        out.push(("four acts macro-F1".into(), mean(&self.four_acts)));
        for (tally, mechanism) in self.empathy.iter().zip(Mechanism::ALL) {
            out.push((format!("{} macro-F1", mechanism.as_str()), tally.macro_f1()));
        }
        out.push(("danger precision".into(), self.danger.precision()));
        out.push(("danger recall".into(), self.danger.recall()));
        out
    }
}

impl Tally {
    fn accuracy_of_hits(self) -> f64 {
        share(self.hits, self.hits + self.rest)
    }
}

fn four(act: Act) -> usize {
    match act {
        Act::Reflection | Act::Parroting => 0,
        Act::OpenQuestion | Act::ClosedQuestion => 1,
        Act::Advice => 2,
        Act::Validation | Act::Dismissal | Act::OwnStory | Act::Defence | Act::Other => 3,
    }
}

fn mean(tallies: &[Tally]) -> f64 {
    let n = tallies.iter().filter(|it| it.hits + it.misses > 0).count();
    let total: f64 = tallies.iter().filter(|it| it.hits + it.misses > 0).map(|it| it.f1()).sum();
    if n == 0 { 0.0 } else { total / n as f64 }
}

impl fmt::Display for Measures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, name: &str, it: Tally| {
            let n = it.hits + it.misses;
            writeln!(
                f,
                "  {name:<20} precision {:.2}  recall {:.2}  F1 {:.2}  ({n} there)",
                it.precision(),
                it.recall(),
                it.f1()
            )
        };
        writeln!(f, "{} texts", self.n)?;
        for (tally, habit) in self.habits.iter().zip(Habit::ALL) {
            line(f, habit.as_str(), *tally)?;
        }
        let harmless = self.harmless;
        writeln!(
            f,
            "  false alarms: {:.1} in 100 harmless messages ({} of {})",
            100.0 * harmless.accuracy_of_hits(),
            harmless.hits,
            harmless.hits + harmless.rest
        )?;
        writeln!(f, "  marks in the right place: {:.2}", self.spans.recall())?;
        for (tally, part) in self.parts.iter().zip(Part::ALL) {
            line(f, part.as_str(), *tally)?;
        }
        writeln!(f, "  parts macro-F1 {:.3}", mean(&self.parts))?;
        for (tally, fault) in self.faults.iter().zip(Fault::ALL) {
            line(f, fault.as_str(), *tally)?;
        }
        writeln!(f, "  faults macro-F1 {:.3}", mean(&self.faults))?;
        for (tally, act) in self.acts.iter().zip(Act::ALL) {
            line(f, act.as_str(), *tally)?;
        }
        writeln!(
            f,
            "  acts macro-F1 {:.3}, in four classes {:.3}",
            mean(&self.acts),
            mean(&self.four_acts)
        )?;
        for (tally, mechanism) in self.empathy.iter().zip(Mechanism::ALL) {
            writeln!(
                f,
                "  {:<20} accuracy {:.2}  macro-F1 {:.2}  F1 {:.2}",
                mechanism.as_str(),
                tally.accuracy(),
                tally.macro_f1(),
                tally.f1()
            )?;
        }
        line(f, "danger", self.danger)?;
        writeln!(f, "  danger of the right kind: {:.2}", self.danger_kind.recall())
    }
}
