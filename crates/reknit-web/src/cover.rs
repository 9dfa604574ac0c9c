//! Covering the screen when nobody should look, locking when nobody is there, and leaving a door that nobody is at (safety rules 11 and 12).

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::{
    nav::Page,
    parts::{focus_soon, say_politely},
    ports::clock::now,
    session::App,
    words::t,
};

/// Hidden for so long, a device of one's own locks. An account on any other device locks at once.
const HIDDEN_MS: i64 = 60_000;

/// Left alone for so long, hidden or not, a door is left: time enough to put a passphrase into another app, or onto paper.
const DOOR_MS: i64 = 10 * 60_000;

/// How long before locking the warning shows.
const WARNING_MS: i64 = 20_000;

/// What is watched. Times are milliseconds since the Unix epoch, by the clock of this page.
struct Watch {
    app: App,
    is_warning: RwSignal<bool>,
    /// When somebody last did something.
    last_ms: Cell<i64>,
    /// Since when nobody sees the page.
    hidden_ms: Cell<Option<i64>>,
    /// While the keys of the account change, it locks right after: locked in between, nobody would know which passphrase is in force. The
    /// cover stays until then.
    is_owed: Cell<bool>,
}

/// Watches the page. The signal tells whether the warning is shown.
pub(crate) fn watch(app: App) -> RwSignal<bool> {
    let is_warning = RwSignal::new(false);
    let watch = Rc::new(Watch {
        app,
        is_warning,
        last_ms: Cell::new(now().ms),
        hidden_ms: Cell::new(None),
        is_owed: Cell::new(false),
    });
    for event in ["pointerdown", "keydown", "input", "wheel", "touchmove"] {
        let watch = watch.clone();
        let handle = window_event_listener_untyped(event, move |_| watch.somebody_is_there());
        std::mem::forget(handle);
    }
    let seen = watch.clone();
    std::mem::forget(window_event_listener_untyped("visibilitychange", move |_| {
        if document().hidden() { seen.hide() } else { seen.show() }
    }));
    set_interval(move || watch.tick(), Duration::from_secs(1));
    is_warning
}

impl Watch {
    fn somebody_is_there(&self) {
        self.last_ms.set(now().ms);
        if self.is_warning.get_untracked() {
            self.is_warning.set(false);
        }
    }

    fn hide(&self) {
        cover(true);
        self.app.keep_drafts();
        self.hidden_ms.set(Some(now().ms));
        if !self.app.is_own_device() {
            self.lock();
        }
    }

    fn show(self: &Rc<Self>) {
        let app = self.app;
        let was_hidden_ms = self.hidden_ms.take().map_or(0, |since| now().ms - since);
        self.last_ms.set(now().ms);
        let is_late = was_hidden_ms >= HIDDEN_MS;
        if is_late && app.is_rekeying.get_untracked() {
            self.lock();
        }
        let watch = self.clone();
        spawn_local(async move {
            if !app.is_open.get_untracked() {
                if was_hidden_ms >= DOOR_MS {
                    leave_door(app);
                }
            } else if is_late && !app.is_rekeying.get_untracked() {
                app.lock().await;
            }
            if !watch.is_owed.get() {
                cover(false);
            }
            // No more than a second that passes: whoever runs the relay must not see when somebody looks. What fell due while the tab
            // slept goes out now.
            app.tick();
        });
    }

    /// Locks by itself: now, or as soon as the keys have changed.
    fn lock(&self) {
        let app = self.app;
        self.is_owed.set(app.is_rekeying.get_untracked());
        if !self.is_owed.get() {
            spawn_local(async move {
                app.lock().await;
                uncover();
            });
        }
    }

    /// Once a second.
    fn tick(&self) {
        let app = self.app;
        app.tick();
        let now_ms = now().ms;
        let is_open = app.is_open.get_untracked();
        if !is_open && self.is_owed.take() {
            // It was closed in another way.
            uncover();
        }
        if !is_open && !is_door(app) {
            self.last_ms.set(now_ms);
            self.is_warning.set(false);
            return;
        }
        let is_late = self.hidden_ms.get().is_some_and(|since| now_ms - since >= HIDDEN_MS);
        if is_open && (self.is_owed.get() || is_late) {
            self.lock();
            return;
        }
        let is_busy = if is_open {
            app.is_practising.get_untracked() || app.is_rekeying.get_untracked()
        } else {
            is_at_work()
        };
        if is_busy {
            self.last_ms.set(now_ms);
        }
        let limit_ms = if is_open {
            i64::from(app.glance(|it| it.settings.idle_minutes)).max(1) * 60_000
        } else {
            DOOR_MS
        };
        let idle_ms = now_ms - self.last_ms.get();
        // At home already, nothing goes but what was typed: not worth a warning over a screen that is closed.
        let warns = is_open || app.nav.page_untracked() != app.home();
        if idle_ms >= limit_ms {
            self.is_warning.set(false);
            self.end(now_ms);
        } else if warns && idle_ms >= limit_ms - WARNING_MS && !self.is_warning.get_untracked() {
            self.is_warning.set(true);
            say_politely(&t!("idle-warning"));
        }
    }

    /// Nobody is there. Both clocks begin again: a door that is home would be made anew each second.
    fn end(&self, now_ms: i64) {
        self.last_ms.set(now_ms);
        if self.app.is_open.get_untracked() {
            crate::session::lock_soon(self.app);
        } else {
            self.hidden_ms.set(self.hidden_ms.get().map(|_| now_ms));
            leave_door(self.app);
        }
    }
}

/// Whether a door is shown, with what somebody may have typed there. Views that want an open account show one in their place.
fn is_door(app: App) -> bool {
    let page = app.nav.page_untracked();
    page.is_inside() || matches!(page, Page::SignUp | Page::SignIn | Page::Recover | Page::Unlock)
}

/// Whether what was typed at a door is just being carried out. Doors say so to whoever hears them, and are asked in no second way.
fn is_at_work() -> bool {
    let busy = "#app [aria-busy=true], #app form [aria-disabled=true]";
    document().query_selector(busy).is_ok_and(|it| it.is_some())
}

/// From a door back to the start. What was typed goes with the view it was typed in.
fn leave_door(app: App) {
    if !is_door(app) || is_at_work() {
        return;
    }
    // It may be somebody else who comes to this tab.
    app.invitation.set(None);
    let home = app.home();
    app.nav.start_over(home);
    // One is there already where a copy waits to be unlocked: that view is made anew.
    app.nav.replace(home);
}

fn cover(on: bool) {
    if let Some(root) = document().document_element() {
        let _ = root.class_list().toggle_with_force("covered", on);
    }
}

/// Takes the cover away if somebody looks. Otherwise it goes when they do.
fn uncover() {
    if !document().hidden() {
        cover(false);
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
