//! *Looks for* a wish to die or to hurt oneself, told plainly.
//! *Why:* a person who writes so should have Help one quiet link away, and so should whoever is held by it.
//! *Source:* the questions of the Columbia Suicide Severity Rating Scale (Posner et al. 2011); guideline, danger.
//! *Quiet when* figures are all there is (`figure.rs`).

use std::sync::LazyLock;

use super::{Passage, Rule, Says, danger, phrases::Phrases};
use crate::labels::Danger;

pub(super) const RULE: Rule = Rule { name: "despair", read };

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "kill|killing|hurt|hurting|cut|cutting|harm|harming|hang|hanging myself
         kill|hurt|harm|cut himself|herself|themselves
         want|wanted|wish|rather|ready|going to? die|be_dead
         want|wanted|wish I was|were dead|gone
         wish|wished I was|were|had dead|gone|never
         don't|do not? want to be here|alive anymore?
         don't|do not? want to live|wake|exist|go_on
         not be|wake here|up anymore|tomorrow
         can't|cannot go on|live like|anymore
         no point in? going|living|being|to on|here|alive|life
         the point in|of living|being|going alive|here|on|next?
         end|ending it all|tonight|now
         end my|his|her life
         better off without me|him|her
         better off dead
         if YOU leave|go|left * die|kill|dead|nothing|hanging|pills|tablets|river
         THEY * kill|die|hurt|harm himself|herself|if|without
         took|taken|swallow|swallowed|counted|saved|saving * pills|tablets|paracetamol
         pills|tablets saved|counted|put|ready|lined
         when|once I gone|dead
         suicide|suicidal|overdose|self-harm
         jump off|in|from the|a? bridge|roof|balcony",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    danger(Danger::SelfHarm, passage, PHRASES.find(passage.text))
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn a_wish_to_die_is_found() {
        assert_finds(RULE, "I dont want to be here anymore", &["+dont want to be here anymore"]);
        assert_finds(RULE, "youd be better off without me", &["+better off without me"]);
    }

    #[test]
    fn figures_are_not() {
        assert_quiet(
            RULE,
            &["I nearly died laughing", "dying to see you", "I want to be home by six"],
        );
    }
}
