//! Where random bytes come from. Handed in everywhere, so that a run can be repeated.

use core::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};

/// A cryptographic source of random bytes.
pub trait Random {
    /// Fills `out`.
    fn fill(&mut self, out: &mut [u8]);
}

/// `N` random bytes.
pub fn make<const N: usize>(random: &mut dyn Random) -> [u8; N] {
    let mut out = [0; N];
    random.fill(&mut out);
    out
}

/// The system's source: the kernel, or `crypto.getRandomValues` in a browser.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    /// # Panics
    ///
    /// If the system has no randomness; no key must be made then.
    #[expect(clippy::expect_used, reason = "without randomness nothing may go on")]
    fn fill(&mut self, out: &mut [u8]) {
        getrandom::fill(out).expect("the system has randomness");
    }
}

/// Our source as the ciphers' crates want it.
pub(crate) struct Adapter<'a>(pub(crate) &'a mut dyn Random);

impl TryRng for Adapter<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(make(self.0)))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(make(self.0)))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(out);
        Ok(())
    }
}

impl TryCryptoRng for Adapter<'_> {}
