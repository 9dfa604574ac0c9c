//! The coach's trainer and its measures, in a release build: both count in minutes otherwise.

use std::ffi::OsString;

use anyhow::Result;

use crate::sh;

/// Hands everything to `crates/reknit-coach/training`.
pub(crate) fn run(args: &[OsString]) -> Result<()> {
    let mut cargo = sh::cargo();
    cargo
        .args(["run", "--quiet", "--release", "--locked", "-p", "reknit-coach-training", "--"])
        .args(args);
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        cargo.env("CARGO_TARGET_DIR", sh::root().join("target"));
    }
    sh::run(&mut cargo)
}
