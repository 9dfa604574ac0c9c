//! Coming back with the recovery code: a new passphrase, a new code.

use leptos::{prelude::*, task::spawn_local};
use reknit_client::{
    account::{self, Recover},
    randoms::Randoms,
};

use super::{Choice, choose, sign_error};
use crate::{
    nav::Page,
    parts::{back, field, heading, problem},
    ports::{
        clock::{BrowserZones, now},
        http::Http,
        worker::Workshop,
    },
    session::App,
    words::t,
};

#[derive(Clone, Copy)]
struct Form {
    app: App,
    handle: RwSignal<String>,
    code: RwSignal<String>,
    passphrase: Choice,
    own_device: RwSignal<bool>,
    is_busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
}

pub(crate) fn show(app: App) -> impl IntoView {
    let form = Form {
        app,
        handle: RwSignal::new(String::new()),
        code: RwSignal::new(String::new()),
        passphrase: Choice::new(),
        own_device: RwSignal::new(app.is_own_device()),
        is_busy: RwSignal::new(false),
        error: RwSignal::new(None),
    };
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.is_busy.get_untracked() {
            return;
        }
        form.error.set(None);
        if !form.passphrase.is_refused() {
            form.is_busy.set(true);
            spawn_local(recover(form));
        }
    };
    let name = field::Kind { autocomplete: "username", secret: false };
    let code = field::Kind { autocomplete: "off", secret: false };
    let own = vec![(false, t!("device-shared")), (true, t!("device-own"))];
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(String::new(), t!("recover-title"))}
            <p class="soft">{t!("recover-intro")}</p>
            {field::line("handle", t!("handle"), String::new(), name, form.handle)}
            {field::line("code", t!("recovery-code"), t!("recovery-code-help"), code, form.code)}
            {choose(form.passphrase)}
            {field::choices("own", t!("device-question"), own, form.own_device)}
            {problem(form.error)}
            <button type="submit" class="btn" aria-disabled=move || form.is_busy.get().to_string()>
                {move || if form.is_busy.get() { t!("a-few-seconds") } else { t!("recover") }}
            </button>
            {back(form.app, Page::SignIn)}
        </form>
    }
}

async fn recover(form: Form) {
    let app = form.app;
    match come_back(form).await {
        Ok(()) => app.nav.start_over(Page::Today),
        Err(text) => {
            form.error.set(Some(text));
            form.is_busy.set(false);
        }
    }
}

async fn come_back(form: Form) -> Result<(), String> {
    let app = form.app;
    let own_device = form.own_device.get_untracked();
    let handle = form.handle.get_untracked();
    let (code, passphrase) = (form.code.get_untracked(), form.passphrase.text.get_untracked());
    let hold = app.make_way(own_device).await?;
    let keep = app.kept().await.ok_or_else(|| t!("error-unread"))?;
    if let Some(text) = app.in_the_way(&keep, own_device, &handle) {
        return Err(text);
    }
    let recover = Recover { handle, code, passphrase, own_device, keep };
    let worker = Workshop::open();
    let zones = Box::<BrowserZones>::default();
    let done = account::recover(&Http, &worker, Randoms::os(), zones, now(), recover).await;
    let (unlocked, sheet) = done.map_err(|error| match error {
        account::SignError::WrongCredentials => t!("error-wrong-code"),
        error => sign_error(error),
    })?;
    app.open(unlocked, hold).await;
    app.show_sheet(sheet);
    Ok(())
}
