//! An export as something to read: blocks, which a face shows or prints, and [`markdown`](super::markdown) writes.
//!
//! What was said is written down field by field, whatever kind it is: a kind of entry that is new, or that nobody thought of here, is
//! not left out. Left out is only what the app never shows either ([`UNSHOWN`]): who ended something, and who was ready first. It stands
//! in the file all the same, as in everything that both hold.

use reknit_model::log::Partner;
use serde_json::Value;

use super::{
    Export, KeptTalk, Names, SaidInTalk, Space,
    days::{clock, day, moment},
    own,
    words::{find, place, say},
};

/// A piece of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The title of all of it.
    Title(String),
    /// Begins a part.
    Heading(String),
    /// A sentence about what follows.
    Note(String),
    /// Something said.
    Said {
        /// By whom, and what it was: *Sam: promised a step*.
        what: String,
        /// The words.
        lines: Vec<Line>,
    },
}

/// Words, with what they are where that is not plain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What they are.
    pub label: Option<String>,
    /// The words.
    pub text: String,
}

/// Kinds of entries that no screen tells apart from nothing: closing a page, an end that looks like a lapse, a wish that is not shown.
/// Of pages and of talks that are kept the words stand in parts of their own.
pub(super) const UNSHOWN: [&str; 12] = [
    "page_closed",
    "page_opened",
    "step_put_down",
    "openness_ended",
    "box_closed",
    "talk/said",
    "talk/answered",
    "talk/paused",
    "talk/ended",
    "talk/keep",
    "talk/key",
    "talk/let_go",
];

impl Export {
    /// All of it, to read.
    #[must_use]
    pub fn readable(&self) -> Vec<Block> {
        let made = format!("{} {}. {}", word("made"), self.made_on, word("made-note"));
        let mut blocks = vec![Block::Title(word("title")), Block::Note(made)];
        blocks.push(Block::Heading(word("shared")));
        match &self.space {
            Some(space) if space.entries.iter().any(|it| it.said.is_some()) => {
                self.shared(space, &mut blocks);
            }
            _ => blocks.push(Block::Note(word("shared-none"))),
        }
        let n_left_out = self.space.as_ref().map_or(0, |it| it.n_left_out);
        if n_left_out > 0 {
            blocks.push(Block::Note(format!("{}: {n_left_out}.", word("left-out"))));
        }
        if let Some(private) = &self.private {
            blocks.push(Block::Heading(word("private")));
            blocks.push(Block::Note(word("private-note")));
            for (key, text) in private {
                let mut lines = Vec::new();
                match serde_json::from_str(text) {
                    Ok(value @ (Value::Object(_) | Value::Array(_))) => {
                        read("", &own::told(key, value), &mut lines);
                    }
                    _ => lines.push(Line { label: None, text: text.clone() }),
                }
                blocks.push(Block::Said { what: own::name(key), lines });
            }
        }
        blocks
    }

    fn shared(&self, space: &Space, blocks: &mut Vec<Block>) {
        for entry in &space.entries {
            let who = self.who(space, entry.by);
            match &entry.said {
                Some(said) => {
                    let kind = kind(said);
                    if UNSHOWN.contains(&kind.as_str()) {
                        continue;
                    }
                    let mut lines = Vec::new();
                    read("", said, &mut lines);
                    let what = format!("{who}: {}", say("event", &kind.replace('/', "-")));
                    blocks.push(Block::Said { what, lines });
                }
                // A membership says nothing to read; something sealed is at least named.
                None if entry.key.is_none() && entry.envelope.0.get(1) == Some(&2) => {
                    let what = format!("{who}: {}", word("sealed"));
                    blocks.push(Block::Said { what, lines: Vec::new() });
                }
                None => {}
            }
        }
        if !space.pages.is_empty() {
            blocks.push(Block::Heading(word("pages")));
        }
        for page in &space.pages {
            let what = format!("{} {}, {}", word("round"), page.round, self.who(space, page.by));
            let mut lines = Vec::new();
            if let Ok(value) = serde_json::to_value(&page.page) {
                read("", &value, &mut lines);
            }
            blocks.push(Block::Said { what, lines });
        }
        if !space.talks.is_empty() {
            blocks.push(Block::Heading(word("talks")));
        }
        for talk in &space.talks {
            let lines = talk.said.iter().map(|it| self.in_talk(space, it)).collect();
            blocks.push(Block::Said { what: talk_title(talk), lines });
        }
    }

    fn in_talk(&self, space: &Space, it: &SaidInTalk) -> Line {
        let named = |prefix, value: Option<Value>| {
            value.as_ref().and_then(Value::as_str).map(|it| say(prefix, it))
        };
        let part = named("part", it.part.and_then(|it| serde_json::to_value(it).ok()));
        let answer = named("answer", it.answer.and_then(|it| serde_json::to_value(it).ok()));
        let what = part.or(answer).unwrap_or_default();
        Line { label: Some(format!("{}, {what}", self.who(space, it.by))), text: it.words.clone() }
    }

