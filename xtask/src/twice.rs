//! The client, built a second time in another folder: the same source and tools must make the same bytes.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::sh::{cargo, output, root, run, say};

/// Compares what `web` built with what the same source gives elsewhere.
pub(crate) fn compare() -> Result<()> {
    let first = list(&root())?;
    let elsewhere = root().join("target/twice/somewhere-else");
    copy(&elsewhere)?;
    say(&format!("building the client again in {}", elsewhere.display()));
    run(cargo()
        .args(["run", "-q", "--locked", "-p", "xtask", "--", "web"])
        .current_dir(&elsewhere)
        .env("CARGO_TARGET_DIR", elsewhere.join("target")))?;
    let second = list(&elsewhere)?;
    let differing = differing(&first, &second);
    ensure!(differing.is_empty(), "two builds differ in {}", differing.join(", "));
    ensure!(first == second, "two builds have the same files and another hash");
    say(&format!("two builds in two folders: sha256:{}", first["sha256"].as_str().unwrap_or("")));
    Ok(())
}

fn list(folder: &Path) -> Result<Value> {
    let path = folder.join("target/web/dist/bundle.json");
    let bytes = fs::read(&path).with_context(|| format!("{}: build it first", path.display()))?;
    Ok(serde_json::from_slice(&bytes)?)
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
fn copy(to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    let args = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let listed = output("git", &args).context("the source is listed by git")?;
    for name in listed.lines() {
        let from = root().join(name);
        // Deleted, and not yet said so.
        if !from.is_file() {
            continue;
        }
        let to: PathBuf = to.join(name);
        fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        fs::copy(&from, &to).with_context(|| from.display().to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn other_bytes_and_other_names_are_found() {
        let bundle = |files: Value| json!({ "files": files });
        let first = bundle(json!({ "a": { "sha256": "1" }, "b": { "sha256": "2" } }));
        assert!(differing(&first, &first).is_empty());
        let second = bundle(json!({ "a": { "sha256": "9" }, "c": { "sha256": "2" } }));
        assert_eq!(differing(&first, &second), ["a", "b", "c"]);
    }
}
