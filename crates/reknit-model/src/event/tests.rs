//! What is stored once is read for ever: every event as it stands in somebody's log.

use super::*;
use crate::talks::{self, Part};

const ID: &str = "0101010101010101010101010101010101010101010101010101010101010101";
const NAME: &str = "04040404040404040404040404040404";
const KEY: &str = "0202020202020202020202020202020202020202020202020202020202020202";

/// One line for each kind. Lines are added here; none is ever changed.
fn stored() -> Vec<(String, Event)> {
    let step = EntryId([1; 32]);
    let letter = LetterId([4; 16]);
    let short =
        letters::Words { did: "I lied.".into(), mine: "It was mine.".into(), ..Default::default() };
    let [did, impact, mine, sorry, how, change, forgive] =
        ["a", "b", "c", "d", "e", "f", "g"].map(str::to_owned);
    let full = letters::Words { did, impact, mine, sorry, how, change, forgive };
    let rhythm = Rhythm { weekday: 6, minute_of_day: 1140, zone: "Europe/Berlin".into() };
    let sealed = SealedPage { id: [3; 16], box_: vec![1, 2], commit: [2; 32], digest: [1; 32] };
    vec![
        (r#"{"type":"named","name":"Ada"}"#.into(), Event::Named { name: "Ada".into() }),
        (
            r#"{"type":"rhythm_offered","rhythm":{"weekday":6,"minute_of_day":1140,"zone":"Europe/Berlin"}}"#.into(),
            Event::RhythmOffered { rhythm },
        ),
        (format!(r#"{{"type":"rhythm_agreed","offer":"{ID}"}}"#), Event::RhythmAgreed { offer: step }),
        (
            format!(
                r#"{{"type":"page_closed","round":3,"opens_at_ms":1000,"sealed":{{"id":"03030303030303030303030303030303","box":"0102","commit":"{KEY}","digest":"{ID}"}}}}"#
            ),
            Event::PageClosed { round: 3, opens_at_ms: 1000, sealed },
        ),
        (
            format!(r#"{{"type":"page_opened","round":3,"mine":"{ID}","theirs":"{KEY}","key":"{KEY}"}}"#),
            Event::PageOpened { round: 3, mine: step, theirs: EntryId([2; 32]), key: [2; 32] },
        ),
        (
            r#"{"type":"step_offered","words":"Tea.","until_day":20000}"#.into(),
            Event::StepOffered { words: "Tea.".into(), until_day: 20_000, round: None, letter: None },
        ),
        (
            r#"{"type":"step_offered","words":"Tea.","until_day":20000,"round":2}"#.into(),
            Event::StepOffered { words: "Tea.".into(), until_day: 20_000, round: Some(2), letter: None },
        ),
        (format!(r#"{{"type":"step_agreed","step":"{ID}"}}"#), Event::StepAgreed { step }),
        (format!(r#"{{"type":"step_done","step":"{ID}","on_day":19999}}"#), Event::StepDone { step, on_day: 19_999 }),
        (format!(r#"{{"type":"step_confirmed","step":"{ID}"}}"#), Event::StepConfirmed { step }),
        (format!(r#"{{"type":"step_put_down","step":"{ID}"}}"#), Event::StepPutDown { step }),
        (r#"{"type":"no_step","round":2}"#.into(), Event::NoStep { round: 2 }),
        (
            r#"{"type":"openness_offered","sentence":"tell","words":"the same day","until_day":20014}"#.into(),
            Event::OpennessOffered { sentence: Sentence::Tell, words: "the same day".into(), until_day: 20_014 },
        ),
        (
            r#"{"type":"openness_offered","sentence":"if_they_write","until_day":20014}"#.into(),
            Event::OpennessOffered { sentence: Sentence::IfTheyWrite, words: String::new(), until_day: 20_014 },
        ),
        (format!(r#"{{"type":"openness_agreed","offer":"{ID}"}}"#), Event::OpennessAgreed { offer: step }),
        (
            format!(r#"{{"type":"openness_shown","offer":"{ID}","on_day":20001}}"#),
            Event::OpennessShown { offer: step, on_day: 20_001 },
        ),
        (format!(r#"{{"type":"openness_ended","offer":"{ID}"}}"#), Event::OpennessEnded { offer: step }),
        (
            r#"{"type":"box_opened","hours":{"from_minute":1140,"until_minute":1170,"zone":"Europe/Berlin","a_day":2},"until_day":20010}"#.into(),
            Event::BoxOpened {
                hours: Hours { from_minute: 1140, until_minute: 1170, zone: "Europe/Berlin".into(), a_day: 2 },
                until_day: 20_010,
            },
        ),
        (format!(r#"{{"type":"box_agreed","opening":"{ID}"}}"#), Event::BoxAgreed { opening: step }),
        (format!(r#"{{"type":"box_closed","opening":"{ID}"}}"#), Event::BoxClosed { opening: step }),
        (
            format!(r#"{{"type":"question_asked","opening":"{ID}","words":"Is it over?","on_day":20001}}"#),
            Event::QuestionAsked { opening: step, words: "Is it over?".into(), on_day: 20_001 },
        ),
        (
            format!(r#"{{"type":"question_answered","question":"{ID}","answer":{{"as":"written","words":"Yes."}}}}"#),
            Event::QuestionAnswered { question: step, answer: Answer::Written { words: "Yes.".into() } },
        ),
        (
            format!(r#"{{"type":"question_answered","question":"{ID}","answer":{{"as":"will_not"}}}}"#),
            Event::QuestionAnswered { question: step, answer: Answer::WillNot },
        ),
        (
            r#"{"type":"card_shared","kind":"guess","fields":[{"name":"feeling","words":"alone"}],"on_day":20000}"#.into(),
            Event::CardShared {
                kind: Kind::Guess,
                fields: vec![Field { name: "feeling".into(), words: "alone".into() }],
                replaces: None,
                on_day: 20_000,
            },
        ),
        (
            format!(
                r#"{{"type":"card_shared","kind":"good_news","fields":[{{"name":"news","words":"A call."}}],"replaces":"{ID}","on_day":20000}}"#
            ),
            Event::CardShared {
                kind: Kind::GoodNews,
                fields: vec![Field { name: "news".into(), words: "A call.".into() }],
                replaces: Some(step),
                on_day: 20_000,
            },
        ),
        (format!(r#"{{"type":"card_put_away","card":"{ID}"}}"#), Event::CardPutAway { card: step }),
        (
            format!(r#"{{"type":"card_answered","card":"{ID}","thanks":true,"on_day":20001}}"#),
            Event::CardAnswered { card: step, thanks: true, words: String::new(), on_day: 20_001 },
        ),
        (
            format!(r#"{{"type":"card_answered","card":"{ID}","thanks":false,"words":"Ashamed.","on_day":20001}}"#),
            Event::CardAnswered { card: step, thanks: false, words: "Ashamed.".into(), on_day: 20_001 },
        ),
        (
            r#"{"type":"appreciated","words":"The soup.","on_day":19999}"#.into(),
            Event::Appreciated { words: "The soup.".into(), on_day: 19_999 },
        ),
        (
            format!(r#"{{"type":"step_offered","words":"Tea.","until_day":20000,"letter":"{NAME}"}}"#),
            Event::StepOffered { words: "Tea.".into(), until_day: 20_000, round: None, letter: Some(letter) },
        ),
        (
            format!(r#"{{"type":"letter_sent","letter":"{NAME}","on_day":20000,"words":{{"did":"I lied.","mine":"It was mine."}}}}"#),
            Event::LetterSent { letter, on_day: 20_000, revises: None, words: short },
        ),
        (
            format!(
                r#"{{"type":"letter_sent","letter":"{NAME}","on_day":20000,"revises":"{NAME}","words":{{"did":"a","impact":"b","mine":"c","sorry":"d","how":"e","change":"f","forgive":"g"}}}}"#
            ),
            Event::LetterSent { letter, on_day: 20_000, revises: Some(letter), words: full },
        ),
        (
            format!(r#"{{"type":"letter_answered","letter":"{NAME}","answer":{{"as":"missing","words":"When."}}}}"#),
            Event::LetterAnswered { letter, answer: letters::Answer::Missing { words: "When.".into() } },
        ),
        (
            format!(r#"{{"type":"letter_answered","letter":"{NAME}","answer":{{"as":"heard"}}}}"#),
            Event::LetterAnswered { letter, answer: letters::Answer::Heard },
        ),
        (
            format!(r#"{{"type":"letter_answered","letter":"{NAME}","answer":{{"as":"accepted"}}}}"#),
            Event::LetterAnswered { letter, answer: letters::Answer::Accepted },
        ),
        (r#"{"type":"impact_asked","wanted":true}"#.into(), Event::ImpactAsked { wanted: true }),
        (r#"{"type":"impact_shown","words":"You lay awake."}"#.into(), Event::ImpactShown { words: "You lay awake.".into() }),
        (
            format!(r#"{{"type":"impact_added","shown":"{ID}","words":"For months."}}"#),
            Event::ImpactAdded { shown: step, words: "For months.".into() },
        ),
        in_talk(
            &format!(r#"{{"type":"offered","topic":"Sunday","i_speak":true,"share":"{KEY}","on_day":19999}}"#),
            Act::Offered { topic: "Sunday".into(), i_speak: true, share: [2; 32], on_day: 19_999 },
        ),
        in_talk(
            &format!(r#"{{"type":"joined","key_box":"0102","commit":"{KEY}"}}"#),
            Act::Joined { key_box: vec![1, 2], commit: [2; 32] },
        ),
        in_talk(
            &format!(r#"{{"type":"said","at":4,"part":"say_back","commit":"{KEY}","words":"0102"}}"#),
            Act::Said { at: 4, part: Part::SayBack, commit: [2; 32], words: vec![1, 2], on_day: None },
        ),
        in_talk(
            &format!(r#"{{"type":"said","at":12,"part":"takeaway","commit":"{KEY}","words":"0102","on_day":19999}}"#),
            Act::Said { at: 12, part: Part::Takeaway, commit: [2; 32], words: vec![1, 2], on_day: Some(19_999) },
        ),
        in_talk(
            &format!(r#"{{"type":"answered","at":5,"answer":"that_is_it","commit":"{KEY}"}}"#),
            Act::Answered { at: 5, answer: talks::Answer::ThatIsIt, commit: [2; 32], words: None },
        ),
        in_talk(
            &format!(r#"{{"type":"answered","at":5,"answer":"not_yet","commit":"{KEY}","words":"0102"}}"#),
            Act::Answered { at: 5, answer: talks::Answer::NotYet, commit: [2; 32], words: Some(vec![1, 2]) },
        ),
        in_talk(r#"{"type":"paused"}"#, Act::Paused { back_at_ms: None }),
        in_talk(
            r#"{"type":"paused","back_at_ms":1000}"#,
            Act::Paused { back_at_ms: Some(1000) },
        ),
        in_talk(r#"{"type":"ended","on_day":19999}"#, Act::Ended { on_day: 19_999 }),
        in_talk(r#"{"type":"keep"}"#, Act::Keep),
        in_talk(&format!(r#"{{"type":"key","key":"{KEY}"}}"#), Act::Key { key: [2; 32] }),
        in_talk(r#"{"type":"let_go"}"#, Act::LetGo { entries: Vec::new() }),
        in_talk(
            &format!(r#"{{"type":"let_go","entries":["{ID}"]}}"#),
            Act::LetGo { entries: vec![step] },
        ),
    ]
}

fn in_talk(act: &str, read: Act) -> (String, Event) {
    let talk = "09".repeat(16);
    let json = format!(r#"{{"type":"talk","talk":"{talk}","act":{act}}}"#);
    (json, Event::Talk { talk: TalkId([9; 16]), act: read })
}

#[test]
fn every_stored_event_is_read_and_written_as_it_stands() {
    for (json, event) in stored() {
        assert_eq!(Event::from_json(&json), event);
        assert_eq!(event.to_json(), json);
    }
}

/// Safety rule 2: nobody is told when the other was here, looked or wrote. These are all the days and times that events hold, and each is
/// there for a reason: an hour both agreed to, an end both know of, or the day (never the time) under which something is listed.
#[test]
fn events_hold_no_other_days_and_times_than_these() {
    let known = [
        "a_day",
        "back_at_ms",
        "from_minute",
        "minute_of_day",
        "on_day",
        "opens_at_ms",
        "until_day",
        "until_minute",
        "weekday",
        "zone",
    ];
    let about_time = |name: &str| {
        let parts: Vec<&str> = name.split('_').collect();
        let times = [
            "ms", "day", "minute", "minutes", "seconds", "secs", "hour", "time", "weekday", "zone",
            "date", "since", "last",
        ];
        parts.iter().any(|it| times.contains(it))
    };
    let mut found = std::collections::BTreeSet::new();
    for (_, event) in stored() {
        // Fields that hold nothing stand there too.
        let told = format!("{event:?}");
        let names = told.split(": ").filter_map(|before| {
            before.rsplit(|it: char| !it.is_ascii_alphanumeric() && it != '_').next()
        });
        found.extend(names.filter(|it| about_time(it)).map(str::to_owned));
    }
    assert_eq!(found.into_iter().collect::<Vec<_>>(), known);
}

#[test]
fn every_kind_has_a_stored_line() {
    let has = |wanted: &dyn Fn(&Event) -> bool| stored().iter().any(|(_, it)| wanted(it));
    // A new kind does not compile here until it has a line above.
    let n_kinds = |it: &Event| match it {
        Event::Named { .. } => 0,
        Event::RhythmOffered { .. } => 1,
        Event::RhythmAgreed { .. } => 2,
        Event::PageClosed { .. } => 3,
        Event::PageOpened { .. } => 4,
        Event::StepOffered { .. } => 5,
        Event::StepAgreed { .. } => 6,
        Event::StepDone { .. } => 7,
        Event::StepConfirmed { .. } => 8,
        Event::StepPutDown { .. } => 9,
        Event::NoStep { .. } => 10,
        Event::Appreciated { .. } => 11,
        Event::OpennessOffered { .. } => 12,
        Event::OpennessAgreed { .. } => 13,
        Event::OpennessShown { .. } => 14,
        Event::OpennessEnded { .. } => 15,
        Event::BoxOpened { .. } => 16,
        Event::BoxAgreed { .. } => 17,
        Event::BoxClosed { .. } => 18,
        Event::QuestionAsked { .. } => 19,
        Event::QuestionAnswered { .. } => 20,
        Event::LetterSent { .. } => 21,
        Event::LetterAnswered { .. } => 22,
        Event::ImpactAsked { .. } => 23,
        Event::ImpactShown { .. } => 24,
        Event::ImpactAdded { .. } => 25,
        Event::CardShared { .. } => 26,
        Event::CardPutAway { .. } => 27,
        Event::CardAnswered { .. } => 28,
        Event::Talk { .. } => 29,
        Event::Later(_) => 30,
    };
    for kind in 0..30 {
        assert!(has(&|it| n_kinds(it) == kind), "no line for kind {kind}");
    }
}

#[test]
fn what_a_later_release_says_is_kept_as_it_stands() {
    for json in [
        r#"{"type":"letter_sent","words":"…","version":3}"#,
        r#"{"type":"named"}"#,
        r#"{"type":"step_agreed","step":"xyz"}"#,
        "not json at all",
    ] {
        let event = Event::from_json(json);
        assert_eq!(event, Event::Later(json.to_owned()));
        assert_eq!(event.to_json(), json);
    }
}
