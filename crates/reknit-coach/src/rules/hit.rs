//! *Looks for* bodily harm told plainly, by the one who does it or the one who suffers it.
//! *Why:* Help should be one quiet link away.
//! *Source:* the kinds of physical acts in the Conflict Tactics Scales (Straus et al. 1996); guideline, danger.
//! *Quiet when* figures, films or games are all there is (`figure.rs`).

use std::sync::LazyLock;

use super::{Passage, Rule, Says, danger, phrases::Phrases};
use crate::labels::Danger;

pub(super) const RULE: Rule = Rule { name: "hit", read };

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "THEY|YOU|I * hit|slapped|punched|kicked|choked|strangled|beat|shoved|headbutted|bit|burned|burnt|throttled|smacked|grabbed you|me|her|him|them
         THEY|YOU hits|slaps|punches|kicks|chokes|shoves me
         hit|hits|hitting|slapped|slapping|punched|punching|kicked|kicking|choked|choking|strangled|strangling|shoved|headbutted|throttled me|you again|once|first|hard|in|on|across|last|when|with|because|until|for
         sorry * hit|hitting|slapped|slapping|punched|punching|kicked|kicking|choked|choking|pushed|pushing|shoved|shoving|grabbed|grabbing|shook|shaking you
         hands|hand|fingers|arm round|around|on my|your throat|neck
         by my|your|the hair|throat|neck
         grabbed|pulled|dragged * hair|throat|neck|wrist|arm
         threw|throws|throwing|chucked * at me|you|my|your
         past my|your head|face|ear
         pushed|shoved|threw * down|into|against * stairs|wall|door|wardrobe|floor|table
         black eye
         couldn't|can't|cannot breathe * THEY|his|her|hands|held
         raised my|his|her|your? hand|fist to|at
         knocked * about|unconscious|teeth|tooth
         broke|cracked my|your nose|rib|ribs|arm|wrist|jaw|finger",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    danger(Danger::Physical, passage, PHRASES.find(passage.text))
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn bodily_harm_is_found() {
        assert_finds(RULE, "He slapped me again.", &["+He slapped me", "+slapped me again"]);
        assert_finds(RULE, "sorry i hit u", &["+sorry i hit u", "+i hit u"]);
        assert_finds(RULE, "hands round my throat", &["+hands round my throat"]);
    }

    #[test]
    fn figures_are_not() {
        assert_quiet(
            RULE,
            &[
                "it hit me that I was wrong",
                "you beat me at chess in that game",
                "the news hit us hard",
                // Among the commonest sentences of an apology.
                "I am so sorry I hurt you",
                "I'm sorry I pushed you away",
            ],
        );
    }
}
