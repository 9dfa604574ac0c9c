//! Where one is signed in. Nobody sees it but oneself (safety rule 7).

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use reknit_client::ports::{HttpRequest, Transport as _};
use reknit_wire::api::{Session, Sessions};

use crate::{
    nav::Page,
    parts::{day_of, lead},
    ports::{clock::pause, http::Http},
    session::App,
    words::t,
};

/// Asks the relay for them.
async fn list(app: App) -> Option<Vec<Session>> {
    // Right after unlocking the session is still on its way.
    for _ in 0..50 {
        if !app.is_resuming.get_untracked() {
            break;
        }
        pause(Duration::from_millis(100)).await;
    }
    let token = app.with_engine(|it| it.token().map(str::to_owned)).flatten()?;
    let request = HttpRequest {
        method: "GET",
        path: "/api/v1/sessions".to_owned(),
        binary: false,
        body: Vec::new(),
        token: Some(token),
    };
    let reply = Http.send(request).await.ok().filter(|it| it.status == 200)?;
    serde_json::from_slice::<Sessions>(&reply.body).ok().map(|it| it.sessions)
}

/// Own sessions only (safety rule 7). They are asked for by a tap, not by opening this view.
pub(super) fn show(app: App) -> impl IntoView {
    let found: RwSignal<Option<Result<Vec<Session>, ()>>> = RwSignal::new(None);
    let load = move || {
        spawn_local(async move {
            found.set(Some(list(app).await.ok_or(())));
        });
    };
    view! {
        <h2>{t!("sessions")}</h2>
        <p class="soft small">{t!("sessions-help")}</p>
        {move || match found.get() {
            None => {
                view! {
                    <p class="soft small">{t!("sessions-seen")}</p>
                    <button type="button" class="btn quiet" on:click=move |_| load()>{t!("sessions-show")}</button>
                }
                    .into_any()
            }
            Some(Err(())) => {
                view! {
                    <p class="problem" role="alert">{t!("sessions-failed")}</p>
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
                        .then(|| lead(app, Page::EndOthers, t!("sessions-end-others"), t!("sessions-end-others-help")))}
                }
                    .into_any()
            }
        }}
    }
}
