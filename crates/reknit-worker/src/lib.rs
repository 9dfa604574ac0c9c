//! The slow half of signing in, as a second small WebAssembly in a worker: OPAQUE and Argon2id.
//!
//! It is apart because WebAssembly memory never shrinks: Argon2id takes 64 MiB, and the worker is dropped after use. It knows nothing
//! but the passphrase it is handed and keeps nothing.

use reknit_vault::{
    random::OsRandom,
    slow::{self, RealCost},
};
use wasm_bindgen::prelude::wasm_bindgen;

/// Runs one encoded job of `reknit_vault::slow_job` and gives its encoded outcome; empty if it failed.
#[wasm_bindgen]
#[must_use]
pub fn run(job: &[u8]) -> Vec<u8> {
    slow::run::<RealCost>(job, &mut OsRandom)
}
