//! *Looks for* praise and thanks with *always* or *never*: `you always make me laugh`.
//! *Why:* such words mark criticism elsewhere, and here they are the opposite.
//! *Source:* guideline, near-misses.
//! *Quiet when* a `but` or a question follows, or the text has a sign of irony (`🙄`, `/s`, `oh`).

use std::sync::LazyLock;

use super::{Passage, Rule, Says, phrases::Phrases};
use crate::{labels::Habit, scores::Head};

pub(super) const RULE: Rule = Rule { name: "praise", read };

static PRAISE: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "YOU always|never|still|constantly make|made|makes me laugh|smile|happy|feel safe|loved|better?
         YOU always know|knew what|how to
         YOU always been? there for me|us
         YOU never fail|failed|forget|forgot|stop|stopped to|surprising|amazing
         YOU never make|made me feel bad|small|stupid|guilty
         YOU always been? so? kind|patient|gentle|lovely|good|sweet|thoughtful|generous
         thank|thanks you? for always
         YOU never once? complained|complain|moaned|judged|gave up",
    )
});

static TURN: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new("but\nexcept\noh\n🙄\nright\nunlike"));

fn read(passage: &Passage<'_>) -> Vec<Says> {
    let text = passage.text;
    if TURN.is_in(text) || text.words.iter().any(|it| it.text.starts_with('?')) {
        return Vec::new();
    }
    let heads = || Habit::ALL.iter().map(|it| Head::habit(*it)).collect();
    let found = PRAISE.find(text);
    let pieces = found.into_iter().flat_map(|found| text.pieces_at(found).map(|it| it.span));
    pieces.map(|it| Says::Quiet(heads(), it)).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn praise_with_always_stays_quiet() {
        assert_finds(
            RULE,
            "You always make me laugh. I was late.",
            &["-You always make me laugh."],
        );
        assert_finds(RULE, "u never forget to call", &["-u never forget to call"]);
    }

    #[test]
    fn praise_that_is_taken_back_is_left_to_the_model() {
        assert_quiet(
            RULE,
            &[
                "You always make me laugh but you never listen.",
                "oh you always know how to spoil it",
                "You always sulk.",
            ],
        );
    }
}