    /// What somebody is called. Names are chosen by those who bear them: where two could be taken for each other, it is said who is who.
    fn who(&self, space: &Space, by: Partner) -> String {
        let Names { mine, theirs } = &self.names;
        let name = if by == space.me { mine } else { theirs };
        let role = word(match by {
            Partner::Host => "host",
            Partner::Guest => "guest",
        });
        match name {
            None => role,
            Some(name) if may_be_mistaken(mine.as_deref(), theirs.as_deref()) => {
                format!("{name} ({})", role.to_lowercase())
            }
            Some(name) => name.clone(),
        }
    }
}

/// What an event is, and its words.
pub(crate) fn said(event: &reknit_model::event::Event) -> (String, Vec<Line>) {
    let value = serde_json::to_value(event).unwrap_or_default();
    (say("event", &kind(&value).replace('/', "-")), lines(&value))
}

/// Every word and number of something.
pub(crate) fn lines(of: &impl serde::Serialize) -> Vec<Line> {
    let mut lines = Vec::new();
    read("", &serde_json::to_value(of).unwrap_or_default(), &mut lines);
    lines
}

/// Letters that look alike in other scripts cannot all be known, so anything beyond plain letters counts as alike.
fn may_be_mistaken(one: Option<&str>, other: Option<&str>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let folded = |it: &str| -> String {
        it.chars().filter(char::is_ascii_alphanumeric).map(|it| it.to_ascii_lowercase()).collect()
    };
    !one.is_ascii() || !other.is_ascii() || folded(one) == folded(other)
}

fn word(key: &str) -> String {
    find(key).unwrap_or_default().to_owned()
}

/// `step_offered`; of what is done in a talk `talk/offered`.
fn kind(said: &Value) -> String {
    let text = |it: &Value| it.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    match said.get("act") {
        Some(act) if text(said) == "talk" => format!("talk/{}", text(act)),
        _ => text(said),
    }
}

fn talk_title(talk: &KeptTalk) -> String {
    format!("{}, {}", talk.topic, day(talk.on_day))
}

/// Fields that say of themselves what they are.
pub(super) const UNLABELLED: [&str; 4] = ["", "words", "text", "name"];

/// What is worth a line only where it is so.
const SAID_IF_SO: [&str; 2] = ["thanks", "off"];

/// Writes down every word and number of a value. Names of entries and sealed bytes are long hex and are left to the checker.
fn read(key: &str, value: &Value, lines: &mut Vec<Line>) {
    let label = || (!UNLABELLED.contains(&key)).then(|| say("field", key));
    let mut push = |text: String| lines.push(Line { label: label(), text });
    match value {
        Value::String(text) if text.is_empty() || is_bytes(text) => {}
        // One of a closed list, or words.
        Value::String(text) => {
            push(find(&format!("{key}-{text}")).map_or(text.clone(), str::to_owned))
        }
        Value::Bool(is) => match find(&format!("{key}-{is}")) {
            Some(said) => lines.push(Line { label: None, text: said.to_owned() }),
            None if !is && SAID_IF_SO.contains(&key) => {}
            None => push(word(if *is { "yes" } else { "no" })),
        },
        Value::Number(number) => push(match number.as_i64() {
            Some(1440) if is_clock(key) => word("midnight"),
            Some(it @ 0..=1440) if is_clock(key) => clock(it),
            Some(it) if key == "weekday" => {
                find(&format!("weekday-{it}")).map_or_else(|| it.to_string(), str::to_owned)
            }
            Some(it) if key.ends_with("day") && !is_clock(key) && key != "a_day" => {
                i32::try_from(it).map_or_else(|_| it.to_string(), day)
            }
            Some(it) if key.ends_with("_ms") => moment(it),
            _ => number.to_string(),
        }),
        Value::Array(all) if all.iter().all(Value::is_number) && all.len() >= 16 => {}
        Value::Array(all) => all.iter().for_each(|it| read(key, it, lines)),
        Value::Object(fields) => match (fields.get("name"), fields.get("words")) {
            // A field of a card, which says what it is called.
            (Some(Value::String(name)), Some(Value::String(words))) if fields.len() == 2 => {
                lines.push(Line { label: Some(say("card", name)), text: words.clone() });
            }
            _ => {
                let mut fields: Vec<_> = fields.iter().filter(|(key, _)| *key != "type").collect();
                // In the order in which `content/en/export.toml` names them: that of the forms.
                fields.sort_by_key(|(key, _)| match key.as_str() {
                    key if UNLABELLED.contains(&key) => 0,
                    key => place(&format!("field-{key}")),
                });
                fields.into_iter().for_each(|(key, value)| read(key, value, lines));
            }
        },
        Value::Null => {}
    }
}

/// Whether it is a minute of the day.
fn is_clock(key: &str) -> bool {
    key == "minute_of_day" || key.ends_with("minute")
}

fn is_bytes(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
}
