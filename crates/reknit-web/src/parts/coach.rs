//! The coach in the app: it reads a draft on this device, underlines quietly, and asks or says why in the margin.
//!
//! From the start only in one's own letter and in rehearsal ([`along`]); in words for the other once it is asked ([`asked`]). It has no
//! place in what it was like for somebody, in private notes or in the question box, and `tests.rs` lists where it stands. Nothing it
//! says is kept or sent, and no words are ever put into a text.

mod asked;
mod desk;
mod found;
mod letter;
mod margin;
mod notes;
mod paper;
mod places;
mod replied;
mod standing;
#[cfg(test)]
mod tests;

use leptos::prelude::*;
use reknit_coach::Draft;

pub(crate) use letter::{Own, Whole, letter};

use self::desk::Desk;
use crate::{content, ports::reader::State, session::App, words::t};

/// A field to write in.
pub(crate) struct Field {
    pub(crate) id: &'static str,
    pub(crate) label: String,
    pub(crate) help: String,
    /// What stands in an empty field, and is no content.
    pub(crate) hint: String,
    pub(crate) value: RwSignal<String>,
}

/// What is written there.
#[derive(Debug, Clone)]
pub(crate) enum Reads {
    /// Something to say to the other.
    Message,
    /// A part of one's own apology.
    Apology,
    /// The part of it that says whose doing it was.
    Owning,
    /// An answer to what somebody said.
    Reply(String),
}

impl Reads {
    fn draft(&self, text: &str) -> Draft {
        match self {
            Self::Message => Draft::message(text),
            Self::Apology | Self::Owning => Draft::apology(text),
            Self::Reply(to) => Draft::reply(text, to.as_str()),
        }
    }
}

/// A field that the coach reads from the start, and a line that says whether it does.
pub(crate) fn along(
    app: App,
    field: Field,
    reads: Reads,
    typed: impl Fn() + 'static,
) -> impl IntoView {
    let desk = Desk::new(app, &field, reads, None);
    surface(desk, field, typed, standing::show(app, move || desk.is_unread.get()))
}

/// A field that the coach reads once it is asked.
pub(crate) fn asked(
    app: App,
    field: Field,
    reads: Reads,
    typed: impl Fn() + 'static,
) -> impl IntoView {
    let is_on = RwSignal::new(false);
    let desk = Desk::new(app, &field, reads, Some(is_on));
    surface(desk, field, typed, button(app, is_on))
}

/// One of several fields that share a [`button`].
pub(crate) fn one_of(
    app: App,
    field: Field,
    is_on: RwSignal<bool>,
    typed: impl Fn() + 'static,
) -> impl IntoView {
    let desk = Desk::new(app, &field, Reads::Message, Some(is_on));
    surface(desk, field, typed, ())
}

/// Asks the coach to read, or to stop. Below it stands what came of it.
pub(crate) fn button(app: App, is_on: RwSignal<bool>) -> impl IntoView {
    let is_off = app.look(|it| it.settings.coach.off);
    let label = move || if is_on.get() { t!("coach-stop") } else { t!("coach-read") };
    let told = move || {
        let caveat = content::coach().find("caveat.say").unwrap_or_default();
        match (is_on.get(), app.coach.state.get()) {
            (false, _) => String::new(),
            (true, State::Coming) => t!("coach-coming"),
            (true, State::Failed) => t!("coach-missing"),
            (true, State::Ready) => t!("coach-reads", caveat = caveat),
        }
    };
    // Heard from elsewhere: as a part of the status all of it would be said again with each change.
    let came = move || {
        let is_reading = is_on.get() && app.coach.is_ready();
        is_reading.then(|| view! { <p class="soft small">{app.coach.found.with(found::line)}</p> })
    };
    view! {
        <Show when=move || !is_off.get()>
            <button type="button" class="link small ask-coach" on:click=move |_| is_on.update(|it| *it = !*it)>
                {label}
            </button>
            <p class="soft small" role="status">{told}</p>
            {came}
        </Show>
    }
}

fn surface(
    desk: Desk,
    field: Field,
    typed: impl Fn() + 'static,
    below: impl IntoView,
) -> impl IntoView {
    view! {
        <div class="coached" class:on=move || desk.is_reading.get()>
            <div class="field-block">
                {paper::show(desk, field, typed)}
                {danger(desk.id, Signal::derive(move || desk.is_danger.get()))}
                {below}
            </div>
            {margin::show(desk)}
        </div>
    }
}

/// One quiet line that leads to Help. It says nothing else, and no trace of it stays.
fn danger(id: &'static str, is_there: Signal<bool>) -> impl IntoView {
    // The region is there before the line: one that comes together with its words is not heard.
    view! {
        <div class="help-line" role="status">
            <Show when=move || is_there.get()>
                <p class="soft small no-print" id=format!("{id}-help-line")>
                    {content::coach().find("danger.say").unwrap_or_default()}" "
                    <button type="button" class="link" data-page="help">{t!("help")}</button>
                </p>
            </Show>
        </div>
    }
}
