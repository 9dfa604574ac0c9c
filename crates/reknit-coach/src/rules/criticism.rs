//! *Looks for* verdicts on the partner in plain words: `you never listen`, `you're so lazy`, `what is wrong with you`.
//! *Why:* a verdict on who somebody is gets a defence, where a complaint about one act may get an answer.
//! *Source:* Gottman & Levenson 1992; guideline, the four habits.
//! *Quiet when* it is praise, a quotation, or about others (`praise.rs`, `quotation.rs`, `third.rs` win over it).

use std::sync::LazyLock;

use super::{Passage, Rule, Says, habit, phrases::Phrases};
use crate::labels::Habit;

pub(super) const RULE: Rule = Rule { name: "criticism", read };

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "YOU never once|ever|even? listen|think|help|care|bother|ask|notice|noticed|try|tried|apologise|change|lift|finish|consider
         YOU always have|find|got to * argue|ruin|spoil|last|excuse|something|fight
         YOU always put|puts|puting|choose|pick|let|ruin|spoil|forget|interrupt|twist|blame|run|hide|disappear|make|turn everything|yourself|me|us|it|your|work|him|her|down|away
         you're|you are? so|such|just|really|too|always|being a|an? selfish|lazy|thoughtless|careless|inconsiderate|irresponsible|cold|unreliable|self-absorbed|uncaring|immature|jealous|needy|controlling|impossible|ungrateful|messy|stubborn
         you only ever? think|care|thought|cared of|about|for yourself
         think|thinking|thinks of|about anyone|anybody|anything|nobody|no_one but|except yourself
         what is wrong with you
         what's|whats wrong with you
         what kind|sort of husband|wife|father|mother|partner|person|man|woman|parent
         why can't|can|are|do you ever|never|always|so
         can't you ever|even|do|just? once|do|get|be|remember|think anything|right|normal|one
         typical of? you
         YOU don't care about anyone|anything|me|us|this|your
         YOU have|has no idea|clue how|what to",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    habit(Habit::Criticism, passage, PHRASES.find(passage.text))
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn verdicts_are_found() {
        assert_finds(
            RULE,
            "You never think of anyone but yourself. Bye.",
            &["+You never think of anyone but yourself."],
        );
        assert_finds(RULE, "youre so selfish honestly", &["+youre so selfish honestly"]);
    }

    #[test]
    fn a_complaint_about_one_act_is_not() {
        assert_quiet(
            RULE,
            &[
                "You left the door open and I was worried.",
                "I never think of that.",
                "You're so kind.",
            ],
        );
    }
}
