//! The client's files: two documents and hash-named assets; every other path is no page.
//!
//! The relay serves them beside its API, and `reknit client` without one. Nothing here knows an account.

mod origin;

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use reknit_wire::api::Code;
use tower_http::set_header::SetResponseHeaderLayer;

pub use origin::{Origin, OriginError};

use crate::{
    AWAY,
    assets::{Assets, content_type},
    error::ApiError,
};

/// The documents: path on the host, and file.
pub const DOCUMENTS: [(&str, &str); 2] = [("/", "index.html"), ("/help", "help.html")];

/// Longest name of whoever runs a relay, in characters: a name, and no message to those who read it before they sign up.
pub const OPERATOR_CHARS_MAX: usize = 80;

/// Who runs `what`, as a sentence. A name is quoted, for it is only what they say of themselves.
#[must_use]
pub fn operator(what: &str, name: &str) -> String {
    let name = name.replace(['“', '”', '"'], "'");
    match name.trim() {
        "" => format!("Whoever runs {what} has not said who they are."),
        name => format!("Whoever runs {what} calls themselves “{name}”."),
    }
}

/// What the documents say about where they stand. Filled into the templates as plain text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Who runs this, as sentences; shown before sign-up.
    pub operator: String,
    /// The relay the app talks to; none is whoever served the document.
    pub relay: Option<Origin>,
    /// Where invitations made here open the app; none is where the document was served.
    pub invitations: Option<Origin>,
    /// The host that browsers reach this one by; empty for this machine.
    pub host: String,
    /// Where *Leave this page* leads: one of [`AWAY`]; empty for the first.
    pub away: String,
    /// HTML of the host's own helplines, in the place of those that the client brings.
    pub helplines: Option<String>,
}

/// Where the helplines stand in a document.
pub const HELPLINES: (&str, &str) = ("<!--lines-->", "<!--/lines-->");

impl Place {
    /// What stands in the templates' gaps, by name, ready for HTML.
    #[must_use]
    pub fn gaps(&self) -> [(&'static str, String); 4] {
        let text = |it: &Option<Origin>| it.as_ref().map(Origin::to_string).unwrap_or_default();
        [
            ("{{operator}}", escape(&self.operator)),
            ("{{relay}}", text(&self.relay)),
            ("{{invitations}}", text(&self.invitations)),
            ("{{policy}}", self.policy_in_document()),
        ]
    }

    /// A document with its gaps filled.
    #[must_use]
    pub fn fill(&self, template: &str) -> String {
        let fill = |text: String, (gap, value): (&str, String)| text.replace(gap, &value);
        let text = self.gaps().into_iter().fold(template.to_owned(), fill);
        with_helplines(leading_away(text, &self.away), self.helplines.as_deref())
    }

    /// What the documents may load and talk to: their own files, and one relay.
    #[must_use]
    pub fn policy(&self) -> String {
        // A page in no frame: only the header can say that.
        format!("{}; frame-ancestors 'none'", self.policy_in_document())
    }

    /// The part of it that stands in the document as well, so that it holds wherever the files lie.
    #[must_use]
    pub fn policy_in_document(&self) -> String {
        let connect = match &self.relay {
            // The app's own parts are fetched from where it lies.
            Some(relay) => format!("'self' {relay} {}", relay.socket()),
            // `'self'` covers the socket in current browsers; the host is named for those where it does not.
            None if self.host.is_empty() => "'self'".to_owned(),
            None => format!("'self' wss://{}", self.host),
        };
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data:; connect-src {connect}; worker-src 'self'; manifest-src 'self'; \
             base-uri 'none'; form-action 'none'"
        )
    }
}

/// Documents lead to the first place of the list until their host chooses another of it.
fn leading_away(text: String, to: &str) -> String {
    let [first, ..] = AWAY;
    match AWAY.iter().find(|it| **it == to) {
        Some(to) => text.replace(&format!("href=\"{first}\""), &format!("href=\"{to}\"")),
        None => text,
    }
}

