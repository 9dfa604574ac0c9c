//! One line on the landing, once an account was deleted, and gone with the next view.
//!
//! The landing stands in the document and not in the app, so the line is put there by hand.

use std::cell::Cell;

use leptos::prelude::*;

use crate::{parts::say_politely, words::t};

const ID: &str = "done";

thread_local! {
    /// Deleted, and not said yet.
    static UNSAID: Cell<bool> = const { Cell::new(false) };
}

/// An account was deleted: the landing says so, once.
pub(super) fn note() {
    UNSAID.set(true);
}

/// The landing is shown.
pub(crate) fn say_once() {
    if !UNSAID.take() {
        return;
    }
    // Above all else: what stands there is styled by what it follows.
    let first = document().query_selector("#landing > .leave-short").ok().flatten();
    let Some((first, line)) = first.zip(document().create_element("p").ok()) else { return };
    let words = t!("deleted");
    line.set_id(ID);
    line.set_class_name("well");
    line.set_text_content(Some(&words));
    let _ = first.insert_adjacent_element("beforebegin", &line);
    say_politely(&words);
}

/// Another view is shown.
pub(crate) fn take_away() {
    if let Some(line) = document().get_element_by_id(ID) {
        line.remove();
    }
}
