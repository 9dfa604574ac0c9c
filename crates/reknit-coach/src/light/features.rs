//! Features: hashed words, neighbours, letters, word classes and form. The trainer uses this very code.

use crate::{
    draft::{Draft, Kind},
    light::{
        classes,
        encoder::{Encoder, State, WIDTH},
        overlap,
    },
    text::{Piece, Text, Word},
};

/// How many weights a head has. A power of two; 2^14 lost nothing against 2^16 in cross-validation.
pub const N_BUCKETS: usize = 1 << 14;

/// How many numbers the encoder gives beside them: means and tops of pieces and of the whole, and how near a reply is to what it
/// answers, number by number and in all.
pub const N_DENSE: usize = 5 * WIDTH + 1;

/// How much of an encoder's number a head sees, so that its weights are of the size of the others.
const SHARE: f32 = 0.25;

/// A feature: its place among the weights, and its value.
pub type Feature = (u32, f32);

/// The features of one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    /// Of the whole text.
    pub whole: Vec<Feature>,
    /// Of each piece.
    pub pieces: Vec<Vec<Feature>>,
}

/// Makes the features of a draft.
#[must_use]
pub fn of(draft: &Draft, text: &Text, to: Option<&Text>, encoder: &Encoder) -> Features {
    let states = encoder.states(&text.words);
    let kind = match draft.kind {
        Kind::Message => 1,
        Kind::Apology => 2,
        Kind::Reply => 3,
    };
    let mut whole = Bag::new(1);
    whole.words(&text.words);
    whole.form(text, &text.words);
    whole.add(Group::Kind, hash(&[kind]), 0.3);
    if let (Kind::Reply, Some(to)) = (draft.kind, to) {
        for (name, value) in overlap::of(text, to) {
            whole.add(Group::Overlap, hash(&[name]), value);
        }
    }
    let mut whole = whole.done();
    dense(&mut whole, 0, &states);
    if let (Kind::Reply, Some(to)) = (draft.kind, to) {
        nearness(&mut whole, &states, &encoder.states(&to.words));
    }
    let last = text.n_sentences.saturating_sub(1);
    let pieces = text.pieces.iter().map(|piece| {
        let mut features = of_piece(text, piece, last);
        dense(&mut features, 2 * WIDTH, states.get(piece.words.clone()).unwrap_or_default());
        features
    });
    Features { whole, pieces: pieces.collect() }
}

/// The mean and the top of states.
fn dense(out: &mut Vec<Feature>, begin: usize, states: &[State]) {
    if states.is_empty() {
        return;
    }
    let mean = mean(states);
    let top = (0..WIDTH).map(|at| states.iter().map(|it| it[at]).fold(f32::MIN, f32::max));
    let numbers = mean.into_iter().chain(top).map(|it| it * SHARE);
    out.extend(numbers.enumerate().map(|(at, it)| (place(begin + at), it)));
}

/// How near two texts are.
fn nearness(out: &mut Vec<Feature>, states: &[State], to: &[State]) {
    let (mine, theirs) = (mean(states), mean(to));
    let length = |it: &State| it.iter().map(|it| it * it).sum::<f32>().sqrt().max(1e-3);
    let scale = 1.0 / (length(&mine) * length(&theirs));
    let products = mine.iter().zip(&theirs).map(|(a, b)| a * b * scale);
    let all: f32 = products.clone().sum();
    let numbers = products.map(|it| it * 4.0).chain(std::iter::once(all));
    out.extend(numbers.enumerate().map(|(at, it)| (place(4 * WIDTH + at), it)));
}

fn mean(states: &[State]) -> State {
    let mut mean = [0.0; WIDTH];
    for state in states {
        for (sum, it) in mean.iter_mut().zip(state) {
            *sum += it / states.len() as f32;
        }
    }
    mean
}

#[expect(clippy::cast_possible_truncation, reason = "below the number of rows")]
const fn place(dense: usize) -> u32 {
    (N_BUCKETS + dense) as u32
}

fn of_piece(text: &Text, piece: &Piece, last: usize) -> Vec<Feature> {
    let mut bag = Bag::new(2);
    bag.words(text.words_of(piece));
    bag.form(text, text.words_of(piece));
    bag.add(
        Group::Place,
        hash(&[u64::from(piece.sentence == 0), u64::from(piece.sentence == last)]),
        0.3,
    );
    bag.done()
}

/// Features of one sort, so that a text with many letters does not drown its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Word,
    Pair,
    Triple,
    Skip,
    Letters,
    Class,
    Form,
    Place,
    Kind,
    Overlap,
}

impl Group {
    const ALL: [Self; 10] = [
        Self::Word,
        Self::Pair,
        Self::Triple,
        Self::Skip,
        Self::Letters,
        Self::Class,
        Self::Form,
        Self::Place,
        Self::Kind,
        Self::Overlap,
    ];

