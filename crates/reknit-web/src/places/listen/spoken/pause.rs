//! A break at the table. Nothing of it is kept, and a time that passes is not remarked upon.

use leptos::prelude::*;

use super::seconds;
use crate::{
    content::listen,
    parts::{em, heading, paragraphs},
    ports::clock::{now, written},
    words::t,
};

const MINUTE_MS: i64 = 60_000;

pub(super) fn show(go_on: impl Fn() + 'static, end: impl Fn() + 'static) -> impl IntoView {
    let words = &listen().pause;
    let seconds = seconds();
    let back_at: RwSignal<Option<(i64, i64)>> = RwSignal::new(None);
    let options =
        [(20, t!("talk-back-20")), (60, t!("talk-back-60")), (24 * 60, t!("talk-back-day"))];
    view! {
        <section class="stack">
            {heading(String::new(), words.title.clone())}
            {paragraphs(&words.text, "")}
            <ul class="said small">{words.calm.iter().map(|it| view! { <li>{em(it)}</li> }).collect_view()}</ul>
            <h2>{words.back_title.clone()}</h2>
            <div class="chips" role="group" aria-label=words.back_title.clone()>
                {options
                    .map(|(minutes, label)| {
                        view! {
                            <button
                                type="button"
                                class="btn quiet small"
                                aria-pressed=move || back_at.get().is_some_and(|it| it.0 == minutes).to_string()
                                on:click=move |_| back_at.set(Some((minutes, now().ms + minutes * MINUTE_MS)))
                            >
                                {label}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <p class="back-at" role="status">
                {move || back_at.get().map(|(_, at)| t!("spoken-back-at", hour = hour(at)))}
            </p>
            <p class="soft small">{words.back_note.clone()}</p>
            <p class="soft">{move || t!("spoken-minutes", n = seconds.get() / 60)}</p>
            <button type="button" class="btn" on:click=move |_| go_on()>{t!("spoken-on")}</button>
            <button type="button" class="btn quiet" on:click=move |_| end()>{t!("spoken-end")}</button>
            <p class="soft small">{em(&words.not_it)}</p>
            <button type="button" class="btn text" data-page="help">{t!("help")}</button>
        </section>
    }
}

fn hour(ms: i64) -> String {
    written(ms, &[("hour", "2-digit"), ("minute", "2-digit")])
}
