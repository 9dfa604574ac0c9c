//! From scores to a reading: thresholds, spans, and the rules that add or keep quiet. The same for every tier.

use crate::{
    draft::{Draft, Kind},
    labels::{Act, Danger, Fault, Habit, Mechanism, Part},
    reading::{
        ApologyReading, Components, DangerReading, Empathy, FaultFound, Finding, Listening, Reading,
    },
    rules::{self, Passage, Says},
    scores::{Head, Limits, Row, Scores},
    text::{Span, Spans, Text},
    words::Key,
};

/// A piece beside the clearest one is marked too from this share of its probability on.
const BESIDE: f32 = 0.8;

/// Makes the reading of a draft whose pieces a model has scored.
///
/// `text` is the draft's text, cut; it comes in because every tier has cut it already.
#[must_use]
pub fn reading(draft: &Draft, text: &Text, scores: &Scores, limits: &Limits) -> Reading {
    let to = draft.to.as_deref().map(Text::new);
    let said = rules::read(&Passage { draft, text, to: to.as_ref() });
    let judge = Judge { text, scores, limits, said: &said };
    Reading {
        findings: if draft.kind == Kind::Message { judge.findings() } else { Vec::new() },
        apology: (draft.kind == Kind::Apology).then(|| judge.apology()),
        listening: (draft.kind == Kind::Reply).then(|| judge.listening()),
        empathy: (draft.kind == Kind::Reply).then(|| judge.empathy()),
        danger: judge.danger(),
    }
}

struct Judge<'a> {
    text: &'a Text,
    scores: &'a Scores,
    limits: &'a Limits,
    said: &'a [Says],
}

impl Judge<'_> {
    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for &habit in Habit::ALL {
            for span in self.spans(Head::habit(habit)) {
                let (why, try_) = keys(habit);
                findings.push(Finding { kind: habit, span, why, try_ });
            }
        }
        findings.sort_by_key(|it| (it.span, it.kind));
        findings
    }

    fn apology(&self) -> ApologyReading {
        let mut components = Components::default();
        for &part in Part::ALL {
            *components.of(part) = self.is_there(Head::part(part));
        }
        let mut faults = Vec::new();
        for &fault in Fault::ALL {
            let span = self.spans(Head::fault(fault)).into_iter().reduce(Span::with);
            faults.extend(span.map(|span| FaultFound { kind: fault, span, ask: ask(fault) }));
        }
        ApologyReading { components, faults }
    }

    fn listening(&self) -> Listening {
        let mut row = self.scores.whole;
        for says in self.said {
            if let Says::Found(head, _) = says {
                row.set(*head, row.get(*head).max(0.0) + 1.0);
            }
        }
        let total: f32 = Act::ALL.iter().map(|it| row.get(Head::act(*it))).sum();
        let by_score =
            |a: &&Act, b: &&Act| row.get(Head::act(**a)).total_cmp(&row.get(Head::act(**b)));
        let act = Act::ALL.iter().max_by(by_score).copied().unwrap_or(Act::Other);
        let share = row.get(Head::act(act)) / total.max(f32::MIN_POSITIVE);
        Listening { act, confidence: (share * 1000.0).round().clamp(0.0, 1000.0) / 1000.0 }
    }

    fn empathy(&self) -> Empathy {
        let mut empathy = Empathy::default();
        for &mechanism in Mechanism::ALL {
            *empathy.of(mechanism) = self.is_there(Head::mechanism(mechanism));
        }
        empathy
    }

    fn danger(&self) -> DangerReading {
        if !self.is_there(Head::DANGER) {
            return DangerReading::default();
        }
        let score = |it: Danger| {
            let found = self
                .said
                .iter()
                .any(|says| matches!(says, Says::Found(head, _) if *head == Head::danger(it)));
            self.scores.whole.get(Head::danger(it)) + if found { 1.0 } else { 0.0 }
        };
        let kind = Danger::ALL.iter().copied().max_by(|a, b| score(*a).total_cmp(&score(*b)));
        DangerReading { kind }
    }

    /// Whether a label is there: a rule found it, or the model is sure and no rule keeps all of the text quiet.
    fn is_there(&self, head: Head) -> bool {
        let whole = Span { start: 0, end: self.text.chars.len() };
        let found = self.said.iter().any(|it| matches!(it, Says::Found(it, _) if *it == head));
        found
            || self.limits.passes(head, self.scores.whole.get(head))
                && !self.is_in(&self.quiet(head), whole)
    }

    /// Where a label is, if it is there: the clearest piece and its equals, neighbours joined.
    fn spans(&self, head: Head) -> Vec<Span> {
        let quiet = self.quiet(head);
        let is_quiet = |span: Span| self.is_in(&quiet, span);
        let mut spans: Vec<Span> = Vec::new();
        if self.limits.passes(head, self.scores.whole.get(head)) {
            let open: Vec<&(Span, Row)> =
                self.scores.pieces.iter().filter(|(span, _)| !is_quiet(*span)).collect();
            let best = open.iter().map(|(_, row)| row.get(head)).fold(0.0, f32::max);
            let clear = open.iter().filter(|(_, row)| best > 0.0 && row.get(head) >= best * BESIDE);
            spans.extend(clear.map(|(span, _)| *span));
        }
        for says in self.said {
            if let Says::Found(found, span) = says
                && *found == head
                && !is_quiet(*span)
            {
                // A phrase is found by a few words; the clause that holds them says what is meant.
                spans.extend(self.text.pieces_at(*span).map(|it| it.span));
            }
        }
        spans.into_iter().collect::<Spans>().as_slice().to_vec()
    }

    /// Where rules keep a label quiet.
    fn quiet(&self, head: Head) -> Spans {
        let quiet = self.said.iter().filter_map(|it| match it {
            Says::Quiet(heads, span) if heads.contains(&head) => Some(*span),
            Says::Quiet(..) | Says::Found(..) => None,
        });
        quiet.collect()
    }

    /// Whether every word of a place is in quiet places.
    fn is_in(&self, quiet: &Spans, span: Span) -> bool {
        let mut words = self.text.words_at(span).filter(|it| it.is_word).peekable();
        words.peek().is_some() && words.all(|it| quiet.hold(it.span))
    }
}

const fn keys(habit: Habit) -> (Key, Key) {
    match habit {
        Habit::Criticism => (Key::new("criticism.why"), Key::new("criticism.try")),
        Habit::Contempt => (Key::new("contempt.why"), Key::new("contempt.try")),
        Habit::Defensiveness => (Key::new("defensiveness.why"), Key::new("defensiveness.try")),
        Habit::Stonewalling => (Key::new("stonewalling.why"), Key::new("stonewalling.try")),
    }
}

const fn ask(fault: Fault) -> Key {
    match fault {
        Fault::Conditional => Key::new("conditional.ask"),
        Fault::ShiftsBlame => Key::new("shifts-blame.ask"),
        Fault::ButExcuse => Key::new("but-excuse.ask"),
        Fault::Minimises => Key::new("minimises.ask"),
        Fault::PassiveVoice => Key::new("passive-voice.ask"),
        Fault::DemandsForgiveness => Key::new("demands-forgiveness.ask"),
        Fault::AboutMe => Key::new("about-me.ask"),
    }
}

#[cfg(test)]
mod tests;
