//! New keys, a new recovery code, every other device signed out: with a new passphrase, or with the one that stands.

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
    /// The new passphrase; `None` where only the other devices are signed out.
    new: Option<Choice>,
    wants_sheet: RwSignal<bool>,
    is_busy: RwSignal<bool>,
    is_done: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    sheet: RwSignal<Option<RecoverySheet>>,
}

/// Changing the passphrase.
pub(crate) fn show(app: App) -> impl IntoView {
    begin(app, Some(Choice::new()))
}

/// Signing the other devices out. What they hold opens nothing that comes later.
pub(crate) fn end_others(app: App) -> impl IntoView {
    begin(app, None)
}

fn begin(app: App, new: Option<Choice>) -> impl IntoView {
    let form = Form {
        app,
        current: RwSignal::new(String::new()),
        new,
        wants_sheet: RwSignal::new(true),
        is_busy: RwSignal::new(false),
        is_done: RwSignal::new(false),
        error: RwSignal::new(None),
        sheet: RwSignal::new(None),
    };
    move || match (form.sheet.get(), form.is_done.get()) {
        (Some(it), _) => sheet::show(it, move || form.sheet.set(None)).into_any(),
        (None, true) => done(form).into_any(),
        (None, false) => ask(form).into_any(),
    }
}

fn ask(form: Form) -> impl IntoView {
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.is_busy.get_untracked() {
            return;
        }
        form.error.set(None);
        if !form.new.is_some_and(Choice::is_refused) {
            form.is_busy.set(true);
            spawn_local(change(form));
        }
    };
    let kind = field::Kind { autocomplete: "current-password", secret: true };
    let changes = form.new.is_some();
    let wants = vec![(true, t!("sheet-yes")), (false, t!("sheet-no"))];
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(t!("only-you"), form.title())}
            <p>{if changes { t!("change-passphrase-intro") } else { t!("end-others-intro") }}</p>
            {field::line("current", t!("passphrase-now"), String::new(), kind, form.current)}
            {form.new.map(choose)}
            {field::choices("sheet", t!("sheet-question"), wants, form.wants_sheet)}
            {problem(form.error)}
            <button type="submit" class="btn" aria-disabled=move || form.is_busy.get().to_string()>
                {move || if form.is_busy.get() { t!("a-few-seconds") } else { form.title() }}
            </button>
            <p class="soft small" role="status">{move || form.is_busy.get().then(|| t!("rekey-stay"))}</p>
            {back(form.app, Page::Settings)}
        </form>
    }
}

impl Form {
    fn title(self) -> String {
        if self.new.is_some() { t!("change-passphrase") } else { t!("sessions-end-others") }
    }
}

fn done(form: Form) -> impl IntoView {
    let app = form.app;
    let title = if form.new.is_some() { t!("passphrase-changed") } else { t!("others-ended") };
    view! {
        <section class="stack">
            {heading(t!("only-you"), title)}
            <p>{t!("passphrase-changed-help")}</p>
            <button type="button" class="btn" on:click=move |_| app.nav.replace(Page::Settings)>{t!("all-right")}</button>
        </section>
    }
}

async fn change(form: Form) {
    let Some(job) = form.app.with_engine(reknit_client::engine::Engine::rekey_job) else { return };
    let worker = Workshop::open();
    let current = form.current.get_untracked();
    let new = form.new.map_or_else(|| current.clone(), |it| it.text.get_untracked());
    let wants_sheet = form.wants_sheet.get_untracked();
    let mut randoms = Randoms::os();
    form.app.is_rekeying.set(true);
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
        // One that is too short to be the passphrase that stands is a wrong one.
        Err(account::SignError::WeakPassphrase) if form.new.is_none() => {
            form.error.set(Some(t!("error-wrong-passphrase-now")));
        }
        Err(account::SignError::WrongCredentials) => {
            form.error.set(Some(t!("error-wrong-passphrase-now")));
        }
        Err(error) => form.error.set(Some(sign_error(error))),
    }
    form.app.is_rekeying.set(false);
}
