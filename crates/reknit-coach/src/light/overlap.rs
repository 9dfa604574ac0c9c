//! How much of the partner's words a reply returns. Reflection cannot be told without it (training data README).

use std::collections::BTreeSet;

use crate::text::{Text, Word};

/// Words that say little by themselves.
const SMALL: &[&str] = &[
    "the", "a", "an", "to", "of", "in", "on", "at", "for", "with", "is", "was", "are", "were",
    "be", "been", "it", "it's", "that", "that's", "this", "and", "or", "but", "so", "just", "i",
    "you", "me", "my", "your", "we", "us", "our", "do", "did", "does", "have", "has", "had", "i'm",
    "you're", "i've", "you've", "not", "don't", "as", "if", "than", "then", "there", "what", "how",
];

/// Features by name: `(name, value)`.
pub(super) fn of(text: &Text, to: &Text) -> Vec<(u64, f32)> {
    let mine: Vec<&str> = words(text).collect();
    let theirs: Vec<String> = words(to).map(turned).collect();
    let mine_turned: Vec<String> = mine.iter().map(|it| turned(it)).collect();
    let big = |it: &&String| !SMALL.contains(&it.as_str());
    let stem = |it: &String| it.chars().take(5).collect::<String>();
    let their_stems: Vec<String> = theirs.iter().filter(big).map(stem).collect();
    let my_stems: Vec<String> = mine_turned.iter().filter(big).map(stem).collect();
    let taken = share(&my_stems, &their_stems);
    let covered = share(&their_stems, &my_stems);
    let run = longest_run(&mine_turned, &theirs);
    let run = run as f32 / mine.len().max(1) as f32;
    let length = (mine.len().max(1) as f32 / theirs.len().max(1) as f32).ln().clamp(-3.0, 3.0);
    let asks = to.words.iter().any(|it| it.text.starts_with('?'));
    let mut out = vec![
        (1, taken),
        (2, covered),
        (3, run),
        (4, length / 3.0),
        (5, f32::from(u8::from(asks)) * 0.5),
    ];
    out.push((20 + step(taken), 0.5));
    out.push((30 + step(covered), 0.5));
    out.push((40 + step(run), 0.5));
    out.push((50 + step((length + 3.0) / 6.0), 0.5));
    out.push((70 + step(taken) * 8 + step((length + 3.0) / 6.0), 0.5));
    out
}

fn words(text: &Text) -> impl Iterator<Item = &str> {
    text.words.iter().filter(|it: &&Word| it.is_word).map(|it| it.text.as_str())
}

/// One side's pronouns as the other would say them: both meet in the middle.
fn turned(word: &str) -> String {
    match word {
        "i" | "me" | "you" => "you",
        "my" | "mine" | "your" | "yours" => "your",
        "i'm" | "you're" => "you're",
        "i've" | "you've" => "you've",
        "i'd" | "you'd" => "you'd",
        "i'll" | "you'll" => "you'll",
        "am" | "are" => "are",
        "was" | "were" => "were",
        "myself" | "yourself" => "yourself",
        other => other,
    }
    .to_owned()
}

fn share(part: &[String], whole: &[String]) -> f32 {
    let whole: BTreeSet<&String> = whole.iter().collect();
    let n = part.iter().filter(|it| whole.contains(it)).count();
    n as f32 / part.len().max(1) as f32
}

/// The longest run of words that both say. Quadratic, so only the first words of long texts are compared.
fn longest_run(mine: &[String], theirs: &[String]) -> usize {
    const WORDS_MAX: usize = 200;
    let (mine, theirs) =
        (mine.get(..mine.len().min(WORDS_MAX)), theirs.get(..theirs.len().min(WORDS_MAX)));
    let (mine, theirs) = (mine.unwrap_or_default(), theirs.unwrap_or_default());
    let mut best = 0;
    let mut last = vec![0_usize; theirs.len() + 1];
    for a in mine {
        let mut next = vec![0_usize; theirs.len() + 1];
        for (n, b) in theirs.iter().enumerate() {
            if a == b {
                let run = last.get(n).copied().unwrap_or_default() + 1;
                best = best.max(run);
                if let Some(it) = next.get_mut(n + 1) {
                    *it = run;
                }
            }
        }
        last = next;
    }
    best
}

/// One of eight steps of a share from 0 to 1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number from 0 to 7")]
fn step(share: f32) -> u64 {
    (share.clamp(0.0, 1.0) * 7.0).round() as u64
}
