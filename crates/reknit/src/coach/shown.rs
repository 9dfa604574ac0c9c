//! A reading for people: the text, a mark under what was found, and what the margin would say.

use std::fmt::Write as _;

use reknit_coach::{
    Draft, Reading,
    labels::{Mechanism, Part},
    reading::Listening,
    text::Span,
    words::{Key, Words},
};

/// Writes a reading out.
pub(super) fn shown(draft: &Draft, reading: &Reading, words: &Words) -> String {
    let mut out = String::new();
    let mut notes: Vec<(Span, String)> = Vec::new();
    for it in &reading.findings {
        notes.push((
            it.span,
            format!("{}: {} {}", it.kind.as_str(), words.say(&it.why), words.say(&it.try_)),
        ));
    }
    let faults = reading.apology.iter().flat_map(|it| &it.faults);
    notes.extend(
        faults.map(|it| (it.span, format!("{}: {}", it.kind.as_str(), words.say(&it.ask)))),
    );
    notes.sort_by_key(|(span, _)| *span);
    marked(&mut out, &draft.text, &notes);
    for (n, (_, note)) in notes.iter().enumerate() {
        let _ = writeln!(out, "\n{}  {note}", n + 1);
    }
    let say = |name: &str, key: &str| words.say(&Key(format!("{name}.{key}").into())).to_owned();
    if let Some(apology) = &reading.apology {
        for part in Part::ALL {
            let name = part.as_str();
            let line = if apology.components.has(*part) {
                "is there".to_owned()
            } else {
                say(name, "ask")
            };
            let _ = writeln!(out, "\n{name}: {line}");
        }
    }
    if let Some(listening) = reading.listening {
        let is_sure = listening.confidence >= Listening::SURE;
        let name = if is_sure { listening.act.as_str() } else { "unsure" };
        let _ = writeln!(out, "\n{name}: {}", say(name, "say"));
    }
    if let Some(mut empathy) = reading.empathy {
        let there = Mechanism::ALL.iter().filter(|it| *empathy.of(**it)).map(|it| it.as_str());
        let there = there.collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "empathy: {}", if there.is_empty() { "none found" } else { &there });
    }
    if reading.danger.risk() {
        let _ = writeln!(out, "\n{}", say("danger", "say"));
    }
    if notes.is_empty()
        && reading.apology.is_none()
        && reading.listening.is_none()
        && !reading.danger.risk()
    {
        let _ = writeln!(out, "\nNothing found. That is no verdict: much is not seen.");
    }
    out
}

/// The text, line by line, with numbers and `~` under what notes speak of.
fn marked(out: &mut String, text: &str, notes: &[(Span, String)]) {
    let mut start = 0;
    for line in text.split('\n') {
        let n_chars = line.chars().count();
        let _ = writeln!(out, "{line}");
        let mut under = vec![' '; n_chars];
        for (n, (span, _)) in notes.iter().enumerate() {
            let mark = char::from_digit(u32::try_from(n + 1).unwrap_or(0), 36).unwrap_or('~');
            for (at, it) in under.iter_mut().enumerate() {
                let at = at + start;
                if (span.start..span.end).contains(&at) {
                    *it = if at == span.start { mark } else { '~' };
                }
            }
        }
        let under: String = under.into_iter().collect();
        if !under.trim().is_empty() {
            let _ = writeln!(out, "{}", under.trim_end());
        }
        start += n_chars + 1;
    }
}
