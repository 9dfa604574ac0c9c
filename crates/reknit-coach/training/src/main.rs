//! Trains and scores the coach. `cargo xtask coach …` calls it, in a release build.

#![expect(clippy::print_stdout, reason = "a command line tool talks to its person")]
#![expect(
    clippy::indexing_slicing,
    reason = "a trainer that stops is better than one that guesses"
)]

mod light;
mod measures;
mod rules;
mod score;
mod texts;
mod train;
mod words;

use std::path::PathBuf;

use anyhow::{Result, bail};
use lexopt::prelude::{Long, Value, ValueExt as _};

const USAGE: &str = "\
cargo xtask coach COMMAND

  score [FILE.jsonl …] [--tier light|full] [--weights FILE]
                                             all measures, on the open and the blind half  (all texts)
  rules [FILE.jsonl …]                       how often each rule is right on the open half
  words                                      a text a line in, its words and pieces out, for the encoder's trainer
  train [--write] [--blind-scores FILE] [FILE.jsonl …]
                                             fit the light tier: cross-validated, open on blind; --write keeps weights and manifest";

fn main() -> Result<()> {
    let mut parser = lexopt::Parser::from_env();
    let (mut command, mut files, mut tier, mut write) =
        (None, Vec::new(), "light".to_owned(), false);
    let (mut encoder, mut weights, mut blind_scores) = (None, None, None);
    while let Some(arg) = parser.next()? {
        match arg {
            Value(value) if command.is_none() => command = Some(value.string()?),
            Value(value) => files.push(PathBuf::from(value)),
            Long("weights") => weights = Some(PathBuf::from(parser.value()?)),
            Long("tier") => tier = parser.value()?.string()?,
            Long("blind-scores") => blind_scores = Some(PathBuf::from(parser.value()?)),
            Long("encoder") => encoder = Some(PathBuf::from(parser.value()?)),
            Long("write") => write = true,
            other => return Err(other.unexpected().into()),
        }
    }
    if files.is_empty() {
        files = texts::files(&texts::folder())?;
    }
    match command.as_deref() {
        Some("score") => score::score(&files, &tier, weights.as_deref()),
        Some("rules") => rules::rules(&files),
        Some("words") => words::words(),
        Some("train") => train::train(&files, encoder.as_deref(), blind_scores.as_deref(), write),
        Some(_) | None => bail!("{USAGE}"),
    }
}
