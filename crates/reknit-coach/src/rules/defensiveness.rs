//! *Looks for* warding off in plain words: `not my fault`, `what about you`, `I only did it because you`.
//! *Why:* what the partner asked to be heard stays unheard.
//! *Source:* Gottman & Levenson 1992; guideline, the four habits.
//! *Quiet when* the writer takes a part (`it is my fault`), or praise, a quotation, or others win over it.

use std::sync::LazyLock;

use super::{Passage, Rule, Says, habit, phrases::Phrases};
use crate::labels::Habit;

pub(super) const RULE: Rule = Rule { name: "defensiveness", read };

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "not|isn't|wasn't|hardly my fault|problem|doing
         don't|stop blame|blaming|pin|put|pinning me|this|it|that on? me?
         what about all? you|your|when|the times|time|you
         and|well what about you
         I only did|said|went|do|say|lied|shouted it|that|so * because you|of
         I wouldn't have * if you|you'd
         you|you're the one who|that|started|always|never
         you started it|this
         you did|do|have|were|are it|that|the_same|exactly too|first|yourself|worse|same
         I can't|cannot|never do|say|get|please anything|nothing|win right|without|you
         whatever|everything I do * wrong|enough|fault
         so|oh it's|its all|always my fault
         so|oh i'm the? always|only|bad|monster|villain|terrible|ogre|worst
         I didn't do anything|nothing|a wrong|thing
         how was I supposed|meant to
         nobody|no_one told me
         look|rich coming|who's|at who's|talking|yourself|from you?
         YOU should have|of told|said|reminded|asked|mentioned",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    habit(Habit::Defensiveness, passage, PHRASES.find(passage.text))
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn warding_off_is_found() {
        assert_finds(
            RULE,
            "It's not my fault the bill wasn't paid.",
            &["+It's not my fault the bill wasn't paid."],
        );
        assert_finds(
            RULE,
            "i only did it because you shouted",
            &["+i only did it", "+because you shouted"],
        );
    }

    #[test]
    fn taking_a_part_is_not() {
        assert_quiet(
            RULE,
            &["It was my fault, I should have told you.", "You are right about the bill."],
        );
    }
}
