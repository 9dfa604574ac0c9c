//! The weights' file: a mark, numbers of rows, then scales, biases, limits (four bytes each, little-endian) and one byte a weight.

use crate::scores::{Head, Limits, Row};

/// What the file begins with. The digit is its version.
const MARK: &[u8; 8] = b"rklight1";

/// How many rows there are.
pub const N_ROWS: usize = super::features::N_BUCKETS;

/// Weights of the light tier.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// What one step of a byte is worth, a head.
    pub scale: Row,
    /// What a head has without any feature.
    pub bias: Row,
    /// From where on a head counts as there.
    pub limits: Limits,
    /// Row after row, one byte a head.
    pub table: Vec<i8>,
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
        if rest.len() != N_ROWS * Head::N {
            return Err(LoadError::Length);
        }
        let table = rest.iter().map(|it| i8::from_le_bytes([*it])).collect();
        Ok(Self { scale, bias, limits: Limits(limits.0), table })
    }

    /// The file's bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = MARK.to_vec();
        for row in [&self.scale.0, &self.bias.0, &self.limits.0] {
            out.extend(row.iter().flat_map(|it| it.to_le_bytes()));
        }
        out.extend(self.table.iter().flat_map(|it| it.to_le_bytes()));
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
