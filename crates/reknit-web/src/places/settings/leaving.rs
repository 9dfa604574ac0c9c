//! Leaving the space, and deleting the account. What stays and what goes is said before, and nothing but that (safety rules 6, 25).
//!
//! Whoever runs the server can see both, so a third way is offered that asks nothing of it. The private questions stand before both. The
//! passphrase is asked for, so that nobody can leave for somebody whose phone lies open.

use leptos::{prelude::*, task::spawn_local};
use reknit_client::{
    account::{self, SignError},
    command::Command,
};

use super::farewell;
use crate::{
    door::{questions, sign_error},
    nav::{Door, Page},
    parts::{field, heading, lead, not_now, problem, refusal, to_top},
    ports::{http::Http, worker::Workshop},
    session::App,
    words::t,
};

/// The lines in the settings that lead here.
pub(super) fn leads(app: App) -> impl IntoView {
    let is_paired = app.is_paired();
    view! {
        {move || {
            let (title, text) = (t!("leave-space"), t!("leave-space-help"));
            is_paired.get().then(|| questions::lead(app, Door::Leaving, Page::LeaveSpace, title, text))
        }}
        {questions::lead(
            app,
            Door::Deleting,
            Page::DeleteAccount,
            t!("delete-account"),
            t!("delete-account-help"),
        )}
    }
}

#[derive(Clone, Copy)]
struct Form {
    app: App,
    passphrase: RwSignal<String>,
    is_busy: RwSignal<bool>,
    is_done: RwSignal<bool>,
    error: RwSignal<Option<String>>,
}

impl Form {
    fn new(app: App) -> Self {
        Self {
            app,
            passphrase: RwSignal::new(String::new()),
            is_busy: RwSignal::new(false),
            is_done: RwSignal::new(false),
            error: RwSignal::new(None),
        }
    }

    fn fail(self, error: SignError) {
        self.is_busy.set(false);
        self.error.set(Some(match error {
            SignError::WrongCredentials => t!("error-wrong-passphrase-now"),
            other => sign_error(other),
        }));
    }
}

/// Leaving the space.
pub(crate) fn leave(app: App) -> impl IntoView {
    let form = Form::new(app);
    let go = move || {
        spawn_local(async move {
            let handle = app.glance(|it| it.handle.clone());
            let passphrase = form.passphrase.get_untracked();
            let token = app.with_engine(|it| it.token().map(str::to_owned)).flatten();
            let token = token.as_deref();
            if let Err(error) =
                account::check(&Http, &Workshop::open(), &handle, &passphrase, token).await
            {
                return form.fail(error);
            }
            form.is_busy.set(false);
            match app.ask(Command::LeaveSpace) {
                Ok(()) => {
                    form.is_done.set(true);
                    to_top();
                }
                Err(error) => form.error.set(Some(refusal(error))),
            }
        });
    };
    move || {
        if form.is_done.get() {
            return view! {
                <section class="stack">
                    {heading(t!("only-you"), t!("left-space"))}
                    <p>{t!("left-space-help")}</p>
                    <button type="button" class="btn" on:click=move |_| app.nav.start_over(Page::Today)>{t!("all-right")}</button>
                    <button type="button" class="btn text" data-page="help">{t!("help")}</button>
                </section>
            }
            .into_any();
        }
        let facts = vec![
            t!("leave-space-untold"),
            t!("leaving-seen"),
            t!("leave-space-goes"),
            t!("leave-space-stays"),
            t!("leaving-backups"),
            t!("leave-space-after"),
        ];
        ask(form, t!("leave-space"), facts, go).into_any()
    }
}

/// Deleting the account.
pub(crate) fn delete(app: App) -> impl IntoView {
    let form = Form::new(app);
    let go = move || {
        spawn_local(async move {
            let handle = app.glance(|it| it.handle.clone());
            let passphrase = form.passphrase.get_untracked();
            let token = app.with_engine(|it| it.token().map(str::to_owned)).flatten();
            let token = token.as_deref();
            match account::delete(&Http, &Workshop::open(), &handle, &passphrase, token).await {
                Ok(()) => {
                    farewell::note();
                    app.forget().await;
                }
                Err(error) => form.fail(error),
            }
        });
    };
    let facts = vec![
        t!("delete-untold"),
        t!("leaving-seen"),
        t!("delete-goes"),
        t!("delete-stays"),
        t!("leaving-backups"),
        t!("delete-devices"),
        t!("delete-name"),
    ];
    ask(form, t!("delete-account"), facts, go)
}

fn ask(
    form: Form,
    title: String,
    facts: Vec<String>,
    go: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    let app = form.app;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !form.is_busy.get_untracked() {
            form.error.set(None);
            form.is_busy.set(true);
            go();
        }
    };
    let kind = field::Kind { autocomplete: "current-password", secret: true };
    let button = title.clone();
    view! {
        <form class="stack" on:submit=submit novalidate>
            {heading(t!("only-you"), title)}
            <ul class="facts">{facts.into_iter().map(|it| view! { <li>{it}</li> }).collect_view()}</ul>
            {here_only(app)}
            {lead(app, Page::Export, t!("export"), t!("export-first"))}
            {field::line("current", t!("passphrase-now"), t!("leaving-passphrase"), kind, form.passphrase)}
            {problem(form.error)}
            <button type="submit" class="btn" aria-disabled=move || form.is_busy.get().to_string()>
                {move || if form.is_busy.get() { t!("a-few-seconds") } else { button.clone() }}
            </button>
            {not_now(app, Page::Settings)}
            <button type="button" class="btn text" data-page="help/leaving-safely">{t!("leaving-help")}</button>
        </form>
    }
}

/// For whoever must not be seen leaving by the one who runs the server.
fn here_only(app: App) -> impl IntoView {
    let is_busy = RwSignal::new(false);
    let go = move |_| {
        if !is_busy.get_untracked() {
            is_busy.set(true);
            spawn_local(async move { app.forget_here().await });
        }
    };
    view! {
        <details class="well">
            <summary>{t!("here-only")}</summary>
            <div class="stack">
                <p>{t!("here-only-what")}</p>
                <p>{t!("here-only-stays")}</p>
                <p>{t!("here-only-lost")}</p>
                <button type="button" class="btn quiet" aria-disabled=move || is_busy.get().to_string() on:click=go>
                    {t!("here-only-do")}
                </button>
            </div>
        </details>
    }
}
