//! Choosing a passphrase: five words are offered, one's own is judged by its look.

use leptos::prelude::*;
use reknit_client::account::{
    PASSPHRASE_CHARS_MIN, Strength, offer_passphrase, passphrase_strength,
};
use reknit_vault::random::OsRandom;

use crate::{
    parts::{field::show_button, focus_soon},
    words::t,
};

/// A passphrase being chosen.
#[derive(Clone, Copy)]
pub(crate) struct Choice {
    pub(crate) text: RwSignal<String>,
    /// Whether its words stand below the field.
    is_shown: RwSignal<bool>,
}

impl Choice {
    /// Begins with five offered words, open to be read: whoever goes on without having seen them would be locked out.
    pub(crate) fn open() -> Self {
        Self::offered(true)
    }

    /// The same, closed until *Show*: where it is changed, somebody may be looking because of whom it is changed.
    pub(crate) fn closed() -> Self {
        Self::offered(false)
    }

    fn offered(is_shown: bool) -> Self {
        let text = RwSignal::new(offer_passphrase(&mut OsRandom));
        Self { text, is_shown: RwSignal::new(is_shown) }
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

/// The field. Words that were offered have to be written down or remembered, so they stand below it until they are hidden or replaced.
///
/// The field itself stays one of dots: browsers keep the text of other fields among their own files, and five words are wider than a line
/// of a phone.
pub(crate) fn choose(choice: Choice) -> impl IntoView {
    let Choice { text, is_shown } = choice;
    let note = move || match passphrase_strength(&text.get()) {
        Strength::TooShort => t!("passphrase-too-short", min = n_min()),
        Strength::TooLong => t!("passphrase-too-long"),
        Strength::OneLetter => t!("passphrase-one-letter"),
        Strength::Plain => t!("passphrase-plain"),
        Strength::Good => t!("passphrase-good"),
    };
    let is_refused = move || passphrase_strength(&text.get()).is_refused();
    let shown = move || {
        is_shown.get().then(|| {
            view! {
                <p class="well mono as-typed" id="new-passphrase-shown" translate="no">{move || text.get()}</p>
            }
        })
    };
    // Words that were offered have to be read. Whoever types their own knows them, and may not be alone.
    let typed = move |to: String| {
        is_shown.set(false);
        text.set(to);
    };
    // Whoever asks for others wants to see them.
    let offer = move |_| {
        is_shown.set(true);
        text.set(offer_passphrase(&mut OsRandom));
    };
    view! {
        <div class="field-block">
            <label for="new-passphrase">{t!("passphrase")}</label>
            <p class="soft small" id="new-passphrase-help">{t!("passphrase-help")}</p>
            <div class="row">
                <input
                    id="new-passphrase"
                    class="grow"
                    type="password"
                    autocomplete="new-password"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=move || is_refused().then_some("true")
                    aria-describedby="new-passphrase-help new-passphrase-note"
                    prop:value=move || text.get()
                    on:input:target=move |event| typed(event.target().value())
                />
                {show_button(is_shown)}
            </div>
            {shown}
            <div class="row-between">
                <p class="small" class:soft=move || !is_refused() class:problem=is_refused id="new-passphrase-note" role="status">{note}</p>
                <button type="button" class="btn quiet small" on:click=offer>{t!("offer-others")}</button>
            </div>
        </div>
    }
}
