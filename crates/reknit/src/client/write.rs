//! The app as a folder, for a host that serves files and nothing else.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};
use reknit_relay::{
    assets::Assets,
    documents::{DOCUMENTS, Place},
};

use crate::bundle;

/// Writes documents with their gaps filled, and every other file as it is.
pub(super) fn write(place: &Place, assets: &dyn Assets, folder: &Path) -> Result<()> {
    let told = || format!("cannot write to {}", folder.display());
    fs::create_dir_all(folder).with_context(told)?;
    let is_empty = fs::read_dir(folder).with_context(told)?.next().is_none();
    ensure!(is_empty, "{} is not empty; choose a new folder", folder.display());
    for (path, file) in DOCUMENTS {
        let template = assets.get(file).context("a document is part of the app")?;
        let text = place.fill(&String::from_utf8_lossy(&template));
        let at = folder.join(path.trim_start_matches('/'));
        fs::create_dir_all(&at).with_context(told)?;
        fs::write(at.join("index.html"), text).with_context(told)?;
    }
    for name in bundle::names().into_iter().filter(|it| !it.ends_with(".html")) {
        let bytes = assets.get(&name).context("a listed file is there")?;
        fs::write(folder.join(&name), bytes).with_context(told)?;
    }
    println!("wrote the app for its own host to {}", folder.display());
    println!("let that host send these headers with every file:\n");
    println!("  Content-Security-Policy: {}", place.policy());
    println!("  X-Content-Type-Options: nosniff");
    println!("  Referrer-Policy: no-referrer");
    println!("  Cross-Origin-Opener-Policy: same-origin");
    println!("  X-DNS-Prefetch-Control: off");
    println!("\nthese with the two documents, / and /help:\n");
    println!("  Content-Type: text/html; charset=utf-8");
    println!("  Cache-Control: no-store");
    println!("\nand this with all else:\n");
    println!("  Cache-Control: no-cache");
    println!("\nand look at it from outside with `reknit verify https://ITS-HOST`");
    Ok(())
}
