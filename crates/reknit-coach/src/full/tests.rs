use proptest::prelude::*;

use super::*;

fn read(bytes: &[u8]) -> Result<Full, FullError> {
    Full::from_bytes(bytes, Light::load(include_bytes!("../../weights/light.bin")).unwrap())
}

/// A file of weights whose tensors are all zero and whose vocabulary is tiny.
fn blank() -> Vec<u8> {
    let lines = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nyou\n##s\n.";
    let n_pieces = lines.lines().count();
    let count = |it: usize| u32::try_from(it).unwrap().to_le_bytes();
    let mut out = FORMAT.to_vec();
    out.extend(count(n_pieces));
    out.extend(count(0));
    out.extend(count(lines.len()));
    out.extend(lines.as_bytes());
    let n_floats = Head::N + n_pieces;
    out.extend(vec![0; n_floats * 4]);
    out.extend(vec![0; n_pieces * encoder::WIDTH]);
    let embeddings = (encoder::N_POSITIONS + 2 + 1 + 2) * encoder::WIDTH;
    let heads = (2 * Head::N + heads::N_TAGS) * encoder::WIDTH + Head::N + heads::N_TAGS;
    out.extend(vec![0; (embeddings + heads) * 4]);
    out
}

#[test]
fn whole_weights_are_taken_and_others_are_not() {
    let bytes = blank();
    assert!(read(&bytes).is_ok());
    assert_eq!(read(b"other").unwrap_err(), FullError::Format);
    assert_eq!(read(&bytes[..bytes.len() - 1]).unwrap_err(), FullError::Short);
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(read(&longer).unwrap_err(), FullError::Damaged);
    let mut strange = bytes;
    let last = strange.len() - 4;
    strange[last..].copy_from_slice(&f32::NAN.to_le_bytes());
    assert_eq!(read(&strange).unwrap_err(), FullError::Damaged);
}

#[test]
fn a_long_text_is_read_to_its_end() {
    let full = read(&blank()).unwrap();
    let text = "yous . ".repeat(400);
    let read = full.read_windows(&text, Some("you you"));
    assert_eq!(read.marks.len(), 1200);
    assert_eq!(read.marks.last().unwrap().span.end, text.trim_end().chars().count());
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>(), to in any::<Option<String>>()) {
        let full = read(&blank()).unwrap();
        let n_chars = text.chars().count();
        for kind in [crate::Kind::Message, crate::Kind::Reply] {
            let reading = full.read(&Draft { kind, text: text.clone(), to: to.clone() });
            prop_assert!(reading.findings.iter().all(|it| it.span.end <= n_chars));
        }
    }
}

/// What Python gave for some of the texts, when the weights were written.
#[cfg(feature = "full-shipped")]
#[test]
fn logits_are_those_of_the_training() {
    #[derive(serde::Deserialize)]
    struct Stored {
        id: String,
        text: String,
        to: Option<String>,
        logits: Vec<f32>,
    }
    let full = Full::shipped();
    let (mut sum, mut n, mut worst) = (0.0_f32, 0.0_f32, (0.0_f32, String::new()));
    for line in include_str!("../../weights/full-logits.jsonl").lines() {
        let it: Stored = serde_json::from_str(line).unwrap();
        let read = full.read_windows(&it.text, it.to.as_deref());
        for (found, wanted) in read.logits.iter().zip(&it.logits) {
            let far = (found - wanted).abs();
            (sum, n) = (sum + far, n + 1.0);
            if far > worst.0 {
                worst = (far, it.id.clone());
            }
        }
    }
    // Inputs are rounded to bytes: where one falls on the edge of a step, the last digit of a sum decides, and six layers carry it on.
    assert!(sum / n < 0.03 && worst.0 < 0.25, "mean {}, worst {worst:?}", sum / n);
}
