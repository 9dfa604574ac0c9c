//! Somebody was invited. They may say no, and nobody is told.

use leptos::{prelude::*, task::spawn_local};
use reknit_client::account::{InviteError, Peek, peek};

use super::told;
use crate::{
    nav::{Door, Page},
    parts::{copy, heading},
    ports::{clock::now, http::Http, relay},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let found: RwSignal<Option<Result<Peek, InviteError>>> = RwSignal::new(None);
    let look = move || {
        found.set(None);
        spawn_local(async move {
            let fragment = app.invitation.get_untracked().unwrap_or_default();
            found.set(Some(peek(&Http, now(), &fragment).await));
        });
    };
    look();
    let shown = move || {
        match found.get() {
        None => view! {
            <section class="stack" aria-busy="true">
                {heading(String::new(), t!("invited-reading"))}
            </section>
        }
        .into_any(),
        Some(Ok(peek)) => offer(app, peek).into_any(),
        Some(Err(error)) => view! {
            <section class="stack">
                {heading(String::new(), t!("invited-nowhere"))}
                <p>{invite_error(error)}</p>
                {(error == InviteError::Offline)
                    .then(|| {
                        view! {
                            <button type="button" class="btn" on:click=move |_| look()>{t!("try-again")}</button>
                        }
                    })}
                <button type="button" class="btn quiet" on:click=move |_| decline(app)>{t!("to-start")}</button>
            </section>
        }
        .into_any(),
    }
    };
    // Whoever comes by a link has not seen the landing: the way out is explained here first.
    view! {
        <div class="stack">
            {told::leave_short()}
            {shown}
        </div>
    }
}

fn offer(app: App, peek: Peek) -> impl IntoView {
    let is_open = app.is_open.get_untracked();
    let has_copy = app.has_copy.get_untracked();
    let is_copied = RwSignal::new(false);
    // Only on a tap: what lies in the clipboard can be read by others.
    let copy = move |_| {
        let fragment = app.invitation.get_untracked().unwrap_or_default();
        spawn_local(async move {
            is_copied.set(copy(&format!("{}/#{fragment}", relay::invitations())).await);
        });
    };
    view! {
        <section class="stack">
            {heading(String::new(), t!("invited-title", name = peek.their_name))}
            <p>{t!("invited-what")}</p>
            <p class="well">{t!("invited-decline")}</p>
            <p>{t!("invited-pressed")}</p>
            <p class="soft small">{t!("invited-browser")}</p>
            <p class="soft small">{t!("invited-closed")}</p>
            <button type="button" class="btn quiet small" on:click=copy>
                {move || if is_copied.get() { t!("copied") } else { t!("copy") }}
            </button>
            <p><b>{t!("not-yet")}</b>" "{t!("not-yet-why")}</p>
            {relay::operator().map(|it| view! { <p class="soft small">{it}</p> })}
            {if is_open {
                view! {
                    <button type="button" class="btn" on:click=move |_| app.nav.go(Page::Questions(Door::Join))>
                        {t!("go-on")}
                    </button>
                }
                    .into_any()
            } else {
                view! {
                    <button type="button" class="btn" on:click=move |_| app.nav.go(Page::SignUp)>
                        {t!("invited-new")}
                    </button>
                    <button
                        type="button"
                        class="btn quiet"
                        on:click=move |_| app.nav.go(if has_copy { Page::Unlock } else { Page::SignIn })
                    >
                        {t!("invited-known")}
                    </button>
                }
                    .into_any()
            }}
            <button type="button" class="btn text" on:click=move |_| decline(app)>{t!("invited-no")}</button>
            <button type="button" class="btn text" data-page="help">{t!("help")}</button>
        </section>
    }
}

/// Lets go of the invitation. Nothing is sent.
fn decline(app: App) {
    app.invitation.set(None);
    app.nav.start_over(app.home());
}

pub(crate) fn invite_error(error: InviteError) -> String {
    match error {
        InviteError::Mangled => t!("invite-mangled"),
        InviteError::Gone => t!("invite-gone"),
        InviteError::Used => t!("invite-used"),
        InviteError::Offline => t!("invite-offline"),
        InviteError::Forged => t!("invite-forged"),
    }
}
