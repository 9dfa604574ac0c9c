//! Fitting heads by gradient steps whose size shrinks with what a weight has seen (AdaGrad; Duchi, Hazan & Singer, JMLR 12, 2011).

use reknit_coach::{
    Kind,
    light::{
        Weights, combine, concerns,
        encoder::Encoder,
        features::{self, Feature, Features, N_BUCKETS, N_DENSE},
        pool, sigmoid,
    },
    scores::{Head, Limits, Row, Scores},
    text::Text,
};

use crate::texts::Labelled;

/// What was tuned on grouped cross-validation of the open half.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recipe {
    pub(crate) n_epochs: usize,
    pub(crate) rate: f32,
    pub(crate) decay: f32,
    /// Weight of the loss on single pieces, where their label is known.
    pub(crate) pieces: f32,
    /// The share of features that go missing at each step, so that none is leant on too much.
    pub(crate) missing: f32,
    pub(crate) seed: u64,
}

impl Default for Recipe {
    fn default() -> Self {
        Self { n_epochs: 16, rate: 0.05, decay: 5e-4, pieces: 0.5, missing: 0.3, seed: 5 }
    }
}

/// A text made ready.
#[derive(Debug)]
pub(crate) struct Example {
    pub(crate) kind: Kind,
    pub(crate) text: Text,
    pub(crate) features: Features,
    /// What each head should say; none where nobody knows.
    pub(crate) targets: [Option<f32>; Head::N],
    /// The same for each piece.
    pub(crate) pieces: Vec<[Option<f32>; Head::N]>,
    pub(crate) weight: f32,
}

impl Example {
    pub(crate) fn new(it: &Labelled, encoder: &Encoder) -> Self {
        let text = Text::new(&it.draft.text);
        let to = it.draft.to.as_deref().map(Text::new);
        let features = features::of(&it.draft, &text, to.as_ref(), encoder);
        let mut targets = [None; Head::N];
        for (target, head) in targets.iter_mut().zip(Head::all()) {
            *target = it.target(head).map(|is| f32::from(u8::from(is)));
        }
        let pieces = text.pieces.iter().map(|piece| {
            let mut targets = [None; Head::N];
            for (target, head) in targets.iter_mut().zip(Head::all()) {
                let is = if head.place() < 4 {
                    let here = it.habits.iter().any(|(habit, span)| {
                        habit.place() == head.place()
                            && span.meets(piece.span)
                            && 2 * overlap(*span, piece.span)
                                >= span.n_chars().min(piece.span.n_chars())
                    });
                    it.target(head).map(|_| here)
                } else {
                    None
                };
                *target = is.map(|is| f32::from(u8::from(is)));
            }
            targets
        });
        Self { kind: it.draft.kind, pieces: pieces.collect(), text, features, targets, weight: 1.0 }
    }
}

impl Example {
    /// The example with some features missing and the others louder.
    fn thinned(&self, missing: f32, random: &mut Random) -> Thinned<'_> {
        let mut thin = |features: &[Feature]| -> Vec<Feature> {
            let kept = features
                .iter()
                .filter(|(bucket, _)| *bucket as usize >= N_BUCKETS || random.share() >= missing);
            let louder = 1.0 / (1.0 - missing);
            kept.map(|(bucket, value)| {
                (*bucket, if (*bucket as usize) < N_BUCKETS { value * louder } else { *value })
            })
            .collect()
        };
        let whole = thin(&self.features.whole);
        let pieces = self.features.pieces.iter().map(|it| thin(it)).collect();
        Thinned { example: self, features: Features { whole, pieces } }
    }
}

/// An example as one step sees it.
struct Thinned<'a> {
    example: &'a Example,
    features: Features,
}

fn overlap(a: reknit_coach::text::Span, b: reknit_coach::text::Span) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Rows of weights, hashed and dense.
const N_ROWS: usize = N_BUCKETS + N_DENSE;

/// Weights while they are fitted.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    table: Vec<f32>,
    seen: Vec<f32>,
    bias: Row,
    bias_seen: Row,
}

impl Model {
    pub(crate) fn fit(examples: &[&Example], recipe: Recipe) -> Self {
        let mut model = Self {
            table: vec![0.0; N_ROWS * Head::N],
            seen: vec![1e-2; N_ROWS * Head::N],
            bias: Row([-2.0; Head::N]),
            bias_seen: Row([1.0; Head::N]),
        };
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut random = Random(recipe.seed);
        for _ in 0..recipe.n_epochs {
            random.shuffle(&mut order);
            for &n in &order {
                model.step(&examples[n].thinned(recipe.missing, &mut random), recipe);
            }
        }
        model
    }

