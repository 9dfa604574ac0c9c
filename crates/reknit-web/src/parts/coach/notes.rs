//! What the margin says: made of a reading, without what the person has put aside.

use reknit_coach::{
    Reading,
    labels::{Act, Mechanism},
    reading::{Empathy, Listening},
    text::Span,
    words::Key,
};

use super::{
    Reads,
    asked::{asked, is_about_feelings},
    places::words,
    replied::names_the_feeling,
};
use crate::content::coach;

/// So many notes at once, the first in the text: a margin that is full is read by nobody.
const NOTES_MAX: usize = 4;

/// From here on a reply is praised. Praise for what it does not do misleads more than silence, so it takes more than
/// [`Listening::SURE`]. A choice, not a measurement.
const PRAISE_SURE: f32 = 0.75;

/// Asked in place of the question about *if*, where there is none.
const OF_FEELINGS: Key = Key::new("conditional.feelings");

/// A reply of fewer words is still being begun.
const REPLY_WORDS_MIN: usize = 4;

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// Which kind, by its name in the data.
    pub(super) kind: String,
    /// What it is about; nothing where it is about the whole.
    pub(super) spans: Vec<Span>,
    /// The words of its first place.
    pub(super) words: String,
    /// Why, or a question.
    pub(super) say: String,
    /// In a message: a pattern for other words.
    pub(super) pattern: Option<String>,
}

/// By which words a note on the whole of a text is put aside: another text is told anew.
pub(super) fn whole(text: &str) -> &str {
    text.trim()
}

/// Notes of a reading of `text`, in the order of the text, one for each kind. `is_aside` tells by kind and words what was put aside.
pub(super) fn notes(
    reading: &Reading,
    text: &str,
    reads: &Reads,
    is_aside: impl Fn(&str, &str) -> bool,
) -> Vec<Note> {
    let mut all: Vec<Note> = Vec::new();
    let mut add = |kind: &str, span: Span, say: &Key, pattern: Option<&Key>| {
        let said = words(text, span);
        if is_aside(kind, &said) {
            return;
        }
        match all.iter_mut().find(|it| it.kind == kind) {
            Some(note) => note.spans.push(span),
            None => all.push(Note {
                kind: kind.to_owned(),
                spans: vec![span],
                words: said,
                say: coach().say(say).to_owned(),
                pattern: pattern.map(|it| coach().say(it).to_owned()),
            }),
        }
    };
    for it in &reading.findings {
        add(it.kind.as_str(), it.span, &it.why, Some(&it.try_));
    }
    // An apology is asked a question and offered no words.
    let faults = reading.apology.iter().flat_map(|it| &it.faults);
    let faults = faults.filter(|it| !is_aside(it.kind.as_str(), &words(text, it.span)));
    for it in asked(faults.collect(), text, reads) {
        let of_feelings = is_about_feelings(it, &words(text, it.span));
        let ask = if of_feelings { &OF_FEELINGS } else { &it.ask };
        add(it.kind.as_str(), it.span, ask, None);
    }
    all.sort_by_key(|it| it.spans.first().map(|it| it.start));
    all.extend(reading.listening.and_then(|it| heard(it, reading.empathy, text, reads)));
    all.retain(|it| !it.spans.is_empty() || !is_aside(&it.kind, whole(text)));
    all.truncate(NOTES_MAX);
    all
}

