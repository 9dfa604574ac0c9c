//! *Looks for* a threat said plainly: to hurt, kill, ruin, expose, to take house or children.
//! *Why:* Help should be one quiet link away, for whoever hears it and whoever writes it.
//! *Source:* guideline, danger; Campbell's Danger Assessment (2003) on threats to kill.
//! *Quiet when* figures, films or games are all there is (`figure.rs`).

use std::sync::LazyLock;

use super::{Passage, Rule, Says, danger, phrases::Phrases};
use crate::labels::Danger;

pub(super) const RULE: Rule = Rule { name: "threatened", read };

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "I will|going_to|swear? * kill|murder|destroy|ruin|bury|hurt you|him|them|your
         THEY will|said|says|going|threatened|threatens * kill|hurt|destroy|ruin|shoot|stab me|him|us|himself?|her
         threatened|threatens|threatening to kill|hurt|leave|take|post|tell|share|burn
         YOU regret this|that|it|leaving
         YOU|YOU will? be sorry you|when|if|for|ever
         see|watch|wait|find what|out|and happens|see|what
         you'll see what|watch
         you'll see what happens
         burn|burned|torch the|your|this|my house|flat|car|clothes|things
         send|post|share|show|sent those|the|your|these * pictures|photos|pics|videos|screenshots|nudes to|online|everyone|round
         pictures|photos|pics|videos|nudes of you|me|her|him * to|online|everyone|everybody|family|work|boss
         YOU never see the|your|them kids|children|daughter|son|boy|girl|again
         if YOU|I leave|leaves|left|go * kill|hurt|find|regret|sorry|burn|destroy
         ruin|destroy|finish you|your|me life|career|name|reputation?
         know|knows where your|you|my mother|sister|family|live|parents|friends
         dead if|to
         make|made sure nobody|no_one|you|never
         make you|them|her|him pay",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    danger(Danger::Threat, passage, PHRASES.find(passage.text))
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn threats_are_found() {
        assert_finds(RULE, "I will kill you if you go", &["+I will kill you"]);
        assert_finds(RULE, "ill post those pics online", &["+post those pics online"]);
    }

    #[test]
    fn firm_limits_are_not() {
        assert_quiet(
            RULE,
            &[
                "If you shout again I will go to my sister.",
                "I will ring a lawyer.",
                "I'll see you at nine.",
            ],
        );
    }
}
