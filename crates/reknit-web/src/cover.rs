//! Covering the screen when nobody should look, and locking when nobody is there (safety rules 11 and 12).

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::{
    parts::{focus_soon, say_politely},
    ports::clock::now,
    session::App,
    words::t,
};

/// Hidden for so long, a device of one's own locks. Any other locks at once.
const HIDDEN_MS: i64 = 60_000;

/// How long before locking the warning shows.
const WARNING_MS: i64 = 20_000;

/// Watches the page. The signal tells whether the warning is shown.
pub(crate) fn watch(app: App) -> RwSignal<bool> {
    let is_warning = RwSignal::new(false);
    let last_ms = Rc::new(Cell::new(now().ms));
    let hidden_ms: Rc<Cell<Option<i64>>> = Rc::new(Cell::new(None));

    for event in ["pointerdown", "keydown", "input", "wheel", "touchmove"] {
        let last_ms = last_ms.clone();
        let handle = window_event_listener_untyped(event, move |_| {
            last_ms.set(now().ms);
            if is_warning.get_untracked() {
                is_warning.set(false);
            }
        });
        std::mem::forget(handle);
    }

    // While the keys of the account change, it locks right after: locked in between, nobody would know which passphrase is in force.
    let is_owed = Rc::new(Cell::new(false));
    let owed = is_owed.clone();
    let lock_by_itself = move || {
        owed.set(app.is_rekeying.get_untracked());
        if !owed.get() {
            crate::session::lock_soon(app);
        }
    };

    let hidden = hidden_ms.clone();
    let lock_hidden = lock_by_itself.clone();
    let active = last_ms.clone();
    std::mem::forget(window_event_listener_untyped("visibilitychange", move |_| {
        let is_hidden = document().hidden();
        if is_hidden {
            cover(true);
            app.keep_drafts();
            hidden.set(Some(now().ms));
            if !app.is_own_device() {
                lock_hidden();
            }
            return;
        }
        let was_hidden = hidden.take().map_or(0, |since| now().ms - since);
        active.set(now().ms);
        if was_hidden >= HIDDEN_MS && app.is_rekeying.get_untracked() {
            lock_hidden();
        }
        spawn_local(async move {
            if was_hidden >= HIDDEN_MS && !app.is_rekeying.get_untracked() {
                app.lock().await;
            }
            cover(false);
            // No more than a second that passes: whoever runs the relay must not see when somebody looks. What fell due while the tab
            // slept goes out now.
            app.tick();
        });
    }));

    let ticking = move || {
        app.tick();
        let now_ms = now().ms;
        if !app.is_open.get_untracked() {
            is_owed.set(false);
            last_ms.set(now_ms);
            is_warning.set(false);
            return;
        }
        if is_owed.get() || hidden_ms.get().is_some_and(|since| now_ms - since >= HIDDEN_MS) {
            lock_by_itself();
            return;
        }
        if app.is_practising.get_untracked() || app.is_rekeying.get_untracked() {
            last_ms.set(now_ms);
        }
        let limit_ms = i64::from(app.glance(|it| it.settings.idle_minutes)).max(1) * 60_000;
        let idle_ms = now_ms - last_ms.get();
        if idle_ms >= limit_ms {
            is_warning.set(false);
            crate::session::lock_soon(app);
        } else if idle_ms >= limit_ms - WARNING_MS && !is_warning.get_untracked() {
            is_warning.set(true);
            say_politely(&t!("idle-warning"));
        }
    };
    set_interval(ticking, Duration::from_secs(1));
    is_warning
}

fn cover(on: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.class_list().toggle_with_force("covered", on);
    }
}

/// The warning: a plain sheet over everything, with no content under it.
///
/// It takes the focus, and gives it back to where it was.
pub(crate) fn warning(is_warning: RwSignal<bool>) -> impl IntoView {
    let before = Rc::new(RefCell::new(None::<HtmlElement>));
    Effect::new(move || {
        if is_warning.get() {
            let active = document().active_element();
            before.replace(active.and_then(|it| it.dyn_into().ok()));
            focus_soon("#idle-stay");
        } else if let Some(before) = before.take().filter(|it| it.is_connected()) {
            // Not within the very key or touch that closed it: it would go on in the field.
            request_animation_frame(move || {
                let _ = before.focus();
            });
        }
    });
    view! {
        <Show when=move || is_warning.get()>
            <div class="veil" role="alertdialog" aria-modal="true" aria-labelledby="idle-title" aria-describedby="idle-text">
                <div class="sheet stack">
                    <h2 id="idle-title">{t!("idle-title")}</h2>
                    <p class="soft" id="idle-text">{t!("idle-warning")}</p>
                    <button type="button" id="idle-stay" class="btn" on:click=move |_| is_warning.set(false)>
                        {t!("idle-stay")}
                    </button>
                </div>
            </div>
        </Show>
    }
}
