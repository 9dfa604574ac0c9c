//! A text field with quiet underlines.
//!
//! The field is a real one. Over it lies a mirror of its text, letter on letter and itself unseen, that draws the underlines and gives the
//! field its height; pointers and screen readers pass through it. What lies under a custom highlight is not drawn inside fields by any
//! browser yet.

use leptos::{ev, prelude::*};

use super::{
    Field,
    desk::Desk,
    places::{Stretch, stretches},
};
use crate::{parts::field::UNKEPT, words::t};

pub(super) fn show(desk: Desk, field: Field, typed: impl Fn() + 'static) -> impl IntoView {
    let Field { id, label, help, hint, value } = field;
    let hint = (!hint.is_empty()).then_some(hint);
    let (help_id, keys_id) = (format!("{id}-help"), format!("{id}-keys"));
    let has_help = !help.is_empty();
    let has_notes = Memo::new(move |_| desk.notes.with(|it| !it.is_empty()));
    let described = {
        let (help_id, keys_id) = (help_id.clone(), keys_id.clone());
        move || {
            let all = [
                (has_help, help_id.clone()),
                (has_notes.get(), keys_id.clone()),
                (desk.is_danger.get(), format!("{id}-help-line")),
            ];
            let all: Vec<String> = all.into_iter().filter(|it| it.0).map(|it| it.1).collect();
            (!all.is_empty()).then(|| all.join(" "))
        }
    };
    view! {
        <label for=id>{label}</label>
        {has_help.then(|| view! { <p class="soft small" id=help_id>{help}</p> })}
        <div class="paper">
            <textarea
                id=id
                node_ref=desk.area
                rows="3"
                // No browser keeps what stands here for its next start: field.rs says how.
                autocomplete="off"
                form=UNKEPT
                placeholder=hint
                aria-describedby=described
                prop:value=move || value.get()
                on:input:target=move |event| {
                    value.set(event.target().value());
                    typed();
                }
                on:keydown=move |event| tab(desk, &event)
                on:keyup=move |_| desk.lit.set(desk.at_caret())
                on:click=move |_| desk.lit.set(desk.at_caret())
                on:blur=move |_| desk.lit.set(None)
            ></textarea>
            <div class="mirror no-print" aria-hidden="true">{move || mirror(desk)}</div>
        </div>
        <Show when=move || has_notes.get()>
            <p class="hidden-visually" id=keys_id.clone()>{t!("coach-keys")}</p>
        </Show>
    }
}

/// From marked words, Tab leads to their note, and not to whatever stands first.
fn tab(desk: Desk, event: &ev::KeyboardEvent) {
    let is_plain = !(event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key());
    if event.key() != "Tab" || !is_plain {
        return;
    }
    if let Some(kind) = desk.at_caret() {
        event.prevent_default();
        desk.to_note(&kind);
    }
}

fn mirror(desk: Desk) -> impl IntoView {
    let (marks, lit) = desk.notes.with(|all| {
        let marks = all.iter().enumerate();
        let marks = marks.flat_map(|(at, it)| it.spans.iter().map(move |span| (*span, at)));
        let lit = desk.lit.get();
        let lit = lit.and_then(|lit| all.iter().position(|it| it.kind == lit));
        (marks.collect::<Vec<_>>(), lit)
    });
    let all = desk.text.with(|it| stretches(it, &marks));
    let draw = move |Stretch { text, marks }: Stretch| {
        if marks.is_empty() {
            return text.into_any();
        }
        let class = if lit.is_some_and(|it| marks.contains(&it)) { "lit" } else { "" };
        view! { <u class=class>{text}</u> }.into_any()
    };
    // A last line without a letter in it would have no height.
    view! { {all.into_iter().map(draw).collect_view()}"\u{200b}" }
}
