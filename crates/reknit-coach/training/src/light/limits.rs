//! Choosing from where on a label counts as there, on scores of texts that the model has not seen.

use reknit_coach::scores::{Head, Limits, Scores};

use crate::{measures::Tally, texts::Labelled};

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
    limits
}

/// What a limit is worth. Habits must seldom be wrong; danger must seldom be missed; the rest is balanced.
fn worth(head: Head, tally: Tally) -> f64 {
    match head.place() {
        0..4 => {
            let short = (0.85 - tally.precision()).max(0.0);
            tally.recall() - 3.0 * short
        }
        27..30 => tally.macro_f1(),
        30 => {
            let short = (0.95 - tally.recall()).max(0.0) + (0.90 - tally.precision()).max(0.0);
            tally.f1() - short
        }
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
