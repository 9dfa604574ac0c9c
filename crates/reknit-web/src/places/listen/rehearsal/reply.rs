//! Where a reply is written, with a place beside it for notes in the margin.

use leptos::prelude::*;
use reknit_client::view::Slot;

use crate::{content::rehearsal, parts::field, session::App, words::t};

/// The reply to the statement `id`. With an open account it is a private sheet, else it lives as long as the tab shows it.
pub(super) fn show(app: App, id: &'static str) -> impl IntoView {
    let words = rehearsal();
    let slot = move || Slot::Sheet(format!("rehearsal/{id}"));
    let draft = app.glance(|it| it.drafts.get(&slot()).map(|it| it.text.clone()));
    let text = RwSignal::new(draft.unwrap_or_default());
    let typed = move || {
        if app.is_open.get_untracked() {
            app.note_draft(slot(), text.get_untracked());
        }
    };
    view! {
        <div class="replying">
            {field::area("reply", words.prompt.clone(), String::new(), text, typed)}
            <p class="soft small">{crate::parts::em(&words.help)}</p>
            <div class="margin" id="reply-margin"></div>
        </div>
        <p class="soft small">
            {move || if app.is_open.get() { t!("rehearsal-kept") } else { t!("rehearsal-in-tab") }}
        </p>
    }
}
