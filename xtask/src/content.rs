//! What `content/README.md` asks of the words, where a machine can see it.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context as _, Result, ensure};

/// What is never written (safety.md).
const NEVER: [&str; 5] = [
    "safe from your partner",
    "zero knowledge",
    "nobody can ever read",
    "clinically proven",
    "predicts divorce",
];

/// Emergency numbers of whole countries: they stand in the text, and are no helplines.
const EMERGENCY: [&str; 5] = ["112", "999", "911", "000", "111"];

/// Checks every file of words of one language, and counts them.
pub(crate) fn check(folder: &Path, helplines: &str, nav: &str) -> Result<usize> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    let pages: BTreeSet<String> =
        files.iter().filter_map(|(path, text)| page(path, text)).collect();
    for (path, text) in &files {
        words(text).and_then(|()| links(text, &pages, nav)).with_context(|| path.clone())?;
        if path.starts_with("help/") {
            numbers(text, helplines).with_context(|| path.clone())?;
        }
    }
    Ok(files.len())
}

fn collect(folder: &Path, files: &mut Vec<(String, String)>) -> Result<()> {
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "md" || it == "toml" || it == "ftl") {
                let name = path.strip_prefix(folder)?.display().to_string();
                files.push((name, fs::read_to_string(&path)?));
            }
        }
    }
    Ok(())
}

/// `help/danger` for the file of that section.
fn page(path: &str, text: &str) -> Option<String> {
    let (folder, _) = path.split_once('/')?;
    let id = text.lines().find_map(|it| it.strip_prefix("id:"))?.trim();
    Some(format!("{folder}/{}", id.rsplit('/').next()?))
}

/// What people read: without what editors say to each other.
fn read(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split("<!--").enumerate() {
        out.push_str(if at == 0 { part } else { part.split_once("-->").map_or("", |it| it.1) });
    }
    let lines = out.lines().filter(|it| !it.trim_start().starts_with("# "));
    lines.collect::<Vec<_>>().join("\n")
}

fn words(text: &str) -> Result<()> {
    let text = read(text);
    let found = text.lines().find(|it| it.contains('!'));
    ensure!(found.is_none(), "an exclamation mark: {found:?}");
    let lower = text.to_lowercase();
    let found = NEVER.iter().find(|it| lower.contains(**it));
    ensure!(found.is_none(), "what is never written: {found:?}");
    Ok(())
}

/// Every link inside the app leads to a page that there is.
fn links(text: &str, pages: &BTreeSet<String>, nav: &str) -> Result<()> {
    for rest in read(text).split("](page:").skip(1) {
        let name = rest.split(')').next().unwrap_or_default();
        let is_there =
            name == "help" || pages.contains(name) || nav.contains(&format!("\"{name}\" =>"));
        ensure!(is_there, "there is no page {name}");
    }
    Ok(())
}

/// What is dialled is what is printed, and stands in the table as a number that may be printed.
fn numbers(text: &str, helplines: &str) -> Result<()> {
    let digits = |it: &str| it.chars().filter(char::is_ascii_digit).collect::<String>();
    let text = read(text);
    for (before, after) in text.match_indices("](tel:").map(|(at, it)| text.split_at(at + it.len()))
    {
        let dial = after.split(')').next().unwrap_or_default();
        let printed = before.strip_suffix("](tel:").and_then(|it| it.rsplit('[').next());
        let printed = printed.unwrap_or_default();
        ensure!(digits(printed) == digits(dial), "{printed} is not what is dialled: {dial}");
        let is_listed = helplines.lines().any(|it| {
            it.contains(&format!(",{dial},")) && (it.contains(",yes,") || it.ends_with(",yes"))
        });
        ensure!(
            EMERGENCY.contains(&dial) || is_listed,
            "{printed} may not be printed by the table"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sh::root;

    #[test]
    fn what_ships_keeps_its_rules() {
        let helplines = fs::read_to_string(root().join("content/helplines.csv")).unwrap();
        let nav = fs::read_to_string(root().join("crates/reknit-web/src/nav/named.rs")).unwrap();
        let n = check(&root().join("content/en"), &helplines, &nav).unwrap();
        assert!(n > 30, "{n}");
    }

    #[test]
    fn what_would_mislead_is_found() {
        assert!(words("Fine. <!-- Really! -->\n# A comment!").is_ok());
        assert!(words("Well done!").is_err());
        assert!(words("It is Clinically Proven.").is_err());
        let pages = BTreeSet::from(["help/danger".to_owned()]);
        let nav = "\"learn\" => Some(Self::Learn),";
        assert!(links("[a](page:help/danger) [b](page:help) [c](page:learn)", &pages, nav).is_ok());
        assert!(links("[a](page:help/dangers)", &pages, nav).is_err());
        let table = "XX,X,Line,,01 23,0123,,https://x,,,,,,,yes,\nXX,X,Other,,04 56,0456,,https://x,,,,,,,no,";
        assert!(numbers("[01 23](tel:0123) [112](tel:112)", table).is_ok());
        assert!(numbers("[01 24](tel:0123)", table).is_err());
        assert!(numbers("[04 56](tel:0456)", table).is_err());
        assert!(numbers("[1-800-SAFE (7233)](tel:18007233)", "a,18007233,yes,").is_ok());
    }
}
