//! Signing in with name and passphrase. What this device or tab holds comes along.

use leptos::{prelude::*, task::spawn_local};
use reknit_client::{
    account::{self, SignIn},
    randoms::Randoms,
};

use super::sign_error;
use crate::{
    nav::{Door, Page},
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
    passphrase: RwSignal<String>,
    own_device: RwSignal<bool>,
    is_busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
}

pub(crate) fn show(app: App) -> impl IntoView {
    let form = Form {
        app,
        handle: RwSignal::new(app.glance(|it| it.handle.clone())),
        passphrase: RwSignal::new(String::new()),
        own_device: RwSignal::new(app.is_own_device()),
        is_busy: RwSignal::new(false),
        error: RwSignal::new(None),
    };
    // Somebody who looked around, and came to something that is kept: they may have no account yet, and have not asked for one.
    let is_wanted = app.nav.page_untracked().is_inside();
    let worker = StoredValue::new_local(Some(Workshop::open()));
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.is_busy.get_untracked() {
            return;
        }
        form.is_busy.set(true);
        form.error.set(None);
        let workshop = worker.try_update_value(Option::take).flatten();
        spawn_local(sign_in(form, workshop.unwrap_or_else(Workshop::open)));
    };
    let name = field::Kind { autocomplete: "username", secret: false };
    let secret = field::Kind { autocomplete: "current-password", secret: true };
    let own = vec![(false, t!("device-shared")), (true, t!("device-own"))];
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(String::new(), t!("sign-in"))}
            {is_wanted.then(|| view! { <p>{t!("account-why")}</p> })}
            {field::line("handle", t!("handle"), String::new(), name, form.handle)}
            {field::line("passphrase", t!("passphrase"), String::new(), secret, form.passphrase)}
            {field::choices("own", t!("device-question"), own, form.own_device)}
            {problem(form.error)}
            <button type="submit" class="btn" aria-disabled=move || form.is_busy.get().to_string()>
                {move || if form.is_busy.get() { t!("signing-in") } else { t!("sign-in") }}
            </button>
            {is_wanted
                .then(|| {
                    view! {
                        <button type="button" class="btn quiet" on:click=move |_| app.nav.go(Page::SignUp)>
                            {t!("account-make")}
                        </button>
                    }
                })}
            <button type="button" class="btn text" on:click=move |_| app.nav.go(Page::Recover)>
                {t!("use-recovery")}
            </button>
            {back(app, Page::Landing)}
        </form>
    }
}

async fn sign_in(form: Form, worker: Workshop) {
    let app = form.app;
    // While what is open is locked, this view may go.
    let own_device = form.own_device.get_untracked();
    let (handle, passphrase) = (form.handle.get_untracked(), form.passphrase.get_untracked());
    let hold = match app.make_way(own_device).await {
        Ok(hold) => hold,
        Err(text) => return form.fail(text),
    };
    let Some(keep) = app.kept().await else {
        form.fail(t!("error-unread"));
        return;
    };
    if let Some(text) = app.in_the_way(&keep, own_device, &handle) {
        form.fail(text);
        return;
    }
    let sign_in = SignIn { handle, passphrase, own_device, keep };
    let zones = Box::<BrowserZones>::default();
    match account::sign_in(&Http, &worker, Randoms::os(), zones, now(), sign_in).await {
        Ok(unlocked) => {
            drop(worker);
            app.open(unlocked, hold).await;
            let invited = app.invitation.with_untracked(Option::is_some);
            app.nav.replace(if invited { Page::Questions(Door::Join) } else { Page::Today });
        }
        Err(error) => form.fail(sign_error(error)),
    }
}

impl Form {
    fn fail(self, error: String) {
        self.error.set(Some(error));
        self.is_busy.set(false);
    }
}
