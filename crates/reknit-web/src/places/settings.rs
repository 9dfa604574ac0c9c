//! Settings and data: everything here is one's own, and seen by nobody else.

mod coach;
mod device;
pub(crate) mod export;
pub(crate) mod farewell;
pub(crate) mod leaving;
pub(crate) mod quiet;
mod sessions;

use leptos::prelude::*;
use reknit_client::{
    command::Command,
    view::{Settings, Suggests},
};

use crate::{
    nav::Page,
    parts::{back, field, heading, lead, problem, try_ask},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let handle = app.look(|it| it.handle.clone());
    let has_recovery = app.look(|it| it.has_recovery);
    view! {
        <section class="stack">
            {heading(t!("only-you"), t!("settings"))}
            <p>{move || t!("settings-handle", handle = handle.get())}</p>
            {today_suggests(app)}
            {locking(app)}
            {name(app)}
            {quiet_line(app)}
            {coach::reading(app)}
            <h2>{t!("settings-keys")}</h2>
            {move || {
                let text = if has_recovery.get() { t!("has-recovery") } else { t!("has-no-recovery") };
                view! { <p class="soft small">{text}</p> }
            }}
            {lead(app, Page::Passphrase, t!("change-passphrase"), t!("change-passphrase-help"))}
            {sessions::show(app)}
            {device::show(app)}
            <h2>{t!("own-data")}</h2>
            {lead(app, Page::Export, t!("export"), t!("export-help"))}
            {leaving::leads(app)}
            {back(app, Page::Mine)}
        </section>
    }
}

fn today_suggests(app: App) -> impl IntoView {
    let value = RwSignal::new(app.glance(|it| it.settings.suggests));
    suggests_choice(app, value, RwSignal::new(None))
}

/// Sets what Today suggests.
pub(crate) fn set_suggests(app: App, suggests: Suggests, error: RwSignal<Option<String>>) -> bool {
    let settings = app.glance(|it| it.settings.clone());
    settings.suggests == suggests
        || try_ask(app, Command::Set(Settings { suggests, ..settings }), error)
}

/// What Today suggests: an ordinary setting that everybody has, here and after *Where are you now*.
pub(crate) fn suggests_choice(
    app: App,
    value: RwSignal<Suggests>,
    error: RwSignal<Option<String>>,
) -> impl IntoView {
    let options = vec![
        (Suggests::Both, t!("suggests-both")),
        (Suggests::Alone, t!("suggests-alone")),
        (Suggests::Nothing, t!("suggests-nothing")),
    ];
    let chosen = move |suggests| {
        set_suggests(app, suggests, error);
    };
    view! {
        {field::choices_then("suggests", t!("suggests"), options, value, chosen)}
        {problem(error)}
    }
}

fn quiet_line(app: App) -> impl IntoView {
    let is_quiet = app.look(|it| it.is_quiet);
    move || {
        let text = if is_quiet.get() { t!("quiet-is-on") } else { t!("quiet-help") };
        lead(app, Page::Quiet, t!("quiet"), text)
    }
}

fn locking(app: App) -> impl IntoView {
    let value = RwSignal::new(app.glance(|it| it.settings.idle_minutes));
    let error = RwSignal::new(None);
    let set = move |typed: String| {
        let Ok(idle_minutes) = typed.parse::<u8>() else { return };
        let mut settings = app.glance(|it| it.settings.clone());
        settings.idle_minutes = idle_minutes;
        if try_ask(app, Command::Set(settings), error) {
            value.set(idle_minutes);
        }
    };
    view! {
        <div class="field-block">
            <label for="idle">{t!("settings-idle")}</label>
            <select id="idle" on:change:target=move |event| set(event.target().value())>
                {[1_u8, 2, 3, 5, 10, 15]
                    .map(|minutes| {
                        view! {
                            <option value=minutes.to_string() selected=move || value.get() == minutes>
                                {t!("minutes", n = u32::from(minutes))}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            {problem(error)}
        </div>
    }
}

fn name(app: App) -> impl IntoView {
    let is_paired = app.is_paired();
    let value = RwSignal::new(app.glance(|it| it.names.mine.clone()).unwrap_or_default());
    let error = RwSignal::new(None);
    let is_saved = RwSignal::new(false);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        is_saved.set(try_ask(app, Command::Rename(value.get_untracked()), error));
    };
    let kind = field::Kind { autocomplete: "off", secret: false };
    view! {
        <Show when=move || is_paired.get()>
            <form class="stack" on:submit=go novalidate>
                {field::line("my-name", t!("my-name"), t!("my-name-change-help"), kind, value)}
                {problem(error)}
                <div class="row-between">
                    <p class="soft small" role="status">{move || is_saved.get().then(|| t!("saved"))}</p>
                    <button type="submit" class="btn quiet small">{t!("save")}</button>
                </div>
            </form>
        </Show>
    }
}