    /// The length of the group's vector; none where values stand as they are.
    const fn length(self) -> Option<f32> {
        match self {
            Self::Word | Self::Pair | Self::Class => Some(1.0),
            Self::Triple | Self::Skip => Some(0.6),
            Self::Letters => Some(0.8),
            Self::Form | Self::Place | Self::Kind | Self::Overlap => None,
        }
    }
}

struct Bag {
    seed: u64,
    found: Vec<(Group, u64, f32)>,
}

impl Bag {
    const fn new(seed: u64) -> Self {
        Self { seed, found: Vec::new() }
    }

    fn add(&mut self, group: Group, hash: u64, value: f32) {
        self.found.push((group, hash, value));
    }

    fn words(&mut self, words: &[Word]) {
        let hashes: Vec<u64> = words.iter().map(|it| of_text(&it.text)).collect();
        let classes: Vec<u64> = words.iter().map(classes::of).collect();
        for at in 0..words.len() {
            let back =
                |n: usize| at.checked_sub(n).and_then(|it| hashes.get(it)).copied().unwrap_or(7);
            let here = back(0);
            self.add(Group::Word, here, 1.0);
            self.add(Group::Pair, hash(&[back(1), here]), 1.0);
            self.add(Group::Triple, hash(&[back(2), back(1), here]), 1.0);
            self.add(Group::Skip, hash(&[back(2), 3, here]), 1.0);
            let class =
                |n: usize| at.checked_sub(n).and_then(|it| classes.get(it)).copied().unwrap_or(7);
            self.add(Group::Class, hash(&[class(0)]), 1.0);
            self.add(Group::Class, hash(&[class(1), class(0)]), 1.0);
            self.add(Group::Class, hash(&[class(2), class(1), class(0)]), 1.0);
            self.add(Group::Class, hash(&[class(1), 5, here]), 1.0);
        }
        for word in words.iter().filter(|it| it.is_word) {
            self.letters(&word.text);
        }
    }

    fn letters(&mut self, word: &str) {
        let letters: Vec<u64> = std::iter::once(1)
            .chain(word.chars().map(u64::from))
            .chain(std::iter::once(2))
            .collect();
        for n in [3, 4] {
            for part in letters.windows(n) {
                self.add(Group::Letters, hash(part), 1.0);
            }
        }
    }

    /// What the text looks like: length, marks, how it begins and ends.
    fn form(&mut self, text: &Text, words: &[Word]) {
        let n_words = words.iter().filter(|it| it.is_word).count();
        let size = u64::from(usize::BITS - n_words.leading_zeros());
        self.add(Group::Form, hash(&[1, size]), 0.5);
        let said = |it: &Word| of_text(&it.text);
        if let Some(first) = words.iter().find(|it| it.is_word) {
            self.add(Group::Form, hash(&[2, said(first)]), 0.5);
        }
        if let Some(last) = words.last() {
            self.add(Group::Form, hash(&[3, said(last)]), 0.5);
        }
        for (name, mark) in [(4, '?'), (5, '!'), (6, '…'), (7, '"')] {
            if words.iter().any(|it| it.text.starts_with(mark)) {
                self.add(Group::Form, hash(&[name]), 0.5);
            }
        }
        if words.iter().any(|it| it.text.starts_with("..")) {
            self.add(Group::Form, hash(&[8]), 0.5);
        }
        let is_plain = |it: &Word| {
            text.chars
                .get(it.span.start..it.span.end)
                .is_some_and(|it| !it.iter().any(|it| it.is_uppercase()))
        };
        if words.iter().all(is_plain) {
            self.add(Group::Form, hash(&[9]), 0.3);
        }
    }

    fn done(self) -> Vec<Feature> {
        let mut out: Vec<Feature> = Vec::with_capacity(self.found.len());
        let mut sorted: Vec<(Group, u32, f32)> = self
            .found
            .iter()
            .map(|(group, it, value)| {
                (*group, bucket(hash(&[self.seed, *group as u64, *it])), *value)
            })
            .collect();
        sorted.sort_unstable_by_key(|(group, bucket, _)| (*group as u8, *bucket));
        sorted.dedup_by_key(|(group, bucket, _)| (*group, *bucket));
        for group in Group::ALL {
            let of_group = || sorted.iter().filter(|(it, ..)| *it == group);
            let n = of_group().count();
            let scale = group.length().map_or(1.0, |it| it / (n.max(1) as f32).sqrt());
            out.extend(of_group().map(|(_, bucket, value)| (*bucket, value * scale)));
        }
        out
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the remainder is below the number of buckets")]
const fn bucket(hash: u64) -> u32 {
    (hash % N_BUCKETS as u64) as u32
}

/// FNV-1a over words of 64 bits, with a last mix so that low bits depend on all.
#[must_use]
pub fn hash(parts: &[u64]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        hash = (hash ^ part).wrapping_mul(0x0100_0000_01b3);
        hash ^= hash >> 29;
    }
    hash = hash.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^ (hash >> 32)
}

/// The hash of a word.
#[must_use]
pub fn of_text(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^ (hash >> 31)
}
