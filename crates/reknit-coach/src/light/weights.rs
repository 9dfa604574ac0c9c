//! The weights' file: a mark; scales, biases, limits and the weights of the encoder's numbers (four bytes each, little-endian);
//! one byte for each weight of a hashed feature; then the encoder.

use super::{
    encoder::Encoder,
    features::{N_BUCKETS, N_DENSE},
};
use crate::scores::{Head, Limits, Row};

/// What the file begins with. The digit is its version.
const MARK: &[u8; 8] = b"rklight2";

/// Weights of the light tier.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// What one step of a byte is worth, a head.
    pub scale: Row,
    /// What a head has without any feature.
    pub bias: Row,
    /// From where on a head counts as there.
    pub limits: Limits,
    /// Row after row, one byte a head: hashed features.
    pub table: Vec<i8>,
    /// Row after row: the encoder's numbers.
    pub dense: Vec<f32>,
    /// The encoder.
    pub encoder: Encoder,
}

/// Why bytes are not weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// They begin with something else, or are of another version.
    #[error("these are not light weights of this version")]
    Mark,
    /// They are shorter or longer than weights are.
    #[error("the weights are not whole")]
    Length,
    /// A number that is none.
    #[error("the weights hold a number that is none")]
    Number,
}

impl Weights {
    /// Reads a file's bytes.
    ///
    /// # Errors
    ///
    /// Any [`LoadError`].
    pub fn read(bytes: &[u8]) -> Result<Self, LoadError> {
        let rest = bytes.strip_prefix(MARK).ok_or(LoadError::Mark)?;
        let (scale, rest) = row(rest)?;
        let (bias, rest) = row(rest)?;
        let (limits, rest) = row(rest)?;
        let (mut dense, mut rest) = (Vec::with_capacity(N_DENSE * Head::N), rest);
        for _ in 0..N_DENSE {
            let (row, more) = row(rest)?;
            dense.extend(row.0);
            rest = more;
        }
        let (bytes, rest) = rest.split_at_checked(N_BUCKETS * Head::N).ok_or(LoadError::Length)?;
        let table = bytes.iter().map(|it| i8::from_le_bytes([*it])).collect();
        let encoder = Encoder::read(rest)?;
        Ok(Self { scale, bias, limits: Limits(limits.0), table, dense, encoder })
    }

    /// The encoder's bytes in a file's bytes.
    ///
    /// # Errors
    ///
    /// [`LoadError::Mark`] where there are none.
    pub fn encoder_bytes(bytes: &[u8]) -> Result<&[u8], LoadError> {
        let begin = MARK.len() + (3 + N_DENSE) * Head::N * 4 + N_BUCKETS * Head::N;
        bytes.get(begin..).ok_or(LoadError::Mark)
    }

    /// The file's bytes, with those of the encoder.
    #[must_use]
    pub fn write(&self, encoder: &[u8]) -> Vec<u8> {
        let mut out = MARK.to_vec();
        for row in [&self.scale.0, &self.bias.0, &self.limits.0] {
            out.extend(row.iter().flat_map(|it| it.to_le_bytes()));
        }
        out.extend(self.dense.iter().flat_map(|it| it.to_le_bytes()));
        out.extend(self.table.iter().flat_map(|it| it.to_le_bytes()));
        out.extend(encoder);
        out
    }
}

fn row(bytes: &[u8]) -> Result<(Row, &[u8]), LoadError> {
    let mut row = Row::NONE;
    let mut rest = bytes;
    for it in &mut row.0 {
        let (four, more) = rest.split_first_chunk::<4>().ok_or(LoadError::Length)?;
        *it = f32::from_le_bytes(*four);
        if !it.is_finite() {
            return Err(LoadError::Number);
        }
        rest = more;
    }
    Ok((row, rest))
}
