//! Everything that must hold, in stages.

use std::{process::Command, time::Instant};

use anyhow::{Context as _, Result, bail};

use crate::{
    api, fuzz,
    run::release,
    sh::{cargo, root, run, say},
    tidy, tools, twice, wasm,
};

type Stage = (&'static str, fn(bool) -> Result<()>);

const STAGES: [Stage; 9] = [
    ("fmt", |_| run(cargo().args(["fmt", "--all", "--", "--check"]))),
    ("tidy", |_| tidy::all()),
    ("clippy", |_| clippy()),
    ("unit", unit),
    ("web", |_| wasm::build(false)),
    ("release", |_| release()),
    ("vectors", |_| vectors()),
    ("api", |_| api::test()),
    ("browsers", |_| browsers()),
];

/// What takes long and is asked for by `--slow`.
const SLOW_STAGES: [Stage; 2] = [("twice", |_| twice::compare()), ("fuzz", |_| fuzz::longer())];

/// Runs every stage.
pub(crate) fn all(slow: bool) -> Result<()> {
    let mut seconds = Vec::new();
    let slow_stages = if slow { &SLOW_STAGES[..] } else { &[] };
    for (name, stage) in STAGES.iter().chain(slow_stages).copied() {
        let passed = seconds.len();
        seconds.push((name, timed(name, stage, slow, passed)?));
    }
    println!();
    for (name, seconds) in &seconds {
        println!("{name:>10} {seconds:>5} s");
    }
    println!("\nstages: {} passed, 0 failed", seconds.len());
    Ok(())
}

/// Runs one stage.
pub(crate) fn only(name: &str) -> Result<()> {
    let stages = || STAGES.iter().chain(&SLOW_STAGES);
    let stage = stages().find(|(it, _)| *it == name);
    let names: Vec<_> = stages().map(|(it, _)| *it).collect();
    let (name, stage) = stage.with_context(|| format!("stages are {}", names.join(", ")))?;
    timed(name, *stage, false, 0).map(|_| ())
}

#[expect(clippy::disallowed_methods, reason = "the stages are timed for whoever waits for them")]
fn timed(name: &str, stage: fn(bool) -> Result<()>, slow: bool, passed: usize) -> Result<u64> {
    println!("\n=== {name}");
    let begun = Instant::now();
    match stage(slow) {
        Ok(()) => Ok(begun.elapsed().as_secs()),
        Err(error) => {
            println!("\nstages: {passed} passed, 1 failed");
            bail!("{name} failed: {error:#}")
        }
    }
}

fn native(args: &[&str]) -> Command {
    let mut command = cargo();
    command.args(args).env("CARGO_TARGET_DIR", root().join("target"));
    command
}

fn clippy() -> Result<()> {
    let args = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    run(&mut native(&args))
}

/// Unit tests, stories, the simulation and the durability tests.
fn unit(slow: bool) -> Result<()> {
    // The folder the command embeds must be there to compile; what is in it does not matter here.
    std::fs::create_dir_all(root().join("target/web/dist"))?;
    let mut tests = native(&["test", "--workspace", "--locked", "--no-fail-fast"]);
    tests.env("REKNIT_SEEDS", if slow { "5000" } else { "1000" });
    tests.env("REKNIT_KILLS", if slow { "200" } else { "50" });
    if let Some(strace) = tools::strace()? {
        tests.env("REKNIT_STRACE", strace);
    }
    run(&mut tests)
}

/// The protocol's vectors, read by a second implementation in another language.
fn vectors() -> Result<()> {
    let python = tools::python(&root().join("docs/vectors/requirements.txt"))?;
    run(Command::new(python).arg(root().join("docs/vectors/verify.py")))
}

/// The journeys in real browsers against the real command.
fn browsers() -> Result<()> {
    let chromium = tools::chromium()?;
    tools::npm()?;
    let e2e = root().join("e2e");
    say("installing the browser tests' packages (npm ci)");
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&e2e))?;
    run(Command::new("npx")
        .args(["playwright", "test"])
        .current_dir(&e2e)
        .env("REKNIT_CHROMIUM", chromium)
        .env("REKNIT_BIN", root().join("target/release/reknit")))
}
