//! Where a letter is written: a text, and below it a place for notes in the margin.

use leptos::prelude::*;

use crate::parts::field;

/// A text of a letter. `below` stands under it, for what may be said about it to its author.
pub(super) fn area(
    id: &'static str,
    label: String,
    value: RwSignal<String>,
    typed: impl Fn() + 'static,
    below: impl IntoView,
) -> impl IntoView {
    view! {
        <div class="stack letter-area">
            {field::area(id, label, String::new(), value, typed)}
            {below}
        </div>
    }
}
