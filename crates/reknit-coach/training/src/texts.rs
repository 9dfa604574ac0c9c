//! The labelled texts (GUIDELINE.md), and the two halves.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use reknit_coach::{
    Draft, Kind,
    labels::{Act, Danger, Fault, Habit, Mechanism, Part},
    scores::Head,
    text::Span,
};
use serde::Deserialize;

/// One text with its labels.
#[derive(Debug, Clone)]
pub(crate) struct Labelled {
    pub(crate) author: String,
    pub(crate) draft: Draft,
    /// Habits with their places, for a message.
    pub(crate) habits: Vec<(Habit, Span)>,
    pub(crate) parts: Vec<Part>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) act: Option<Act>,
    pub(crate) empathy: Vec<Mechanism>,
    pub(crate) danger: Option<Danger>,
    pub(crate) hard: bool,
}

/// A line of a file.
#[derive(Debug, Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    author: String,
    kind: Kind,
    text: String,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    habits: Vec<(Habit, String)>,
    #[serde(default)]
    parts: Vec<Part>,
    #[serde(default)]
    faults: Vec<Fault>,
    #[serde(default)]
    act: Option<Act>,
    #[serde(default)]
    empathy: Vec<Mechanism>,
    danger: String,
    #[serde(default)]
    hard: bool,
}

/// Which half a text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    /// Rules were written and thresholds chosen with these in view.
    Open,
    /// Nobody looked at these before the recipe stood.
    Blind,
}

impl Labelled {
    /// The half of its author: authors with an odd number are open. The rule was fixed before the first rule was written.
    pub(crate) fn half(&self) -> Half {
        let digits: String = self.author.chars().rev().take_while(char::is_ascii_digit).collect();
        match digits.chars().next().and_then(|it| it.to_digit(10)) {
            Some(last) if last % 2 == 0 => Half::Blind,
            Some(_) | None => Half::Open,
        }
    }

    /// Whether a label is there; none where the head is of no concern to this kind of text.
    pub(crate) fn target(&self, head: Head) -> Option<bool> {
        let of = |kind: Kind, is: bool| (self.draft.kind == kind).then_some(is);
        match head.place() {
            it @ 0..4 => {
                of(Kind::Message, self.habits.iter().any(|(habit, _)| habit.place() == it))
            }
            it @ 4..10 => of(Kind::Apology, self.parts.iter().any(|part| part.place() == it - 4)),
            it @ 10..17 => {
                of(Kind::Apology, self.faults.iter().any(|fault| fault.place() == it - 10))
            }
            it @ 17..27 => of(Kind::Reply, self.act.is_some_and(|act| act.place() == it - 17)),
            it @ 27..30 => of(Kind::Reply, self.empathy.iter().any(|one| one.place() == it - 27)),
            30 => Some(self.danger.is_some()),
            it => self.danger.map(|danger| danger.place() == it - 31),
        }
    }
}

/// The folder of the texts in this workspace.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("texts")
}

/// All files of a folder, sorted by name.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|it| it.ok().map(|it| it.path()))
        .filter(|it| it.extension().is_some_and(|it| it == "jsonl"))
        .collect();
    files.sort();
    Ok(files)
}

/// Reads files of labelled texts.
pub(crate) fn read(files: &[PathBuf]) -> Result<Vec<Labelled>> {
    let mut texts = Vec::new();
    for file in files {
        let content =
            fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        for (n, line) in content.lines().enumerate().filter(|(_, it)| !it.trim().is_empty()) {
            let place = || format!("{}:{}", file.display(), n + 1);
            let line: Line = serde_json::from_str(line).with_context(place)?;
            texts.push(labelled(line).with_context(place)?);
        }
    }
    ensure!(!texts.is_empty(), "there are no texts");
    Ok(texts)
}

fn labelled(line: Line) -> Result<Labelled> {
    let mut habits = Vec::new();
    for (habit, piece) in line.habits {
        habits.push((
            habit,
            place(&line.text, &piece).with_context(|| format!("{} lacks its piece", line.id))?,
        ));
    }
    let danger = match line.danger.as_str() {
        "none" => None,
        kind => {
            Some(Danger::from_text(kind).with_context(|| format!("{}: danger {kind}", line.id))?)
        }
    };
    Ok(Labelled {
        author: line.author,
        draft: Draft { kind: line.kind, text: line.text, to: line.to },
        habits,
        parts: line.parts,
        faults: line.faults,
        act: line.act,
        empathy: line.empathy,
        danger,
        hard: line.hard,
    })
}

fn place(text: &str, piece: &str) -> Option<Span> {
    let (before, _) = text.split_once(piece)?;
    let start = before.chars().count();
    Some(Span { start, end: start + piece.chars().count() })
}
