//! The words of an export, from `content/en/export.toml`: one `key = "text"` a line.

const WORDS: &str = include_str!("../../../../content/en/export.toml");

/// The words for a key.
pub(super) fn find(key: &str) -> Option<&'static str> {
    WORDS.lines().find_map(|line| {
        let (name, text) = line.split_once(" = ")?;
        (name == key).then(|| text.trim_matches('"'))
    })
}

/// Where the words for a key stand among all; what has none comes last.
pub(super) fn place(key: &str) -> usize {
    let found = WORDS.lines().position(|line| line.split_once(" = ").is_some_and(|it| it.0 == key));
    found.unwrap_or(usize::MAX)
}

/// The words for a key, or the key itself with blanks for its joints.
pub(super) fn say(prefix: &str, key: &str) -> String {
    find(&format!("{prefix}-{key}")).map_or_else(|| key.replace(['_', '-'], " "), str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use reknit_model::{cards, checkin::Form, openness::Sentence, talks};
    use serde_json::Value;

    use super::{
        super::readable::{UNLABELLED, UNSHOWN},
        *,
    };

    /// Fields that hold names of entries, sealed bytes, or numbers for the machine only.
    const UNREAD: [&str; 28] = [
        "type",
        "offer",
        "opens_at_ms",
        "sealed",
        "id",
        "box",
        "commit",
        "digest",
        "theirs",
        "key",
        "step",
        "letter",
        "opening",
        "question",
        "replaces",
        "card",
        "revises",
        "shown",
        "talk",
        "act",
        "share",
        "key_box",
        "answer",
        "rhythm",
        "at",
        "part",
        "back_at_ms",
        "entries",
    ];

    /// Groups, whose fields are looked at by themselves.
    const GROUPS: [&str; 2] = ["hours", "fields"];

    #[test]
    fn every_line_is_a_key_and_its_words() {
        let mut keys = BTreeSet::new();
        for line in WORDS.lines().filter(|it| !it.is_empty() && !it.starts_with('#')) {
            let (key, text) = line.split_once(" = ").unwrap();
            assert!(text.len() > 2 && text.starts_with('"') && text.ends_with('"'), "{line}");
            assert!(!key.contains(' ') && keys.insert(key), "{line}");
        }
        assert_eq!(find("title"), Some("Notes"));
        assert_eq!(say("event", "never_heard_of"), "never heard of");
    }

    /// The model's own lines of stored events. Its test does not compile while one kind has none.
    fn lines_of_the_model() -> &'static str {
        let source = include_str!("../../../reknit-model/src/event/tests.rs");
        source.split("fn every_stored_event_is_read").next().unwrap()
    }

    /// The same, as they are read.
    fn stored() -> Vec<Value> {
        let lines =
            lines_of_the_model().split("r#\"").skip(1).filter_map(|it| it.split("\"#").next());
        // In a format string braces are doubled, and names of entries stand as gaps.
        let unfold = |it: &str| {
            let filled = ["ID", "NAME", "KEY", "talk"]
                .iter()
                .fold(it.to_owned(), |it, gap| it.replace(&format!("\"{{{gap}}}\""), "\"00\""));
            let filled = filled.replace("{act}", "{}");
            serde_json::from_str(&filled)
                .or_else(|_| serde_json::from_str(&filled.replace("{{", "{").replace("}}", "}")))
        };
        lines.filter(|it| it.starts_with('{')).filter_map(|it| unfold(it).ok()).collect()
    }

    /// Kinds of events, and what is done in talks.
    fn kinds() -> BTreeSet<String> {
        let source = lines_of_the_model();
        let mut kinds = BTreeSet::new();
        for (at, part) in source.split("in_talk(").enumerate() {
            // An act stands right behind `in_talk(`; whatever comes after it is the next one's.
            let prefix = if at == 0 { "" } else { "talk/" };
            let types = part.split("\"type\":\"").skip(1).filter_map(|it| it.split('"').next());
            kinds.extend(types.map(|it| format!("{prefix}{it}")));
        }
        kinds.retain(|it| it != "talk" && it != "talk/talk");
        kinds
    }

    #[test]
    fn every_kind_of_event_is_told_in_words() {
        let kinds = kinds();
        assert!(kinds.len() > 35, "{kinds:?}");
        let has_words = |it: &str| find(&format!("event-{}", it.replace('/', "-"))).is_some();
        for kind in &kinds {
            assert!(has_words(kind), "event-{kind} in content/en/export.toml");
        }
        for unshown in UNSHOWN {
            assert!(kinds.contains(unshown), "{unshown} is no kind any more");
        }
    }

    #[test]
    fn every_word_that_is_asked_for_is_there() {
        let code = include_str!("readable.rs");
        let words: Vec<_> =
            code.split("word(\"").skip(1).filter_map(|it| it.split('"').next()).collect();
        assert!(words.len() > 8, "{words:?}");
        for word in words {
            assert!(find(word).is_some(), "{word} in content/en/export.toml");
        }
    }

    #[test]
    fn every_field_is_called_something() {
        let mut fields = BTreeSet::new();
        let stored = stored();
        assert!(stored.len() > 25, "{}", stored.len());
        let mut todo: Vec<&Value> = stored.iter().collect();
        while let Some(value) = todo.pop() {
            match value {
                Value::Object(of) => {
                    fields.extend(of.keys().map(String::as_str));
                    todo.extend(of.values());
                }
                Value::Array(of) => todo.extend(of),
                _ => {}
            }
        }
        let page = serde_json::to_value(reknit_model::checkin::Page::default()).unwrap();
        fields.extend(page.as_object().unwrap().keys().map(String::as_str));
        fields.extend(["trust", "closeness", "calm", "hope"]);
        for field in fields {
            let known =
                UNREAD.contains(&field) || UNLABELLED.contains(&field) || GROUPS.contains(&field);
            assert!(
                known
                    || find(&format!("field-{field}")).is_some()
                    || find(&format!("{field}-true")).is_some(),
                "field-{field} in content/en/export.toml"
            );
        }
    }

    #[test]
    fn what_is_one_of_a_list_is_told_in_words() {
        fn has(prefix: &str, all: &[impl serde::Serialize]) {
            for it in all {
                let name = serde_json::to_value(it).unwrap();
                let key = format!("{prefix}-{}", name.as_str().unwrap());
                assert!(find(&key).is_some(), "{key} in content/en/export.toml");
            }
        }
        use cards::Kind::{Alarmed, GoodNews, Guess, Impact, Returns, Support};
        has("kind", &[Guess, Impact, Returns, Alarmed, Support, GoodNews]);
        has("form", &[Form::Short, Form::Long, Form::Monthly]);
        has("sentence", &[Sentence::Tell, Sentence::ShowOnce, Sentence::IfTheyWrite]);
        use talks::{Answer, Part};
        has(
            "part",
            &[
                Part::Piece,
                Part::Question,
                Part::Reply,
                Part::SayBack,
                Part::Sense,
                Part::Feeling,
                Part::Takeaway,
            ],
        );
        has("answer", &[Answer::ThatIsIt, Answer::AndMore, Answer::Partly, Answer::NotYet]);
        has(
            "as",
            &["written", "aloud", "with_therapist", "will_not", "missing", "heard", "accepted"],
        );
        for weekday in 0..7 {
            has("weekday", &[weekday.to_string()]);
        }
        // What may be kept of *Where are you now*, by its questions.
        let questions = include_str!("../../../../content/en/where.toml");
        let questions = questions.split("[[route]]").next().unwrap().split("[[question]]").skip(1);
        let ids = |it: &'static str, from: &str| {
            let found = it.split(from).skip(1).filter_map(|it| it.split('"').next());
            found.collect::<Vec<_>>()
        };
        for question in questions {
            let id = ids(question, "\nid = \"");
            assert!(find(&format!("field-{}", id[0])).is_some(), "{id:?}");
            let kept = question.lines().filter(|it| !it.contains("keep = false"));
            let options = kept.flat_map(|it| ids(it, "{ id = \""));
            has(id[0], &options.collect::<Vec<_>>());
        }
        // Fields of cards are named by the words of their forms.
        let cards = include_str!("../../../../content/en/cards.toml");
        let fields = cards.split("{ id = \"").skip(1).filter_map(|it| it.split('"').next());
        has("card", &fields.collect::<Vec<_>>());
    }
}
