//! *Looks for* an apology that hangs on an *if*: `sorry if`, `sorry for anything`, `sorry that you felt`, `if I have hurt`.
//! *Why:* it leaves open whether there was anything to be sorry for.
//! *Source:* Schumann 2018 on barriers to high-quality apologies; guideline, faults.
//! *Quiet when* the *if* belongs to something else: `I'd understand if`, `sorry if this is long`.

use std::sync::LazyLock;

use super::{Passage, Rule, Says, phrases::Phrases};
use crate::{Kind, labels::Fault, scores::Head, text::Spans};

pub(super) const RULE: Rule = Rule { name: "if_sorry", read };

static IF: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "sorry|apologise|apologize|apologies|regret if|whether|in_case I|YOU|it|that|anything|something|my|what|any
         sorry|apologise|apologize|apologies|regret for anything|whatever|however|any
         sorry|apologise|apologize that|how? YOU feel|felt|took|take|see|saw
         if I hurt|upset|offended|caused|wronged|have|did * hurt|upset|offended|caused|anything|something|wrong|sorry
         if YOU felt|feel|were hurt|upset|offended|let
         if anything|something I did|said",
    )
});

/// An `if` that asks pardon for the letter itself.
static OTHER: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "sorry if this|it is|it's|comes|sounds * long|messy|rambling|late|short|clumsy|wrong|confusing|muddled",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    if passage.draft.kind != Kind::Apology {
        return Vec::new();
    }
    let others: Spans = OTHER.find(passage.text).into_iter().collect();
    let found = IF.find(passage.text).into_iter().filter(|it| !others.meet(*it));
    found.map(|it| Says::Found(Head::fault(Fault::Conditional), it)).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn an_apology_that_hangs_on_an_if_is_found() {
        assert_finds_in(
            RULE,
            Kind::Apology,
            "I'm sorry if you were hurt.",
            &["+sorry if you", "+if you were hurt"],
        );
        assert_finds_in(
            RULE,
            Kind::Apology,
            "Sorry for anything I said.",
            &["+Sorry for anything"],
        );
    }

    #[test]
    fn another_if_is_not() {
        for text in [
            "I would understand if you said no.",
            "Sorry if this is long.",
            "I am sorry that I lied.",
        ] {
            assert_finds_in(RULE, Kind::Apology, text, &[]);
        }
    }
}