/// What a reply does, if that can be told.
fn heard(
    listening: Listening,
    empathy: Option<Empathy>,
    text: &str,
    reads: &Reads,
) -> Option<Note> {
    let is_begun = text.split_whitespace().count() >= REPLY_WORDS_MIN;
    let sure = if praises(listening.act) { PRAISE_SURE } else { Listening::SURE };
    if listening.confidence < sure || !is_begun {
        return None;
    }
    // Who names what the other feels says more back than words, whatever else is repeated.
    if listening.act == Act::Parroting
        && let Reads::Reply(to) = reads
        && names_the_feeling(text, to)
    {
        return None;
    }
    let act = listening.act.as_str();
    let say = |name: &str| coach().find(&format!("{name}.say")).unwrap_or_default().to_owned();
    let mut said = vec![say(act)];
    if !turns_away(listening.act) {
        let mut empathy = empathy.unwrap_or_default();
        let there = Mechanism::ALL.iter().filter(|it| *empathy.of(**it));
        said.extend(there.map(|it| say(it.as_str())));
    }
    Some(Note {
        kind: act.to_owned(),
        spans: Vec::new(),
        words: String::new(),
        say: said.join(" "),
        pattern: None,
    })
}

/// Acts whose words are praise.
fn praises(act: Act) -> bool {
    match act {
        Act::Reflection | Act::OpenQuestion | Act::Validation => true,
        Act::Parroting
        | Act::ClosedQuestion
        | Act::Advice
        | Act::Dismissal
        | Act::OwnStory
        | Act::Defence
        | Act::Other => false,
    }
}

/// Acts beside which praise would mislead.
fn turns_away(act: Act) -> bool {
    match act {
        Act::Dismissal | Act::OwnStory | Act::Defence => true,
        Act::Reflection
        | Act::Parroting
        | Act::OpenQuestion
        | Act::ClosedQuestion
        | Act::Validation
        | Act::Advice
        | Act::Other => false,
    }
}

#[cfg(test)]
mod tests {
    use reknit_coach::{
        labels::{Fault, Habit},
        reading::{ApologyReading, FaultFound, Finding},
    };

    use super::*;

    const TEXT: &str = "🙂 You always lie. What a joke. You always hide it.";

    const SAID: &str = "I felt stupid when you laughed about it with your sister.";

    fn finding(kind: Habit, start: usize, end: usize) -> Finding {
        let why = Key(format!("{}.why", kind.as_str()).into());
        let try_ = Key(format!("{}.try", kind.as_str()).into());
        Finding { kind, span: Span { start, end }, why, try_ }
    }

    fn harsh() -> Reading {
        let findings = vec![
            finding(Habit::Criticism, 2, 17),
            finding(Habit::Contempt, 18, 30),
            finding(Habit::Criticism, 31, 50),
        ];
        Reading { findings, ..Reading::default() }
    }

    fn reply(act: Act, confidence: f32) -> Reading {
        let empathy = Empathy { reaction: true, interpretation: false, exploration: false };
        Reading {
            listening: Some(Listening { act, confidence }),
            empathy: Some(empathy),
            ..Reading::default()
        }
    }

    fn kinds(notes: &[Note]) -> Vec<&str> {
        notes.iter().map(|it| it.kind.as_str()).collect()
    }

    #[test]
    fn a_kind_is_said_once_and_marks_all_its_places() {
        let all = notes(&harsh(), TEXT, &Reads::Message, |_, _| false);
        assert_eq!(kinds(&all), ["criticism", "contempt"]);
        assert_eq!(all[0].spans.len(), 2);
        assert_eq!(all[0].words, "You always lie.");
        assert!(all[0].say.contains("verdict"), "{}", all[0].say);
        assert!(all[0].pattern.is_some(), "a message is given a pattern");
    }

    #[test]
    fn what_is_put_aside_stays_away() {
        let once = notes(&harsh(), TEXT, &Reads::Message, |kind, words| {
            kind == "criticism" && words == "You always lie."
        });
        assert_eq!(kinds(&once), ["contempt", "criticism"]);
        assert_eq!(once[1].words, "You always hide it.");
        let never = notes(&harsh(), TEXT, &Reads::Message, |kind, _| kind == "criticism");
        assert_eq!(kinds(&never), ["contempt"]);
    }

