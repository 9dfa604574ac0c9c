//! Speed, as ratios measured side by side in one run. No number here is a promise about another machine.

use anyhow::Result;

use crate::sh::{cargo, root, run, say};

/// Runs every bench.
pub(crate) fn all() -> Result<()> {
    say("appending through the relay's writer, beside a bare write and fsync in the same folder");
    example("bench")?;
    say("delivery from one phone to the other, beside a bare echo and one fsync");
    example("delivery")?;
    coach()
}

fn example(name: &str) -> Result<()> {
    let target = root().join("target");
    run(cargo()
        .args(["run", "--release", "--locked", "-p", "reknit-relay", "--example", name])
        .env("CARGO_TARGET_DIR", &target))
}

fn coach() -> Result<()> {
    let target = root().join("target");
    say("reading a message of forty words, beside a million multiplications and additions");
    run(cargo()
        .args(["run", "--release", "--locked", "-p", "reknit-coach", "--example", "bench"])
        .args(["--features", "shipped"])
        .env("CARGO_TARGET_DIR", &target))?;
    say("both tiers on one thread; with REKNIT_PYTHON, beside the sentence transformer");
    run(cargo()
        .args(["run", "--release", "--locked", "-p", "reknit-coach", "--example", "speed"])
        .args(["--features", "shipped,full-shipped"])
        .env("RAYON_NUM_THREADS", "1")
        .env("CARGO_TARGET_DIR", target))
}
