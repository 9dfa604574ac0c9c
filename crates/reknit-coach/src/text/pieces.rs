//! Sentences and clauses. People write without full stops, so a line break, a dash, `but` and `and you` end a clause too.

use super::{Piece, Span, Word};

/// A clause has at least this many words on each side of a soft cut; shorter ones say too little on their own.
const SIDE_WORDS_MIN: usize = 3;

/// Words that begin a clause when enough stands on both sides.
const OPENERS: &[&str] = &[
    "but", "because", "so", "then", "though", "although", "if", "when", "while", "unless", "since",
];

/// Words that begin a clause after `and`, `or`, or nothing at all, where no punctuation is written.
const SUBJECTS: &[&str] = &[
    "i", "i'm", "i've", "i'll", "i'd", "you", "you're", "you've", "you'll", "you'd", "we", "it's",
    "that's", "he", "she", "they",
];

/// How a cut before a word ends what stands before it.
#[derive(PartialEq)]
enum Cut {
    None,
    Clause,
    Sentence,
}

/// Cuts words into pieces, and says how many sentences there are.
pub(super) fn cut(chars: &[char], words: &[Word]) -> (Vec<Piece>, usize) {
    let mut pieces = Vec::new();
    let (mut begin, mut sentence) = (0, 0);
    for at in 1..=words.len() {
        let cut = if at == words.len() { Cut::Sentence } else { before(chars, words, begin, at) };
        if cut == Cut::None {
            continue;
        }
        if let Some(span) = span(words, begin, at) {
            pieces.push(Piece { span, words: begin..at, sentence });
        }
        begin = at;
        sentence += usize::from(cut == Cut::Sentence);
    }
    (pieces, sentence)
}

fn span(words: &[Word], begin: usize, end: usize) -> Option<Span> {
    let words = words.get(begin..end)?;
    Some(Span { start: words.first()?.span.start, end: words.last()?.span.end })
}

fn before(chars: &[char], words: &[Word], begin: usize, at: usize) -> Cut {
    let (Some(last), Some(next)) = (words.get(at - 1), words.get(at)) else { return Cut::None };
    // Marks stay with what they end.
    if !next.is_word && !is_opening(next) && !is_emoji(next) {
        return Cut::None;
    }
    let gap = chars.get(last.span.end..next.span.start).unwrap_or_default();
    if gap.contains(&'\n') || is_end(chars, words, at - 1) {
        return Cut::Sentence;
    }
    let n_before = words.get(begin..at).unwrap_or_default().iter().filter(|it| it.is_word).count();
    let n_after = words.get(at..).unwrap_or_default().iter().take_while(|it| it.is_word).count();
    let is_mark = matches!(last.text.as_str(), "," | ";" | ":" | "-" | "–" | "—" | "(" | ")")
        || is_emoji(last);
    if is_mark && (n_before >= 2 && n_after >= 2) {
        return Cut::Clause;
    }
    if n_before < SIDE_WORDS_MIN || n_after < SIDE_WORDS_MIN {
        return Cut::None;
    }
    let is = |list: &[&str], word: &Word| list.contains(&word.text.as_str());
    let after_next = words.get(at + 1);
    let opens = is(OPENERS, next) && !is(&["and", "so", "even", "as", "only", "ever", "or"], last)
        || matches!(next.text.as_str(), "and" | "or")
            && after_next.is_some_and(|it| is(SUBJECTS, it));
    if opens { Cut::Clause } else { Cut::None }
}

fn is_opening(word: &Word) -> bool {
    matches!(word.text.as_str(), "\"" | "“" | "(" | "'" | "‘" | "-" | "*")
}

fn is_emoji(word: &Word) -> bool {
    word.text.chars().next().is_some_and(|it| it >= '\u{2190}')
}

/// Whether a word ends a sentence: `.`, `!`, `?`, `…`, not an abbreviation's dot, also behind a closing quote.
fn is_end(chars: &[char], words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(at) else { return false };
    let ends = |it: &Word| it.text.starts_with(['.', '!', '?', '…']);
    if matches!(word.text.as_str(), "\"" | "”" | ")" | "'" | "’") {
        return at > 0 && words.get(at - 1).is_some_and(ends);
    }
    if !ends(word) {
        return false;
    }
    // `3.5` and `e.g.x` have no space after the dot.
    chars.get(word.span.end).is_none_or(|it| it.is_whitespace() || !it.is_alphanumeric())
        || !word.text.starts_with('.')
}
