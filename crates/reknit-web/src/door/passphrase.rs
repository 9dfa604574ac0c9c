//! Choosing a passphrase: five words are offered, one's own is judged by its look.

use leptos::prelude::*;
use reknit_client::account::{
    PASSPHRASE_CHARS_MIN, Strength, offer_passphrase, passphrase_strength,
};
use reknit_vault::random::OsRandom;

use crate::{parts::focus_soon, words::t};

/// A passphrase being chosen.
#[derive(Clone, Copy)]
pub(crate) struct Choice {
    pub(crate) text: RwSignal<String>,
}

impl Choice {
    /// Begins with five offered words.
    pub(crate) fn new() -> Self {
        Self { text: RwSignal::new(offer_passphrase(&mut OsRandom)) }
    }

    /// Whether it is not taken. Why stands at the field, and whoever typed it is led there.
    pub(crate) fn is_refused(self) -> bool {
        let is_refused = passphrase_strength(&self.text.get_untracked()).is_refused();
        if is_refused {
            focus_soon("#new-passphrase");
        }
        is_refused
    }
}

fn n_min() -> u32 {
    u32::try_from(PASSPHRASE_CHARS_MIN).unwrap_or_default()
}

/// The field. What is chosen can be read while it is chosen: it has to be written down or remembered.
pub(crate) fn choose(choice: Choice) -> impl IntoView {
    let text = choice.text;
    let note = move || match passphrase_strength(&text.get()) {
        Strength::TooShort => t!("passphrase-too-short", min = n_min()),
        Strength::TooLong => t!("passphrase-too-long"),
        Strength::OneLetter => t!("passphrase-one-letter"),
        Strength::Plain => t!("passphrase-plain"),
        Strength::Good => t!("passphrase-good"),
    };
    let is_refused = move || passphrase_strength(&text.get()).is_refused();
    view! {
        <div class="field-block">
            <label for="new-passphrase">{t!("passphrase")}</label>
            <p class="soft small" id="new-passphrase-help">{t!("passphrase-help")}</p>
            <textarea
                id="new-passphrase"
                class="mono"
                rows="2"
                autocomplete="new-password"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=move || is_refused().then_some("true")
                aria-describedby="new-passphrase-help new-passphrase-note"
                prop:value=move || text.get()
                on:input:target=move |event| text.set(event.target().value().replace('\n', " "))
            ></textarea>
            <div class="row-between">
                <p class="small" class:soft=move || !is_refused() class:problem=is_refused id="new-passphrase-note" role="status">{note}</p>
                <button
                    type="button"
                    class="btn quiet small"
                    on:click=move |_| text.set(offer_passphrase(&mut OsRandom))
                >
                    {t!("offer-others")}
                </button>
            </div>
        </div>
    }
}
