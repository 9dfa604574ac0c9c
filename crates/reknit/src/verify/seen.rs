//! One answer, held against what it should be.

use std::io::Read as _;

use sha2::{Digest as _, Sha256};

use crate::{http::Reply, outside::cleaned};

/// Largest unpacked file, in bytes. More is no file of ours, and could be made to fill the memory.
const UNPACKED_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// Headers that a browser obeys, and that bring in what a document does not name, tell somebody else of the visit, or take away what the
/// app keeps.
const OBEYED: [&str; 10] = [
    "clear-site-data",
    "content-security-policy-report-only",
    "link",
    "nel",
    "refresh",
    "report-to",
    "reporting-endpoints",
    "service-worker-allowed",
    "set-cookie",
    "speculation-rules",
];

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

/// What a browser makes of a file is decided by its type, and by the charset in the header before anything in the file.
///
/// A document is named with its charset: another one makes other markup of the same bytes. A script or style may leave it out, as hosts of
/// plain files do; it is read as the document is then.
fn types(name: &str) -> Option<&'static [&'static str]> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending {
        "html" => &["text/html;charset=utf-8"],
        "js" => &[
            "text/javascript",
            "text/javascript;charset=utf-8",
            "application/javascript",
            "application/javascript;charset=utf-8",
        ],
        "css" => &["text/css", "text/css;charset=utf-8"],
        "wasm" => &["application/wasm"],
        _ => return None,
    })
}

/// Whether an answer brings no header that could do something by itself.
pub(super) fn plain_headers(reply: &Reply) -> Result<(), Seen> {
    match OBEYED.iter().find(|it| reply.header(it).is_some()) {
        Some(name) => Err(Seen::Differs(format!("it brings the header {name}"))),
        None => Ok(()),
    }
}

/// Whether an answer comes as what it is.
pub(super) fn typed(reply: &Reply, name: &str) -> Result<(), Seen> {
    let all = reply.headers.iter().filter(|it| it.0 == "content-type");
    let all: Vec<String> = all
        .map(|it| it.1.to_ascii_lowercase().replace("; ", ";").replace("\"utf-8\"", "utf-8"))
        .collect();
    let fits = match (types(name), all.as_slice()) {
        (Some(types), [given]) => types.contains(&given.as_str()),
        (Some(_), _) => false,
        // Pictures and lists: nothing in them runs, whatever they are taken for, unless they pose as a document.
        (None, given) => !given.iter().any(|it| it.contains("html") || it.contains("xml;")),
    };
    if fits {
        Ok(())
    } else {
        let given = if all.is_empty() { "without a type".to_owned() } else { all.join(", ") };
        Err(Seen::Differs(format!("it comes as another type: {}", cleaned(&given))))
    }
}

/// Whether an answer is the file of this name with this hash.
pub(super) fn same_file(reply: &Reply, name: &str, sha256: &str) -> Seen {
    let bytes = match unpacked(reply) {
        Ok(bytes) => bytes,
        Err(seen) => return seen,
    };
    if let Err(seen) = typed(reply, name).and_then(|()| plain_headers(reply)) {
        return seen;
    }
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    if hash == sha256 { Seen::Same } else { Seen::Differs(format!("its content is sha256:{hash}")) }
}
