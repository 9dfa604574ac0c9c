//! Keeping the screen on while a phone lies between two people, and one short buzz.

use std::{cell::Cell, rc::Rc};

use js_sys::{Function, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How long a buzz is, in milliseconds: felt on a table, hardly heard.
const BUZZ_MS: u32 = 120;

/// Keeps the screen on until the view goes, in browsers that can. A lock that the browser took back is asked for again when the page is
/// looked at.
pub(crate) fn keep_awake() {
    let is_wanted = Rc::new(Cell::new(true));
    request(is_wanted.clone());
    let again = is_wanted.clone();
    let seen = window_event_listener_untyped("visibilitychange", move |_| {
        if !document().hidden() {
            request(again.clone());
        }
    });
    let stop = StoredValue::new_local((is_wanted, Cell::new(Some(seen))));
    on_cleanup(move || {
        stop.with_value(|(is_wanted, seen)| {
            is_wanted.set(false);
            if let Some(seen) = seen.take() {
                seen.remove();
            }
        });
    });
}

fn request(is_wanted: Rc<Cell<bool>>) {
    spawn_local(async move {
        let Some(lock) = screen_lock().await else { return };
        // Kept alive by the browser; let go once the view has gone.
        while is_wanted.get() {
            super::clock::pause(std::time::Duration::from_secs(1)).await;
            if document().hidden() {
                return;
            }
        }
        let _ = call(&lock, "release", &JsValue::UNDEFINED);
    });
}

async fn screen_lock() -> Option<JsValue> {
    let locks = Reflect::get(&window().navigator(), &"wakeLock".into()).ok()?;
    let asked = call(&locks, "request", &"screen".into())?;
    JsFuture::from(asked.dyn_into::<Promise>().ok()?).await.ok()
}

fn call(of: &JsValue, method: &str, argument: &JsValue) -> Option<JsValue> {
    let method: Function = Reflect::get(of, &method.into()).ok()?.dyn_into().ok()?;
    method.call1(of, argument).ok()
}

/// One short buzz, where there is something that buzzes.
pub(crate) fn buzz() {
    let _ = call(&window().navigator(), "vibrate", &BUZZ_MS.into());
}
