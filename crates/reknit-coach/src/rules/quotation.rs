//! *Looks for* words between quotation marks, or after somebody else's *said* or *was like*, that are another person's.
//! *Why:* telling what a boss or a mother said is no attack on the partner.
//! *Source:* guideline, near-misses.
//! *Quiet when* the writer quotes the partner: `"whatever", you said` may well be mockery, and the model decides.

use std::sync::LazyLock;

use super::{
    Passage, Rule, Says,
    phrases::{Phrases, span},
};
use crate::{labels::Habit, scores::Head, text::Text};

pub(super) const RULE: Rule = Rule { name: "quotation", read };

static SAID: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "mother|father|sister|brother|boss|friend|teacher|neighbour|colleague|manager|therapist|counsellor|man|woman|guy|lady|nan|gran * said|says|goes|told|texted|wrote|shouted|called|asked
         THEY said|says|goes|told|texted|wrote|shouted|called|asked|was|were",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    let text = passage.text;
    if !SAID.is_in(text) {
        return Vec::new();
    }
    let heads = || Habit::ALL.iter().map(|it| Head::habit(*it)).collect();
    quoted(text)
        .into_iter()
        .filter_map(|it| span(text, &it))
        .map(|it| Says::Quiet(heads(), it))
        .collect()
}

/// Words between double quotation marks.
fn quoted(text: &Text) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, word) in text.words.iter().enumerate() {
        if !word.text.starts_with(['"', '“', '”', '«', '»', '\'', '’', '‘']) {
            continue;
        }
        match open.take() {
            None => open = Some(at),
            Some(begin) => found.push(begin..at + 1),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn what_somebody_else_said_stays_quiet() {
        assert_finds(RULE, "My boss said \"you never listen\" to Ann.", &["-\"you never listen\""]);
        assert_finds(RULE, "she goes “whatever, loser” to me", &["-“whatever, loser”"]);
    }

    #[test]
    fn what_the_partner_said_is_left_to_the_model() {
        assert_quiet(RULE, &["\"Whatever\", you said, as you do.", "so it's \"fine\" now is it"]);
    }
}
