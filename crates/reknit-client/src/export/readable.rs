//! An export as something to read: blocks, which a face shows or prints, and Markdown.
//!
//! What was said is written down field by field, whatever kind it is: a kind of entry that is new, or that nobody thought of here, is
//! not left out.

use reknit_model::log::Partner;
use serde_json::Value;

use super::{
    Export, Space,
    words::{find, say},
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

impl Export {
    /// All of it, to read.
    #[must_use]
    pub fn readable(&self) -> Vec<Block> {
        let word = |key: &str| find(key).unwrap_or_default().to_owned();
        let made = format!("{} {}. {}", word("made"), plain(&self.made_on), word("made-note"));
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
                let value = serde_json::from_str(text);
                let mut lines = Vec::new();
                match value {
                    Ok(value @ (Value::Object(_) | Value::Array(_))) => {
                        read("", &value, &mut lines)
                    }
                    _ => lines.push(Line { label: None, text: text.clone() }),
                }
                blocks.push(Block::Said { what: key.replace(['/', '-', '_'], " "), lines });
            }
        }
        blocks
    }

    fn shared(&self, space: &Space, blocks: &mut Vec<Block>) {
        for entry in &space.entries {
            let who = self.who(space, entry.by);
            match &entry.said {
                Some(said) => {
                    let kind = said.get("type").and_then(Value::as_str).unwrap_or_default();
                    let mut lines = Vec::new();
                    read("", said, &mut lines);
                    blocks.push(Block::Said {
                        what: format!("{who}: {}", say("event", kind)),
                        lines,
                    });
                }
                // A membership says nothing to read; something sealed is at least named.
                None if entry.key.is_none() && entry.envelope.0.get(1) == Some(&2) => {
                    let what = format!("{who}: {}", find("sealed").unwrap_or_default());
                    blocks.push(Block::Said { what, lines: Vec::new() });
                }
                None => {}
            }
        }
        if !space.pages.is_empty() {
            blocks.push(Block::Heading(find("pages").unwrap_or_default().to_owned()));
        }
        for page in &space.pages {
            let who = self.who(space, page.by);
            let what = format!("{} {}, {who}", find("round").unwrap_or_default(), page.round);
            let mut lines = Vec::new();
            if let Ok(value) = serde_json::to_value(&page.page) {
                read("", &value, &mut lines);
            }
            blocks.push(Block::Said { what, lines });
        }
    }

    fn who(&self, space: &Space, by: Partner) -> String {
        let (name, otherwise) =
            if by == space.me { (&self.names.mine, "me") } else { (&self.names.theirs, "other") };
        name.clone().unwrap_or_else(|| find(otherwise).unwrap_or_default().to_owned())
    }
}

/// What an event is, and its words.
pub(crate) fn said(event: &reknit_model::event::Event) -> (String, Vec<Line>) {
    let value = serde_json::to_value(event).unwrap_or_default();
    let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
    (say("event", kind), lines(&value))
}

/// Every word and number of something.
pub(crate) fn lines(of: &impl serde::Serialize) -> Vec<Line> {
    let mut lines = Vec::new();
    read("", &serde_json::to_value(of).unwrap_or_default(), &mut lines);
    lines
}

/// Writes down every word and number of a value. Names of entries and sealed bytes are long hex and are left to the checker.
fn read(key: &str, value: &Value, lines: &mut Vec<Line>) {
    let label = || match key {
        "" | "words" | "text" | "name" => None,
        other => Some(say("field", other)),
    };
    let mut push = |text: String| lines.push(Line { label: label(), text });
    match value {
        Value::String(text) if text.is_empty() || is_bytes(text) => {}
        Value::String(text) => push(text.clone()),
        Value::Bool(is) => {
            push(find(if *is { "yes" } else { "no" }).unwrap_or_default().to_owned())
        }
        Value::Number(number) => push(match number.as_i64() {
            Some(it) if key.ends_with("day") && key != "weekday" => {
                i32::try_from(it).map_or_else(|_| it.to_string(), day)
            }
            Some(it) if key.ends_with("_ms") => moment(it),
            _ => number.to_string(),
        }),
        Value::Array(all) if all.iter().all(Value::is_number) && all.len() >= 16 => {}
        Value::Array(all) => all.iter().for_each(|it| read(key, it, lines)),
        Value::Object(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| *key != "type") {
                read(key, value, lines);
            }
        }
        Value::Null => {}
    }
}

