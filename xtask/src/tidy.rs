//! What no compiler checks: which crate may know which, words that are used and defined, helplines that nobody verified.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context as _, Result, bail, ensure};

use crate::{
    content,
    sh::{cargo, root, say},
};

/// Which of our crates may depend on which. An arrow that is not here does not exist (ARCHITECTURE.md).
const ARROWS: [(&str, &[&str]); 14] = [
    ("reknit-helplines", &[]),
    ("reknit-model", &[]),
    ("reknit-coach", &[]),
    ("reknit-coach-training", &["reknit-coach"]),
    ("reknit-coach-worker", &["reknit-coach"]),
    ("reknit-wire", &[]),
    ("reknit-vault", &["reknit-wire"]),
    ("reknit-client", &["reknit-model", "reknit-vault", "reknit-wire"]),
    ("reknit-relay", &["reknit-wire"]),
    (
        "reknit-web",
        &["reknit-client", "reknit-coach", "reknit-model", "reknit-vault", "reknit-wire"],
    ),
    ("reknit-worker", &["reknit-vault"]),
    (
        "reknit",
        &[
            "reknit-client",
            "reknit-coach",
            "reknit-helplines",
            "reknit-model",
            "reknit-relay",
            "reknit-vault",
            "reknit-wire",
        ],
    ),
    // Only for tests: it feeds every decoder.
    (
        "reknit-fuzz",
        &[
            "reknit-client",
            "reknit-coach",
            "reknit-model",
            "reknit-relay",
            "reknit-vault",
            "reknit-wire",
        ],
    ),
    ("xtask", &["reknit-coach", "reknit-helplines"]),
];

/// Crates that must not bring a clock, a network or a disk of their own.
const PURE: [&str; 5] =
    ["reknit-model", "reknit-coach", "reknit-wire", "reknit-vault", "reknit-client"];

/// What a pure crate may not depend on.
const IMPURE: [&str; 6] = ["tokio", "axum", "rusqlite", "web-sys", "js-sys", "reqwest"];

pub(crate) fn all() -> Result<()> {
    let output =
        cargo().args(["metadata", "--format-version", "1", "--no-deps", "--locked"]).output()?;
    ensure!(output.status.success(), "cargo metadata failed");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let found = dependencies(&metadata)?;
    arrows(&found)?;
    say("dependency arrows are as drawn");
    let n_keys = words(&root().join("content/en"), &root().join("crates/reknit-web/src"))?;
    say(&format!("{n_keys} words on screen, all defined and used"));
    let csv = fs::read_to_string(root().join("content/helplines.csv"))?;
    let nav = fs::read_to_string(root().join("crates/reknit-web/src/nav/named.rs"))?;
    let n_files = content::check(&root().join("content/en"), &csv, &nav)?;
    say(&format!("{n_files} files of words keep their rules"));
    let rows = reknit_helplines::unverified(&csv)?;
    say(&format!("{} helplines that no person has verified:", rows.len()));
    for row in rows {
        println!("    {row}");
    }
    unfinished()
}

/// Normal dependencies by package, ours and others'.
fn dependencies(metadata: &serde_json::Value) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let packages = metadata["packages"].as_array().context("cargo metadata has packages")?;
    let mut found = BTreeMap::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default().to_owned();
        let all = package["dependencies"].as_array().cloned().unwrap_or_default();
        let normal = all.iter().filter(|it| it["kind"].is_null());
        let names = normal.filter_map(|it| it["name"].as_str().map(str::to_owned)).collect();
        found.insert(name, names);
    }
    Ok(found)
}

fn arrows(found: &BTreeMap<String, BTreeSet<String>>) -> Result<()> {
    let ours: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    for (name, dependencies) in found {
        let allowed = ARROWS.iter().find(|(it, _)| it == name);
        let (_, allowed) = allowed.with_context(|| format!("{name} is not in the picture"))?;
        for dependency in dependencies {
            let is_ours = ours.contains(dependency.as_str());
            if is_ours && !allowed.contains(&dependency.as_str()) {
                bail!("{name} may not know {dependency}");
            }
            if PURE.contains(&name.as_str()) && IMPURE.contains(&dependency.as_str()) {
                bail!("{name} is pure and may not use {dependency}");
            }
        }
    }
    Ok(())
}

/// Compares the keys that are defined in Fluent files with those the client asks for.
fn words(fluent: &Path, code: &Path) -> Result<usize> {
    let mut defined = BTreeSet::new();
    for text in texts(fluent, "ftl")? {
        for line in text.lines() {
            let key = line.split_once(" =").map(|(key, _)| key);
            if let Some(key) = key.filter(|it| it.starts_with(|c: char| c.is_ascii_lowercase())) {
                ensure!(defined.insert(key.to_owned()), "{key} is defined twice");
            }
        }
    }
    let code = texts(code, "rs")?.concat();
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("t!(") {
        let (before, rest) = code.split_at(at);
        // Not the end of `format!(`, and not an example in a comment.
        if before.ends_with(|it: char| it.is_ascii_alphanumeric() || it == '`' || it == '_') {
            continue;
        }
        let quoted = rest
            .trim_start_matches("t!(")
            .trim_start()
            .strip_prefix('"')
            .and_then(|it| it.split_once('"'));
        if let Some((key, _)) = quoted {
            used.insert(key.to_owned());
        }
    }
    let missing: Vec<_> = used.difference(&defined).collect();
    ensure!(missing.is_empty(), "words that are used and not defined: {missing:?}");
    // A key may also be handed about as a string before it is looked up.
    let unused: Vec<_> = defined.iter().filter(|it| !code.contains(&format!("\"{it}\""))).collect();
    ensure!(unused.is_empty(), "words that are defined and not used: {unused:?}");
    Ok(defined.len())
}

fn texts(folder: &Path, ending: &str) -> Result<Vec<String>> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            out.extend(texts(&path, ending)?);
        } else if path.extension().is_some_and(|it| it == ending) {
            out.push(fs::read_to_string(&path)?);
        }
    }
    Ok(out)
}

/// Marks of unfinished work, which have no place in what is shipped.
fn unfinished() -> Result<()> {
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["unimple", "mented!"].concat()];
    for folder in ["crates", "xtask", "content", "e2e/tests"] {
        for ending in ["rs", "ts", "md", "ftl", "css", "js"] {
            let folder = root().join(folder);
            if !folder.exists() {
                continue;
            }
            for text in texts(&folder, ending)? {
                let mark = marks.iter().find(|it| text.contains(it.as_str()));
                ensure!(
                    mark.is_none(),
                    "{} has a mark of unfinished work: {mark:?}",
                    folder.display()
                );
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, dependency: &str) -> BTreeMap<String, BTreeSet<String>> {
        BTreeMap::from([(name.to_owned(), BTreeSet::from([dependency.to_owned()]))])
    }

    #[test]
    fn the_relay_may_not_learn_a_word() {
        assert!(arrows(&found("reknit-relay", "reknit-wire")).is_ok());
        for forbidden in ["reknit-vault", "reknit-model", "reknit-client"] {
            assert!(arrows(&found("reknit-relay", forbidden)).is_err());
        }
        assert!(arrows(&found("reknit-client", "tokio")).is_err());
        assert!(arrows(&found("somebody-new", "serde")).is_err());
    }
}
