//! Coming back with the recovery code: a new passphrase, a new code.

use leptos::{prelude::*, task::spawn_local};
use reknit_client::{
    account::{self, Recover, RecoverySheet},
    randoms::Randoms,
};

use super::{Choice, choose, sign_error};
use crate::{
    nav::Page,
    parts::{back, field, heading, problem, sheet},
    ports::{
        clock::{BrowserZones, now},
        http::Http,
        worker::Workshop,
    },
    session::{App, hold},
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
    sheet: RwSignal<Option<RecoverySheet>>,
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
        sheet: RwSignal::new(None),
    };
    move || match form.sheet.get() {
        Some(it) => sheet::show(it, move || app.nav.start_over(Page::Today)).into_any(),
        None => ask(form).into_any(),
    }
}

fn ask(form: Form) -> impl IntoView {
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
    let own_device = form.own_device.get_untracked();
    let outcome = if own_device && !hold().await {
        Err(t!("error-other-tab"))
    } else if let Some(keep) = form.app.kept().await {
        if let Some(text) = form.app.in_the_way(&keep, own_device, &form.handle.get_untracked()) {
            form.is_busy.set(false);
            form.error.set(Some(text));
            return;
        }
        let recover = Recover {
            handle: form.handle.get_untracked(),
            code: form.code.get_untracked(),
            passphrase: form.passphrase.text.get_untracked(),
            own_device,
            keep,
        };
        let worker = Workshop::open();
        let zones = Box::<BrowserZones>::default();
        let done = account::recover(&Http, &worker, Randoms::os(), zones, now(), recover).await;
        done.map_err(|error| match error {
            account::SignError::WrongCredentials => t!("error-wrong-code"),
            error => sign_error(error),
        })
    } else {
        Err(t!("error-unread"))
    };
    form.is_busy.set(false);
    match outcome {
        Ok((unlocked, sheet)) => {
            form.app.open(unlocked).await;
            form.sheet.set(Some(sheet));
        }
        Err(text) => form.error.set(Some(text)),
    }
}
