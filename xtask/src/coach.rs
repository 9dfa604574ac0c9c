//! The coach's trainer and its measures, in a release build: both count in minutes otherwise.

use std::{ffi::OsString, path::PathBuf, process::Command};

use anyhow::Result;

use crate::sh::{cargo, root, run as start, say};

/// `encoder` teaches the light tier's encoder and then trains the rest; everything else goes to `crates/reknit-coach/training`.
pub(crate) fn run(args: &[OsString]) -> Result<()> {
    if args.first().is_some_and(|it| it == "encoder") {
        let out = encoder()?;
        return hand_on(&["train".into(), "--write".into(), "--encoder".into(), out.into()]);
    }
    hand_on(args)
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

fn hand_on(args: &[OsString]) -> Result<()> {
    let mut cargo = cargo();
    cargo
        .args(["run", "--quiet", "--release", "--locked", "-p", "reknit-coach-training", "--"])
        .args(args);
    start(cargo.env("CARGO_TARGET_DIR", target()))
}

/// Teaches the encoder on public text, in a Python environment of its own; a quarter of an hour on two cores.
fn encoder() -> Result<PathBuf> {
    let light = root().join("crates/reknit-coach/training/light");
    let venv = target().join("venv-coach");
    if !venv.join("bin/python").exists() {
        say("making a Python environment for the encoder's trainer");
        start(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    let python = venv.join("bin/python");
    start(
        Command::new(&python)
            .args(["-m", "pip", "install", "-q", "-r"])
            .arg(light.join("requirements.txt")),
    )?;
    start(
        cargo()
            .args(["build", "--release", "--locked", "-p", "reknit-coach-training"])
            .env("CARGO_TARGET_DIR", target()),
    )?;
    let out = target().join("encoder.bin");
    start(
        Command::new(&python)
            .arg(light.join("encoder.py"))
            .arg(root().join("../shared/data/coach"))
            .arg(&out)
            .env("WORDS", target().join("release/coach"))
            .env("CACHE", target()),
    )?;
    Ok(out)
}
