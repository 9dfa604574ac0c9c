//! Choosing a passphrase: five words are offered, one's own is judged by its look.

use leptos::prelude::*;
use reknit_client::account::{
    PASSPHRASE_CHARS_MIN, Strength, offer_passphrase, passphrase_strength,
};
use reknit_vault::random::OsRandom;
use web_sys::HtmlInputElement;

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
    /// Whether they are the offered ones, as they were offered.
    is_offered: RwSignal<bool>,
}

impl Choice {
    /// Begins with five offered words, open to be read: whoever goes on without having seen them would be locked out.
    pub(crate) fn new() -> Self {
        let text = RwSignal::new(offer_passphrase(&mut OsRandom));
        Self { text, is_shown: RwSignal::new(true), is_offered: RwSignal::new(true) }
    }

    fn offer(self) {
        self.text.set(offer_passphrase(&mut OsRandom));
        self.is_shown.set(true);
        self.is_offered.set(true);
    }

    /// Somebody typed; `caret` is where they are, in UTF-16 units.
    ///
    /// Words that were offered give way to whatever is put among them: among dots nobody sees where. They have to be read; whoever types
    /// their own knows them, and may not be alone, so these are closed.
    fn typed(self, now: String, caret: usize) {
        let put_in = self.text.with_untracked(|offered| put_in(offered, &now, caret));
        match put_in.filter(|_| self.is_offered.get_untracked()) {
            Some(own) => self.text.set(own),
            None => self.text.set(now),
        }
        if self.is_offered.get_untracked() {
            self.is_shown.set(false);
            self.is_offered.set(false);
        }
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
    let Choice { text, is_shown, is_offered } = choice;
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
    let typed = move |field: HtmlInputElement| {
        let caret = field.selection_end().ok().flatten().unwrap_or_default();
        choice.typed(field.value(), usize::try_from(caret).unwrap_or_default());
        // Also where it stays the same for the app: the field has to say what the app holds.
        field.set_value(&text.get_untracked());
    };
    let entered = move |field: HtmlInputElement| {
        if is_offered.get_untracked() {
            field.select();
        }
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
                    on:focus:target=move |event| entered(event.target())
                    on:input:target=move |event| typed(event.target())
                />
                {show_button(is_shown)}
            </div>
            {shown}
            <div class="row-between">
                <p class="small" class:soft=move || !is_refused() class:problem=is_refused id="new-passphrase-note" role="status">{note}</p>
                <button type="button" class="btn quiet small" on:click=move |_| choice.offer()>{t!("offer-others")}</button>
            </div>
        </div>
    }
}

/// What was put into `offered` at one place, where that makes `now`; nothing where something was replaced or taken out.
fn put_in(offered: &str, now: &str, caret: usize) -> Option<String> {
    let (offered, now): (Vec<u16>, Vec<u16>) =
        (offered.encode_utf16().collect(), now.encode_utf16().collect());
    let start = caret.checked_sub(now.len().checked_sub(offered.len()).filter(|it| *it > 0)?)?;
    let (before, put_in, after) = (now.get(..start)?, now.get(start..caret)?, now.get(caret..)?);
    let is_around = [before, after].concat() == offered;
    is_around.then(|| String::from_utf16_lossy(put_in))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_among_offered_words_is_found() {
        let put_in = |now, caret| put_in("familiar lunar", now, caret);
        assert_eq!(put_in("famiour tentliar lunar", 12).as_deref(), Some("our tent"));
        assert_eq!(put_in("ofamiliar lunar", 1).as_deref(), Some("o"));
        assert_eq!(put_in("familiar lunarr", 15).as_deref(), Some("r"));
        // Replaced as a whole, or in part, or taken out.
        assert_eq!(put_in("family", 6), None);
        assert_eq!(put_in("our blue tent in rain", 21), None);
        assert_eq!(put_in("familiar luna", 13), None);
        assert_eq!(put_in("familiar lunar", 14), None);
    }
}
