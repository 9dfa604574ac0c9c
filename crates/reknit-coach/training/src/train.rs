//! `cargo xtask coach train`: the recipe, three times. Cross-validated by author on the open half; trained on the open half and
//! scored on the blind one; trained on both for what ships, with limits from cross-validation over both.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::Result;
use reknit_coach::{
    Reading, judge,
    light::{Weights, encoder::Encoder},
    scores::{Head, Limits, Scores},
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{
    light::{
        fit::{Example, Model, Recipe},
        limits,
    },
    measures::Measures,
    texts::{self, Half, Labelled},
};

/// How many groups of authors take turns.
const N_FOLDS: usize = 8;

/// What is committed beside the weights.
#[derive(Debug, Serialize)]
struct Manifest {
    command: &'static str,
    weights_sha256: String,
    weights_bytes: usize,
    texts: BTreeMap<String, String>,
    open_half_cross_validated: BTreeMap<String, f64>,
    blind_half: BTreeMap<String, f64>,
}

/// Trains, prints, and keeps what ships where that is wanted.
pub(crate) fn train(
    files: &[PathBuf],
    encoder: Option<&Path>,
    blind_scores: Option<&Path>,
    write: bool,
) -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../weights");
    let encoder_bytes = match encoder {
        Some(file) => fs::read(file)?,
        None => Weights::encoder_bytes(&fs::read(folder.join("light.bin"))?)?.to_vec(),
    };
    let encoder = Encoder::read(&encoder_bytes)?;
    let texts = texts::read(files)?;
    let examples: Vec<Example> = texts.iter().map(|it| Example::new(it, &encoder)).collect();
    let recipe = Recipe::default();
    let halves = |half: Half| -> Vec<usize> {
        (0..texts.len()).filter(|it| texts[*it].half() == half).collect()
    };
    let (open, blind) = (halves(Half::Open), halves(Half::Blind));

    let scores = held_out(&texts, &examples, &open, recipe);
    let limits = choose(&texts, &scores);
    let crossed = measure(&texts, &scores, &limits);
    println!("open half, cross-validated by author: {crossed}");
    order(&texts, &scores);

    let model = fit(&examples, &open, recipe);
    let on_blind: Vec<(usize, Scores)> =
        blind.iter().map(|it| (*it, model.scores(&examples[*it]))).collect();
    let blinded = measure(&texts, &on_blind, &limits);
    println!("blind half, trained on the open half: {blinded}");

    if let Some(file) = blind_scores {
        let line = |(it, scores): &(usize, Scores)| {
            serde_json::to_string(&(&texts[*it].draft.text, &scores.whole.0[..]))
        };
        let lines: Vec<String> = on_blind.iter().map(line).collect::<Result<_, _>>()?;
        fs::write(file, lines.join("\n") + "\n")?;
    }

    if write {
        let all: Vec<usize> = (0..texts.len()).collect();
        let scores = held_out(&texts, &examples, &all, recipe);
        let limits = choose(&texts, &scores);
        println!("both halves, cross-validated by author: {}", measure(&texts, &scores, &limits));
        let weights = fit(&examples, &all, recipe).packed(&limits, &encoder).write(&encoder_bytes);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("light.bin"), &weights)?;
        let manifest = Manifest {
            command: "cargo xtask coach train --write",
            weights_sha256: hash(&weights),
            weights_bytes: weights.len(),
            texts: hashes(files)?,
            open_half_cross_validated: rounded(&crossed),
            blind_half: rounded(&blinded),
        };
        fs::write(folder.join("light.json"), serde_json::to_string_pretty(&manifest)? + "\n")?;
        println!("wrote {} bytes of weights", weights.len());
    }
    Ok(())
}

fn fit(examples: &[Example], which: &[usize], recipe: Recipe) -> Model {
    let chosen: Vec<&Example> = which.iter().map(|it| &examples[*it]).collect();
    Model::fit(&chosen, recipe)
}

/// Scores of each text by a model that saw no text of its author.
fn held_out(
    texts: &[Labelled],
    examples: &[Example],
    which: &[usize],
    recipe: Recipe,
) -> Vec<(usize, Scores)> {
    let authors: BTreeSet<&str> = which.iter().map(|it| texts[*it].author.as_str()).collect();
    let fold: BTreeMap<&str, usize> =
        authors.into_iter().enumerate().map(|(n, it)| (it, n % N_FOLDS)).collect();
    let mut out = Vec::new();
    for n in 0..N_FOLDS {
        let is_out = |it: &usize| fold[texts[*it].author.as_str()] == n;
        let seen: Vec<usize> = which.iter().copied().filter(|it| !is_out(it)).collect();
        if seen.is_empty() || seen.len() == which.len() {
            continue;
        }
        let model = fit(examples, &seen, recipe);
        out.extend(
            which.iter().copied().filter(is_out).map(|it| (it, model.scores(&examples[it]))),
        );
    }
    out
}

fn choose(texts: &[Labelled], scores: &[(usize, Scores)]) -> Limits {
    let pairs: Vec<(&Labelled, &Scores)> =
        scores.iter().map(|(it, scores)| (&texts[*it], scores)).collect();
    limits::choose(&pairs)
}

/// Prints how well each head orders texts.
fn order(texts: &[Labelled], scores: &[(usize, Scores)]) {
    let pairs: Vec<(&Labelled, &Scores)> =
        scores.iter().map(|(it, scores)| (&texts[*it], scores)).collect();
    let found: Vec<(Head, f64)> = Head::all()
        .filter_map(|head| Some((head, limits::average_precision(head, &pairs)?)))
        .collect();
    for (name, range) in [
        ("habits", 0..4),
        ("parts", 4..10),
        ("faults", 10..17),
        ("acts", 17..27),
        ("empathy", 27..30),
        ("danger", 30..31),
    ] {
        let of: Vec<f64> =
            found.iter().filter(|(it, _)| range.contains(&it.place())).map(|(_, it)| *it).collect();
        let mean = of.iter().sum::<f64>() / of.len().max(1) as f64;
        let each: Vec<String> = of.iter().map(|it| format!("{it:.2}")).collect();
        println!("  average precision, {name}: {mean:.3}  ({})", each.join(" "));
    }
}

fn measure(texts: &[Labelled], scores: &[(usize, Scores)], limits: &Limits) -> Measures {
    let readings: Vec<(usize, Reading)> = scores
        .iter()
        .map(|(it, scores)| {
            let draft = &texts[*it].draft;
            let text = reknit_coach::text::Text::new(&draft.text);
            (*it, judge::reading(draft, &text, scores, limits))
        })
        .collect();
    Measures::of(readings.iter().map(|(it, reading)| (&texts[*it], reading)))
}

fn hash(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

fn hashes(files: &[PathBuf]) -> Result<BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        out.insert(name, hash(&fs::read(file)?));
    }
    Ok(out)
}

fn rounded(measures: &Measures) -> BTreeMap<String, f64> {
    measures
        .figures()
        .into_iter()
        .map(|(name, it)| (name, (it * 1000.0).round() / 1000.0))
        .collect()
}
