//! The coach's part of the bundle: its worker, the light weights that come after every unlock, and the full ones in pieces, for whoever
//! asks for them (docs/adr/0013).

use std::{fs, path::Path};

use anyhow::{Context as _, Result, ensure};

use super::{Bundle, kib};
use crate::sh::say;

/// What the light weights may weigh (issue 5).
const LIGHT_BYTES_MAX: usize = 1_500_000;

/// What the full weights may weigh (issue 5).
const FULL_BYTES_MAX: usize = 16_000_000;

/// One piece of the full weights. A line that breaks loses at most this, and each fits into memory beside the next.
const PIECE_BYTES: usize = 1 << 20;

/// Roles of what is fetched after every unlock.
const AFTER_UNLOCK: [&str; 4] = ["reader_js", "read_js", "read_wasm", "light"];

/// Adds everything that the coach's worker asks for, and then the worker, which names it.
pub(super) fn add(bundle: &mut Bundle, bindgen: &Path, weights: &Path, web: &Path) -> Result<()> {
    bundle.add("read_wasm", "read.wasm", &fs::read(bindgen.join("read_bg.wasm"))?)?;
    bundle.add("read_js", "read.js", &fs::read(bindgen.join("read.js"))?)?;
    let light = weighed(&weights.join("light.bin"), LIGHT_BYTES_MAX)?;
    bundle.add_packed("light", "light.bin", &light)?;
    let full = weighed(&weights.join("full.bin"), FULL_BYTES_MAX)?;
    for (at, piece) in full.chunks(PIECE_BYTES).enumerate() {
        let role = format!("full_{at:02}");
        bundle.add_packed(&role, &format!("full-{at:02}.bin"), piece)?;
    }
    bundle.gaps.push(("{{full}}", serde_json::to_string(&names(bundle))?));
    bundle.gaps.push(("{{full_bytes}}", full.len().to_string()));
    bundle.add_template("reader_js", &web.join("static/reader.js"))
}

fn weighed(path: &Path, bytes_max: usize) -> Result<Vec<u8>> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    ensure!(bytes.len() <= bytes_max, "{} is larger than {bytes_max} bytes", path.display());
    Ok(bytes)
}

/// Names of the full weights' pieces, in order.
fn names(bundle: &Bundle) -> Vec<String> {
    let pieces = bundle.files.iter().filter(|(role, _)| is_full(role));
    pieces.map(|(_, (name, _))| name.clone()).collect()
}

fn is_full(role: &str) -> bool {
    role.starts_with("full_")
}

/// Whether a file belongs to the coach: the client is weighed without it.
pub(super) fn is_its(role: &str) -> bool {
    is_full(role) || AFTER_UNLOCK.contains(&role)
}

/// Says what it weighs, compressed.
pub(super) fn weigh(bundle: &Bundle) {
    let size = |role: &str| bundle.files.get(role).map_or(0, |(_, size)| *size);
    let worker: usize = AFTER_UNLOCK.iter().map(|it| size(it)).sum::<usize>() - size("light");
    let pieces = bundle.files.iter().filter(|(role, _)| is_full(role));
    let (n_pieces, full) = pieces.fold((0, 0), |(n, sum), (_, (_, size))| (n + 1, sum + size));
    say(&format!(
        "the coach, compressed, after every unlock: worker {} · light weights {}",
        kib(worker),
        kib(size("light"))
    ));
    say(&format!("  on request, in {n_pieces} pieces: full weights {}", kib(full)));
}
