//! The weights file: a head, the vocabulary, the limits, and the tensors in the order in which they are used.
//!
//! All numbers are little-endian. `training/full/export.py` writes it.

/// Why bytes are no full tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FullError {
    /// They do not begin as such a file does, or a newer release wrote them.
    #[error("these are no weights of the full tier, or of another version")]
    Format,
    /// They end too early.
    #[error("the weights are cut off")]
    Short,
    /// Something is left behind the last tensor, or a number is out of range.
    #[error("the weights are damaged")]
    Damaged,
}

/// Reads on from a place in the bytes.
#[derive(Debug)]
pub(super) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next so many bytes.
    pub(super) fn take(&mut self, n: usize) -> Result<&'a [u8], FullError> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or(FullError::Short)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A count.
    pub(super) fn count(&mut self) -> Result<usize, FullError> {
        let bytes = self.take(4)?.first_chunk().ok_or(FullError::Short)?;
        usize::try_from(u32::from_le_bytes(*bytes)).map_err(|_| FullError::Damaged)
    }

    /// The next so many floats, all of them finite.
    pub(super) fn floats(&mut self, n: usize) -> Result<Vec<f32>, FullError> {
        let (chunks, _) = self.take(n.checked_mul(4).ok_or(FullError::Damaged)?)?.as_chunks();
        let floats: Vec<f32> = chunks.iter().map(|it| f32::from_le_bytes(*it)).collect();
        if floats.iter().all(|it| it.is_finite()) { Ok(floats) } else { Err(FullError::Damaged) }
    }

    /// The next so many signed bytes.
    pub(super) fn small(&mut self, n: usize) -> Result<Vec<i8>, FullError> {
        Ok(self.take(n)?.iter().map(|it| it.cast_signed()).collect())
    }

    /// That nothing is left.
    pub(super) const fn end(&self) -> Result<(), FullError> {
        if self.0.is_empty() { Ok(()) } else { Err(FullError::Damaged) }
    }
}
