//! *Looks for* messages that speak of other people only: a third person, and nobody addressed.
//! *Why:* a hard word about a boss or a neighbour is no habit towards the partner.
//! *Source:* guideline, near-misses.
//! *Quiet when* the partner is addressed anywhere (`you`, `your`, an order, a question, a bare `whatever`), *some people* are meant,
//! or all that names the other is `he` or `she`: coldly, partners speak so of each other.

use std::sync::LazyLock;

use super::{Passage, Rule, Says, phrases::Phrases};
use crate::{Kind, labels::Habit, scores::Head};

pub(super) const RULE: Rule = Rule { name: "third", read };

static OTHERS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "my|the|our boss|manager|sister|brother|mother|father|neighbour|neighbours|landlord|colleague|teacher|cousin|aunt|uncle|referee|driver|doctor|team|goalie|captain|coach|waiter|receptionist
         this|that|the film|movie|show|book|song|game|series|episode|character|villain|actor|match|video",
    )
});

/// The partner may be meant after all.
static PARTNER: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "YOU|your|yours|yourself
         we|us|our|we're|we've|we'll
         some|certain|other|most people|men|women|husbands|wives|ones|partners|couples|adults|of
         somebody|someone|anyone|everyone|whoever|one
         whatever|fine|forget|leave|drop|stop|never_mind
         at least|least
         wife|husband|partner|girlfriend|boyfriend",
    )
});

fn read(passage: &Passage<'_>) -> Vec<Says> {
    let text = passage.text;
    let asks = text.words.iter().any(|it| it.text.starts_with('?'));
    if passage.draft.kind != Kind::Message || asks || PARTNER.is_in(text) || !OTHERS.is_in(text) {
        return Vec::new();
    }
    vec![Says::Quiet(Habit::ALL.iter().map(|it| Head::habit(*it)).collect(), passage.whole())]
}

#[cfg(test)]
mod tests {
    use super::{super::testing::*, *};

    #[test]
    fn a_hard_word_about_others_stays_quiet() {
        assert_finds(RULE, "My boss is a useless idiot.", &["-My boss is a useless idiot."]);
        assert_finds(RULE, "that film was pathetic", &["-that film was pathetic"]);
    }

    #[test]
    fn others_as_a_stick_for_the_partner_are_left_to_the_model() {
        assert_quiet(
            RULE,
            &[
                "He is an idiot.",
                "My boss listens more than you.",
                "Her husband helps at home.",
                "Some people just don't care, he said.",
            ],
        );
    }
}
