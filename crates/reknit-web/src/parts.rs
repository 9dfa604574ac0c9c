//! What views share.

pub(crate) mod before_sharing;
pub(crate) mod chart;
pub(crate) mod coach;
pub(crate) mod field;
pub(crate) mod notices;
pub(crate) mod sheet;

use leptos::prelude::*;
use reknit_client::{command::Refusal, view::Kept};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use crate::{
    nav::Page,
    ports::clock::{knows_zone, written},
    session::App,
    words::t,
};

/// The heading of a view, with a small line above it.
pub(crate) fn heading(eyebrow: String, title: String) -> impl IntoView {
    view! {
        <div class="tight">
            {(!eyebrow.is_empty()).then(|| view! { <p class="eyebrow">{eyebrow}</p> })}
            <h1 tabindex="-1">{title}</h1>
        </div>
    }
}

/// Text of the content files: what stands between stars is emphasised.
pub(crate) fn em(text: &str) -> impl IntoView + use<> {
    let parts = text.split('*').enumerate();
    parts
        .map(|(at, part)| {
            let part = part.to_owned();
            if at % 2 == 1 { view! { <em>{part}</em> }.into_any() } else { part.into_any() }
        })
        .collect_view()
}

/// Paragraphs of the content files.
pub(crate) fn paragraphs(texts: &[String], class: &'static str) -> impl IntoView + use<> {
    texts.iter().map(|it| view! { <p class=class>{em(it)}</p> }).collect_view()
}

/// Puts a text into the clipboard. `false` where the browser does not let it.
pub(crate) async fn copy(text: &str) -> bool {
    JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}

/// What went wrong, beside where it went wrong, and heard at once.
pub(crate) fn problem(text: RwSignal<Option<String>>) -> impl IntoView {
    view! {
        <div role="alert">
            {move || text.get().map(|it| view! { <p class="problem">{it}</p> })}
        </div>
    }
}

/// A line that leads to another view.
pub(crate) fn lead(app: App, page: Page, title: String, text: String) -> impl IntoView {
    view! {
        <button type="button" class="sheet lead" on:click=move |_| app.nav.go(page)>
            <span class="tight grow">
                <b>{title}</b>
                {(!text.is_empty()).then(|| view! { <span class="soft small">{text}</span> })}
            </span>
        </button>
    }
}

/// One step back.
pub(crate) fn back(app: App, otherwise: Page) -> impl IntoView {
    step_back(app, otherwise, t!("back"))
}

/// *Not now*: a full answer, and nobody is told.
pub(crate) fn not_now(app: App, otherwise: Page) -> impl IntoView {
    step_back(app, otherwise, t!("not-now"))
}

fn step_back(app: App, otherwise: Page, label: String) -> impl IntoView {
    view! {
        <button type="button" class="btn text" on:click=move |_| app.nav.back(otherwise)>{label}</button>
    }
}

/// A new view, or a new step of one, begins at its top, and with its heading for those who hear it.
pub(crate) fn to_top() {
    request_animation_frame(|| {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        focus("#app h1");
    });
}

/// Puts the focus where `selector` first finds something, once what was just changed is drawn.
pub(crate) fn focus_soon(selector: &'static str) {
    request_animation_frame(move || focus(selector));
}

fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(found) = found.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = found.focus();
    }
}

/// Says something to those who hear the page.
pub(crate) fn say_politely(text: &str) {
    if let Some(place) = document().get_element_by_id("announce") {
        place.set_text_content(Some(text));
    }
}

/// Why a command was refused, in words.
pub(crate) fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::NotPaired => t!("refused-not-paired"),
        Refusal::AlreadyPairing => t!("refused-already-pairing"),
        Refusal::BadInvitation => t!("refused-bad-invitation"),
        Refusal::OwnInvitation => t!("refused-own-invitation"),
        Refusal::Empty => t!("refused-empty"),
        Refusal::TooLong => t!("refused-too-long"),
        Refusal::EnoughToday => t!("refused-enough-today"),
        Refusal::Incomplete => t!("refused-incomplete"),
        Refusal::Early => t!("refused-early"),
        Refusal::Day => t!("refused-day"),
        Refusal::NoHour => t!("refused-no-hour"),
        Refusal::Opened => t!("refused-opened"),
        Refusal::OutOfPlace => t!("refused-out-of-place"),
        Refusal::Never(_) => t!("refused-never"),
        Refusal::NotOwnAct => t!("refused-not-own-act"),
        Refusal::NeverAStep => t!("refused-never-a-step"),
        Refusal::Hours => t!("refused-hours"),
        Refusal::NotTheHour => t!("refused-not-the-hour"),
        Refusal::Cap => t!("refused-cap"),
        Refusal::VaultFull => t!("refused-vault-full"),
    }
}

/// Asks, and shows why not.
pub(crate) fn try_ask(
    app: App,
    command: reknit_client::command::Command,
    error: RwSignal<Option<String>>,
) -> bool {
    let outcome = app.ask(command);
    error.set(outcome.err().map(refusal));
    outcome.is_ok()
}

/// Under a form: where its draft is kept, or that it could not be.
pub(crate) fn kept_line(app: App) -> impl IntoView {
    let kept = app.look(|it| it.kept);
    view! {
        <p class="small" class:soft=move || app.refused_draft.get().is_none() role="status">
            {move || match (app.refused_draft.get(), kept.get()) {
                (Some(Refusal::VaultFull), _) => t!("draft-no-room"),
                (Some(_), _) => t!("draft-refused"),
                (None, Kept::OnDevice) => t!("draft-on-device"),
                (None, Kept::InThisTab) => t!("draft-in-tab"),
            }}
        </p>
    }
}

/// *Not now*, under what somebody may be pressed into, with a way to Help for the one who is.
pub(crate) fn not_now_nor_forced(app: App, otherwise: Page) -> impl IntoView {
    view! {
        {not_now(app, otherwise)}
        <p class="soft small">
            {t!("open-not-forced")}" "
            <button type="button" class="link" data-page="help/not-safe">{t!("help")}</button>
        </p>
    }
}

/// Beside an hour of a time zone that this browser does not know: which clock is taken in its place.
pub(crate) fn zone_note(zone: &str) -> impl IntoView + use<> {
    (!knows_zone(zone)).then(|| {
        let zone = zone.replace('_', " ");
        view! { <p class="notice small">{t!("zone-unknown", zone = zone)}</p> }
    })
}

/// "Sunday 29 November, 19:00".
pub(crate) fn hour_of(ms: i64) -> String {
    let day = [("weekday", "long"), ("day", "numeric"), ("month", "long")];
    let time = [("hour", "2-digit"), ("minute", "2-digit")];
    format!("{}, {}", written(ms, &day), written(ms, &time))
}

/// "29 November".
pub(crate) fn day_of(day: i32) -> String {
    let options = [("day", "numeric"), ("month", "long"), ("timeZone", "UTC")];
    written(crate::ports::clock::noon_ms(day), &options)
}
