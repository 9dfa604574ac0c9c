//! The app inside this command, and what was noted when it was built.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    io::Read as _,
    sync::{LazyLock, OnceLock},
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

/// Files that lie here packed only (the coach's weights), each as it is once somebody has asked for it unpacked. Browsers do not; whoever
/// does so again and again makes no work.
static UNPACKED: LazyLock<BTreeMap<String, OnceLock<Option<Vec<u8>>>>> = LazyLock::new(|| {
    let packed = Files::iter().filter_map(|it| it.strip_suffix(".br").map(str::to_owned));
    packed.filter(|it| Files::get(it).is_none()).map(|it| (it, OnceLock::new())).collect()
});

impl Assets for Embedded {
    fn get(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match Files::get(path) {
            Some(it) => Some(it.data),
            None => once(path).map(Cow::Borrowed),
        }
    }
}

/// A file that lies here packed only. It is unpacked the first time.
fn once(path: &str) -> Option<&'static [u8]> {
    let file = UNPACKED.get(path)?;
    file.get_or_init(|| unpacked(&Files::get(&format!("{path}.br"))?.data)).as_deref()
}

fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    brotli_decompressor::Decompressor::new(packed, 4096).read_to_end(&mut bytes).ok()?;
    Some(bytes)
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

    /// What is handed out twice is the same bytes at the same place.
    #[test]
    fn a_file_that_lies_here_packed_only_is_unpacked_once() {
        for name in UNPACKED.keys() {
            let [first, again] = [(); 2].map(|()| Embedded.get(name).unwrap());
            assert!(matches!(first, Cow::Borrowed(_)) && !first.is_empty(), "{name}");
            assert_eq!(first.as_ptr(), again.as_ptr(), "{name}");
        }
        assert!(UNPACKED.keys().all(|it| Files::get(it).is_none()));
        assert!(UNPACKED.is_empty() || is_there());
        assert_eq!(Embedded.get("nothing-of-the-kind"), None);
    }
}
