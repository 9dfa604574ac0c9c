use super::*;

/// Reads a text whose every piece has one probability for one head.
fn judged(draft: &Draft, head: Head, whole: f32, pieces: &[f32]) -> Reading {
    let text = Text::new(&draft.text);
    let row = |value| {
        let mut row = Row::NONE;
        row.set(head, value);
        row
    };
    let pieces = text.pieces.iter().zip(pieces).map(|(it, value)| (it.span, row(*value))).collect();
    reading(draft, &text, &Scores { whole: row(whole), pieces }, &Limits::default())
}

#[test]
fn the_clearest_piece_is_marked_and_neighbours_are_joined() {
    let draft = Draft::message("I was late. The sea is so. Blue as a jar. Bye.");
    let read = judged(&draft, Head::habit(Habit::Criticism), 0.9, &[0.1, 0.9, 0.8, 0.2]);
    let spans: Vec<_> = read.findings.iter().map(|it| (it.span.start, it.span.end)).collect();
    assert_eq!(spans, [(12, 41)]);
}

#[test]
fn nothing_is_marked_below_the_limit() {
    let draft = Draft::message("The sea is cold.");
    let read = judged(&draft, Head::habit(Habit::Criticism), 0.4, &[0.9]);
    assert_eq!(read, Reading::default());
}

#[test]
fn each_kind_has_its_own_parts() {
    let message = judged(&Draft::message("hm"), Head::DANGER, 0.0, &[]);
    assert!(message.apology.is_none() && message.listening.is_none() && message.empathy.is_none());
    let apology = judged(&Draft::apology("hm"), Head::fault(Fault::Minimises), 0.9, &[0.9]);
    assert_eq!(apology.apology.map(|it| it.faults.len()), Some(1));
    let reply = judged(&Draft::reply("hm", "so?"), Head::act(Act::Other), 0.9, &[]);
    assert_eq!(reply.listening.map(|it| it.act), Some(Act::Other));
}
