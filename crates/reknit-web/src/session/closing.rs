//! Locking an account in this tab, and letting go of it.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use reknit_client::{
    account::Keep,
    engine::{Engine, Input},
    ports::{HttpRequest, Transport as _},
    view::View,
};

use super::{App, opening::keep_offline};
use crate::{
    nav::Page,
    ports::{clock::pause, http::Http},
};

/// How long locking waits for what is on its way.
const LOCK_TURNS: u32 = 30;
const LOCK_TURN: Duration = Duration::from_millis(100);

impl App {
    /// Locks: what was typed goes to the vault, keys go, and the passphrase is wanted again.
    pub(crate) async fn lock(self) {
        self.lock_at(Page::Unlock).await;
    }

    /// Locks, with `page` in front of it and nothing behind the back button.
    pub(crate) async fn lock_at(self, page: Page) {
        if !self.is_open.get_untracked() {
            return;
        }
        // It may be somebody else who unlocks this tab.
        self.invitation.set(None);
        self.close(|| self.nav.start_over(page)).await;
    }

    /// Locks what is open behind the view that stands on the page, for whoever opens an account there; or waits until the locking that was
    /// begun before has ended. They stay who they are, with the invitation they came with.
    pub(super) async fn lock_behind(self) {
        if self.is_open.get_untracked() {
            let invitation = self.invitation.get_untracked();
            self.close(|| ()).await;
            self.invitation.set(invitation);
        }
        while self.with_engine(|_| ()).is_some() {
            pause(LOCK_TURN).await;
        }
    }

    /// Closes the account: `leave` takes away what is shown, then what is on its way comes to rest.
    async fn close(self, leave: impl FnOnce()) {
        let era = self.era();
        self.keep_drafts();
        // Nothing is shown from here on.
        self.is_open.set(false);
        self.sheet.set(None);
        leave();
        // While the keys change, they go right after: dropped in between, nobody would know which passphrase is in force.
        while self.is_rekeying.get_untracked() && self.era() == era {
            pause(LOCK_TURN).await;
        }
        self.come_to_rest().await;
        if self.era() == era {
            self.end_session_of_others();
            self.drop_keys();
            self.release();
        }
    }

    /// Nothing is written from here on: another tab may open the copy now.
    fn release(self) {
        drop(self.inside().hold.take());
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
        self.sheet.set(None);
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
        self.release();
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
pub(super) fn end_soon(token: String) {
    spawn_local(async move {
        let _ = Http.send(end_session(&token)).await;
    });
}

/// Locks without waiting for it.
pub(crate) fn lock_soon(app: App) {
    spawn_local(async move { app.lock().await });
}
