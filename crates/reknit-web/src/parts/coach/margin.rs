//! Notes in the margin: beside the text at a desk, below it on a phone.

use leptos::{ev, prelude::*};

use super::{desk::Desk, notes::Note};
use crate::words::t;

/// So much of the words stands above a note.
const QUOTE_CHARS_MAX: usize = 60;

pub(super) fn show(desk: Desk) -> impl IntoView {
    let has_notes = Memo::new(move |_| desk.notes.with(|it| !it.is_empty()));
    let escape = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            desk.to_text();
        }
    };
    view! {
        <Show when=move || has_notes.get()>
            <section class="margin no-print" aria-label=t!("coach-margin") on:keydown=escape>
                <ul>
                    <For
                        each=move || desk.notes.get()
                        key=|it| (it.kind.clone(), it.words.clone(), it.say.clone())
                        children=move |it| note(desk, it)
                    />
                </ul>
            </section>
        </Show>
    }
}

fn note(desk: Desk, note: Note) -> impl IntoView {
    let id = desk.note_id(&note.kind);
    let says = format!("{id}-says");
    let kind = StoredValue::new(note.kind.clone());
    let head = if note.words.is_empty() {
        // About the whole: nothing to lead back to, and still a place to come to.
        view! {
            <p id=id tabindex="-1" class="hidden-visually" aria-describedby=says.clone()>{t!("coach-margin")}</p>
        }
        .into_any()
    } else {
        let quote = t!("coach-quoted", words = shortened(&note.words));
        view! {
            <button
                type="button"
                class="link quote"
                id=id
                aria-describedby=says.clone()
                on:click=move |_| kind.with_value(|it| desk.choose(it))
            >
                {quote}
            </button>
        }
        .into_any()
    };
    let pattern = note.pattern.clone().map(|it| view! { <p class="soft">{it}</p> });
    let aside = note.clone();
    // All notes have these two buttons: which one they belong to is heard with them.
    view! {
        <li
            class="note"
            on:focusin=move |_| desk.lit.set(Some(kind.get_value()))
            on:focusout=move |_| desk.lit.set(None)
        >
            {head}
            <div id=says.clone() class="tight">
                <p>{note.say}</p>
                {pattern}
            </div>
            <p class="choose">
                <button
                    type="button"
                    class="link small"
                    aria-describedby=says.clone()
                    on:click=move |_| desk.put_aside(&aside)
                >
                    {t!("coach-aside")}
                </button>
                <button
                    type="button"
                    class="link small"
                    aria-describedby=says
                    on:click=move |_| desk.never(&kind.get_value())
                >
                    {t!("coach-never")}
                </button>
            </p>
        </li>
    }
}

/// The beginning of longer words, without what joins them to the next.
fn shortened(words: &str) -> String {
    let words = words.trim_end_matches([',', ';', ':']);
    let mut short: String = words.chars().take(QUOTE_CHARS_MAX).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}
