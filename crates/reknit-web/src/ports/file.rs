//! Handing a file to the browser.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long its address lives after it was handed over. It has been taken by then.
const TAKEN: std::time::Duration = std::time::Duration::from_secs(10);

/// Hands a text to the browser as a file, to be kept where the person says. `None` where it cannot be made.
///
/// Its address is a number that means something in this page only: browsers keep the addresses of downloads, and must not keep the text so.
pub(crate) fn save(name: &str, text: &str) -> Option<()> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/plain");
    let parts = Array::of1(&Uint8Array::from(text.as_bytes()));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link = document().create_element("a").ok()?.dyn_into::<HtmlAnchorElement>().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    let forget = move || {
        let _ = Url::revoke_object_url(&address);
    };
    set_timeout(forget, TAKEN);
    Some(())
}
