//! One line in, one line out: the contract of `reknit coach --jsonl`, without any input or output of its own.
//!
//! ```text
//! {"id","kind":"message"|"apology"|"reply","text","to"?}
//! {"id","findings":[{"kind","start","end","why","try"}],"apology":{"components":{…six},"faults":[…]},
//!  "listening":{"act","confidence"},"empathy":{"reaction","interpretation","exploration"},"danger":{"risk","kind"}}
//! ```

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    draft::{Draft, Kind},
    labels::Fault,
    reading::{Components, DangerReading, Empathy, Listening, Reader, Reading},
    words::Words,
};

/// A line longer than this is refused: a mebibyte holds a whole book chapter, and no letter.
pub const LINE_BYTES_MAX: usize = 1 << 20;

/// Why a line cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Longer than [`LINE_BYTES_MAX`].
    #[error("the line is longer than {LINE_BYTES_MAX} bytes")]
    Long,
    /// Not UTF-8; the place of the first byte that is not.
    #[error("the line is not UTF-8 from byte {0} on")]
    NotUtf8(usize),
    /// Nothing but white space.
    #[error("the line is empty")]
    Empty,
    /// Not JSON; the parser's reason, which holds no text of the line.
    #[error("the line is not JSON: {0}")]
    NotJson(String),
    /// JSON, and not an object.
    #[error("the line is not an object")]
    NotObject,
    /// A field that must be there is not.
    #[error("there is no \"{0}\"")]
    Missing(&'static str),
    /// A field of another type.
    #[error("\"{0}\" must be {1}")]
    Type(&'static str, &'static str),
    /// A kind that nobody knows.
    #[error("\"kind\" must be \"message\", \"apology\" or \"reply\"")]
    Kind,
    /// A text without a word.
    #[error("\"text\" is empty")]
    NoText,
}

/// What is written for a line that was read.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a Value>,
    #[serde(flatten)]
    told: Told<'a>,
}

/// What is written for a line that could not be read.
#[derive(Debug, Serialize)]
struct Refusal<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a Value>,
    error: String,
}

/// A reading as the lines show it: words instead of keys, faults by name.
#[derive(Debug, Serialize)]
pub struct Told<'a> {
    findings: Vec<ToldFinding<'a>>,
    apology: Option<ToldApology>,
    listening: Option<Listening>,
    empathy: Option<Empathy>,
    danger: DangerReading,
}

#[derive(Debug, Serialize)]
struct ToldFinding<'a> {
    kind: &'static str,
    start: usize,
    end: usize,
    why: &'a str,
    r#try: &'a str,
}

#[derive(Debug, Serialize)]
struct ToldApology {
    components: Components,
    faults: Vec<Fault>,
}

impl<'a> Told<'a> {
    /// Puts words for the keys of a reading.
    #[must_use]
    pub fn new(reading: &'a Reading, words: &'a Words) -> Self {
        let findings = reading.findings.iter().map(|it| ToldFinding {
            kind: it.kind.as_str(),
            start: it.span.start,
            end: it.span.end,
            why: words.say(&it.why),
            r#try: words.say(&it.try_),
        });
        Self {
            findings: findings.collect(),
            apology: reading.apology.as_ref().map(|it| ToldApology {
                components: it.components,
                faults: it.faults.iter().map(|it| it.kind).collect(),
            }),
            listening: reading.listening,
            empathy: reading.empathy,
            danger: reading.danger,
        }
    }
}

/// Answers one line (without its line break), always with one line of JSON.
#[must_use]
pub fn answer(reader: &dyn Reader, words: &Words, line: &[u8]) -> String {
    match object(line) {
        Err(error) => refuse(None, &error),
        Ok(fields) => {
            let id = fields.get("id").filter(|it| is_id(it));
            match draft(&fields) {
                Err(error) => refuse(id, &error),
                Ok(draft) => {
                    let reading = reader.read(&draft);
                    written(&Answer { id, told: Told::new(&reading, words) })
                }
            }
        }
    }
}

/// The line that says why another could not be read.
#[must_use]
pub fn refuse(id: Option<&Value>, error: &LineError) -> String {
    written(&Refusal { id, error: error.to_string() })
}

fn written(it: &impl Serialize) -> String {
    serde_json::to_string(it)
        .unwrap_or_else(|_| r#"{"error":"the answer cannot be written"}"#.to_owned())
}

fn object(line: &[u8]) -> Result<Map<String, Value>, LineError> {
    if line.len() > LINE_BYTES_MAX {
        return Err(LineError::Long);
    }
    let text = std::str::from_utf8(line).map_err(|it| LineError::NotUtf8(it.valid_up_to()))?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(LineError::Empty);
    }
    match serde_json::from_str(text).map_err(|it| LineError::NotJson(it.to_string()))? {
        Value::Object(fields) => Ok(fields),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(LineError::NotObject)
        }
    }
}

fn is_id(id: &Value) -> bool {
    id.is_string() || id.is_number()
}

fn draft(fields: &Map<String, Value>) -> Result<Draft, LineError> {
    let id = fields.get("id").ok_or(LineError::Missing("id"))?;
    if !is_id(id) {
        return Err(LineError::Type("id", "a string or a number"));
    }
    let string = |name| match fields.get(name) {
        None => Ok(None),
        Some(it) => it.as_str().map(Some).ok_or(LineError::Type(name, "a string")),
    };
    let kind = match string("kind")?.ok_or(LineError::Missing("kind"))? {
        "message" => Kind::Message,
        "apology" => Kind::Apology,
        "reply" => Kind::Reply,
        _ => return Err(LineError::Kind),
    };
    let text = string("text")?.ok_or(LineError::Missing("text"))?;
    if text.trim().is_empty() {
        return Err(LineError::NoText);
    }
    let to = match fields.get("to") {
        None | Some(Value::Null) => None,
        Some(_) => string("to")?.filter(|it| !it.trim().is_empty()),
    };
    Ok(Draft { kind, text: text.to_owned(), to: to.map(str::to_owned) })
}

#[cfg(test)]
mod tests;
