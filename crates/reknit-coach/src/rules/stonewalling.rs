//! *Looks for* an end of the talk in plain words: `whatever`, `I'm done talking`, `do what you like`.
//! *Why:* silence with no way back can hurt as much as words.
//! *Source:* Gottman & Levenson 1992; guideline, the four habits.
//! *Quiet when* a return is named (`pause.rs` wins over it), or in the middle of a sentence: `whatever you cook`.

use std::sync::LazyLock;

use super::{
    Passage, Rule, Says, habit,
    phrases::{Phrases, span},
};
use crate::labels::Habit;

pub(super) const RULE: Rule = Rule { name: "stonewalling", read };

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "i'm|am done|finished|through talking|discussing|here|listening
         i'm|am not discussing|having this
         I|i've got|have nothing more|left|else? to say
         nothing more|left|else? to say|discuss|add
         do|think|believe|suit what|whatever|as yourself|you like|want|please|think
         do what you want|like
         suit yourself
         I don't|couldn't|can't care anymore|what|either|less|any_more
         don't|do not bother talking|calling|ringing|replying|texting|coming
         leave me alone|be|out
         conversation|discussion|subject|topic is? over|closed|finished
         end of story|discussion|conversation|chat",
    )
});

/// Said alone, as a sentence of its own.
const ALONE: &[&str] = &[
    "whatever",
    "fine",
    "idc",
    "i don't care",
    "forget it",
    "leave it",
    "never mind",
    "k",
    "ok whatever",
    "fine whatever",
];

fn read(passage: &Passage<'_>) -> Vec<Says> {
    let text = passage.text;
    let mut spans = PHRASES.find(text);
    for piece in &text.pieces {
        let words = text.words_of(piece);
        let said: Vec<&str> =
            words.iter().filter(|it| it.is_word).map(|it| it.text.as_str()).collect();
        let is_closed = words.iter().all(|it| it.is_word || it.text.starts_with(['.', ',']));
        if is_closed
            && said.first().is_some_and(|it| *it == "whatever" || *it == "idc")
            && ALONE.contains(&said.join(" ").as_str())
        {
            spans.extend(span(text, &piece.words));
        }
    }
    habit(Habit::Stonewalling, passage, spans)
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn an_end_of_the_talk_is_found() {
        assert_finds(RULE, "Whatever. I'm done talking.", &["+I'm done talking.", "+Whatever."]);
        assert_finds(RULE, "do what you like", &["+do what you like"]);
    }

    #[test]
    fn whatever_in_a_sentence_is_not() {
        assert_quiet(
            RULE,
            &["Whatever you cook is fine.", "fine by me", "I'm done with the dishes."],
        );
    }
}
