//! What is said once, before the first thing is shared, whatever it is: a page, a step, a kind word, a letter, words listened to.
//!
//! Every view in which something can be written *for both* shows its form through one of the two functions here. Once somebody has
//! read it, nothing of this is seen again; that they have is a private setting, and goes with them to every device of theirs.

use leptos::prelude::*;
use reknit_client::command::Command;

use crate::{
    nav::Page,
    parts::{heading, not_now, problem, to_top, try_ask},
    session::App,
    words::t,
};

/// The view `then`, once it was said; before, the words in its place. *Not now* goes back, or else to `otherwise`.
pub(crate) fn before_sharing<V: IntoView + 'static>(
    app: App,
    otherwise: Page,
    then: impl Fn() -> V + Send + 'static,
) -> impl IntoView {
    told_or(app, then, move || {
        view! {
            <section class="stack">
                {heading(String::new(), t!("before-sharing"))}
                {said(app)}
                {not_now(app, otherwise)}
            </section>
        }
    })
}

/// The same for a form that stands among other things of a view: the words stand where the form will be.
pub(crate) fn before_writing<V: IntoView + 'static>(
    app: App,
    then: impl Fn() -> V + Send + 'static,
) -> impl IntoView {
    told_or(app, then, move || {
        view! {
            <section class="sheet stack">
                <h2>{t!("before-sharing")}</h2>
                {said(app)}
            </section>
        }
    })
}

fn told_or<V: IntoView + 'static, W: IntoView + 'static>(
    app: App,
    then: impl Fn() -> V + Send + 'static,
    first: impl Fn() -> W + Send + 'static,
) -> impl IntoView {
    let told = app.look(|it| it.settings.told_it_stays);
    move || if told.get() { then().into_any() } else { first().into_any() }
}

/// A button that shares something by being pressed, such as *Agree*. Before it was said, it leads to the words first, and comes back.
pub(crate) fn sharing_button(
    app: App,
    class: &'static str,
    label: String,
    press: impl Fn() + 'static,
) -> impl IntoView {
    let go = move |_| {
        if app.glance(|it| it.settings.told_it_stays) {
            press();
        } else {
            app.nav.go(Page::StaysWithBoth);
        }
    };
    view! { <button type="button" class=class on:click=go>{label}</button> }
}

/// The words as a view of their own.
pub(crate) fn show(app: App) -> impl IntoView {
    let told = app.look(|it| it.settings.told_it_stays);
    Effect::new(move || {
        if told.get() {
            app.nav.back(Page::Together);
        }
    });
    before_sharing(app, Page::Together, || ())
}

fn said(app: App) -> impl IntoView {
    let error = RwSignal::new(None);
    let understood = move |_| {
        let mut settings = app.glance(|it| it.settings.clone());
        settings.told_it_stays = true;
        if try_ask(app, Command::Set(settings), error) {
            to_top();
        }
    };
    view! {
        <p class="well"><b>{t!("before-sharing-stays")}</b></p>
        <p>{t!("before-sharing-kept")}</p>
        <p>{t!("before-sharing-write")}</p>
        {problem(error)}
        <button type="button" class="btn" on:click=understood>{t!("before-sharing-understood")}</button>
    }
}