    #[test]
    fn an_apology_is_asked_and_offered_nothing() {
        let ask = Key::new("conditional.ask");
        let fault = FaultFound { kind: Fault::Conditional, span: Span { start: 0, end: 3 }, ask };
        let apology = Some(ApologyReading { faults: vec![fault], ..ApologyReading::default() });
        let all =
            notes(&Reading { apology, ..Reading::default() }, TEXT, &Reads::Apology, |_, _| false);
        assert_eq!(kinds(&all), ["conditional"]);
        assert!(all[0].say.ends_with('?'), "{}", all[0].say);
        assert_eq!(all[0].pattern, None);
    }

    #[test]
    fn a_reply_is_told_what_it_does_only_where_that_is_clear() {
        let text = "So you felt left out of it.";
        let say = |reading: &Reading, text: &str| {
            notes(reading, text, &Reads::Reply(SAID.to_owned()), |_, _| false)
                .first()
                .map(|it| it.say.clone())
        };
        let sure = say(&reply(Act::Reflection, 0.8), text).unwrap();
        assert!(sure.contains("says back") && sure.contains("care"), "{sure}");
        assert_eq!(say(&reply(Act::Reflection, 0.6), text), None, "no praise that is not sure");
        assert!(say(&reply(Act::Advice, 0.6), text).is_some());
        assert_eq!(say(&reply(Act::Advice, 0.4), text), None, "silent where it is not sure");
        assert_eq!(say(&reply(Act::Reflection, 0.8), "So you"), None, "silent at the beginning");
        let away = say(&reply(Act::Dismissal, 0.8), text).unwrap();
        assert!(!away.contains("care"), "{away}");
        let aside =
            notes(&reply(Act::Advice, 0.8), text, &Reads::Reply(SAID.to_owned()), |kind, words| {
                kind == "advice" && words == "So you felt left out of it."
            });
        assert!(aside.is_empty(), "and it alone: another reply has other words");
    }

    #[test]
    fn who_names_the_feeling_is_not_told_that_it_is_an_echo() {
        let say = |text: &str| {
            let reads = Reads::Reply(SAID.to_owned());
            let all = notes(&reply(Act::Parroting, 0.8), text, &reads, |_, _| false);
            all.first().map(|it| it.say.clone())
        };
        assert_eq!(say("My laughing with my sister left you hurt and ashamed."), None);
        let echo = say("You felt stupid when I laughed about it with my sister.").unwrap();
        assert!(echo.starts_with("You stayed with"), "what was right comes first: {echo}");
        assert!(say("You said that I laughed with my sister.").is_some());
    }

    #[test]
    fn sorry_that_you_feel_is_asked_about_in_words_of_its_own() {
        let text = "I am sorry you feel that way.";
        let ask = Key::new("conditional.ask");
        let span = Span { start: 0, end: text.chars().count() };
        let faults = vec![FaultFound { kind: Fault::Conditional, span, ask }];
        let apology = Some(ApologyReading { faults, ..ApologyReading::default() });
        let reading = Reading { apology, ..Reading::default() };
        let all = notes(&reading, text, &Reads::Apology, |_, _| false);
        assert!(!all[0].say.contains("If") && all[0].say.ends_with('?'), "{}", all[0].say);
    }

    #[test]
    fn every_kind_has_its_words() {
        for act in Act::ALL {
            assert!(coach().find(&format!("{}.say", act.as_str())).is_some(), "{act:?}");
        }
        for it in Mechanism::ALL {
            assert!(coach().find(&format!("{}.say", it.as_str())).is_some(), "{it:?}");
        }
        for it in Fault::ALL {
            let ask = coach().find(&format!("{}.ask", it.as_str())).unwrap();
            assert!(ask.ends_with('?'), "in an apology the coach asks: {ask}");
        }
        for it in
            ["danger.say", "caveat.say", "parts.title", "parts.open", "parts.seem", "parts.rest"]
        {
            assert!(coach().find(it).is_some(), "{it}");
        }
    }
}
