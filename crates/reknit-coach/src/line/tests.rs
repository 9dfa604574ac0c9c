use super::*;
use crate::{
    labels::{Danger, Habit},
    reading::{ApologyReading, Finding},
    text::Span,
    words::Key,
};

/// Finds a habit in every message and danger in every text.
struct Always;

impl Reader for Always {
    fn read(&self, draft: &Draft) -> Reading {
        let finding = Finding {
            kind: Habit::Contempt,
            span: Span { start: 0, end: 3 },
            why: Key::new("contempt.why"),
            try_: Key::new("contempt.try"),
        };
        Reading {
            findings: if draft.kind == Kind::Message { vec![finding] } else { vec![] },
            apology: (draft.kind == Kind::Apology).then(ApologyReading::default),
            listening: None,
            empathy: (draft.kind == Kind::Reply).then(Empathy::default),
            danger: DangerReading { kind: Some(Danger::SelfHarm) },
        }
    }
}

#[track_caller]
fn answers(line: &str, expected: &str) {
    let words: Words =
        serde_json::from_str(r#"{"contempt":{"why":"It looks down.","try":"Say what you miss."}}"#)
            .unwrap();
    assert_eq!(answer(&Always, &words, line.as_bytes()), expected);
}

#[test]
fn a_line_is_answered_in_the_shape_of_the_contract() {
    answers(
        r#"{"id":"a","kind":"message","text":"hm."}"#,
        concat!(
            r#"{"id":"a","findings":[{"kind":"contempt","start":0,"end":3,"why":"It looks down.","try":"Say what you miss."}],"#,
            r#""apology":null,"listening":null,"empathy":null,"danger":{"risk":true,"kind":"self-harm"}}"#
        ),
    );
    answers(
        r#"{"id":7,"kind":"apology","text":"hm","to":null,"more":[]}"#,
        concat!(
            r#"{"id":7,"findings":[],"apology":{"components":{"regret":false,"explanation":false,"responsibility":false,"#,
            r#""repentance":false,"repair":false,"forgiveness":false},"faults":[]},"listening":null,"empathy":null,"#,
            r#""danger":{"risk":true,"kind":"self-harm"}}"#
        ),
    );
    answers(
        r#"{"id":"r","kind":"reply","text":"hm","to":"so?"}"#,
        concat!(
            r#"{"id":"r","findings":[],"apology":null,"listening":null,"empathy":{"reaction":false,"interpretation":false,"#,
            r#""exploration":false},"danger":{"risk":true,"kind":"self-harm"}}"#
        ),
    );
}

#[test]
fn a_malformed_line_says_what_is_wrong_and_keeps_its_id() {
    answers("", r#"{"error":"the line is empty"}"#);
    answers("[1]", r#"{"error":"the line is not an object"}"#);
    answers(r#"{"kind":"message","text":"x"}"#, r#"{"error":"there is no \"id\""}"#);
    answers(
        r#"{"id":{},"kind":"message","text":"x"}"#,
        r#"{"error":"\"id\" must be a string or a number"}"#,
    );
    answers(r#"{"id":"a","text":"x"}"#, r#"{"id":"a","error":"there is no \"kind\""}"#);
    answers(r#"{"id":"a","kind":"message"}"#, r#"{"id":"a","error":"there is no \"text\""}"#);
    answers(
        r#"{"id":"a","kind":"message","text":5}"#,
        r#"{"id":"a","error":"\"text\" must be a string"}"#,
    );
    answers(
        r#"{"id":"a","kind":"reply","text":"x","to":[]}"#,
        r#"{"id":"a","error":"\"to\" must be a string"}"#,
    );
    answers(
        r#"{"id":"a","kind":"message","text":" \n"}"#,
        r#"{"id":"a","error":"\"text\" is empty"}"#,
    );
    answers(
        r#"{"id":"a","kind":"letter","text":"x"}"#,
        r#"{"id":"a","error":"\"kind\" must be \"message\", \"apology\" or \"reply\""}"#,
    );
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let said = |line: &[u8]| answer(&Always, &Words::default(), line);
    assert_eq!(said(b"{\"id\":\"\xff\"}"), r#"{"error":"the line is not UTF-8 from byte 7 on"}"#);
    assert!(said(&vec![b' '; LINE_BYTES_MAX + 1]).contains("longer than"));
    assert!(said(br#"{"id":"a","#).contains("not JSON"));
    assert!(said("[".repeat(100_000).as_bytes()).contains("not JSON"));
}

#[test]
fn no_error_repeats_the_text() {
    for line in [r#"{"id":1,"kind":"secret","text":"secret"}"#, r#"{"id":1 "secret"#] {
        assert!(!answer(&Always, &Words::default(), line.as_bytes()).contains("secret"));
    }
}
