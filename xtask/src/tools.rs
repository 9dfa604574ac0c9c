//! Installing what is missing, and saying so. Where it may not, it tells what to install.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::sh::{has, output, root, run, say};

/// Installs Debian packages, once, if this machine has them and we may.
pub(crate) fn debian(packages: &[&str], what_for: &str) -> Result<()> {
    let listed = packages.join(" ");
    if !has("apt-get") {
        bail!("{what_for}: please install {listed} (Debian's names) and try again");
    }
    let is_root = output("id", &["-u"]).as_deref() == Some("0");
    let sudo = !is_root && output("sudo", &["-n", "true"]).is_some();
    if !is_root && !sudo {
        bail!("{what_for}: please run `sudo apt-get install {listed}` and try again");
    }
    say(&format!("installing {listed} with apt-get ({what_for})"));
    let apt = |args: &[&str]| {
        let mut command = Command::new(if sudo { "sudo" } else { "apt-get" });
        if sudo {
            command.args(["-n", "apt-get"]);
        }
        command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run(&mut apt(&["update", "-qq"]))?;
    run(apt(&["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
}

/// A Chromium for the browser tests.
pub(crate) fn chromium() -> Result<String> {
    if let Ok(path) = std::env::var("REKNIT_CHROMIUM") {
        return Ok(path);
    }
    let known = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let found = || known.iter().find(|it| Path::new(it).exists());
    if found().is_none() {
        debian(&["chromium"], "the browser tests need a browser")?;
    }
    match found() {
        Some(path) => Ok((*path).to_owned()),
        None => bail!("no Chromium found; set REKNIT_CHROMIUM to the path of one"),
    }
}

/// strace for the durability test, which counts how often the disk is asked to be sure. Only Linux has it.
pub(crate) fn strace() -> Result<Option<String>> {
    if !cfg!(target_os = "linux") {
        return Ok(None);
    }
    if !has("strace") {
        debian(&["strace"], "the durability test counts flushes")?;
    }
    Ok(Some("strace".to_owned()))
}

/// A Python environment in `target/venv` with what a file lists, each package by its hash: what is installed runs where the release was built.
pub(crate) fn python(requirements: &Path) -> Result<PathBuf> {
    let venv = root().join("target/venv");
    let python = venv.join("bin/python");
    if !python.exists() {
        say("making a Python environment in target/venv");
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    let install = ["-m", "pip", "install", "-q", "--require-hashes", "-r"];
    run(Command::new(&python).args(install).arg(requirements))?;
    Ok(python)
}

/// Node with npm for the browser tests.
pub(crate) fn npm() -> Result<()> {
    if has("npm") { Ok(()) } else { debian(&["nodejs", "npm"], "the browser tests need Node.js") }
}
