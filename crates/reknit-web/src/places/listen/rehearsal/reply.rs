//! Where a reply is written, with notes in the margin.

use leptos::prelude::*;
use reknit_client::view::Slot;

use crate::{
    content::rehearsal,
    parts::{
        coach::{self, Field, Reads},
        em,
    },
    session::App,
    words::t,
};

/// The reply to what the statement `id` says. With an open account it is a private sheet, and the coach reads along; else it lives as long
/// as the tab shows it.
pub(super) fn show(app: App, id: &'static str, said: &'static str) -> impl IntoView {
    let words = rehearsal();
    let slot = move || Slot::Sheet(format!("rehearsal/{id}"));
    let draft = app.glance(|it| it.drafts.get(&slot()).map(|it| it.text.clone()));
    let text = RwSignal::new(draft.unwrap_or_default());
    let typed = move || {
        if app.is_open.get_untracked() {
            app.note_draft(slot(), text.get_untracked());
        }
    };
    let label = words.prompt.clone();
    let field = Field { id: "reply", label, help: String::new(), hint: String::new(), value: text };
    view! {
        {coach::along(app, field, Reads::Reply(said.to_owned()), typed)}
        <p class="soft small">{em(&words.help)}</p>
        <p class="soft small">
            {move || if app.is_open.get() { t!("rehearsal-kept") } else { t!("rehearsal-in-tab") }}
        </p>
    }
}
