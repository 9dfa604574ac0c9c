//! Requests to the relay.

use js_sys::Uint8Array;
use reknit_client::ports::{HttpReply, HttpRequest, Offline, Transport};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response,
};

use super::relay;

/// After so long a request counts as lost; the engine asks again by itself.
const PATIENCE_MS: u32 = 30_000;

/// `fetch`, without cookies, caches or redirects.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Http;

impl Transport for Http {
    async fn send(&self, request: HttpRequest) -> Result<HttpReply, Offline> {
        fetch(&request).await.map_err(|_| Offline)
    }
}

async fn fetch(request: &HttpRequest) -> Result<HttpReply, JsValue> {
    let headers = Headers::new()?;
    let content_type = if request.binary { "application/octet-stream" } else { "application/json" };
    headers.set("content-type", content_type)?;
    if let Some(token) = &request.token {
        headers.set("authorization", &format!("Bearer {token}"))?;
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_headers(&headers);
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Error);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    if !request.body.is_empty() {
        init.set_body(&Uint8Array::from(request.body.as_slice()));
    }
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let url = relay::url(&request.path);
    let reply = JsFuture::from(window.fetch_with_str_and_init(&url, &init)).await?;
    let reply: Response = reply.dyn_into()?;
    let body = JsFuture::from(reply.array_buffer()?).await?;
    Ok(HttpReply { status: reply.status(), body: Uint8Array::new(&body).to_vec() })
}
