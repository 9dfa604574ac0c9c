//! Fields to write in.

use leptos::prelude::*;

use crate::words::t;

/// The form that texts belong to, wherever they stand; it lies in the document (index.html), with nothing in it.
///
/// Browsers keep what stands in fields among their own files, so that a closed tab can be brought back: words that were unlocked would lie
/// there open. Firefox asks the text itself whether it may; Chromium and Safari ask only the form it belongs to, and keep what belongs to
/// none. So every `<textarea>` says `autocomplete="off"` and `form=UNKEPT`. The form around it is there for its buttons, and misses nothing:
/// no text is sent by Enter.
pub(crate) const UNKEPT: &str = "unkept";

/// A text of several lines. It grows with what is written.
pub(crate) fn area(
    id: &'static str,
    label: String,
    help: String,
    value: RwSignal<String>,
    typed: impl Fn() + 'static,
) -> impl IntoView {
    let help_id = format!("{id}-help");
    let described = (!help.is_empty()).then(|| help_id.clone());
    view! {
        <div class="field-block">
            <label for=id>{label}</label>
            {(!help.is_empty()).then(|| view! { <p class="soft small" id=help_id>{help}</p> })}
            <textarea
                id=id
                rows="3"
                autocomplete="off"
                form=UNKEPT
                aria-describedby=described
                prop:value=move || value.get()
                on:input:target=move |event| {
                    value.set(event.target().value());
                    typed();
                }
            ></textarea>
        </div>
    }
}

/// How a line of text is meant.
#[derive(Clone, Copy, Default)]
pub(crate) struct Kind {
    /// For password managers.
    pub(crate) autocomplete: &'static str,
    /// Shown as dots until asked for.
    pub(crate) secret: bool,
}

/// A line of text.
pub(crate) fn line(
    id: &'static str,
    label: String,
    help: String,
    kind: Kind,
    value: RwSignal<String>,
) -> impl IntoView {
    line_then(id, label, help, kind, value, || ())
}

/// A line of text; `typed` is called after each change by hand.
pub(crate) fn line_then(
    id: &'static str,
    label: String,
    help: String,
    kind: Kind,
    value: RwSignal<String>,
    typed: impl Fn() + 'static,
) -> impl IntoView {
    let help_id = format!("{id}-help");
    let described = (!help.is_empty()).then(|| help_id.clone());
    let is_shown = RwSignal::new(!kind.secret);
    let kind_of = move || if is_shown.get() { "text" } else { "password" };
    // Once its letters are shown, a secret is a line like any other to some browsers, and kept among their own files.
    let autocomplete =
        move || if kind.secret && is_shown.get() { "off" } else { kind.autocomplete };
    view! {
        <div class="field-block">
            <label for=id>{label}</label>
            {(!help.is_empty()).then(|| view! { <p class="soft small" id=help_id>{help}</p> })}
            <div class="row">
                <input
                    id=id
                    class="grow"
                    type=kind_of
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=described
                    prop:value=move || value.get()
                    on:input:target=move |event| {
                        value.set(event.target().value());
                        typed();
                    }
                />
                {kind.secret.then(|| show_button(is_shown))}
            </div>
        </div>
    }
}

/// Beside a field of dots: shows what is in it, and hides it again.
pub(crate) fn show_button(is_shown: RwSignal<bool>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="btn quiet small"
            aria-pressed=move || is_shown.get().to_string()
            on:click=move |_| is_shown.update(|it| *it = !*it)
        >
            {t!("show")}
        </button>
    }
}

/// One of a few.
pub(crate) fn choices<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    legend: String,
    options: Vec<(T, String)>,
    value: RwSignal<T>,
) -> impl IntoView {
    choices_then(name, legend, options, value, |_| ())
}

/// One of a few; `chosen` is called with what was chosen by hand.
pub(crate) fn choices_then<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    legend: String,
    options: Vec<(T, String)>,
    value: RwSignal<T>,
    chosen: impl Fn(T) + Copy + 'static,
) -> impl IntoView {
    view! {
        <fieldset class="choices">
            <legend>{legend}</legend>
            {options
                .into_iter()
                .map(|(option, label)| {
                    view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name=name
                                prop:checked=move || value.get() == option
                                on:change=move |_| {
                                    value.set(option);
                                    chosen(option);
                                }
                            />
                            <span>{label}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// Yes or no, in one box.
pub(crate) fn check(label: String, value: RwSignal<bool>) -> impl IntoView {
    check_then(label, value, |_| ())
}

/// Yes or no, in one box; `chosen` is called with what was chosen by hand.
pub(crate) fn check_then(
    label: String,
    value: RwSignal<bool>,
    chosen: impl Fn(bool) + 'static,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || value.get()
                on:change:target=move |event| {
                    let is_on = event.target().checked();
                    value.set(is_on);
                    chosen(is_on);
                }
            />
            <span>{label}</span>
        </label>
    }
}
