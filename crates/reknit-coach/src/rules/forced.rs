//! *Looks for* sex that is forced, pressed for, or taken while the other sleeps, told plainly.
//! *Why:* Help should be one quiet link away.
//! *Source:* guideline, danger; the Sexual Experiences Survey (Koss et al. 2007) on tactics.
//! *Quiet when* consent is what the text speaks of (`stopped when I said`).

use std::sync::LazyLock;

use super::{Passage, Rule, Says, danger, phrases::Phrases};
use crate::labels::Danger;

pub(super) const RULE: Rule = Rule { name: "forced", read };

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "rape|raped|rapes
         forced|forces|forcing|made|makes me|you to? * sex|bed|touch|naked
         said|say|told|saying no|stop and|but * carried|kept|did|went|anyway|still|didn't|doesn't
         didn't|doesn't|don't|wouldn't stop when|until I said|cried
         woke|wake up * him|her|he|she|you|doing|on|inside|touching|already
         while|when I you? was|were|am|asleep|sleeping
         owe|owes me|him|her|you sex
         sulks|sulked|punishes|punished|shouts|ignores|angry until|when|if|for * sex|no|give|it|say
         wife's|wifely|husband's|marital|conjugal duty|duties|rights
         just? let|lie|lay him|her|there|still * it|finish|over|done|quicker
         don't|didn't want|fancy to but|and * anyway|still
         easier|quicker to|than give|let|say|saying|lie",
    )
});

/// The writer says that a no was heard.
static HEARD: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "stopped at|when|as once|I|soon\nYOU stopped\nthank|thanks\nno is|was fine|ok|enough",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    if HEARD.is_in(passage.text) {
        return Vec::new();
    }
    danger(Danger::Sexual, passage, PHRASES.find(passage.text))
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn what_is_forced_is_found() {
        assert_finds(RULE, "I said no and you kept going", &["+said no and you kept"]);
        assert_finds(RULE, "woke up and he was already doing it", &["+woke up and he"]);
    }

    #[test]
    fn a_no_that_was_heard_is_not() {
        assert_quiet(
            RULE,
            &["I said no and you stopped at once. Thank you.", "woke up early and made tea"],
        );
    }
}
