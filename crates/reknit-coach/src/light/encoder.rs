//! The encoder: what a word means beside its neighbours. Per word its vector and those of its letter triples, then gated
//! convolutions that mix neighbours in. Taught by a sentence transformer on public text (`training/light/encoder.py`).

use super::{features::of_text, weights::LoadError};
use crate::text::Word;

/// What the file begins with. The digit is its version.
const MARK: &[u8; 8] = b"rkencod1";

/// How many numbers stand for a word.
pub const WIDTH: usize = 64;

/// How many words a convolution sees.
const REACH: usize = 5;

/// Only so many words of a text are encoded: a long letter, and a bound on time.
const WORDS_MAX: usize = 4000;

/// One word's numbers.
pub type State = [f32; WIDTH];

/// The encoder's weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoder {
    /// Sorted by bytes.
    words: Vec<String>,
    word_table: Table,
    triple_table: Table,
    layers: Vec<Layer>,
}

/// Rows of bytes, with a scale each.
#[derive(Debug, Clone, PartialEq)]
struct Table {
    scales: Vec<f32>,
    bytes: Vec<i8>,
}

/// One convolution.
#[derive(Debug, Clone, PartialEq)]
struct Layer {
    /// By place, then by number.
    deep: [State; REACH],
    deep_bias: State,
    /// By number in, then by number out: values, then gates.
    wide: Vec<[f32; 2 * WIDTH]>,
    wide_bias: [f32; 2 * WIDTH],
}

impl Encoder {
    /// Reads a file's bytes.
    ///
    /// # Errors
    ///
    /// Any [`LoadError`].
    pub fn read(bytes: &[u8]) -> Result<Self, LoadError> {
        let mut rest = Rest(bytes.strip_prefix(MARK).ok_or(LoadError::Mark)?);
        let [n_words, n_triples, width, n_layers, n_bytes] = rest.numbers()?;
        if width != WIDTH || n_triples == 0 || n_layers > 8 {
            return Err(LoadError::Mark);
        }
        let text = std::str::from_utf8(rest.take(n_bytes)?).map_err(|_| LoadError::Number)?;
        let words: Vec<String> = text.split('\n').map(str::to_owned).collect();
        if words.len() != n_words || !words.is_sorted() {
            return Err(LoadError::Length);
        }
        let word_table = rest.table(n_words)?;
        let triple_table = rest.table(n_triples)?;
        let layers = (0..n_layers).map(|_| rest.layer()).collect::<Result<Vec<_>, _>>()?;
        if rest.0.is_empty() {
            Ok(Self { words, word_table, triple_table, layers })
        } else {
            Err(LoadError::Length)
        }
    }

    /// The states of a text's words, one a word.
    #[must_use]
    pub fn states(&self, words: &[Word]) -> Vec<State> {
        let mut states: Vec<State> =
            words.iter().take(WORDS_MAX).map(|it| self.alone(&it.text)).collect();
        for layer in &self.layers {
            states = layer.mixed(&states);
        }
        states
    }

    /// A word by itself.
    fn alone(&self, word: &str) -> State {
        let mut state = [0.0; WIDTH];
        let word = word.replace(' ', "_");
        if let Ok(row) = self.words.binary_search(&word) {
            self.word_table.add(row, 1.0, &mut state);
        }
        let letters: Vec<char> =
            std::iter::once('<').chain(word.chars()).chain(std::iter::once('>')).collect();
        let n = letters.len().saturating_sub(2).max(1);
        let n_rows = self.triple_table.scales.len() as u64;
        for triple in letters.windows(3.min(letters.len())) {
            let triple: String = triple.iter().collect();
            #[expect(clippy::cast_possible_truncation, reason = "below the number of rows")]
            let row = (of_text(&triple) % n_rows) as usize;
            self.triple_table.add(row, 1.0 / n as f32, &mut state);
        }
        state
    }
}

