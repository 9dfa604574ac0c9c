//! Choosing from where on a label counts as there, on scores of texts that the model has not seen.

use reknit_coach::{
    Kind,
    labels::Habit,
    scores::{Head, Limits, Scores},
};

use crate::{measures::Tally, texts::Labelled};

/// How many harmless messages may be marked: the issue asks for eight in a hundred at most, on texts that nobody has seen.
const FALSE_ALARMS_MAX: f64 = 0.06;

/// Chooses all limits from held-out scores.
pub(crate) fn choose(pairs: &[(&Labelled, &Scores)]) -> Limits {
    let mut limits = Limits::default();
    for head in Head::all() {
        let mut scored: Vec<(f32, bool)> = pairs
            .iter()
            .filter_map(|(it, scores)| Some((scores.whole.get(head), it.target(head)?)))
            .collect();
        if scored.is_empty() {
            continue;
        }
        scored.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut best = (f64::MIN, 0.5);
        for step in 2..=98_u8 {
            let limit = f32::from(step) / 100.0;
            let mut tally = Tally::default();
            for (score, is) in &scored {
                tally.add(*is, *score >= limit);
            }
            let worth = worth(head, tally);
            if worth > best.0 {
                best = (worth, limit);
            }
        }
        limits.0[head.place()] = best.1;
    }
    quieten(&mut limits, pairs);
    limits
}

/// Raises the limits of habits until few enough harmless messages are marked.
fn quieten(limits: &mut Limits, pairs: &[(&Labelled, &Scores)]) {
    let harmless: Vec<&Scores> = pairs
        .iter()
        .filter(|(it, _)| it.draft.kind == Kind::Message && it.habits.is_empty())
        .map(|(_, scores)| *scores)
        .collect();
    let marked = |limits: &Limits| {
        let is_marked = |it: &&&Scores| {
            Habit::ALL
                .iter()
                .any(|habit| limits.passes(Head::habit(*habit), it.whole.get(Head::habit(*habit))))
        };
        harmless.iter().filter(is_marked).count()
    };
    while marked(limits) as f64 > FALSE_ALARMS_MAX * harmless.len() as f64 {
        for habit in Habit::ALL {
            limits.0[Head::habit(*habit).place()] += 0.01;
        }
    }
}

/// What a limit is worth. A wrong mark counts twice a missed one for habits; the rest is balanced.
fn worth(head: Head, tally: Tally) -> f64 {
    match head.place() {
        0..4 => tally.f(0.5),
        27..30 => tally.macro_f1(),
        _ => tally.f1(),
    }
}

/// How well a head orders texts, whatever the limit: the mean precision at each text that has the label.
pub(crate) fn average_precision(head: Head, pairs: &[(&Labelled, &Scores)]) -> Option<f64> {
    let mut scored: Vec<(f32, bool)> = pairs
        .iter()
        .filter_map(|(it, scores)| Some((scores.whole.get(head), it.target(head)?)))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut n_hits, mut total) = (0.0, 0.0);
    for (n, (_, is)) in scored.iter().enumerate() {
        if *is {
            n_hits += 1.0;
            total += n_hits / (n + 1) as f64;
        }
    }
    (n_hits > 0.0).then(|| total / n_hits)
}
