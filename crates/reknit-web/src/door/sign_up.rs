//! Making an account: what *Leave this page* does and who sees what, a name and a passphrase, this device, then the sheet and the questions.

use leptos::{prelude::*, task::spawn_local};
use reknit_client::{
    account::{self, SignError, SignUp, offer_handle},
    randoms::Randoms,
};
use reknit_vault::random::OsRandom;

use super::{Choice, choose, sign_error, told};
use crate::{
    nav::{Door, Page},
    parts::{field, heading, problem, to_top},
    places::learn::leave_text,
    ports::{
        clock::{BrowserZones, now},
        http::Http,
        worker::Workshop,
    },
    session::App,
    words::t,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Leaving,
    Names,
    Device,
    Working,
}

#[derive(Clone, Copy)]
struct Form {
    app: App,
    step: RwSignal<Step>,
    handle: RwSignal<String>,
    passphrase: Choice,
    own_device: RwSignal<bool>,
    wants_sheet: RwSignal<bool>,
    error: RwSignal<Option<String>>,
}

pub(crate) fn show(app: App) -> impl IntoView {
    let form = Form {
        app,
        step: RwSignal::new(Step::Leaving),
        handle: RwSignal::new(offer_handle(&mut OsRandom)),
        passphrase: Choice::new(),
        own_device: RwSignal::new(false),
        wants_sheet: RwSignal::new(true),
        error: RwSignal::new(None),
    };
    // Its code is fetched while the person reads.
    let worker = StoredValue::new_local(Some(Workshop::open()));
    move || match form.step.get() {
        Step::Leaving => leaving(form).into_any(),
        Step::Names => names(form).into_any(),
        Step::Device => device(form, worker).into_any(),
        Step::Working => working().into_any(),
    }
}

fn leaving(form: Form) -> impl IntoView {
    view! {
        <section class="stack">
            {heading(t!("sign-up-eyebrow", n = 1), t!("leave-title"))}
            <div class="prose" inner_html=leave_text()></div>
            {told::host_and_limits()}
            <button type="button" class="btn" on:click=move |_| form.to(Step::Names)>{t!("next")}</button>
            {crate::parts::back(form.app, Page::Landing)}
        </section>
    }
}

fn names(form: Form) -> impl IntoView {
    let kind = field::Kind { autocomplete: "username", secret: false };
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let handle = form.handle.get_untracked().trim().to_lowercase();
        form.handle.set(handle.clone());
        let is_handle = reknit_wire::limits::is_handle(&handle);
        form.error.set((!is_handle).then(|| sign_error(SignError::BadHandle)));
        if is_handle && !form.passphrase.is_refused() {
            form.to(Step::Device);
        }
    };
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(t!("sign-up-eyebrow", n = 2), t!("sign-up-title"))}
            <p class="soft">{t!("sign-up-intro")}</p>
            {field::line("handle", t!("handle"), t!("handle-help"), kind, form.handle)}
            <button
                type="button"
                class="btn quiet small"
                on:click=move |_| form.handle.set(offer_handle(&mut OsRandom))
            >
                {t!("offer-another")}
            </button>
            {choose(form.passphrase)}
            <p class="well small">{t!("passphrase-alone")}</p>
            {problem(form.error)}
            <button type="submit" class="btn">{t!("next")}</button>
            <button type="button" class="btn text" on:click=move |_| form.to(Step::Leaving)>{t!("back")}</button>
        </form>
    }
}

fn device(form: Form, worker: StoredValue<Option<Workshop>, LocalStorage>) -> impl IntoView {
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.error.set(None);
        form.to(Step::Working);
        let workshop = worker.try_update_value(Option::take).flatten();
        spawn_local(make(form, workshop.unwrap_or_else(Workshop::open)));
    };
    let own = vec![(false, t!("device-shared")), (true, t!("device-own"))];
    let wants = vec![(true, t!("sheet-yes")), (false, t!("sheet-no"))];
    view! {
        <form class="stack" on:submit=go>
            {heading(t!("sign-up-eyebrow", n = 3), t!("device-title"))}
            {field::choices("own", t!("device-question"), own, form.own_device)}
            <p class="soft small">{t!("device-help")}</p>
            {field::choices("sheet", t!("sheet-question"), wants, form.wants_sheet)}
            <p class="soft small">{t!("sheet-help")}</p>
            {problem(form.error)}
            <button type="submit" class="btn">{t!("make-account")}</button>
            <button type="button" class="btn text" on:click=move |_| form.to(Step::Names)>{t!("back")}</button>
        </form>
    }
}

fn working() -> impl IntoView {
    view! {
        <section class="stack" aria-busy="true">
            {heading(String::new(), t!("making-account"))}
            <p class="soft" role="status">{t!("a-few-seconds")}</p>
        </section>
    }
}

async fn make(form: Form, worker: Workshop) {
    let own_device = form.own_device.get_untracked();
    let sign_up = SignUp {
        handle: form.handle.get_untracked(),
        passphrase: form.passphrase.text.get_untracked(),
        own_device,
        recovery: form.wants_sheet.get_untracked(),
    };
    let hold = match form.app.make_way(own_device).await {
        Ok(hold) => hold,
        Err(text) => return form.fail(Step::Device, text),
    };
    let in_the_way = match form.app.kept().await {
        Some(keep) => form.app.in_the_way(&keep, own_device, &sign_up.handle),
        None => own_device.then(|| t!("error-unread")),
    };
    if let Some(text) = in_the_way {
        form.fail(Step::Device, text);
        return;
    }
    let zones = Box::<BrowserZones>::default();
    match account::register(&Http, &worker, Randoms::os(), zones, now(), sign_up).await {
        Ok((unlocked, sheet)) => {
            drop(worker);
            form.app.open(unlocked, hold).await;
            if let Some(sheet) = sheet {
                form.app.show_sheet(sheet);
            }
            let invited = form.app.invitation.with_untracked(Option::is_some);
            let next = Page::Questions(if invited { Door::Join } else { Door::SignUp });
            form.app.nav.replace(next);
        }
        Err(
            error @ (SignError::HandleTaken | SignError::BadHandle | SignError::WeakPassphrase),
        ) => {
            form.fail(Step::Names, sign_error(error));
        }
        Err(error) => form.fail(Step::Device, sign_error(error)),
    }
}

impl Form {
    fn to(self, step: Step) {
        self.step.set(step);
        to_top();
    }

    fn fail(self, step: Step, error: String) {
        self.error.set(Some(error));
        self.to(step);
    }
}
