//! *Looks for* a break that names its return: a need to stop, and when the talk goes on.
//! *Why:* a pause with a return is what the research advises (evidence.md §2.7), the opposite of stonewalling.
//! *Source:* Gottman & Levenson 1992; guideline, near-misses.
//! *Quiet when* no return is named.

use std::sync::LazyLock;

use super::{Passage, Rule, Says, phrases::Phrases};
use crate::{labels::Habit, scores::Head};

pub(super) const RULE: Rule = Rule { name: "pause", read };

/// That the talk goes on, or that the writer comes back.
static RETURN: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "I will? be|come|ring|call|text|talk|finish|carry|pick|answer|reply|listen|sit * back|again|then|after|at|tomorrow|tonight|later|by|when|once|before
         back at|by|in|before|after
         let's|let|can|could|shall us? I? talk|finish|carry|pick|try|speak|continue * at|after|tomorrow|tonight|when|in|on|later|once
         talk|finish|carry|pick|speak|continue * at|after|tomorrow|tonight|when|in|on
         then I can|will|could? talk|finish|listen|answer|speak
         I want to talk|finish|hear|answer|sort * at|after|tomorrow|tonight|when|once",
    )
});

/// That the writer needs a break.
static BREAK: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "need|needing|want|taking|take|have|give * minutes|minute|hour|hours|break|walk|air|time|breather|moment|pause|space|mins|min|tonight|sleep|night
         too full|tired|upset|angry|wound|hot|flooded|tense|fried
         can't|cannot do|talk|think|hear|answer|have * now|tonight|properly|well|yet
         calm|cool down
         going_to? walk|run|shower
         going|off for|to * walk|run|shower|bath|drive|bed",
    )
});

/// A time for it.
static WHEN: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "minutes|mins|min|hour|hours|tomorrow|tonight|morning|evening|afternoon|midnight|noon|lunch|dinner|tea|supper|breakfast
         monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend
         at|by|till|until|around|before|after|about one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|quarter
         once|when|after|before the|she|he|they|kids|I",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    let text = passage.text;
    let has_clock = text.words.windows(2).any(|it| {
        matches!(it, [before, time] if time.text.starts_with(|it: char| it.is_ascii_digit())
            && matches!(before.text.as_str(), "at" | "by" | "till" | "until" | "around" | "about" | "before" | "after" | "in"))
    });
    if (has_clock || WHEN.is_in(text)) && BREAK.is_in(text) && RETURN.is_in(text) {
        vec![Says::Quiet(vec![Head::habit(Habit::Stonewalling)], passage.whole())]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn a_break_with_a_return_stays_quiet() {
        for text in [
            "I need an hour. I'll come back at eight.",
            "cant do this now, too wound up. lets talk after dinner",
            "im going for a walk, back in 20 mins and then ill listen",
        ] {
            assert_finds(RULE, text, &[&format!("-{text}")]);
        }
    }

    #[test]
    fn a_break_without_a_return_is_left_to_the_model() {
        assert_quiet(
            RULE,
            &["I need a break.", "whatever. going to bed", "I'm done talking. Good night."],
        );
    }
}
