//! Changing the passphrase: new keys, a new recovery code, every other device signed out.

use leptos::{prelude::*, task::spawn_local};
use reknit_client::{
    account::{self, RecoverySheet},
    randoms::Randoms,
};

use crate::{
    door::{Choice, choose, sign_error},
    nav::Page,
    parts::{back, field, heading, problem, sheet, to_top},
    ports::{clock::now, http::Http, worker::Workshop},
    session::App,
    words::t,
};

#[derive(Clone, Copy)]
struct Form {
    app: App,
    current: RwSignal<String>,
    new: Choice,
    wants_sheet: RwSignal<bool>,
    is_busy: RwSignal<bool>,
    is_done: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    sheet: RwSignal<Option<RecoverySheet>>,
}

pub(crate) fn show(app: App) -> impl IntoView {
    let form = Form {
        app,
        current: RwSignal::new(String::new()),
        new: Choice::new(),
        wants_sheet: RwSignal::new(true),
        is_busy: RwSignal::new(false),
        is_done: RwSignal::new(false),
        error: RwSignal::new(None),
        sheet: RwSignal::new(None),
    };
    move || match (form.sheet.get(), form.is_done.get()) {
        (Some(it), _) => sheet::show(it, move || form.sheet.set(None)).into_any(),
        (None, true) => done(app).into_any(),
        (None, false) => ask(form).into_any(),
    }
}

fn ask(form: Form) -> impl IntoView {
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.is_busy.get_untracked() {
            return;
        }
        form.error.set(form.new.problem());
        if form.error.with_untracked(Option::is_none) {
            form.is_busy.set(true);
            spawn_local(change(form));
        }
    };
    let kind = field::Kind { autocomplete: "current-password", secret: true };
    let wants = vec![(true, t!("sheet-yes")), (false, t!("sheet-no"))];
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(t!("only-you"), t!("change-passphrase"))}
            <p>{t!("change-passphrase-intro")}</p>
            {field::line("current", t!("passphrase-now"), String::new(), kind, form.current)}
            {choose(form.new)}
            {field::choices("sheet", t!("sheet-question"), wants, form.wants_sheet)}
            {problem(form.error)}
            <button type="submit" class="btn" aria-disabled=move || form.is_busy.get().to_string()>
                {move || if form.is_busy.get() { t!("a-few-seconds") } else { t!("change-passphrase") }}
            </button>
            {back(form.app, Page::Settings)}
        </form>
    }
}

fn done(app: App) -> impl IntoView {
    view! {
        <section class="stack">
            {heading(t!("only-you"), t!("passphrase-changed"))}
            <p>{t!("passphrase-changed-help")}</p>
            <button type="button" class="btn" on:click=move |_| app.nav.replace(Page::Settings)>{t!("all-right")}</button>
        </section>
    }
}

async fn change(form: Form) {
    let Some(job) = form.app.with_engine(reknit_client::engine::Engine::rekey_job) else { return };
    let worker = Workshop::open();
    let (current, new) = (form.current.get_untracked(), form.new.text.get_untracked());
    let wants_sheet = form.wants_sheet.get_untracked();
    let mut randoms = Randoms::os();
    let changed =
        account::rekey(&Http, &worker, &mut randoms, job, &current, &new, wants_sheet).await;
    form.is_busy.set(false);
    match changed {
        Ok((rekeyed, sheet)) => {
            form.app.rekeyed(now(), rekeyed);
            form.is_done.set(true);
            form.sheet.set(sheet);
            to_top();
        }
        Err(account::SignError::WrongCredentials) => {
            form.error.set(Some(t!("error-wrong-passphrase-now")));
        }
        Err(error) => form.error.set(Some(sign_error(error))),
    }
}
