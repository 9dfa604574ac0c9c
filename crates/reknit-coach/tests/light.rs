//! The light tier as it ships: any text is read, the same text alike, and whole letters as a person would expect.

#![cfg(feature = "shipped")]

use std::sync::LazyLock;

use proptest::prelude::*;
use reknit_coach::{
    Draft, Kind, Reader, Reading,
    light::{Light, LoadError, SHIPPED},
    text::Span,
    words::Words,
};

static LIGHT: LazyLock<Light> = LazyLock::new(Light::shipped);

/// Every span of a reading.
fn spans(reading: &Reading) -> Vec<Span> {
    let faults = reading.apology.iter().flat_map(|it| it.faults.iter().map(|it| it.span));
    reading.findings.iter().map(|it| it.span).chain(faults).collect()
}

fn holds(draft: &Draft) {
    let reading = LIGHT.read(draft);
    assert_eq!(reading, LIGHT.read(draft), "the same text is read alike");
    let n_chars = draft.text.chars().count();
    for span in spans(&reading) {
        assert!(span.start < span.end && span.end <= n_chars, "{span:?} of {n_chars}");
    }
    assert_eq!(reading.apology.is_some(), draft.kind == Kind::Apology);
    assert_eq!(reading.listening.is_some(), draft.kind == Kind::Reply);
    assert_eq!(reading.empathy.is_some(), draft.kind == Kind::Reply);
    assert!(reading.findings.is_empty() || draft.kind == Kind::Message);
    if let Some(listening) = reading.listening {
        assert!((0.0..=1.0).contains(&listening.confidence));
    }
}

fn all_kinds(text: &str, to: &str) {
    for draft in [
        Draft::message(text),
        Draft::apology(text),
        Draft::reply(text, to),
        Draft { to: None, ..Draft::reply(text, "") },
    ] {
        holds(&draft);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_text_is_read(text in any::<String>(), to in any::<String>()) {
        all_kinds(&text, &to);
    }

    #[test]
    fn words_in_any_order_are_read(
        words in proptest::collection::vec("(you|never|sorry|if|\"|\\?|\n|😀|é|whatever|kill|\\.\\.\\.|,|but|I'm|hit|film)", 0..60),
    ) {
        all_kinds(&words.join(" "), "you never listen");
    }
}

/// Texts that once were, or might be, trouble: one a file.
#[test]
fn the_corpus_is_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/coach");
    let mut n = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text =
            String::from_utf8_lossy(&std::fs::read(entry.unwrap().path()).unwrap()).into_owned();
        all_kinds(&text, &text);
        n += 1;
    }
    assert!(n >= 8, "the corpus is there");
}

#[test]
fn a_very_long_text_is_read() {
    all_kinds(&"you never listen, and I am sorry. ".repeat(8000), &"I said so. ".repeat(8000));
}

#[test]
fn weights_that_are_not_whole_are_refused() {
    assert_eq!(Light::load(b"").unwrap_err(), LoadError::Mark);
    assert_eq!(
        Light::load(SHIPPED.get(..SHIPPED.len() - 1).unwrap()).unwrap_err(),
        LoadError::Length
    );
    assert_eq!(Light::load(&[SHIPPED, &[0]].concat()).unwrap_err(), LoadError::Length);
    for cut in [9, 200, 5000, 60_000, 700_000, 800_000] {
        assert!(Light::load(SHIPPED.get(..cut).unwrap()).is_err());
    }
    let mut broken = SHIPPED.to_vec();
    broken.get_mut(8..12).unwrap().copy_from_slice(&f32::NAN.to_le_bytes());
    assert_eq!(Light::load(&broken).unwrap_err(), LoadError::Number);
}

#[test]
fn the_weights_stay_small() {
    assert!(SHIPPED.len() <= 1_500_000, "{} bytes", SHIPPED.len());
}

#[test]
fn every_key_has_words_and_danger_has_no_advice() {
    let words = Words::english();
    let keys: Vec<String> = words.keys().collect();
    for habit in ["criticism", "contempt", "defensiveness", "stonewalling"] {
        assert!(keys.contains(&format!("{habit}.why")) && keys.contains(&format!("{habit}.try")));
    }
    assert!(!keys.iter().any(|it| it.starts_with("danger.") && it.ends_with(".try")));
    assert!(
        keys.iter().all(|it| words.find(it).is_some_and(|it| !it.is_empty() && !it.contains('!')))
    );
}
