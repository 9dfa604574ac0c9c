//! `cargo xtask coach score`: a tier as it ships, on labelled texts.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use reknit_coach::{Reader, Reading, full::Full, light::Light};

use crate::{
    measures::Measures,
    texts::{self, Half, Labelled},
};

/// Reads files with a tier and prints every measure; `weights` stand for those that ship.
pub(crate) fn score(files: &[PathBuf], tier: &str, weights: Option<&Path>) -> Result<()> {
    let texts = texts::read(files)?;
    let bytes = weights.map(|it| std::fs::read(it).with_context(|| format!("{}", it.display())));
    let reader: Box<dyn Reader> = match (tier, bytes.transpose()?) {
        ("light", None) => Box::new(Light::shipped()),
        ("light", Some(bytes)) => Box::new(Light::load(&bytes)?),
        ("full", None) => Box::new(Full::shipped()),
        ("full", Some(bytes)) => Box::new(Full::from_bytes(&bytes, Light::shipped())?),
        (other, _) => bail!("there is no tier {other} here"),
    };
    let readings: Vec<Reading> = texts.iter().map(|it| reader.read(&it.draft)).collect();
    let pairs: Vec<(&Labelled, &Reading)> = texts.iter().zip(&readings).collect();
    for (name, half) in [("open half", Half::Open), ("blind half", Half::Blind)] {
        let of_half = pairs.iter().copied().filter(|(it, _)| it.half() == half);
        println!("{name}: {}", Measures::of(of_half));
    }
    println!(
        "Texts in training/texts have trained the shipped weights: about new texts only `cargo xtask coach train` says anything."
    );
    let hard = pairs.iter().copied().filter(|(it, _)| it.hard);
    println!("hard ones of both: {}", Measures::of(hard));
    Ok(())
}