/// The host's own helplines between the marks, if there are any.
fn with_helplines(text: String, lines: Option<&str>) -> String {
    let Some(lines) = lines else { return text };
    let (begin, end) = HELPLINES;
    let marked = text.split_once(begin);
    let parts = marked.and_then(|(before, rest)| Some((before, rest.split_once(end)?)));
    parts.map_or_else(|| text.clone(), |(before, (_, after))| format!("{before}{lines}{after}"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Documents rendered once, and the files beside them.
struct Documents {
    assets: Arc<dyn Assets>,
    rendered: HashMap<&'static str, String>,
    policy: String,
    is_domain: bool,
}

/// Answers with the documents and files of a client.
pub fn router(place: &Place, assets: Arc<dyn Assets>) -> Router {
    let render = |(_, file)| {
        let bytes = assets.get(file)?;
        Some((file, place.fill(&String::from_utf8_lossy(&bytes))))
    };
    let rendered = DOCUMENTS.into_iter().filter_map(render).collect();
    let (policy, is_domain) = (place.policy(), !place.host.is_empty());
    let mut router = Router::new();
    for (path, file) in DOCUMENTS {
        let serve = move |it: State<Arc<Documents>>| async move { it.document(file) };
        router = router.route(path, get(serve));
    }
    let documents = Arc::new(Documents { assets, rendered, policy, is_domain });
    guarded(
        router
            .route("/{file}", get(file))
            .fallback(|| async { ApiError(Code::NotFound) })
            .method_not_allowed_fallback(|| async { ApiError(Code::MethodNotAllowed) })
            .with_state(documents),
    )
}

/// Headers that everything has.
pub(crate) fn guarded(router: Router) -> Router {
    let layer =
        |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    router
        .layer(layer(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(layer(header::REFERRER_POLICY, "no-referrer"))
}

impl Documents {
    fn document(&self, path: &'static str) -> Response {
        let Some(text) = self.rendered.get(path) else {
            let text = "This is the relay only. The app is served somewhere else.\n";
            return (StatusCode::NOT_FOUND, text).into_response();
        };
        self.response(path, "no-store", None, text.clone().into())
    }

    fn response(
        &self,
        path: &str,
        cache: &'static str,
        encoding: Option<&'static str>,
        body: Body,
    ) -> Response {
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        let mut put = |name, value: &str| {
            if let Ok(value) = value.parse() {
                headers.insert(name, value);
            }
        };
        put(header::CONTENT_TYPE, content_type(path));
        put(header::CACHE_CONTROL, cache);
        put(header::CONTENT_SECURITY_POLICY, &self.policy);
        put(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
        put(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
        let powers = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        put(header::HeaderName::from_static("permissions-policy"), powers);
        // Help names many hosts. A browser that looked their names up beforehand would tell the network that somebody is reading it.
        put(header::HeaderName::from_static("x-dns-prefetch-control"), "off");
        if self.is_domain {
            // A year. Not for subdomains: they are somebody's own.
            put(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
        }
        if let Some(encoding) = encoding {
            put(header::CONTENT_ENCODING, encoding);
            put(header::VARY, "accept-encoding");
        }
        response
    }
}

async fn file(
    State(documents): State<Arc<Documents>>,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let is_document = path.ends_with(".html") || path.ends_with(".br");
    if is_document {
        return Err(Code::NotFound.into());
    }
    // Names of public assets hold a hash of their content; the service worker and the manifests keep theirs.
    let keeps_name = matches!(path.as_str(), "sw.js" | "manifest.webmanifest" | "bundle.json");
    let cache = if keeps_name { "no-cache" } else { "public, max-age=31536000, immutable" };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    let packed = accepts
        .is_some_and(|it| it.split(',').any(|it| it.trim().starts_with("br")))
        .then(|| documents.assets.get(&format!("{path}.br")))
        .flatten();
    let (bytes, encoding) = match packed {
        Some(bytes) => (bytes, Some("br")),
        None => (documents.assets.get(&path).ok_or(Code::NotFound)?, None),
    };
    Ok(documents.response(&path, cache, encoding, body(bytes)))
}

fn body(bytes: Cow<'static, [u8]>) -> Body {
    Body::from(bytes)
}

#[cfg(test)]
mod tests;
