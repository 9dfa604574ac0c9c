//! `reknit verify ADDRESS`: is the app that is served there the one inside this command?
//!
//! It fetches what a browser would get and compares it with this build. What it does not give: it sees what *it* was served. A host can
//! serve one visitor something else than another, so a good answer is no promise; a bad one is a finding.

mod chosen;
mod document;
mod rows;
mod seen;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

use anyhow::Result;
use reknit_relay::assets::Assets;

use crate::{
    bundle::{Embedded, Manifest},
    http::{Host, Reply},
    options::VerifyOptions,
    outside::cleaned,
};
use seen::{Seen, same_file};

/// How a browser may ask for a file. A host could give one of the two something else.
const ENCODINGS: [&str; 2] = ["identity", "br"];

/// Most rows of helplines that are listed.
const ROWS_MAX: usize = 100;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Everything is as in this command.
    Same,
    /// Something is not.
    Differs,
    /// Everything is, but helplines of the host's own stand in the place of ours.
    OtherHelplines,
    /// Something could not be fetched, and nothing that was differs.
    CouldNotLook,
}

/// Looks, says what it saw, and gives the code to end with.
pub(crate) fn verify(options: &VerifyOptions) -> Result<ExitCode> {
    let host = Host::new(&options.at);
    let fetch = |path: &str, encoding: &str| host.get(path, encoding);
    let (verdict, lines) = look(options, &Embedded, &fetch)?;
    for line in lines {
        println!("{line}");
    }
    Ok(ExitCode::from(match verdict {
        Verdict::Same => 0,
        Verdict::Differs => 1,
        Verdict::CouldNotLook => 3,
        Verdict::OtherHelplines => 4,
    }))
}

fn look(
    options: &VerifyOptions,
    ours: &dyn Assets,
    fetch: &dyn Fn(&str, &str) -> Result<Reply>,
) -> Result<(Verdict, Vec<String>)> {
    let at = &options.at;
    let manifest = Manifest::of(ours)?;
    let mut all = Vec::new();
    let files = manifest.files.iter().filter(|it| !it.0.ends_with(".html"));
    for (name, file) in files {
        for encoding in ENCODINGS {
            let seen = match fetch(&format!("/{name}"), encoding) {
                Ok(reply) => same_file(&reply, name, &file.sha256),
                Err(error) => Seen::Unreached(format!("{error:#}")),
            };
            all.push((format!("{name} ({encoding})"), seen));
        }
    }
    let (documents, talks_to) = document::all(at, ours, fetch);
    all.extend(documents);
    let verdict = verdict(all.iter().map(|it| &it.1), options.other_helplines);
    let mut lines = vec![format!("looked at {at} as a browser would, without signing in")];
    let told = all.iter().filter_map(|(name, seen)| Some(format!("  {name}: {}", seen.told()?)));
    lines.extend(told);
    let n_same = all.iter().filter(|it| matches!(it.1, Seen::Same | Seen::Note(_))).count();
    lines.push(format!("  {n_same} of {} answers are as in this command", all.len()));
    lines.extend(talks_to);
    lines.extend(helplines(all.iter().map(|it| &it.1)));
    lines.extend(conclusion(verdict, &manifest, fetch));
    Ok((verdict, lines))
}

/// Rows of helplines that are not ours, each once.
fn helplines<'a>(seen: impl Iterator<Item = &'a Seen>) -> Vec<String> {
    let mut lines = Vec::<String>::new();
    for it in seen {
        let Seen::Helplines(rows) = it else { continue };
        for row in rows.iter().map(|it| format!("    {it}")) {
            if !lines.contains(&row) {
                lines.push(row);
            }
        }
    }
    let n_more = lines.len().saturating_sub(ROWS_MAX);
    lines.truncate(ROWS_MAX);
    if n_more > 0 {
        lines.push(format!("    and {n_more} more rows"));
    }
    if !lines.is_empty() {
        lines.insert(0, "  its helplines, held against ours:".to_owned());
    }
    lines
}

fn verdict<'a>(mut seen: impl Iterator<Item = &'a Seen> + Clone, other_helplines: bool) -> Verdict {
    if seen.clone().any(|it| matches!(it, Seen::Differs(_))) {
        Verdict::Differs
    } else if !other_helplines && seen.clone().any(|it| matches!(it, Seen::Helplines(_))) {
        Verdict::OtherHelplines
    } else if seen.any(|it| matches!(it, Seen::Unreached(_))) {
        Verdict::CouldNotLook
    } else {
        Verdict::Same
    }
}

fn conclusion(
    verdict: Verdict,
    ours: &Manifest,
    fetch: &dyn Fn(&str, &str) -> Result<Reply>,
) -> Vec<String> {
    let mut lines = Vec::new();
    let Manifest { sha256, toolchain, .. } = ours;
    match verdict {
        Verdict::Same => {
            lines.push(format!("same: what was served here, just now, is the app sha256:{sha256}"))
        }
        Verdict::Differs => {
            lines.push(format!("NOT THE SAME as the app sha256:{sha256}, made with {toolchain}"));
            let theirs = fetch("/bundle.json", "identity").and_then(|it| Manifest::read(&it.body));
            lines.push(match theirs {
                Ok(it) if it.sha256 != *sha256 => {
                    let (hash, tools) = (cleaned(&it.sha256), cleaned(&it.toolchain));
                    format!(
                        "it says of itself that it is sha256:{hash}, made with {tools}: perhaps another release, or other tools. \
                         Compare with a command built from that release; what it says of itself proves nothing"
                    )
                }
                Ok(_) => "it says of itself that it is the same, and it is not".to_owned(),
                Err(_) => "it does not say which release it is".to_owned(),
            });
            lines.push("do not type a passphrase there before you know why".to_owned());
        }
        Verdict::OtherHelplines => lines.push(
            "all is the same but the helplines. Ring or look up each number above before you rely on it or pass it on; \
             --other-helplines accepts them"
                .to_owned(),
        ),
        Verdict::CouldNotLook => {
            lines.push("could not look at all of it; what was seen is the same".to_owned());
        }
    }
    lines.push(
        "this command saw what it was served. A host can serve you, or somebody else, or the next visit, something else; \
         only an app from your own machine (`reknit client`) does not depend on that"
            .to_owned(),
    );
    lines
}
