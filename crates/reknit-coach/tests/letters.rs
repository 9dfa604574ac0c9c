//! Whole letters, beside all that the light tier says about them (`letters.snap`).
//!
//! Where a new training changes a line, read the letter and judge which is better; then run the test once with
//! `REKNIT_SNAPSHOT=write` and look at the difference before it is committed.

#![cfg(feature = "shipped")]
#![expect(clippy::unwrap_used, reason = "a test fails where it likes")]

use std::{fmt::Write as _, fs, path::Path};

use reknit_coach::{
    Draft, Kind, Reader,
    labels::{Mechanism, Part},
    light::Light,
};

#[test]
fn whole_letters_are_read_as_before() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut files: Vec<_> =
        fs::read_dir(here.join("letters")).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let light = Light::shipped();
    let told: String = files.iter().map(|it| told(&light, it)).collect();
    let snapshot = here.join("letters.snap");
    if std::env::var("REKNIT_SNAPSHOT").is_ok_and(|it| it == "write") {
        fs::write(&snapshot, &told).unwrap();
    }
    assert_eq!(told, fs::read_to_string(snapshot).unwrap());
}

/// Everything that is said about a letter, a line each.
fn told(light: &Light, file: &Path) -> String {
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    let content = fs::read_to_string(file).unwrap();
    let (to, text) = match content.strip_prefix("to: ").and_then(|it| it.split_once('\n')) {
        Some((to, text)) => (Some(to.to_owned()), text.to_owned()),
        None => (None, content),
    };
    let kind = match name.split_once('-').unwrap().0 {
        "apology" => Kind::Apology,
        "reply" => Kind::Reply,
        _ => Kind::Message,
    };
    let reading = light.read(&Draft { kind, text: text.clone(), to });
    let piece = |start: usize, end: usize| -> String {
        text.chars().skip(start).take(end - start).collect::<String>().replace('\n', " ")
    };
    let mut out = format!("{name}\n");
    for it in &reading.findings {
        writeln!(out, "  {}: {}", it.kind.as_str(), piece(it.span.start, it.span.end)).unwrap();
    }
    if let Some(apology) = &reading.apology {
        let parts: Vec<&str> = Part::ALL
            .iter()
            .filter(|it| apology.components.has(**it))
            .map(|it| it.as_str())
            .collect();
        writeln!(out, "  parts: {}", parts.join(" ")).unwrap();
        for it in &apology.faults {
            writeln!(out, "  {}: {}", it.kind.as_str(), piece(it.span.start, it.span.end)).unwrap();
        }
    }
    if let (Some(listening), Some(mut empathy)) = (reading.listening, reading.empathy) {
        let there: Vec<&str> =
            Mechanism::ALL.iter().filter(|it| *empathy.of(**it)).map(|it| it.as_str()).collect();
        writeln!(out, "  {} · {}", listening.act.as_str(), there.join(" ")).unwrap();
    }
    writeln!(out, "  danger: {}", reading.danger.as_str()).unwrap();
    out
}