    fn sums(&self, features: &[Feature]) -> Row {
        let mut row = Row::NONE;
        for (bucket, value) in features {
            let start = *bucket as usize * Head::N;
            for (sum, weight) in row.0.iter_mut().zip(&self.table[start..start + Head::N]) {
                *sum += weight * value;
            }
        }
        row
    }

    /// Probabilities for a text.
    pub(crate) fn scores(&self, it: &Example) -> Scores {
        let whole = self.sums(&it.features.whole);
        let pieces: Vec<Row> = it.features.pieces.iter().map(|it| self.sums(it)).collect();
        combine(it.kind, &whole, &pieces, &self.bias, &it.text)
    }

    fn step(&mut self, thinned: &Thinned<'_>, recipe: Recipe) {
        let (it, features) = (thinned.example, &thinned.features);
        let pieces: Vec<Row> = features.pieces.iter().map(|it| self.sums(it)).collect();
        let scores = combine(it.kind, &self.sums(&features.whole), &pieces, &self.bias, &it.text);
        let mut whole_slope = Row::NONE;
        let mut piece_slopes = vec![Row::NONE; pieces.len()];
        for (begin, end) in concerns(it.kind) {
            for head in Head::all().skip(begin).take(end - begin) {
                let Some(target) = it.targets[head.place()] else { continue };
                let slope = it.weight * (scores.whole.get(head) - target);
                whole_slope.set(head, slope);
                let of_pieces: Vec<f32> = pieces.iter().map(|it| it.get(head)).collect();
                let (_, shares) = pool(&of_pieces);
                for (n, share) in shares.iter().enumerate() {
                    let mut all = slope * share;
                    if let Some(target) = it.pieces[n][head.place()] {
                        let said = sigmoid(self.bias.get(head) + of_pieces[n]);
                        all += it.weight * recipe.pieces * (said - target)
                            / (pieces.len() as f32).sqrt();
                    }
                    piece_slopes[n].set(head, all);
                }
            }
        }
        self.down(&features.whole, &whole_slope, it.kind, recipe);
        for (features, slope) in features.pieces.iter().zip(&piece_slopes) {
            self.down(features, slope, it.kind, recipe);
        }
        for head in Head::all() {
            let slope = whole_slope.get(head);
            let seen = self.bias_seen.get(head) + slope * slope;
            self.bias_seen.set(head, seen);
            self.bias.set(head, self.bias.get(head) - recipe.rate * slope / seen.sqrt());
        }
    }

    fn down(&mut self, features: &[Feature], slope: &Row, kind: Kind, recipe: Recipe) {
        for (bucket, value) in features {
            let start = *bucket as usize * Head::N;
            for (begin, end) in concerns(kind) {
                for place in begin..end {
                    let at = start + place;
                    let slope = slope.0[place] * value + recipe.decay * self.table[at];
                    self.seen[at] += slope * slope;
                    self.table[at] -= recipe.rate * slope / self.seen[at].sqrt();
                }
            }
        }
    }

    /// One byte a weight.
    #[expect(clippy::cast_possible_truncation, reason = "rounded to a byte on purpose")]
    pub(crate) fn packed(&self, limits: &Limits, encoder: &Encoder) -> Weights {
        let (table, dense) = self.table.split_at(N_BUCKETS * Head::N);
        let mut scale = Row::NONE;
        for head in Head::all() {
            let column = table.iter().skip(head.place()).step_by(Head::N);
            let top = column.fold(0.0_f32, |top, it| top.max(it.abs()));
            scale.set(head, top.max(1e-6) / 127.0);
        }
        let bytes =
            table.iter().enumerate().map(|(at, it)| (it / scale.0[at % Head::N]).round() as i8);
        Weights {
            scale,
            bias: self.bias,
            limits: limits.clone(),
            table: bytes.collect(),
            dense: dense.to_vec(),
            encoder: encoder.clone(),
        }
    }
}

/// SplitMix64: enough to shuffle by, the same everywhere.
#[derive(Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// A number from 0 to 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 24) as f32
    }

    #[expect(clippy::cast_possible_truncation, reason = "below the length of a list")]
    pub(crate) fn shuffle(&mut self, list: &mut [usize]) {
        for at in (1..list.len()).rev() {
            list.swap(at, (self.next() % (at as u64 + 1)) as usize);
        }
    }
}
