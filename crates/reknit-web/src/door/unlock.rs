//! Opening the copy on this device, or what this tab holds, without the network.

use leptos::{prelude::*, task::spawn_local};
use reknit_client::account::UnlockError;

use crate::{
    nav::{Door, Page},
    parts::{field, heading, problem},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let passphrase = RwSignal::new(String::new());
    let is_busy = RwSignal::new(false);
    let error = RwSignal::new(None);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        error.set(None);
        spawn_local(async move {
            let typed = passphrase.get_untracked();
            let outcome = match app.make_way(app.is_own_device()).await {
                Ok(hold) => app.unlock(typed, hold).await.map_err(unlock_error),
                Err(text) => Err(text),
            };
            is_busy.set(false);
            match outcome {
                Ok(()) => {
                    let invited = app.invitation.with_untracked(Option::is_some);
                    let next = if invited { Page::Questions(Door::Join) } else { Page::Today };
                    app.nav.start_over(next);
                }
                Err(text) => error.set(Some(text)),
            }
        });
    };
    let kind = field::Kind { autocomplete: "current-password", secret: true };
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(String::new(), t!("locked"))}
            <p class="soft">
                {if app.is_own_device() { t!("locked-on-device") } else { t!("locked-in-tab") }}
            </p>
            {field::line("passphrase", t!("passphrase"), String::new(), kind, passphrase)}
            {problem(error)}
            <button type="submit" class="btn" aria-disabled=move || is_busy.get().to_string()>
                {move || if is_busy.get() { t!("unlocking") } else { t!("unlock") }}
            </button>
            <button type="button" class="btn text" on:click=move |_| app.nav.go(Page::SignIn)>
                {t!("sign-in-instead")}
            </button>
            <button type="button" class="btn quiet" on:click=move |_| app.nav.go(Page::Moment)>
                {t!("hard-moment")}
            </button>
            <button type="button" class="btn quiet" data-page="help">{t!("help")}</button>
        </form>
    }
}

fn unlock_error(error: UnlockError) -> String {
    match error {
        UnlockError::WrongPassphrase => t!("error-wrong-passphrase"),
        UnlockError::Nothing => t!("error-no-copy"),
        UnlockError::Unread => t!("error-unread"),
        UnlockError::Damaged => t!("error-broken-copy"),
    }
}