fn is_bytes(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
}

/// `2026-11-25`, from days since 1970-01-01 (the civil calendar reckoned in eras of 400 years from a March).
#[must_use]
pub fn day(days: i32) -> String {
    let from_march_0000 = i64::from(days) + 719_468;
    let (era, of_era) = (from_march_0000.div_euclid(146_097), from_march_0000.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let date = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{date:02}")
}

/// `2026-11-25 19:00 UTC`.
fn moment(ms: i64) -> String {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let minutes = ms.rem_euclid(DAY_MS) / 60_000;
    let date = i32::try_from(ms.div_euclid(DAY_MS)).map_or_else(|_| ms.to_string(), day);
    format!("{date} {:02}:{:02} UTC", minutes / 60, minutes % 60)
}

/// Everything that some reader of Markdown takes for the end of a line.
const BREAKS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// What people wrote, so that no reader of Markdown finds a picture to fetch, a link or a heading in it, and no terminal an order.
fn plain(text: &str) -> String {
    let is_turning = |it: char| matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut out = String::with_capacity(text.len());
    for it in text.chars().filter(|it| !it.is_control() && !is_turning(*it)) {
        if "\\`*_[]<>!#&|~".contains(it) {
            out.push('\\');
        }
        out.push(it);
    }
    out
}

/// The same as Markdown. What people wrote is quoted line by line and escaped: the other's words cannot pass for mine.
#[must_use]
pub fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Title(text) => out.push_str(&format!("# {text}\n\n")),
            Block::Heading(text) => out.push_str(&format!("## {text}\n\n")),
            Block::Note(text) => out.push_str(&format!("{text}\n\n")),
            Block::Said { what, lines } => {
                out.push_str(&format!("**{}**\n\n", plain(what)));
                for line in lines {
                    if let Some(label) = &line.label {
                        out.push_str(&format!("{}:\n\n", plain(label)));
                    }
                    for text in line.text.replace("\r\n", "\n").split(BREAKS) {
                        out.push_str(&format!("> {}\n", plain(text)));
                    }
                    out.push('\n');
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_dates() {
        for (days, date) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (19_782, "2024-02-29"),
            (19_783, "2024-03-01"),
            (20_717, "2026-09-21"),
            (11_016, "2000-02-29"),
        ] {
            assert_eq!(day(days), date);
        }
        assert_eq!(moment(1_790_000_000_000), "2026-09-21 14:13 UTC");
    }

    #[test]
    fn nothing_that_was_written_passes_for_a_heading() {
        let lines = vec![Line { label: None, text: "# Mine\n\nand **more**".into() }];
        let text = markdown(&[Block::Said { what: "Sam: said *this*".into(), lines }]);
        assert_eq!(text, "**Sam: said \\*this\\***\n\n> \\# Mine\n> \n> and \\*\\*more\\*\\*\n\n");
    }

    #[test]
    fn nothing_that_was_written_is_fetched_breaks_out_or_turns_around() {
        let text = "![x](https://b.example/x.png)\r\rI said it\u{1b}[2J\u{202e}".to_owned();
        let text = markdown(&[Block::Said {
            what: "Noor".into(),
            lines: vec![Line { label: None, text }],
        }]);
        let expected =
            "**Noor**\n\n> \\!\\[x\\](https://b.example/x.png)\n> \n> I said it\\[2J\n\n";
        assert_eq!(text, expected);
    }
}
