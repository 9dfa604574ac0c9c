//! Every decoder, fed for longer: by cargo-fuzz where it is installed, and otherwise with many more changes to the files of the corpus.

use std::{fs, process::Command};

use anyhow::Result;

use crate::sh::{cargo, has, root, run, say};

/// How long cargo-fuzz has for one decoder.
const SECONDS_EACH: u32 = 30;

/// Changes to each file of the corpus where there is no cargo-fuzz.
const ROUNDS: &str = "20000";

/// Feeds them.
pub(crate) fn longer() -> Result<()> {
    if !has("cargo-fuzz") {
        say("cargo-fuzz is not here; changing the corpus more often instead");
        return run(cargo()
            .args(["test", "-q", "--locked", "-p", "reknit-fuzz"])
            .env("CARGO_TARGET_DIR", root().join("target"))
            .env("REKNIT_FUZZ_ROUNDS", ROUNDS));
    }
    let corpus = root().join("fuzz/corpus");
    let mut names: Vec<_> =
        fs::read_dir(&corpus)?.map(|it| it.map(|it| it.file_name())).collect::<Result<_, _>>()?;
    names.sort();
    for name in names {
        say(&format!("fuzzing {} for {SECONDS_EACH} s", name.to_string_lossy()));
        // What it finds new goes to a folder of its own: the corpus is chosen by hand.
        let found = root().join("target/fuzz-found").join(&name);
        fs::create_dir_all(&found)?;
        // The sanitizer needs what only nightly compilers allow, or a stable one that is told to. It is told so for nothing else.
        run(Command::new("cargo")
            .args(["fuzz", "run", "decoder", "--features", "libfuzzer", "--target-dir"])
            .arg(root().join("target/fuzz"))
            .arg(found)
            .arg(corpus.join(&name))
            .args(["--", &format!("-max_total_time={SECONDS_EACH}"), "-rss_limit_mb=4096"])
            .env("RUSTC_BOOTSTRAP", "1")
            .env("REKNIT_DECODER", &name))?;
    }
    Ok(())
}
