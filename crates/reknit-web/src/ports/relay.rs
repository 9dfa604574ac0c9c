//! Which relay this page talks to: the one its document names, or else whoever served it.
//!
//! No address can change it: a link with another relay in it would lead a person astray. The document's policy allows no other either.

use leptos::prelude::{document, window};

fn said(name: &str) -> Option<String> {
    let meta = document().query_selector(&format!("meta[name={name}]")).ok()??;
    meta.get_attribute("content").filter(|it| !it.is_empty())
}

fn own() -> String {
    window().location().origin().unwrap_or_default()
}

/// The relay, where it is another host than the one that served this page.
pub(crate) fn elsewhere() -> Option<String> {
    said("relay")
}

/// The address of a request.
pub(crate) fn url(path: &str) -> String {
    elsewhere().map_or_else(|| path.to_owned(), |relay| relay + path)
}

/// The address of the wake-up socket.
pub(crate) fn socket() -> String {
    let relay = elsewhere().unwrap_or_else(own);
    // `http` becomes `ws`, and `https` becomes `wss`.
    format!("{}/api/v1/wake", relay.replacen("http", "ws", 1))
}

/// Who runs the place that served this page, as it says itself.
pub(crate) fn operator() -> Option<String> {
    said("operator")
}

/// Where links of invitations open the app.
pub(crate) fn invitations() -> String {
    said("invitations").unwrap_or_else(own)
}

/// The same, where it is not the host that served this page: whoever gets the link should know.
pub(crate) fn invitations_elsewhere() -> Option<String> {
    said("invitations").filter(|it| *it != own())
}
