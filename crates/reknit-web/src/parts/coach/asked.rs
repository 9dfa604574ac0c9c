//! Which of the faults that were found in a part of a letter its writer is asked about.

use std::collections::BTreeSet;

use reknit_coach::{
    labels::Fault,
    reading::FaultFound,
    text::{Span, Text},
};

use super::Reads;

/// Of two faults in one sentence the one that stands first here is asked about. First what rules look for as well; last what is found in
/// plain words most often by mistake. A choice: a reading does not tell how sure it is of one place.
const SUREST_FIRST: [Fault; 7] = [
    Fault::Conditional,
    Fault::ShiftsBlame,
    Fault::ButExcuse,
    Fault::DemandsForgiveness,
    Fault::AboutMe,
    Fault::Minimises,
    Fault::PassiveVoice,
];

/// "It was mine." and the like: whoever owns it in so few words makes nothing smaller and hides nobody.
const PLAIN_WORDS_MAX: usize = 6;

/// At most one for each sentence.
pub(super) fn asked<'a>(
    found: Vec<&'a FaultFound>,
    text: &str,
    reads: &Reads,
) -> Vec<&'a FaultFound> {
    let text = Text::new(text);
    let mut all = found;
    all.retain(|it| !(matches!(reads, Reads::Owning) && is_plain(&text, it)));
    all.sort_by_key(|it| SUREST_FIRST.iter().position(|kind| *kind == it.kind));
    let mut taken = BTreeSet::new();
    all.retain(|it| {
        let here = sentences(&text, it.span);
        let is_free = here.is_disjoint(&taken);
        if is_free {
            taken.extend(here);
        }
        is_free
    });
    all
}

fn sentences(text: &Text, span: Span) -> BTreeSet<usize> {
    text.pieces_at(span).map(|it| it.sentence).collect()
}

fn is_plain(text: &Text, it: &FaultFound) -> bool {
    let is_short = |n: usize| {
        text.sentence(n).is_some_and(|span| {
            text.words_at(span).filter(|it| it.is_word).count() <= PLAIN_WORDS_MAX
        })
    };
    matches!(it.kind, Fault::Minimises | Fault::PassiveVoice)
        && sentences(text, it.span).into_iter().all(is_short)
}

/// "Sorry you feel that way": nothing hangs on an *if*, and nothing is owned either.
pub(super) fn is_about_feelings(it: &FaultFound, words: &str) -> bool {
    let cut = Text::new(words);
    let has = |any: &[&str]| cut.words.iter().any(|it| any.contains(&it.text.as_str()));
    let is_theirs = cut.words.windows(2).any(|it| {
        matches!(it, [who, does] if who.text == "you" && ["feel", "felt"].contains(&does.text.as_str()))
    });
    it.kind == Fault::Conditional
        && is_theirs
        && !has(&["if", "whether", "anything", "whatever", "however", "how"])
}

#[cfg(test)]
mod tests {
    use reknit_coach::words::Key;

    use super::*;

    /// Faults of a text, each with the words that it is about.
    #[track_caller]
    fn assert_asked(text: &str, reads: &Reads, found: &[(Fault, &str)], expected: &[Fault]) {
        let faults = found.iter().map(|(kind, words)| {
            let start = text.find(words).map(|at| text.split_at(at).0.chars().count()).unwrap();
            let span = Span { start, end: start + words.chars().count() };
            FaultFound { kind: *kind, span, ask: Key::new("") }
        });
        let faults: Vec<FaultFound> = faults.collect();
        let kinds: Vec<_> =
            asked(faults.iter().collect(), text, reads).iter().map(|it| it.kind).collect();
        assert_eq!(kinds, expected, "{text}");
    }

    #[test]
    fn a_sentence_is_asked_about_once() {
        let text = "I'm sorry if you were hurt, but you made me do it. It was not that bad.";
        let found = [
            (Fault::ButExcuse, "but you made me do it"),
            (Fault::Conditional, "I'm sorry if you were hurt"),
            (Fault::Minimises, "It was not that bad."),
        ];
        let once = [Fault::Conditional, Fault::Minimises];
        assert_asked(text, &Reads::Apology, &found, &once);
    }

    #[test]
    fn owning_it_in_few_words_is_left_alone() {
        let text = "It was mine.";
        let found = [(Fault::Minimises, text), (Fault::PassiveVoice, text)];
        assert_asked(text, &Reads::Owning, &found, &[]);
        assert_asked(text, &Reads::Apology, &found, &[Fault::Minimises]);
        let long = "Mistakes were made in that whole year between us.";
        assert_asked(long, &Reads::Owning, &[(Fault::PassiveVoice, long)], &[Fault::PassiveVoice]);
        let blame = "You made me.";
        assert_asked(blame, &Reads::Owning, &[(Fault::ShiftsBlame, blame)], &[Fault::ShiftsBlame]);
    }
}
