//! Padding: at least 1 KiB, then Padmé, so that a length tells little about what was written.
//!
//! Padmé (Nikitin et al., PETS 2019, "Reducing Metadata Leakage from Encrypted Files", §4) keeps only about
//! log log L bits of a length, for at most 12 % more bytes.

use reknit_wire::bytes::{DecodeError, Reader, put_frame};

/// The smallest padded length, in bytes.
pub const PADDED_BYTES_MIN: usize = 1024;

/// The length that `len` bytes are padded to.
#[must_use]
pub fn padme(len: usize) -> usize {
    let len = len.max(PADDED_BYTES_MIN);
    let exponent = len.ilog2();
    let kept_bits = exponent.ilog2() + 1;
    let mask = (1_usize << (exponent - kept_bits)) - 1;
    (len + mask) & !mask
}

/// `u32` length ‖ `plain` ‖ zeros, up to the padded length.
#[must_use]
pub fn pad(plain: &[u8]) -> Vec<u8> {
    let padded_len = padme(plain.len() + 4);
    pad_to(plain, padded_len)
}

/// `u32` length ‖ `plain` ‖ zeros, up to `padded_len`. Longer input is not cut: the caller has checked.
pub(crate) fn pad_to(plain: &[u8], padded_len: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(padded_len);
    put_frame(&mut out, plain);
    out.resize(padded_len.max(out.len()), 0);
    out
}

/// Takes the padding off again.
///
/// # Errors
///
/// [`DecodeError`] for a length beyond the end, or padding that is not zeros.
pub fn unpad(padded: &[u8]) -> Result<&[u8], DecodeError> {
    let mut reader = Reader::new(padded);
    let plain = reader.frame(padded.len())?;
    let zeros = reader.take(reader.remaining())?;
    if zeros.iter().all(|byte| *byte == 0) { Ok(plain) } else { Err(DecodeError::NotCanonical) }
}
