//! Speed, as ratios measured side by side in one run. No number here is a promise about another machine.

use anyhow::Result;

use crate::sh::{cargo, root, run, say};

/// Runs every bench.
pub(crate) fn all() -> Result<()> {
    say("appending through the relay's writer, beside a bare write and fsync in the same folder");
    let target = root().join("target");
    run(cargo()
        .args(["run", "--release", "--locked", "-p", "reknit-relay", "--example", "bench"])
        .env("CARGO_TARGET_DIR", &target))?;
    say("reading a message of forty words, beside a million multiplications and additions");
    run(cargo()
        .args([
            "run",
            "--release",
            "--locked",
            "-p",
            "reknit-coach",
            "--features",
            "shipped",
            "--example",
            "bench",
        ])
        .env("CARGO_TARGET_DIR", &target))?;
    say("both tiers on one thread; with REKNIT_PYTHON, beside the sentence transformer");
    run(cargo()
        .args(["run", "--release", "--locked", "-p", "reknit-coach", "--example", "speed"])
        .args(["--features", "shipped,full-shipped"])
        .env("RAYON_NUM_THREADS", "1")
        .env("CARGO_TARGET_DIR", target))
}
