//! *Looks for* harm to a child, or a child used or taken, told plainly; and a way barred.
//! *Why:* Help should be one quiet link away.
//! *Source:* guideline, danger: *child* and the quiet forms of *physical*.
//! *Quiet when* figures, films or games are all there is (`figure.rs`).

use std::sync::LazyLock;

use super::{Passage, Rule, Says, danger, phrases::Phrases};
use crate::labels::Danger;

pub(super) const RULE: Rule = Rule { name: "blocked", read };

static CHILD: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "hit|hits|smacked|smacks|slapped|slaps|shook|shakes|kicked|belted|beat|threw|locked|locks|grabbed|dragged * kids|child|children|baby|son|daughter|boy|girl|toddler|lad
         kids|child|children|baby|son|daughter|boy|girl|toddler|lad * scared|afraid|hide|hides|terrified|flinch|flinches|bruise|bruises|frightened * of|when|him|her|me|you|in|under
         YOU never see the|your|my|them|her|him kids|children|daughter|son|boy|girl|again
         take|taking|took|keep|keeping|have the|your|my|our kids|children|daughter|son|boy|girl|baby away|abroad|from|if
         tells|told|made|makes|gets the|our|my kids|children|daughter|son|boy|girl * spy|lie|tell|watch|choose|hate|report|secret
         no dinner|tea|food if|until|for|unless",
    )
});

static WAY: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "stands|stood|standing|stand in|across the? doorway|door|way
         block|blocked|blocks|blocking the|my|your door|doorway|way|exit|car
         won't|wouldn't|didn't|doesn't let me|you leave|out|past|go|through
         held|holds|pinned|pins|holding me|you|her|him down|against|there|by|to|still",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    let mut said = danger(Danger::Child, passage, CHILD.find(passage.text));
    said.extend(danger(Danger::Physical, passage, WAY.find(passage.text)));
    said
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn a_child_hurt_and_a_way_barred_are_found() {
        assert_finds(RULE, "he locked our boy in the shed", &["+locked our boy"]);
        assert_finds(RULE, "you blocked the door", &["+blocked the door"]);
    }

    #[test]
    fn a_day_with_children_is_not() {
        assert_quiet(
            RULE,
            &[
                "Take the kids to the park.",
                "the baby slept through",
                "I stood in the queue for an hour",
            ],
        );
    }
}
