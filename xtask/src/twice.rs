//! The client, built twice, in two folders: the same source and tools must make the same bytes.
//!
//! Both builds are made here, so that neither is an old one or a quick one. The second begins with nothing: no file of the first is there
//! but the source, and the registry's.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::{
    sh::{cargo, root, run, say},
    wasm,
};

/// Builds it here and elsewhere, and compares.
pub(crate) fn compare() -> Result<()> {
    say("building the client here");
    wasm::build(false)?;
    let first = list(&root())?;
    let elsewhere = root().join("target/twice/somewhere-else");
    copy(&root(), &elsewhere)?;
    say(&format!("building the client again in {}", elsewhere.display()));
    // The copy's own xtask: it knows its folder by where it was compiled.
    run(cargo()
        .args(["run", "-q", "--locked", "-p", "xtask", "--", "web"])
        .current_dir(&elsewhere)
        .env("CARGO_TARGET_DIR", elsewhere.join("target")))?;
    let hash = verdict(&first, &list(&elsewhere)?)?;
    say(&format!("two builds in two folders: sha256:{hash}"));
    // Several gigabytes that nobody needs any more; where they differ they stay, to be looked at.
    fs::remove_dir_all(&elsewhere).with_context(|| elsewhere.display().to_string())
}

fn list(folder: &Path) -> Result<Value> {
    let path = folder.join("target/web/dist/bundle.json");
    let bytes = fs::read(&path).with_context(|| format!("{} was not made", path.display()))?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// The hash of both, if they are one.
fn verdict(first: &Value, second: &Value) -> Result<String> {
    // Other tools may make other bytes; that would say nothing about the source.
    let (one, other) = (&first["toolchain"], &second["toolchain"]);
    ensure!(one == other, "two builds were made with different tools: {one} and {other}");
    let differing = differing(first, second);
    ensure!(differing.is_empty(), "two builds differ in {}", differing.join(", "));
    let hash = first["sha256"].as_str().filter(|it| it.len() == 64);
    ensure!(first == second, "two builds have the same files and another hash");
    Ok(hash.context("a bundle has a hash")?.to_owned())
}

/// Names of files that only one has, or that have other bytes.
fn differing(first: &Value, second: &Value) -> Vec<String> {
    let files = |it: &Value| it["files"].as_object().cloned().unwrap_or_default();
    let (first, second) = (files(first), files(second));
    let mut names: Vec<String> = first
        .iter()
        .filter(|(name, file)| second.get(*name) != Some(file))
        .map(|(name, _)| name.clone())
        .collect();
    names.extend(second.keys().filter(|it| !first.contains_key(*it)).cloned());
    names
}

/// Everything that belongs to the source, as it is now.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    let names = source(from)?;
    ensure!(names.iter().any(|it| it == Path::new("Cargo.lock")), "git lists no source here");
    for name in names {
        let source = from.join(&name);
        // Deleted, and not yet said so.
        if !source.is_file() {
            continue;
        }
        let to: PathBuf = to.join(&name);
        fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        fs::copy(&source, &to).with_context(|| source.display().to_string())?;
    }
    Ok(())
}

/// What git knows or would take, without what it is told to leave alone, such as `target`.
fn source(of: &Path) -> Result<Vec<PathBuf>> {
    // Ended by zeros: any name at all stays as it is.
    let args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let listed = Command::new("git").args(args).current_dir(of).output();
    let listed = listed.context("git lists the source, and is not here")?;
    ensure!(listed.status.success(), "git could not list the source");
    let text = String::from_utf8(listed.stdout).context("names of files are UTF-8")?;
    Ok(text.split_terminator('\0').map(PathBuf::from).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn bundle(files: &Value) -> Value {
        json!({ "toolchain": "rustc 1", "sha256": "0".repeat(64), "files": files })
    }

    #[test]
    fn other_bytes_and_other_names_are_found() {
        let first = bundle(&json!({ "a": { "sha256": "1" }, "b": { "sha256": "2" } }));
        assert!(differing(&first, &first).is_empty());
        assert_eq!(verdict(&first, &first).unwrap(), "0".repeat(64));
        let second = bundle(&json!({ "a": { "sha256": "9" }, "c": { "sha256": "2" } }));
        assert_eq!(differing(&first, &second), ["a", "b", "c"]);
        let told = |second: &Value| verdict(&first, second).unwrap_err().to_string();
        assert!(told(&second).contains("a, b, c"));
        let tools = json!({ "toolchain": "rustc 2", "sha256": "", "files": first["files"] });
        assert!(told(&tools).contains("different tools"));
        let hash = json!({ "toolchain": "rustc 1", "sha256": "1", "files": first["files"] });
        assert!(told(&hash).contains("another hash"));
        let empty = json!({ "toolchain": "rustc 1", "files": {} });
        assert!(verdict(&empty, &empty).is_err(), "nothing twice is no proof");
    }

    #[test]
    fn the_source_is_everything_but_what_was_built() {
        let Ok(names) = source(&root()) else { return };
        let has = |it: &str| names.iter().any(|name| name == Path::new(it));
        // What a build in another folder needs, down to the hidden ones.
        for needed in
            ["Cargo.lock", ".cargo/config.toml", "xtask/src/twice.rs", "content/words.txt"]
        {
            assert!(has(needed), "{needed}");
        }
        assert!(!names.iter().any(|it| it.starts_with("target") || it.starts_with(".git/")));
    }
}
