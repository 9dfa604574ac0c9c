//! *Quiet*, and how much of the other's is shown a day. Ordinary settings that only their owner sees.

use leptos::prelude::*;
use reknit_client::{command::Command, view::Caps};

use crate::{
    nav::Page,
    parts::{back, field, heading, problem, try_ask},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let is_paired = app.is_paired();
    view! {
        <section class="stack">
            {heading(t!("only-you"), t!("quiet"))}
            {move || {
                if is_paired.get() {
                    view! {
                        {switch(app)}
                        {caps(app)}
                    }
                        .into_any()
                } else {
                    view! { <p class="soft">{t!("quiet-alone")}</p> }.into_any()
                }
            }}
            {back(app, Page::Settings)}
        </section>
    }
}

fn switch(app: App) -> impl IntoView {
    let is_quiet = app.look(|it| it.is_quiet);
    let error = RwSignal::new(None);
    let turn = move |_| {
        try_ask(app, Command::Quiet(!is_quiet.get_untracked()), error);
    };
    view! {
        <p>{t!("quiet-intro")}</p>
        <p class="soft small">{t!("quiet-note")}</p>
        <p class="well" role="status">{move || if is_quiet.get() { t!("quiet-is-on") } else { t!("quiet-is-off") }}</p>
        {problem(error)}
        <button type="button" class="btn" on:click=turn>
            {move || if is_quiet.get() { t!("quiet-end") } else { t!("quiet-begin") }}
        </button>
    }
}

fn caps(app: App) -> impl IntoView {
    let value = RwSignal::new(app.glance(|it| it.settings.caps.kind_words));
    let error = RwSignal::new(None);
    let options = vec![
        (None, t!("cap-all")),
        (Some(3), t!("cap-so-many", n = 3)),
        (Some(1), t!("cap-so-many", n = 1)),
        (Some(0), t!("cap-none")),
    ];
    let chosen = move |kind_words| {
        let mut settings = app.glance(|it| it.settings.clone());
        settings.caps = Caps { kind_words };
        try_ask(app, Command::Set(settings), error);
    };
    view! {
        <h2>{t!("caps")}</h2>
        <p class="soft small">{t!("caps-help")}</p>
        {field::choices_then("cap-kind-words", t!("cap-kind-words"), options, value, chosen)}
        {problem(error)}
    }
}
