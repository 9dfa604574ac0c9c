//! The client's files. Two documents and hash-named assets; every other path is no page.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use reknit_wire::api::Code;

use crate::{
    AWAY, Relay,
    assets::{Assets, content_type},
    error::ApiError,
};

/// Documents with what this relay's host says about itself, rendered once.
struct Documents {
    assets: Arc<dyn Assets>,
    rendered: HashMap<&'static str, String>,
    policy: String,
}

pub(super) fn router(relay: &Relay, assets: Arc<dyn Assets>) -> Router {
    let operator = match relay.0.settings.operator.trim() {
        "" => "Whoever runs this place has not said who they are.".to_owned(),
        name => format!("This place is run by {name}."),
    };
    let rendered = ["index.html", "help.html"]
        .into_iter()
        .filter_map(|path| {
            let bytes = assets.get(path)?;
            let text = String::from_utf8_lossy(&bytes).replace("{{operator}}", &escape(&operator));
            let text = leading_away(text, &relay.0.settings.away);
            Some((path, with_helplines(text, relay.0.settings.helplines.as_deref())))
        })
        .collect();
    let policy = policy(&relay.0.settings.host);
    let documents = Arc::new(Documents { assets, rendered, policy });
    Router::new()
        .route("/", get(|it: State<Arc<Documents>>| async move { it.document("index.html") }))
        .route("/help", get(|it: State<Arc<Documents>>| async move { it.document("help.html") }))
        .route("/{file}", get(file))
        .fallback(|| async { ApiError(Code::NotFound) })
        .method_not_allowed_fallback(|| async { ApiError(Code::MethodNotAllowed) })
        .with_state(documents)
}

/// What the documents may load and talk to: only this relay.
fn policy(host: &str) -> String {
    // `'self'` covers the socket in current browsers; the host is named for those where it does not.
    let socket = if host.is_empty() { String::new() } else { format!(" wss://{host}") };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'{socket}; worker-src 'self'; manifest-src 'self'; \
         frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
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
    let marked = text.split_once("<!--lines-->");
    let parts = marked.and_then(|(before, rest)| Some((before, rest.split_once("<!--/lines-->")?)));
    parts.map_or_else(|| text.clone(), |(before, (_, after))| format!("{before}{lines}{after}"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Documents {
    fn document(&self, path: &'static str) -> Response {
        let Some(text) = self.rendered.get(path) else {
            let text = "The client is not part of this build; this is the relay only.\n";
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
    // Names of public assets hold a hash of their content; the service worker and the manifest keep theirs.
    let keeps_name = matches!(path.as_str(), "sw.js" | "manifest.webmanifest" | "bundle.json");
    let cache = if keeps_name { "no-cache" } else { "public, max-age=31536000, immutable" };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok());
    if accepts.is_some_and(|it| it.split(',').any(|it| it.trim().starts_with("br")))
        && let Some(bytes) = documents.assets.get(&format!("{path}.br"))
    {
        let body = Body::from(bytes.into_owned());
        return Ok(documents.response(&path, cache, Some("br"), body));
    }
    let bytes = documents.assets.get(&path).ok_or(Code::NotFound)?;
    Ok(documents.response(&path, cache, None, Body::from(bytes.into_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_chooses_where_leaving_leads_from_a_closed_list() {
        let document = "<a href=\"https://www.wikipedia.org/\" data-leave>x</a>";
        let chosen = leading_away(document.into(), "https://www.dwd.de/");
        assert_eq!(chosen, "<a href=\"https://www.dwd.de/\" data-leave>x</a>");
        assert_eq!(leading_away(document.into(), "https://example.org/"), document);
        let script = include_str!("../../../reknit-web/static/leave.js");
        let (_, list) = script.split_once("const AWAY = [").unwrap();
        let (list, _) = list.split_once("];").unwrap();
        let list: Vec<_> = list.split('"').filter(|it| it.starts_with("https")).collect();
        assert_eq!(list, AWAY);
    }

    #[test]
    fn a_host_may_bring_helplines_of_its_own() {
        let document = "a<!--lines-->ours<!--/lines-->b";
        assert_eq!(with_helplines(document.into(), Some("theirs")), "atheirsb");
        assert_eq!(with_helplines(document.into(), None), document);
    }
}
