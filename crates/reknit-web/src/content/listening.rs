//! Words of *Listen* and of rehearsal.

use serde::Deserialize;

/// Listening.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ListenWords {
    pub(crate) intro: Vec<String>,
    pub(crate) evidence: String,
    pub(crate) when_not: String,
    pub(crate) way: Vec<WayWords>,
    pub(crate) before: BeforeWords,
    pub(crate) step: Vec<SpokenStep>,
    pub(crate) after: AfterTalk,
    pub(crate) pause: PauseWords,
    pub(crate) apart: ApartWords,
    pub(crate) part: Vec<PartWords>,
}

/// One way to listen.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct WayWords {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) text: String,
}

/// Before a spoken talk.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct BeforeWords {
    pub(crate) title: String,
    pub(crate) intro: String,
    pub(crate) items: Vec<String>,
    pub(crate) signal_title: String,
    pub(crate) signal: String,
    pub(crate) closed: String,
    pub(crate) first_title: String,
    pub(crate) first_near: String,
    pub(crate) first_far: String,
    pub(crate) touch: String,
}

/// A step of a spoken talk: what stands on each half.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct SpokenStep {
    pub(crate) id: String,
    pub(crate) word: String,
    pub(crate) minutes: u32,
    pub(crate) speaker: String,
    pub(crate) listener: String,
}

/// After a spoken talk.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct AfterTalk {
    pub(crate) title: String,
    pub(crate) text: Vec<String>,
    pub(crate) close: String,
}

/// A break.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct PauseWords {
    pub(crate) title: String,
    pub(crate) text: Vec<String>,
    pub(crate) calm: Vec<String>,
    pub(crate) back_title: String,
    pub(crate) back_note: String,
    pub(crate) not_it: String,
}

/// Around a written talk.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ApartWords {
    pub(crate) intro: Vec<String>,
    pub(crate) topic_examples: Vec<String>,
    pub(crate) ended: String,
    pub(crate) over: Vec<String>,
    pub(crate) i_keep: String,
    pub(crate) kept: String,
    pub(crate) no_hurry: String,
}

/// A step of a written talk.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct PartWords {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) help: String,
    pub(crate) examples: Vec<String>,
    pub(crate) wait: String,
}

/// Rehearsal.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct RehearsalWords {
    pub(crate) intro: Vec<String>,
    pub(crate) prompt: String,
    pub(crate) help: String,
    pub(crate) reveal: String,
    pub(crate) holds_title: String,
    pub(crate) tempting_title: String,
    pub(crate) note: String,
    pub(crate) statement: Vec<Statement>,
}

/// Something to say back.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Statement {
    pub(crate) id: String,
    pub(crate) about: String,
    pub(crate) said: String,
    pub(crate) holds: Vec<String>,
    pub(crate) tempting: String,
}

impl ListenWords {
    /// The words of a step of a spoken talk.
    pub(crate) fn spoken(&self, id: &str) -> Option<&SpokenStep> {
        self.step.iter().find(|it| it.id == id)
    }

    /// The words of a step of a written talk.
    pub(crate) fn written(&self, id: &str) -> Option<&PartWords> {
        self.part.iter().find(|it| it.id == id)
    }
}

#[cfg(test)]
pub(super) fn check(listen: &ListenWords, rehearsal: &RehearsalWords) {
    for id in ["spoken", "apart", "rehearsal"] {
        assert!(listen.way.iter().any(|it| it.id == id), "{id}");
    }
    for id in ["telling", "asking", "saying", "answering", "missing", "sense", "naming", "closing"]
    {
        let step = listen.spoken(id).unwrap();
        // It has to be read from across a table.
        let lines = [&step.speaker, &step.listener];
        assert!(lines.iter().all(|it| it.chars().count() <= 60), "{id}");
        assert!((1..=5).contains(&step.minutes) && step.word.chars().count() <= 16, "{id}");
    }
    for id in ["piece", "question", "reply", "say_back", "answer", "sense", "feeling", "takeaway"] {
        assert!(listen.written(id).is_some(), "{id}");
    }
    assert!(listen.evidence.contains("Kuhn 2018") && listen.evidence.contains("does not show"));
    assert_eq!(rehearsal.statement.len(), 12);
    let mut ids: Vec<&str> = rehearsal.statement.iter().map(|it| it.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 12, "each has a name of its own");
    for it in &rehearsal.statement {
        assert!((2..=4).contains(&it.holds.len()) && !it.tempting.is_empty(), "{}", it.id);
        assert!(it.said.chars().count() <= 260, "{}: short enough to be said back", it.id);
    }
}
