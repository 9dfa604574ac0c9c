//! Choosing a passphrase: five words are offered, one's own is judged by its look.

use leptos::prelude::*;
use reknit_client::account::{
    PASSPHRASE_CHARS_MIN, Strength, offer_passphrase, passphrase_strength,
};
use reknit_vault::random::OsRandom;

use crate::words::t;

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

    /// Why it is not taken.
    pub(crate) fn problem(self) -> Option<String> {
        let is_short = passphrase_strength(&self.text.get_untracked()) == Strength::TooShort;
        is_short.then(|| t!("passphrase-too-short", min = n_min()))
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
        Strength::Plain => t!("passphrase-plain"),
        Strength::Good => t!("passphrase-good"),
    };
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
                aria-describedby="new-passphrase-help new-passphrase-note"
                prop:value=move || text.get()
                on:input:target=move |event| text.set(event.target().value().replace('\n', " "))
            ></textarea>
            <div class="row-between">
                <p class="soft small" id="new-passphrase-note" role="status">{note}</p>
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
