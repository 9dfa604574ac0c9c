//! What was read: plain data, keys instead of words.

use serde::{Deserialize, Serialize};

use crate::{
    draft::Draft,
    labels::{Act, Danger, Fault, Habit, Mechanism, Part},
    text::Span,
    words::Key,
};

/// One tier of the coach.
pub trait Reader {
    /// Reads a draft. Total and deterministic: any text gives a reading, the same text the same one.
    fn read(&self, draft: &Draft) -> Reading;
}

/// What a draft says, as far as can be told.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// Habits in a message, in the order of the text. Empty for other kinds.
    pub findings: Vec<Finding>,
    /// For an apology: what is there and what spoils it.
    pub apology: Option<ApologyReading>,
    /// For a reply: what it does.
    pub listening: Option<Listening>,
    /// For a reply: which mechanisms of empathy are there.
    pub empathy: Option<Empathy>,
    /// For every text. *Invariant:* never carries advice; it leads to help.
    pub danger: DangerReading,
}

/// One habit in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which habit.
    pub kind: Habit,
    /// Where: characters (Unicode scalar values), end exclusive.
    #[serde(flatten)]
    pub span: Span,
    /// Why it hurts.
    pub why: Key,
    /// Another way to say it, as a pattern and not as a sentence to insert.
    #[serde(rename = "try")]
    pub try_: Key,
}

/// What an apology holds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ApologyReading {
    /// Which of the six parts are there.
    pub components: Components,
    /// What spoils it, each kind once, in the order of [`Fault::ALL`].
    pub faults: Vec<FaultFound>,
}

/// The six parts of an apology, there or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "six independent parts, named as in the data")]
pub struct Components {
    /// Sorrow for it.
    pub regret: bool,
    /// Why it happened.
    pub explanation: bool,
    /// It was my doing.
    pub responsibility: bool,
    /// It will not happen again.
    pub repentance: bool,
    /// An offer to make good.
    pub repair: bool,
    /// Asks for forgiveness.
    pub forgiveness: bool,
}

impl Components {
    /// The slot of one part.
    pub const fn of(&mut self, part: Part) -> &mut bool {
        match part {
            Part::Regret => &mut self.regret,
            Part::Explanation => &mut self.explanation,
            Part::Responsibility => &mut self.responsibility,
            Part::Repentance => &mut self.repentance,
            Part::Repair => &mut self.repair,
            Part::Forgiveness => &mut self.forgiveness,
        }
    }

    /// Whether one part is there.
    #[must_use]
    pub fn has(mut self, part: Part) -> bool {
        *self.of(part)
    }
}

/// A fault in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultFound {
    /// Which fault.
    pub kind: Fault,
    /// The sentence or clause that says so most clearly.
    #[serde(flatten)]
    pub span: Span,
    /// The question that the margin asks.
    pub ask: Key,
}

/// What a reply does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Listening {
    /// The act it is chiefly made of.
    pub act: Act,
    /// How sure, 0 to 1. A face stays quiet below [`Listening::SURE`].
    pub confidence: f32,
}

impl Listening {
    /// Below this, a face says "cannot tell". The number is a choice, not a measurement.
    pub const SURE: f32 = 0.45;
}

/// The three mechanisms, present or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Empathy {
    /// Warmth, care, sorrow felt for them.
    pub reaction: bool,
    /// Shows understanding of what they feel or live through.
    pub interpretation: bool,
    /// Asks about their feelings or what happened.
    pub exploration: bool,
}

impl Empathy {
    /// The slot of one mechanism.
    pub const fn of(&mut self, mechanism: Mechanism) -> &mut bool {
        match mechanism {
            Mechanism::Reaction => &mut self.reaction,
            Mechanism::Interpretation => &mut self.interpretation,
            Mechanism::Exploration => &mut self.exploration,
        }
    }
}

/// Whether a text speaks of danger, and of which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "DangerSaid", try_from = "DangerSaid")]
pub struct DangerReading {
    /// The gravest kind, or none.
    pub kind: Option<Danger>,
}

impl DangerReading {
    /// Whether there is any.
    #[must_use]
    pub const fn risk(self) -> bool {
        self.kind.is_some()
    }

    /// The kind's spelling, or `none`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.kind.map_or("none", Danger::as_str)
    }
}

/// How danger is written: `{"risk":true,"kind":"threat"}`.
#[derive(Serialize, Deserialize)]
struct DangerSaid {
    risk: bool,
    kind: String,
}

impl From<DangerReading> for DangerSaid {
    fn from(it: DangerReading) -> Self {
        Self { risk: it.risk(), kind: it.as_str().to_owned() }
    }
}

impl TryFrom<DangerSaid> for DangerReading {
    type Error = String;

    fn try_from(it: DangerSaid) -> Result<Self, Self::Error> {
        match (it.risk, Danger::from_text(&it.kind)) {
            (false, None) if it.kind == "none" => Ok(Self { kind: None }),
            (true, Some(kind)) => Ok(Self { kind: Some(kind) }),
            _ => Err(format!("danger of the kind {:?}", it.kind)),
        }
    }
}
