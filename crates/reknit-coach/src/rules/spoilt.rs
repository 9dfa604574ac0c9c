//! *Looks for* what spoils an apology, in plain words: blame passed on, `but`, `it was only`, `mistakes were made`, `get over it`.
//! *Why:* such words can undo the rest.
//! *Source:* Schumann 2018; Lewicki, Polin & Lount 2016; guideline, faults.
//! *Quiet when* the writer names the excuse as one: `that is no excuse`, `I blamed you and that was wrong`.

use std::sync::LazyLock;

use super::{Passage, Rule, Says, phrases::Phrases};
use crate::{Kind, labels::Fault, scores::Head, text::Spans};

pub(super) const RULE: Rule = Rule { name: "spoilt", read };

static BLAME: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "you made|make|drove|pushed|provoked me|to do|say|it|so|lose
         if you hadn't|had|didn't|wouldn't|weren't
         takes two to?
         YOU should have|of told|known|said|listened|asked
         you know how|what I|i'm * like|get
         anyone|anybody|any would|man|woman * have|done|same",
    )
});

static MADE_SMALL: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "it|it's|that|they was|were|just only|just a|one|the|some|few|joke|once|banter
         it's|its|not|isn't the end of the world
         not|isn't|wasn't that big|bad|serious|much of? a? deal?
         nothing|no_big|no big happened|deal|serious",
    )
});

static NOBODY: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "mistakes|errors|things|words|feelings|harm|hurt|lines|promises|plates were|was|got made|said|done|hurt|crossed|broken|caused
         things|it|stuff|situation|evening|night got|went out of hand
         things|it|stuff|situation|evening|night got|went just? too? heated|ugly|far
         these|such things happen",
    )
});

static DEMANDS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "get over it|this
         YOU have|need|got|must|should to? forgive|accept|let|move
         how long|much|many * are|do|will|must|going|longer|times you|I|this
         i've|i said|apologised|apologized * already|enough|times|twice|now|what
         what more do|can you|I want|do
         can|could|let|time we|us|to please|just? just? move|put|drop|forget|leave on|this|it
         let's just? move|put|forget on|this|it",
    )
});

static ABOUT_ME: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "I haven't|can't|cannot|couldn't been|stop|able eat|ate|eaten|sleep|slept|crying|function
         I haven't|can't|don't|couldn't slept|sleep|eat|eaten
         I feel|am|i'm|look like? the? worst|terrible|awful|horrible|dreadful|a person|human|monster
         hard|hardest|worse|difficult|killing|eating for|on me
         how hard|much|bad|awful * this|it|I is|has|hurts|feel for? me?
         I hate|hated|loathe myself",
    )
});

static OWNED: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "no|not|isn't|never an? excuse|reason\nI blamed|told|said|pretended|claimed * you|myself|it|that\nnot|isn't|wasn't your fault",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    let text = passage.text;
    if passage.draft.kind != Kind::Apology {
        return Vec::new();
    }
    let owned: Spans = OWNED.find(text).into_iter().collect();
    let kinds = [
        (Fault::ShiftsBlame, &BLAME),
        (Fault::Minimises, &MADE_SMALL),
        (Fault::PassiveVoice, &NOBODY),
        (Fault::DemandsForgiveness, &DEMANDS),
        (Fault::AboutMe, &ABOUT_ME),
    ];
    let mut said = Vec::new();
    for (fault, phrases) in kinds {
        let found = phrases.find(text).into_iter().filter(|it| !owned.meet(*it));
        said.extend(found.map(|it| Says::Found(Head::fault(fault), it)));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn what_spoils_an_apology_is_found() {
        assert_finds_in(RULE, Kind::Apology, "You made me do it.", &["+You made me do"]);
        assert_finds_in(RULE, Kind::Apology, "Mistakes were made.", &["+Mistakes were made"]);
        assert_finds_in(
            RULE,
            Kind::Apology,
            "I've said sorry already.",
            &["+I've said sorry already"],
        );
    }

    #[test]
    fn what_is_owned_is_not() {
        for text in [
            "It was my choice and I made it.",
            "I was drunk, and that is no excuse.",
            "I blamed you. It was me.",
        ] {
            assert_finds_in(RULE, Kind::Apology, text, &[]);
        }
    }
}
