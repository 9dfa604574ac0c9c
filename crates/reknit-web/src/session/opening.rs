//! Opening an account in this tab.

use std::{rc::Rc, time::Duration};

use js_sys::{Function, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use reknit_client::{
    account::{self, Keep, RekeyJob, Rekeyed, SignError, UnlockError, Unlocked},
    engine::Engine,
    ports::Now,
    randoms::Randoms,
};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use zeroize::Zeroizing;

use super::{App, closing::end_soon};
use crate::{
    ports::{
        clock::{BrowserZones, now, pause},
        http::Http,
        shelf::Shelf,
        worker::Workshop,
    },
    words::t,
};

/// How long to wait before the relay is tried again after unlocking without it.
const RETRY: Duration = Duration::from_secs(5);

impl App {
    /// Looks whether this device holds a copy.
    pub(crate) async fn find_copy(self) {
        let Some(shelf) = Shelf::open().await else { return };
        let kept = shelf.read().await;
        if kept.as_ref().is_some_and(is_nobodys) {
            shelf.discard().await;
        } else {
            // What cannot be read stays: unlocking tries once more, and says so. What cannot be unlocked comes along with signing in.
            self.has_copy.set(kept.is_none_or(|it| it.can_unlock()));
            self.inside().shelf.replace(Some(shelf));
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

    /// Before an account is opened here. Whatever is open is locked, so that all of it is kept when [`Self::kept`] is asked: what it would
    /// still take meanwhile, the next one would write over. And on a device of one's own no other tab may write.
    ///
    /// # Errors
    ///
    /// That another tab does, in words.
    pub(crate) async fn make_way(self, own_device: bool) -> Result<Hold, String> {
        let inside = self.inside();
        // A lock that was just let go cannot be had again at once: this tab goes on with the one it has.
        let before = inside.hold.borrow().clone();
        self.lock_behind().await;
        if !own_device {
            return Ok(Hold::default());
        }
        if before.0.is_some() {
            return Ok(before);
        }
        let here = || inside.held.borrow().upgrade();
        if let Some(held) = here() {
            return Ok(Hold(Some(held)));
        }
        if !hold().await {
            return Err(t!("error-other-tab"));
        }
        let held = here().unwrap_or_default();
        inside.held.replace(Rc::downgrade(&held));
        Ok(Hold(Some(held)))
    }

    /// Goes on with an account that was opened.
    pub(crate) async fn open(self, unlocked: Unlocked, hold: Hold) {
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
        drop(self.inside().hold.replace(hold));
        self.inside().era.set(self.inside().era.get().wrapping_add(1));
        self.inside().engine.replace(Some(engine));
        self.is_open.set(true);
        self.has_copy.set(true);
        self.drive(outputs);
        self.refresh();
        self.start_coach(is_own);
    }

    /// Opens what this device or this tab holds.
    pub(crate) async fn unlock(self, passphrase: String, hold: Hold) -> Result<(), UnlockError> {
        let worker = Workshop::open();
        let keep = self.kept().await.ok_or(UnlockError::Unread)?;
        let zones = Box::<BrowserZones>::default();
        let unlocked = account::unlock(&worker, Randoms::os(), zones, keep, &passphrase).await?;
        let handle = unlocked.engine.handle().to_owned();
        self.open(unlocked, hold).await;
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

    /// What a change of passphrase needs, if an account is open.
    pub(crate) fn rekey_job(self) -> Option<RekeyJob> {
        self.inside().engine.borrow_mut().as_mut().map(Engine::rekey_job)
    }

    /// Goes on after a change of passphrase, if the account of `era` is still there: its keys are no other's. `false` if it is not.
    pub(crate) fn rekeyed(self, era: u32, now: Now, done: Rekeyed) -> bool {
        if self.era() != era {
            return false;
        }
        let outputs = self.inside().engine.borrow_mut().as_mut().map(|it| it.rekeyed(now, done));
        let is_there = outputs.is_some();
        self.drive(outputs.unwrap_or_default());
        is_there
    }
}

/// Whether nothing can come of what is kept: it cannot be unlocked, and holds nobody's unsent words either. Those of an account without
/// the record that says how to unlock are brought along when it signs in.
fn is_nobodys(keep: &Keep) -> bool {
    // No account has this name: unsent words would be those of another, whoever's they are.
    !keep.can_unlock() && !keep.is_of_another("")
}

/// This tab is the one that writes on a device of one's own, until the last of these goes. Empty on a device of others.
#[derive(Clone, Default)]
pub(crate) struct Hold(Option<Rc<Held>>);

/// The browser's lock.
#[derive(Default)]
pub(super) struct Held;

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = global("notesRelease") {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

fn global(name: &str) -> Option<Function> {
    Reflect::get(&js_sys::global(), &name.into()).ok()?.dyn_into().ok()
}

/// One tab at a time writes on a device of one's own. `false` if another does.
async fn hold() -> bool {
    let Some(held) = global("notesHold").and_then(|it| it.call0(&JsValue::NULL).ok()) else {
        return true;
    };
    let held = JsFuture::from(Promise::resolve(&held)).await;
    held.is_ok_and(|it| it.is_truthy())
}

pub(super) fn keep_offline(wanted: bool) {
    if let Some(keep) = global("notesKeepOffline") {
        let _ = keep.call1(&JsValue::NULL, &wanted.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_thrown_away_only_where_nothing_can_come_of_it() {
        let keep =
            |names: &[&str]| Keep(names.iter().map(|it| ((*it).to_owned(), Vec::new())).collect());
        assert!(is_nobodys(&keep(&[])));
        assert!(is_nobodys(&keep(&["0f/space"])));
        assert!(!is_nobodys(&keep(&["0f/outbox", "0f/space"])), "words that were never sent");
        assert!(!is_nobodys(&keep(&["device"])));
    }
}
