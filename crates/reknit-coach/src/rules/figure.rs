//! *Looks for* figures of speech, films, games, cooking and sport in the words of violence: `I could murder a curry`, `killed it`.
//! *Why:* a Help link on every joke teaches people to look away.
//! *Source:* guideline, not danger.
//! *Quiet when* a word of violence is left after the figures are taken out: the model decides then.

use std::sync::LazyLock;

use super::{Passage, Rule, Says, phrases::Phrases};
use crate::{
    scores::Head,
    text::{Spans, Text, Word},
};

pub(super) const RULE: Rule = Rule { name: "figure", read };

static FIGURES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "could|would murder|kill * a|for|an|some
         killed|killing|kill|slayed|smashed|crushed it|this|that at|on|in?
         nearly|almost|just? died of|laughing|when|on
         dying of|to|for|laughing|here|inside
         die|died laughing|of embarrassment|shame|boredom|cringe
         killing|kills|killed me
         to die for
         dead|deceased on|lol|haha|hahaha|laughing|at|tired|wrong|funny|good|right|end|line|battery|serious|slow
         over my dead body
         scared|frightened the life|hell|pants|socks out|off
         shoot|shot me now|an? email|text|message|film|photo|photos|video
         hit|hits|hitting the|me gym|road|sack|town|shops|up|roof|deadline|target|different|later|that|hard|like
         beat|beats|beating me to|at|in|by
         killed|kills|kill|shot|stabbed * boss|level|zombie|zombies|dragon|character|mood|vibe|time|battery|plant|plants|basil|wasp|spider|fly
         threw|throw|throwing up|out|away|together|a party|tantrum
         strangle|kill|murder|throttle the|that|this cat|dog|printer|laptop|computer|washing|car|alarm|wasp|neighbour|neighbours
         punch|kick|kicks in the air
         cut the|it|up|off|down|corners|grass|onions
         pinned the|it|up|message|post
         push|pushed|pushing|pushes you|me|us|him|her|them|everyone|everybody|people away
         kick|kicks off|in|up|out|myself",
    )
});

/// A film, a game, a match, a kitchen: the words of violence belong to it.
static STAGE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "film|movie|episode|series|season|netflix|novel|chapter|game|xbox|playstation|level|boss|zombie|zombies|match|karaoke|recipe|podcast|character|villain|goalie|referee|quiz|chess|fortnite|minecraft|cod|gta",
    )
});

const VIOLENT: &[&str] = &[
    "kill",
    "killed",
    "killing",
    "kills",
    "murder",
    "die",
    "died",
    "dying",
    "dead",
    "hit",
    "hits",
    "hitting",
    "punch",
    "punched",
    "slap",
    "slapped",
    "strangle",
    "choke",
    "choked",
    "beat",
    "kick",
    "kicked",
    "shoot",
    "shot",
    "stab",
    "stabbed",
    "knife",
    "gun",
    "threw",
    "smashed",
    "cut",
    "burn",
    "suicide",
    "hurt",
    "pinned",
    "push",
    "pushed",
    "pushing",
    "scared",
    "frightened",
    "destroy",
    "destroyed",
    "attacked",
    "crushed",
];

fn read(passage: &Passage<'_>) -> Vec<Says> {
    if is_all(passage.text) {
        vec![Says::Quiet(vec![Head::DANGER], passage.whole())]
    } else {
        Vec::new()
    }
}

/// Whether all words of violence belong to figures, or the text speaks of a film or a game.
pub(super) fn is_all(text: &Text) -> bool {
    let violent = |it: &Word| VIOLENT.contains(&it.text.as_str());
    if !text.words.iter().any(violent) {
        return false;
    }
    let figures: Spans = FIGURES.find(text).into_iter().collect();
    let is_left = text.words.iter().any(|it| violent(it) && !figures.meet(it.span));
    !is_left || STAGE.is_in(text) && text.words.len() < 40
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn figures_films_and_games_stay_quiet() {
        for text in [
            "I could murder a curry",
            "you killed it at work today",
            "the villain in that film stabbed everyone",
            "I pushed you away when you needed me",
        ] {
            assert_finds(RULE, text, &[&format!("-{text}")]);
        }
    }

    #[test]
    fn what_is_left_beside_a_figure_is_left_to_the_model() {
        assert_quiet(
            RULE,
            &["killed it at work, then he hit me", "I will kill you", "see you at six"],
        );
    }
}
