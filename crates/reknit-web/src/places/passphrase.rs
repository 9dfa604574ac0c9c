//! New keys, a new recovery code, every other device signed out: with a new passphrase, or with the one that stands.

use leptos::{prelude::*, task::spawn_local};
use reknit_client::{account, randoms::Randoms};

use crate::{
    door::{Choice, choose, sign_error},
    nav::Page,
    parts::{back, field, heading, problem, to_top},
    ports::{clock::now, http::Http, worker::Workshop},
    session::{App, new_code_waits},
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
    };
    move || if form.is_done.get() { done(form).into_any() } else { ask(form).into_any() }
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

    /// Why nothing was changed, in words.
    fn refusal(self, error: account::SignError) -> String {
        match error {
            account::SignError::WrongCredentials => t!("error-wrong-passphrase-now"),
            // One that is too short to be the passphrase that stands is a wrong one.
            account::SignError::WeakPassphrase if self.new.is_none() => {
                t!("error-wrong-passphrase-now")
            }
            error => sign_error(error),
        }
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

/// What comes of it is the app's and not this view's: whoever went on meanwhile is shown the new code where they are.
async fn change(form: Form) {
    let app = form.app;
    let current = form.current.get_untracked();
    let new = form.new.map_or_else(|| current.clone(), |it| it.text.get_untracked());
    let wants_sheet = form.wants_sheet.get_untracked();
    let (era, waited) = (app.era(), app.glance(new_code_waits));
    app.is_rekeying.set(true);
    // Before the vault is read: the note goes out with the new keys.
    if wants_sheet {
        app.note_new_code(true);
    }
    if let Some(job) = app.rekey_job() {
        let worker = Workshop::open();
        let mut randoms = Randoms::os();
        let changed =
            account::rekey(&Http, &worker, &mut randoms, job, &current, &new, wants_sheet).await;
        match changed {
            Ok((rekeyed, sheet)) => {
                if app.rekeyed(era, now(), rekeyed) {
                    match sheet {
                        Some(it) => app.show_sheet(it),
                        None => app.note_new_code(false),
                    }
                }
                // Whoever went on meanwhile stays where they are.
                if form.is_done.try_set(true).is_none() {
                    to_top();
                }
            }
            // The new code may be in force: the note stays.
            Err(error @ account::SignError::Unsure) => form.error.set(Some(sign_error(error))),
            Err(error) => {
                if app.era() == era {
                    app.note_new_code(waited);
                }
                form.error.set(Some(form.refusal(error)));
            }
        }
    }
    form.is_busy.set(false);
    app.is_rekeying.set(false);
}
