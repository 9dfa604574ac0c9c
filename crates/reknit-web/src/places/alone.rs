//! For whoever shares a space with nobody: why a view for two is empty, and what can be done without the other.

use leptos::prelude::*;
use reknit_client::view::{Connection, Pairing};

use crate::{nav::Page, parts::lead, session::App, words::t};

/// What works alone, as lines that lead there.
pub(super) fn what_works(app: App) -> impl IntoView {
    view! {
        <h2>{t!("together-meanwhile")}</h2>
        {lead(app, Page::Cards, t!("cards-lead"), t!("cards-lead-help"))}
        {lead(app, Page::Letters, t!("letters"), t!("letters-alone"))}
        {lead(app, Page::Rehearsal, t!("rehearsal"), t!("s-practise-why"))}
    }
}

/// In a view for two, as long as there is one. Nothing once there are two.
pub(super) fn needs_two(app: App) -> impl IntoView {
    let is_paired = app.is_paired();
    // After signing in it takes a moment until it is known whether there are two.
    let is_fetching =
        app.look(|it| it.connection == Connection::Working && it.pairing == Pairing::Alone);
    move || {
        if is_paired.get() {
            ().into_any()
        } else if is_fetching.get() {
            view! { <p class="soft" role="status">{t!("fetching")}</p> }.into_any()
        } else {
            view! {
                <p>{t!("needs-two")}</p>
                {what_works(app)}
            }
            .into_any()
        }
    }
}
