//! Opening an account in this tab, locking it, and letting go of it.

use std::time::Duration;

use js_sys::{Function, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use reknit_client::{
    account::{self, Keep, Rekeyed, SignError, UnlockError, Unlocked},
    engine::{Engine, Input},
    ports::{HttpRequest, Now, Transport as _},
    randoms::Randoms,
    view::View,
};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use zeroize::Zeroizing;

use super::App;
use crate::{
    nav::Page,
    ports::{
        clock::{BrowserZones, now, pause},
        http::Http,
        shelf::Shelf,
        worker::Workshop,
    },
    words::t,
};

/// How long locking waits for what is on its way.
const LOCK_TURNS: u32 = 30;
const LOCK_TURN: Duration = Duration::from_millis(100);

/// How long to wait before the relay is tried again after unlocking without it.
const RETRY: Duration = Duration::from_secs(5);

impl App {
    /// Looks whether this device holds a copy.
    pub(crate) async fn find_copy(self) {
        let Some(shelf) = Shelf::open().await else { return };
        // What cannot be read stays: unlocking tries once more, and says so.
        if shelf.read().await.is_some_and(|it| !it.can_unlock()) {
            shelf.discard().await;
        } else {
            self.inside().shelf.replace(Some(shelf));
            self.has_copy.set(true);
        }
    }

    /// What this device or this tab holds, sealed. `None` where the device does not give it now: nothing may be written over it then.
    pub(crate) async fn kept(self) -> Option<Keep> {
        let shelf = self.inside().shelf.borrow().clone();
        match shelf {
            Some(shelf) => shelf.read().await,
            None => Some(self.inside().memory.borrow().clone()),
        }
    }

    /// Whether this device was declared one's own before.
    pub(crate) fn is_own_device(self) -> bool {
        self.inside().shelf.borrow().is_some()
    }

    /// Why nobody may make this device their own for `handle` now, if so: the copy of another account lies here, and would be written over.
    pub(crate) fn in_the_way(self, keep: &Keep, own_device: bool, handle: &str) -> Option<String> {
        let is_taken = own_device && self.is_own_device() && keep.is_of_another(handle);
        is_taken.then(|| t!("error-other-copy"))
    }

    /// Goes on with an account that was opened.
    pub(crate) async fn open(self, unlocked: Unlocked) {
        let Unlocked { engine, outputs } = unlocked;
        let is_own = engine.is_own_device();
        let handle = engine.handle().to_owned();
        if is_own {
            if self.inside().shelf.borrow().is_none() {
                let shelf = Shelf::open().await;
                self.inside().shelf.replace(shelf);
            }
            keep_offline(true);
        } else if let Some(shelf) = self.inside().shelf.take() {
            // Signed in here as on a device that others use too: nothing of this account stays. A copy of another account is not this
            // person's to throw away, and may hold words that were never sent: it stays where it is, locked.
            let is_mine = shelf.read().await.is_some_and(|it| !it.is_of_another(&handle));
            if is_mine {
                shelf.discard().await;
                keep_offline(false);
            }
        }
        self.inside().wake.take();
        self.inside().era.set(self.inside().era.get().wrapping_add(1));
        self.inside().engine.replace(Some(engine));
        self.is_open.set(true);
        self.has_copy.set(true);
        self.drive(outputs);
        self.refresh();
        self.start_coach(is_own);
    }

    /// Opens what this device or this tab holds.
    pub(crate) async fn unlock(self, passphrase: String) -> Result<(), UnlockError> {
        let worker = Workshop::open();
        let keep = self.kept().await.ok_or(UnlockError::Unread)?;
        let zones = Box::<BrowserZones>::default();
        let unlocked = account::unlock(&worker, Randoms::os(), zones, keep, &passphrase).await?;
        let handle = unlocked.engine.handle().to_owned();
        self.open(unlocked).await;
        self.resume(worker, handle, passphrase);
        Ok(())
    }

    /// Opens a session with the relay in the background, as soon as it can be reached.
    ///
    /// The relay has to be shown the passphrase's work anew, so it waits here until then; at the latest it is wiped when this account is locked,
    /// which three idle minutes do. (What the browser itself keeps of a field cannot be wiped: docs/threat-model.md.)
    fn resume(self, worker: Workshop, handle: String, passphrase: String) {
        let passphrase = Zeroizing::new(passphrase);
        let era = self.inside().era.get();
        let known_by = self.with_engine(|it| it.known_by().map(str::to_owned)).flatten();
        self.is_resuming.set(true);
        spawn_local(async move {
            let known_by = known_by.as_deref();
            loop {
                let opened = account::resume(&Http, &worker, &handle, &passphrase, known_by).await;
                if self.inside().era.get() != era {
                    // Locked meanwhile: nobody will ever use it.
                    if let Ok(opened) = opened {
                        end_soon(account::bearer(&opened.token));
                    }
                    return;
                }
                match opened {
                    Ok(opened) => {
                        let outputs = self
                            .inside()
                            .engine
                            .borrow_mut()
                            .as_mut()
                            .map(|it| it.attach(now(), &opened));
                        self.drive(outputs.unwrap_or_default());
                        break;
                    }
                    Err(
                        SignError::Offline
                        | SignError::Relay
                        | SignError::SlowDown
                        | SignError::Busy,
                    ) => {
                        pause(RETRY).await;
                        if self.inside().era.get() != era {
                            return;
                        }
                    }
                    // The passphrase was changed elsewhere: the view says that this device is signed out.
                    Err(_) => break,
                }
            }
            if self.inside().era.get() == era {
                self.is_resuming.set(false);
            }
        });
    }

    /// Goes on after a change of passphrase.
    pub(crate) fn rekeyed(self, now: Now, done: Rekeyed) {
        let outputs = self.inside().engine.borrow_mut().as_mut().map(|it| it.rekeyed(now, done));
        self.drive(outputs.unwrap_or_default());
    }

    /// Locks: what was typed goes to the vault, keys go, and the passphrase is wanted again.
    pub(crate) async fn lock(self) {
        self.lock_at(Page::Unlock).await;
    }

    /// Locks, with `page` in front of it and nothing behind the back button.
    pub(crate) async fn lock_at(self, page: Page) {
        if !self.is_open.get_untracked() {
            return;
        }
        let era = self.inside().era.get();
        self.keep_drafts();
        // It may be somebody else who unlocks this tab.
        self.invitation.set(None);
        // Nothing is shown from here on, while what is on its way comes to rest.
        self.is_open.set(false);
        self.nav.start_over(page);
        self.come_to_rest().await;
        if self.inside().era.get() == era {
            self.end_session_of_others();
            self.drop_keys();
            // Nothing is written from here on: another tab may open the copy now.
            release();
        }
    }

    /// On a device that others use too, locking signs out: whoever finds a way into its memory finds a token that is worth nothing.
    ///
    /// Best effort, and not waited for: without a line the session ends by its age. What the tab keeps is sealed, and stays, so that
    /// unlocking loses nothing. On a device of one's own the session stays, so that it is listed for as long as the copy lies there.
    fn end_session_of_others(self) {
        let token = self
            .with_engine(|it| it.token().filter(|_| !it.is_own_device()).map(str::to_owned))
            .flatten();
        if let Some(token) = token {
            end_soon(token);
        }
    }

    async fn come_to_rest(self) {
        self.step(Input::Lock);
        for _ in 0..LOCK_TURNS {
            if self.with_engine(Engine::is_at_rest) != Some(false) {
                break;
            }
            pause(LOCK_TURN).await;
        }
    }

    /// Drops every key, at once, because the page goes away or is put aside: the socket ends with the page, as that of any tab.
    pub(crate) fn drop_keys_with_the_page(self) {
        if let Some(wake) = self.inside().wake.take() {
            wake.end_with_the_page();
        }
        self.drop_keys();
    }

    /// Drops every key, at once.
    pub(crate) fn drop_keys(self) {
        self.inside().era.set(self.inside().era.get().wrapping_add(1));
        self.inside().engine.replace(None);
        self.clear_drafts();
        self.invitation.set(None);
        self.inside().wake.take();
        self.end_coach();
        self.is_open.set(false);
        self.is_resuming.set(false);
        self.aside.set(Vec::new());
        self.view.set(View::default());
    }

    /// Signs out here, and removes the copy from this device.
    pub(crate) async fn forget(self) {
        self.keep_drafts();
        self.come_to_rest().await;
        if let Some(token) = self.with_engine(|it| it.token().map(str::to_owned)).flatten() {
            let _ = Http.send(end_session(&token)).await;
        }
        self.drop_keys();
        self.remove_copy().await;
        self.nav.start_over(Page::Landing);
    }

    /// Leaves on this device only: keys and copy go from it, and the server is told nothing. To whoever runs it, this is locking.
    pub(crate) async fn forget_here(self) {
        self.lock_at(Page::Landing).await;
        self.remove_copy().await;
        // Where the view that stands on the page chose by what was here.
        self.nav.start_over(Page::Landing);
    }

    /// Removes what this tab or this device keeps.
    async fn remove_copy(self) {
        self.inside().memory.replace(Keep::default());
        self.has_copy.set(false);
        // Taken in a line of its own: nothing may be borrowed while it waits.
        let shelf = self.inside().shelf.take();
        if let Some(shelf) = shelf {
            keep_offline(false);
            shelf.discard().await;
        } else {
            // The copy of another account may have been here all along.
            self.find_copy().await;
        }
        release();
    }
}

/// Ends the session that asks.
fn end_session(token: &str) -> HttpRequest {
    HttpRequest {
        method: "DELETE",
        path: "/api/v1/sessions/current".to_owned(),
        binary: false,
        body: Vec::new(),
        token: Some(token.to_owned()),
    }
}

/// Ends a session without waiting for it.
fn end_soon(token: String) {
    spawn_local(async move {
        let _ = Http.send(end_session(&token)).await;
    });
}

fn global(name: &str) -> Option<Function> {
    Reflect::get(&js_sys::global(), &name.into()).ok()?.dyn_into().ok()
}

/// One tab at a time writes on a device of one's own. `false` if another does.
pub(crate) async fn hold() -> bool {
    let Some(held) = global("notesHold").and_then(|it| it.call0(&JsValue::NULL).ok()) else {
        return true;
    };
    let held = JsFuture::from(Promise::resolve(&held)).await;
    held.is_ok_and(|it| it.is_truthy())
}

/// Lets another tab write.
pub(crate) fn release() {
    if let Some(release) = global("notesRelease") {
        let _ = release.call0(&JsValue::NULL);
    }
}

fn keep_offline(wanted: bool) {
    if let Some(keep) = global("notesKeepOffline") {
        let _ = keep.call1(&JsValue::NULL, &wanted.into());
    }
}

/// Locks without waiting for it.
pub(crate) fn lock_soon(app: App) {
    spawn_local(async move { app.lock().await });
}
