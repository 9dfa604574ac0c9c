//! `cargo xtask coach score`: a tier as it ships, on labelled texts.

use std::path::PathBuf;

use anyhow::{Result, bail};
use reknit_coach::{Reader, Reading, light::Light};

use crate::{
    measures::Measures,
    texts::{self, Half, Labelled},
};

/// Reads files with a tier and prints every measure.
pub(crate) fn score(files: &[PathBuf], tier: &str) -> Result<()> {
    let texts = texts::read(files)?;
    let reader: Box<dyn Reader> = match tier {
        "light" => Box::new(Light::shipped()),
        other => bail!("there is no tier {other} here"),
    };
    let readings: Vec<Reading> = texts.iter().map(|it| reader.read(&it.draft)).collect();
    let pairs: Vec<(&Labelled, &Reading)> = texts.iter().zip(&readings).collect();
    for (name, half) in [("open half", Half::Open), ("blind half", Half::Blind)] {
        let of_half = pairs.iter().copied().filter(|(it, _)| it.half() == half);
        println!("{name}: {}", Measures::of(of_half));
    }
    println!("Texts in training/texts have trained the shipped weights: about new texts only `cargo xtask coach train` says anything.");
    let hard = pairs.iter().copied().filter(|(it, _)| it.hard);
    println!("hard ones of both: {}", Measures::of(hard));
    Ok(())
}