impl Table {
    fn add(&self, row: usize, share: f32, state: &mut State) {
        let scale = self.scales.get(row).copied().unwrap_or_default() * share;
        let bytes = self.bytes.get(row * WIDTH..(row + 1) * WIDTH).unwrap_or_default();
        for (it, byte) in state.iter_mut().zip(bytes) {
            *it += f32::from(*byte) * scale;
        }
    }
}

impl Layer {
    fn mixed(&self, states: &[State]) -> Vec<State> {
        let mut out = Vec::with_capacity(states.len());
        for (at, state) in states.iter().enumerate() {
            let mut near = self.deep_bias;
            for (n, weights) in self.deep.iter().enumerate() {
                let Some(other) = (at + n).checked_sub(REACH / 2).and_then(|it| states.get(it))
                else {
                    continue;
                };
                for ((sum, weight), it) in near.iter_mut().zip(weights).zip(other) {
                    *sum += weight * it;
                }
            }
            let mut both = self.wide_bias;
            for (value, weights) in near.iter().zip(&self.wide).filter(|(value, _)| **value > 0.0) {
                for (sum, weight) in both.iter_mut().zip(weights) {
                    *sum += weight * value;
                }
            }
            let (values, gates) = both.split_at(WIDTH);
            let mut next = *state;
            for ((it, value), gate) in next.iter_mut().zip(values).zip(gates) {
                *it += value * (0.5 + 0.5 * gate / (1.0 + gate.abs()));
            }
            out.push(next);
        }
        out
    }
}

/// What is left of a file.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], LoadError> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or(LoadError::Length)?;
        self.0 = rest;
        Ok(taken)
    }

    fn numbers<const N: usize>(&mut self) -> Result<[usize; N], LoadError> {
        let mut out = [0; N];
        for it in &mut out {
            let four = self.take(4)?.first_chunk::<4>().ok_or(LoadError::Length)?;
            *it = usize::try_from(u32::from_le_bytes(*four)).map_err(|_| LoadError::Number)?;
        }
        Ok(out)
    }

    fn floats(&mut self, n: usize) -> Result<Vec<f32>, LoadError> {
        let bytes = self.take(n.checked_mul(4).ok_or(LoadError::Length)?)?;
        let floats: Vec<f32> =
            bytes.as_chunks::<4>().0.iter().map(|it| f32::from_le_bytes(*it)).collect();
        if floats.iter().all(|it| it.is_finite()) { Ok(floats) } else { Err(LoadError::Number) }
    }

    fn table(&mut self, n_rows: usize) -> Result<Table, LoadError> {
        let scales = self.floats(n_rows)?;
        let bytes = self.take(n_rows.checked_mul(WIDTH).ok_or(LoadError::Length)?)?;
        Ok(Table { scales, bytes: bytes.iter().map(|it| i8::from_le_bytes([*it])).collect() })
    }

    fn layer(&mut self) -> Result<Layer, LoadError> {
        let deep_by_number = self.floats(WIDTH * REACH)?;
        let deep_bias = row(&self.floats(WIDTH)?)?;
        let wide_by_out = self.floats(2 * WIDTH * WIDTH)?;
        let wide_bias = row(&self.floats(2 * WIDTH)?)?;
        let mut deep = [[0.0; WIDTH]; REACH];
        for (number, places) in deep_by_number.chunks_exact(REACH).enumerate() {
            for (weights, it) in deep.iter_mut().zip(places) {
                weights[number] = *it;
            }
        }
        let mut wide = vec![[0.0; 2 * WIDTH]; WIDTH];
        for (out, weights) in wide_by_out.chunks_exact(WIDTH).enumerate() {
            for (row, it) in wide.iter_mut().zip(weights) {
                row[out] = *it;
            }
        }
        Ok(Layer { deep, deep_bias, wide, wide_bias })
    }
}

fn row<const N: usize>(floats: &[f32]) -> Result<[f32; N], LoadError> {
    floats.try_into().map_err(|_| LoadError::Length)
}
