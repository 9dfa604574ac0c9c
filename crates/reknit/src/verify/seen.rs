//! One answer, held against what it should be.

use std::io::Read as _;

use sha2::{Digest as _, Sha256};

use crate::{http::Reply, outside::cleaned};

/// Largest unpacked file, in bytes. More is no file of ours, and could be made to fill the memory.
const UNPACKED_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// How one answer looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// As in this command.
    Same,
    /// The same, and something to know.
    Note(String),
    /// The same but for helplines of the host's own, and how those differ.
    Helplines(Vec<String>),
    /// Something else.
    Differs(String),
    /// No answer.
    Unreached(String),
}

impl Seen {
    /// What to say about it, if there is anything to say.
    pub(super) fn told(&self) -> Option<String> {
        match self {
            Self::Same => None,
            Self::Note(text) => Some(format!("note: {text}")),
            Self::Helplines(_) => {
                Some("OTHER HELPLINES: the host's own, in the place of ours".to_owned())
            }
            Self::Differs(text) => Some(format!("CHANGED: {text}")),
            Self::Unreached(text) => Some(format!("not seen: {text}")),
        }
    }
}

/// The bytes a browser would have after unpacking.
pub(super) fn unpacked(reply: &Reply) -> Result<Vec<u8>, Seen> {
    if reply.status == 404 {
        return Err(Seen::Differs("it is not there".to_owned()));
    }
    if (500..600).contains(&reply.status) || reply.status == 429 {
        return Err(Seen::Unreached(format!("status {}", reply.status)));
    }
    if reply.status != 200 {
        let to = reply.header("location").map(|it| format!(", to {}", cleaned(it)));
        return Err(Seen::Differs(format!("status {}{}", reply.status, to.unwrap_or_default())));
    }
    match reply.header("content-encoding").unwrap_or("identity") {
        "identity" => Ok(reply.body.clone()),
        "br" => {
            let mut bytes = Vec::new();
            let reader = brotli_decompressor::Decompressor::new(reply.body.as_slice(), 4096);
            let read = reader.take(UNPACKED_BYTES_MAX).read_to_end(&mut bytes);
            read.map(|_| bytes).map_err(|_| Seen::Differs("its packing is broken".to_owned()))
        }
        other => {
            Err(Seen::Differs(format!("packed as {}, which was not asked for", cleaned(other))))
        }
    }
}

/// Whether an answer is the file with this hash.
pub(super) fn same_file(reply: &Reply, sha256: &str) -> Seen {
    let bytes = match unpacked(reply) {
        Ok(bytes) => bytes,
        Err(seen) => return seen,
    };
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    if hash == sha256 { Seen::Same } else { Seen::Differs(format!("its content is sha256:{hash}")) }
}
