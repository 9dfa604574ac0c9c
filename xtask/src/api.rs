//! The relay's API, tried from outside against its own description (`/openapi.json`) by schemathesis.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};

use crate::{
    sh::{cargo, root, run, say},
    tools,
};

/// Routes that end what the others need, in an order in which each still finds something to end.
const ENDING: [&str; 3] =
    ["DELETE /api/v1/mailboxes/{id}", "DELETE /api/v1/spaces/{id}/claim", "DELETE /api/v1/account"];

/// Runs it, on a folder of its own; then the routes that end things, on another.
pub(crate) fn test() -> Result<()> {
    let python = tools::python(&root().join("e2e/api/requirements.txt"))?;
    let folder = root().join("target/api");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    say("asking every route what its description does and does not allow");
    ask(&python, &folder.join("all"), "schemathesis.toml", &[None])?;
    say("asking the routes that end things");
    ask(&python, &folder.join("ending"), "ending.toml", &ENDING.map(Some))
}

/// Asks a new relay, once for each name of a route; no name is all of them.
fn ask(python: &Path, folder: &Path, config: &str, names: &[Option<&str>]) -> Result<()> {
    fs::create_dir_all(folder)?;
    let config = root().join("e2e/api").join(config);
    let (token, space) = account(folder)?;
    ensure!(
        fs::read_to_string(&config)?.contains(&space),
        "the space is {space} now; say so in {}",
        config.display()
    );
    let (mut relay, address) = serve(folder)?;
    let once = |name: &Option<&str>| {
        let mut command = Command::new(python);
        command.args(["-m", "schemathesis.cli", "--config-file"]).arg(&config);
        command.args(["run", "--no-color", "-H", &format!("Authorization: Bearer {token}")]);
        if let Some(name) = name {
            command.args(["--include-name", name]);
        }
        // It leaves notes of its own where it runs.
        run(command.arg(format!("{address}/openapi.json")).current_dir(folder))
    };
    let done = names.iter().try_for_each(once);
    relay.kill()?;
    relay.wait()?;
    done
}

/// An account with a space and an invitation: its token, and the space's name.
fn account(folder: &Path) -> Result<(String, String)> {
    let args = ["run", "-q", "--locked", "-p", "reknit-relay", "--example", "account", "--"];
    let output = cargo()
        .args(args)
        .arg(folder)
        .env("CARGO_TARGET_DIR", root().join("target"))
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "the account was not made");
    let text = String::from_utf8(output.stdout)?;
    let (token, space) = text.trim().split_once(' ').context("a token and a space")?;
    Ok((token.to_owned(), space.to_owned()))
}

/// The real command, and the address it says it listens on.
fn serve(folder: &Path) -> Result<(Child, String)> {
    let chosen = std::env::var_os("REKNIT_BIN").map(PathBuf::from);
    let bin = chosen.unwrap_or_else(|| root().join("target/release/reknit"));
    let mut relay = Command::new(&bin)
        .args(["serve", "--relay-only", "--port", "0", "--data"])
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", bin.display()))?;
    let mut lines = BufReader::new(relay.stdout.take().context("it speaks")?).lines();
    let address = lines.find_map(|line| {
        let line = line.ok()?;
        Some(line.strip_prefix("listening on ")?.split([',', ' ']).next()?.to_owned())
    });
    Ok((relay, address.context("the command ended before it listened")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_at_first_is_asked_afterwards() {
        let config = include_str!("../../e2e/api/schemathesis.toml");
        let named = config.split("include-name = \"").skip(1);
        let mut left_out: Vec<_> = named.filter_map(|it| Some(it.split_once('"')?.0)).collect();
        left_out.sort_unstable();
        let mut ending = ENDING;
        ending.sort_unstable();
        assert_eq!(left_out, ending);
        assert!(config.matches("enabled = false").count() <= ENDING.len() + 2);
    }
}
