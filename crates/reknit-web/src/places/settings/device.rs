//! Letting go of this device.

use leptos::{prelude::*, task::spawn_local};

use crate::{session::App, words::t};

pub(super) fn show(app: App) -> impl IntoView {
    let is_asking = RwSignal::new(false);
    let unsent = app.look(|it| it.unsent);
    let is_own = app.is_own_device();
    // Only a device of one's own holds a copy that could go.
    let sure = move |n: u32| match (is_own, n) {
        (true, 0) => t!("sign-out-sure"),
        (true, n) => t!("sign-out-unsent", n = n),
        (false, 0) => t!("sign-out-sure-shared"),
        (false, n) => t!("sign-out-unsent-shared", n = n),
    };
    view! {
        <h2>{t!("this-device")}</h2>
        <p class="soft small">{if is_own { t!("device-is-own") } else { t!("device-is-shared") }}</p>
        {move || {
            if is_asking.get() {
                let n = u32::try_from(unsent.get()).unwrap_or_default();
                view! {
                    <div class="sheet stack" role="group">
                        <p>{sure(n)}</p>
                        <button
                            type="button"
                            class="btn"
                            on:click=move |_| spawn_local(async move { app.forget().await })
                        >
                            {t!("sign-out")}
                        </button>
                        <button type="button" class="btn text" on:click=move |_| is_asking.set(false)>{t!("not-now")}</button>
                    </div>
                }
                    .into_any()
            } else {
                view! {
                    <button type="button" class="btn quiet" on:click=move |_| is_asking.set(true)>{t!("sign-out")}</button>
                }
                    .into_any()
            }
        }}
        {super::coach::full(app)}
    }
}
