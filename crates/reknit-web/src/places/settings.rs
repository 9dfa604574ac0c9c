//! Settings, one's own sessions, and letting go of this device.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use reknit_client::{
    command::Command,
    ports::{HttpRequest, Transport as _},
    view::{Pairing, Suggests},
};
use reknit_wire::api::{Session, Sessions};

use crate::{
    nav::Page,
    parts::{back, day_of, field, heading, lead, problem, refusal, try_ask},
    ports::{clock::pause, http::Http},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let handle = app.look(|it| it.handle.clone());
    let has_recovery = app.look(|it| it.has_recovery);
    view! {
        <section class="stack">
            {heading(t!("only-you"), t!("settings"))}
            <p>{move || t!("settings-handle", handle = handle.get())}</p>
            {today_suggests(app)}
            {locking(app)}
            {name(app)}
            <h2>{t!("settings-keys")}</h2>
            {move || {
                let text = if has_recovery.get() { t!("has-recovery") } else { t!("has-no-recovery") };
                view! { <p class="soft small">{text}</p> }
            }}
            {lead(app, Page::Passphrase, t!("change-passphrase"), t!("change-passphrase-help"))}
            {sessions(app)}
            {this_device(app)}
            {back(app, Page::Mine)}
        </section>
    }
}

fn today_suggests(app: App) -> impl IntoView {
    let value = RwSignal::new(app.glance(|it| it.settings.suggests));
    let error = RwSignal::new(None);
    let options = vec![
        (Suggests::Both, t!("suggests-both")),
        (Suggests::Alone, t!("suggests-alone")),
        (Suggests::Nothing, t!("suggests-nothing")),
    ];
    Effect::new(move || {
        let suggests = value.get();
        let mut settings = app.glance(|it| it.settings.clone());
        if settings.suggests != suggests {
            settings.suggests = suggests;
            error.set(app.ask(Command::Set(settings)).err().map(refusal));
        }
    });
    view! {
        {field::choices("suggests", t!("suggests"), options, value)}
        {problem(error)}
    }
}

fn locking(app: App) -> impl IntoView {
    let value = RwSignal::new(app.glance(|it| it.settings.idle_minutes));
    let error = RwSignal::new(None);
    let set = move |typed: String| {
        let Ok(idle_minutes) = typed.parse::<u8>() else { return };
        let mut settings = app.glance(|it| it.settings.clone());
        settings.idle_minutes = idle_minutes;
        if try_ask(app, Command::Set(settings), error) {
            value.set(idle_minutes);
        }
    };
    view! {
        <div class="field-block">
            <label for="idle">{t!("settings-idle")}</label>
            <select id="idle" on:change:target=move |event| set(event.target().value())>
                {[1_u8, 2, 3, 5, 10, 15]
                    .map(|minutes| {
                        view! {
                            <option value=minutes.to_string() selected=move || value.get() == minutes>
                                {t!("minutes", n = u32::from(minutes))}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            {problem(error)}
        </div>
    }
}

fn name(app: App) -> impl IntoView {
    let is_paired = app.look(|it| matches!(it.pairing, Pairing::Paired { .. }));
    let value = RwSignal::new(app.glance(|it| it.names.mine.clone()).unwrap_or_default());
    let error = RwSignal::new(None);
    let is_saved = RwSignal::new(false);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        is_saved.set(try_ask(app, Command::Rename(value.get_untracked()), error));
    };
    let kind = field::Kind { autocomplete: "off", secret: false };
    view! {
        <Show when=move || is_paired.get()>
            <form class="stack" on:submit=go novalidate>
                {field::line("my-name", t!("my-name"), t!("my-name-change-help"), kind, value)}
                {problem(error)}
                <div class="row-between">
                    <p class="soft small" role="status">{move || is_saved.get().then(|| t!("saved"))}</p>
                    <button type="submit" class="btn quiet small">{t!("save")}</button>
                </div>
            </form>
        </Show>
    }
}

async fn call(app: App, method: &'static str, path: String) -> Option<Vec<u8>> {
    // Right after unlocking the session is still on its way.
    for _ in 0..50 {
        if !app.is_resuming.get_untracked() {
            break;
        }
        pause(Duration::from_millis(100)).await;
    }
    let token = app.with_engine(|it| it.token().map(str::to_owned)).flatten()?;
    let path = format!("/api/v1/{path}");
    let request = HttpRequest { method, path, binary: false, body: Vec::new(), token: Some(token) };
    let reply = Http.send(request).await.ok()?;
    (reply.status == 200).then_some(reply.body)
}

/// Own sessions only (safety rule 7). They are asked for by a tap, not by opening this view.
fn sessions(app: App) -> impl IntoView {
    let found: RwSignal<Option<Result<Vec<Session>, ()>>> = RwSignal::new(None);
    let load = move || {
        spawn_local(async move {
            let body = call(app, "GET", "sessions".to_owned()).await;
            let read = body.and_then(|it| serde_json::from_slice::<Sessions>(&it).ok());
            found.set(Some(read.map(|it| it.sessions).ok_or(())));
        });
    };
    let end_others = move |_| {
        spawn_local(async move {
            let done = call(app, "POST", "sessions/end-others".to_owned()).await;
            if done.is_some() {
                load();
            } else {
                found.set(Some(Err(())));
            }
        });
    };
    view! {
        <h2>{t!("sessions")}</h2>
        <p class="soft small">{t!("sessions-help")}</p>
        {move || match found.get() {
            None => {
                view! {
                    <button type="button" class="btn quiet" on:click=move |_| load()>{t!("sessions-show")}</button>
                }
                    .into_any()
            }
            Some(Err(())) => {
                view! {
                    <p class="problem" role="alert">{t!("error-offline")}</p>
                    <button type="button" class="btn quiet" on:click=move |_| load()>{t!("try-again")}</button>
                }
                    .into_any()
            }
            Some(Ok(sessions)) => {
                let has_others = sessions.iter().any(|it| !it.current);
                view! {
                    <ul class="plain stack">
                        {sessions
                            .into_iter()
                            .map(|it| {
                                let day = day_of(i32::try_from(it.opened_on).unwrap_or_default());
                                let text = if it.current {
                                    t!("session-here", day = day)
                                } else {
                                    t!("session-other", day = day)
                                };
                                view! { <li class="well">{text}</li> }
                            })
                            .collect_view()}
                    </ul>
                    {has_others
                        .then(|| {
                            view! {
                                <button type="button" class="btn quiet" on:click=end_others>
                                    {t!("sessions-end-others")}
                                </button>
                                <p class="soft small">{t!("sessions-end-others-help")}</p>
                            }
                        })}
                }
                    .into_any()
            }
        }}
    }
}

fn this_device(app: App) -> impl IntoView {
    let is_asking = RwSignal::new(false);
    let unsent = app.look(|it| it.unsent);
    let is_own = app.is_own_device();
    view! {
        <h2>{t!("this-device")}</h2>
        <p class="soft small">{if is_own { t!("device-is-own") } else { t!("device-is-shared") }}</p>
        {move || {
            if is_asking.get() {
                let n = u32::try_from(unsent.get()).unwrap_or_default();
                view! {
                    <div class="sheet stack" role="group">
                        <p>{if n > 0 { t!("sign-out-unsent", n = n) } else { t!("sign-out-sure") }}</p>
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
    }
}
