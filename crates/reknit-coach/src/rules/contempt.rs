//! *Looks for* names, disgust and talking down in plain words: `pathetic`, `grow up`, `you disgust me`.
//! *Why:* of the four habits this one wounds deepest.
//! *Source:* Gottman & Levenson 1992; guideline, the four habits.
//! *Quiet when* the writer means themselves, or praise, a quotation, or others win over it.

use std::sync::LazyLock;

use super::{Passage, Rule, Says, habit, phrases::Phrases};
use crate::labels::Habit;

pub(super) const RULE: Rule = Rule { name: "contempt", read };

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "it's|that's|you're|are|honestly|frankly|how|just|so|actually pathetic|laughable
         you're|you are? such? a|an|just joke|loser|idiot|moron|clown|child|baby|disgrace|embarrassment|waste|failure|princess|coward|fool
         YOU disgust|sicken|repulse me
         YOU make me sick
         act|acting like a child|toddler|teenager|baby|princess
         aw|aww|oh|boo poor baby|thing|you|little|diddums
         boo hoo
         what a loser|joke|man|hero|genius|surprise|shock|martyr|saint
         congratulations|congrats|bravo|slow_clap|well_done genius|einstein|hero|you
         bless your heart|cotton
         let me explain|spell|put it|this slowly|out|simply|in * you
         even a child|toddler|dog|five|four|six|monkey
         YOU couldn't|can't even? organise|run|boil|find|manage a|an|your
         do you need * draw|picture|diagram|pictures|instructions
         are you stupid|thick|deaf|five|twelve|blind
         you stupid|pathetic|useless|lazy|selfish|fat|ugly|little|dumb|miserable idiot|man|woman|cow|bitch|pig|excuse|child|moron|bastard|sod|git",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    habit(Habit::Contempt, passage, PHRASES.find(passage.text))
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn looking_down_is_found() {
        assert_finds(RULE, "honestly it's pathetic", &["+honestly it's pathetic"]);
        assert_finds(RULE, "You're such a child.", &["+You're such a child."]);
        assert_finds(RULE, "oh boo hoo", &["+oh boo hoo"]);
    }

    #[test]
    fn hard_words_about_oneself_are_not() {
        assert_quiet(
            RULE,
            &["I'm such an idiot.", "We grew up in Leeds.", "I was pathetic yesterday, sorry."],
        );
    }
}
