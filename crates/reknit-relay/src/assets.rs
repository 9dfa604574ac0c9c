//! The client's files, handed in by whoever serves them.

/// Files of the client by path, such as `index.html`.
pub trait Assets: Send + Sync {
    /// The bytes of a file.
    fn get(&self, path: &str) -> Option<std::borrow::Cow<'static, [u8]>>;
}

/// No client: the relay only.
#[derive(Debug, Clone, Copy)]
pub struct NoAssets;

impl Assets for NoAssets {
    fn get(&self, _path: &str) -> Option<std::borrow::Cow<'static, [u8]>> {
        None
    }
}

/// Content type by ending; what is not listed is bytes.
pub(crate) fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
