//! The app inside this command, and what was noted when it was built.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    io::Read as _,
};

use anyhow::{Context as _, Result};
use reknit_relay::assets::Assets;
use serde::Deserialize;

/// The files, as `cargo xtask web` left them.
#[derive(rust_embed::RustEmbed)]
#[folder = "../../target/web/dist"]
struct Files;

/// The app as files.
pub(crate) struct Embedded;

impl Assets for Embedded {
    fn get(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match Files::get(path) {
            Some(it) => Some(it.data),
            // The coach's weights lie here packed only.
            None => Files::get(&format!("{path}.br")).and_then(|it| unpacked(&it.data)),
        }
    }
}

fn unpacked(packed: &[u8]) -> Option<Cow<'static, [u8]>> {
    let mut bytes = Vec::new();
    brotli_decompressor::Decompressor::new(packed, 4096).read_to_end(&mut bytes).ok()?;
    Some(bytes.into())
}

/// Whether it is there at all: a build of the command alone has no app in it.
pub(crate) fn is_there() -> bool {
    Files::get("index.html").is_some()
}

/// Every file's name, its packed twin aside.
pub(crate) fn names() -> BTreeSet<String> {
    Files::iter().map(|it| it.trim_end_matches(".br").to_owned()).collect()
}

/// `bundle.json`: which files there are, by content, and what compiled them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Manifest {
    /// One hash over all files.
    pub(crate) sha256: String,
    /// Compiler and tools by name and version: others may make other bytes of the same source.
    pub(crate) toolchain: String,
    /// Files by name. Documents are templates.
    pub(crate) files: BTreeMap<String, File>,
}

/// One file of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct File {
    /// Lowercase hex.
    pub(crate) sha256: String,
}

impl Manifest {
    /// Reads one, wherever it came from.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self> {
        serde_json::from_slice(bytes).context("this is no list of the app's files")
    }

    /// The one of a bundle.
    pub(crate) fn of(assets: &dyn Assets) -> Result<Self> {
        let bytes = assets.get("bundle.json").context(
            "the app is not part of this build of the command; `cargo xtask run` builds it in",
        )?;
        Self::read(&bytes)
    }
}

/// What is inside this command, in lines.
pub(crate) fn version() -> String {
    let app = match Manifest::of(&Embedded) {
        Ok(it) => format!("app sha256:{}\nmade with {}", it.sha256, it.toolchain),
        Err(_) => "without the app".to_owned(),
    };
    format!("reknit {}\n{app}", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_here_packed_only_is_unpacked() {
        let packed = [0x0b, 0x01, 0x80, 0x61, 0x62, 0x63, 0x03];
        assert_eq!(unpacked(&packed).as_deref(), Some(&b"abc"[..]));
        assert_eq!(unpacked(&[0xff; 7]), None);
    }
}
