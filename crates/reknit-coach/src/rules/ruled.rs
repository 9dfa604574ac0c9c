//! *Looks for* control told plainly: money, clothes, friends, leave to go out, papers, rules with a punishment.
//! *Why:* Help should be one quiet link away.
//! *Source:* Stark 2007 on coercive control; guideline, danger.
//! *Quiet when* a budget or a plan is shared (`we`).

use std::sync::LazyLock;

use super::{Passage, Rule, Says, danger, phrases::Phrases};
use crate::labels::Danger;

pub(super) const RULE: Rule = Rule { name: "ruled", read };

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "won't|doesn't|didn't|don't|never let|lets|allow|allows|allowed me|you see|go|leave|work|have|drive|wear|talk|speak|study|use|call|ring|out
         I let you see|go|have|wear|work|drive|keep|use
         THEY lets me see|go|have|wear|work|drive|keep|use|out
         I not|wasn't allowed out|near|friends|visitors|without
         I not|wasn't allowed to see|go|have|work|drive|talk|speak|wear|leave
         I forbid|forbade you
         you're not going|wearing out|anywhere|that|to|dressed
         takes|took|keeps|kept|hid|hides|holds my|your passport|card|cards|wages|keys|phone|papers|visa|money|documents|benefits|salary
         takes|took|keeps|kept|hid|hides all|every my|the|of? wages|money|pay|card|penny
         gives|give|gave|get|allows me|you? an? allowance|pocket|housekeeping
         have|has|had|need|got to ask permission|him|her|for money|permission|before
         ask|asked|asking|asks permission to|for
         show|shows|hand|bring|keep|wants|checks me|him|her|every|the|all receipts|receipt
         every receipt
         locked|locks|lock me|you|the in|out|bedroom|door|kitchen|room
         choose|chooses|chose|picks|decides what|who I|you wear|see|eat|talk|spend
         no bank card|account|money own|of?|unless
         unless|until YOU apologise|behave|do|learn|earn|stop|delete
         delete|block|unfollow all? * men|guys|him|her|friends|lads|number|contacts|them or|now|tonight|if
         if you * friends|sister|mother|family * don't bother|come|back
         time|timed|times how long|my|the|me|walk|shower|shopping",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    danger(Danger::Control, passage, PHRASES.find(passage.text))
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn control_is_found() {
        assert_finds(RULE, "she wont let me see my brother", &["+wont let me see"]);
        assert_finds(RULE, "He keeps my passport.", &["+keeps my passport"]);
    }

    #[test]
    fn shared_plans_are_not() {
        assert_quiet(
            RULE,
            &["We keep a budget together.", "Let me see the list.", "the kids aren't home"],
        );
    }
}
