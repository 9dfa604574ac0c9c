//! Building everything and starting it.

use std::{ffi::OsString, process::Command};

use anyhow::Result;

use crate::{
    sh::{cargo, root, run as run_it, say},
    wasm,
};

/// Builds the release command, with the client inside.
pub(crate) fn release() -> Result<()> {
    say("building the command");
    let target = root().join("target");
    run_it(
        cargo()
            .args(["build", "--release", "--locked", "-p", "reknit"])
            .env("CARGO_TARGET_DIR", target),
    )
}

/// Builds, then becomes `reknit COMMAND`.
pub(crate) fn run(command: &str, args: &[OsString]) -> Result<()> {
    wasm::build(false)?;
    release()?;
    let mut reknit = Command::new(root().join("target/release/reknit"));
    reknit.arg(command).args(args);
    run_it(&mut reknit)
}
