//! *Looks for* plain words of leaving, or of asking not to be left, that are all a sentence says: `I'm leaving you`, `please don't leave me`.
//! *Why:* they are grave and open. Stonewalling says nothing; this says something.
//! *Source:* guideline, near-misses: a decision told is no silence.
//! *Quiet when* the sentence says more than that: the model decides then.

use std::sync::LazyLock;

use super::{Passage, Rule, Says, phrases::Phrases};
use crate::{labels::Habit, scores::Head};

pub(super) const RULE: Rule = Rule { name: "parting", read };

/// Most words of a sentence that says nothing else.
const WORDS_MAX: usize = 8;

static WORDS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "don't leave|go me|us
         please don't leave|go
         i'm|am leaving you
         I|we can't do|take this|it anymore|any
         I want a|to divorce|separate|separation",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    let text = passage.text;
    let found = WORDS.find(text);
    let pieces = found.into_iter().flat_map(|found| text.pieces_at(found));
    let short = pieces.filter(|piece| {
        let words = text.words_of(piece);
        words.iter().filter(|it| it.is_word).count() <= WORDS_MAX
    });
    let heads = || vec![Head::habit(Habit::Stonewalling)];
    short.map(|it| Says::Quiet(heads(), it.span)).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn parting_words_are_no_silence() {
        assert_finds(RULE, "I'm leaving you.", &["-I'm leaving you."]);
        assert_finds(RULE, "pls dont leave me", &["-pls dont leave me"]);
        assert_finds(RULE, "I can't do this anymore.", &["-I can't do this anymore."]);
    }

    #[test]
    fn a_sentence_that_says_more_is_left_to_the_model() {
        assert_quiet(
            RULE,
            &["I'm leaving you to it and going to bed, don't wait up for me.", "I'm leaving now."],
        );
    }
}
