//! What must be known wherever one is: the line to the relay, things that must not be, a vault without room, words that cannot be sent.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use reknit_client::{
    command::Command,
    view::{Alarm, Connection, Kept, NoRoom},
};

use crate::{
    nav::Page,
    session::{App, new_code_waits},
    words::t,
};

/// How long unlocking may wait for the server before it is said that there is no connection.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) fn all(app: App) -> impl IntoView {
    view! {
        {line(app)}
        {alarms(app)}
        {no_room(app)}
        {not_sent(app)}
        {new_code(app)}
    }
}

/// A new recovery code that nobody has put away, after the one before became void. Not while it is being made, nor while it is shown.
fn new_code(app: App) -> impl IntoView {
    let waits = app.look(new_code_waits);
    let is_told = move || waits.get() && !app.is_rekeying.get() && app.sheet.with(Option::is_none);
    view! {
        <div role="status">
            {move || {
                is_told()
                    .then(|| {
                        view! {
                            <div class="notice stack">
                                <p class="small">{t!("new-code-waits")}</p>
                                <div class="actions">
                                    <button
                                        type="button"
                                        class="btn quiet small"
                                        on:click=move |_| app.put_sheet_away()
                                    >
                                        {t!("sheet-done")}
                                    </button>
                                    <button
                                        type="button"
                                        class="btn quiet small"
                                        on:click=move |_| app.nav.go(Page::Passphrase)
                                    >
                                        {t!("new-code-again")}
                                    </button>
                                </div>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// Says where unsent words are while the relay is not reached, or does not take them.
fn line(app: App) -> impl IntoView {
    let state = app.look(|it| (it.connection, it.unsent, it.kept, it.waits_long));
    // Unlocking opens a session anew, and that takes a moment: only what lasts is told.
    let is_slow = RwSignal::new(false);
    Effect::new(move |timer: Option<Option<TimeoutHandle>>| {
        if let Some(timer) = timer.flatten() {
            timer.clear();
        }
        is_slow.set(false);
        let tell = move || {
            let _ = is_slow.try_set(true);
        };
        app.is_resuming.get().then(|| set_timeout_with_handle(tell, PATIENCE).ok()).flatten()
    });
    view! {
        <div role="status">
            {move || {
                let (connection, unsent, kept, waits_long) = state.get();
                let resuming = app.is_resuming.get();
                let offline = connection == Connection::Offline || is_slow.get();
                let n = u32::try_from(unsent).unwrap_or_default();
                if connection == Connection::SignedOut && !resuming {
                    let text = t!("signed-out");
                    return Some(view! {
                        <div class="notice row">
                            <p class="grow small">{text}</p>
                            <button type="button" class="btn quiet small" on:click=move |_| app.nav.go(Page::SignIn)>
                                {t!("sign-in")}
                            </button>
                        </div>
                    }.into_any());
                }
                if !offline && !waits_long {
                    return None;
                }
                let text = match (unsent, kept) {
                    (_, Kept::OnDevice) if !offline => t!("waits-on-device", n = n),
                    (_, Kept::InThisTab) if !offline => t!("waits-in-tab", n = n),
                    (0, Kept::OnDevice) => t!("offline-on-device"),
                    (0, Kept::InThisTab) => t!("offline-in-tab"),
                    (_, Kept::OnDevice) => t!("unsent-on-device", n = n),
                    (_, Kept::InThisTab) => t!("unsent-in-tab", n = n),
                };
                Some(view! { <div class="notice"><p class="small">{text}</p></div> }.into_any())
            }}
        </div>
    }
}

fn alarms(app: App) -> impl IntoView {
    let alarms = app.look(|it| it.alarms.clone());
    move || {
        let told = alarms.get().into_iter().map(|alarm| {
            let (happened, means, what_to_do) = match alarm {
                Alarm::RolledBack => {
                    (t!("alarm-rolled-back"), t!("alarm-rolled-back-means"), t!("alarm-rolled-back-do"))
                }
                Alarm::Forked => {
                    (t!("alarm-forked"), t!("alarm-forked-means"), t!("alarm-forked-do"))
                }
                Alarm::Forged => {
                    (t!("alarm-forged"), t!("alarm-forged-means"), t!("alarm-forged-do"))
                }
                Alarm::Withheld => {
                    (t!("alarm-withheld"), t!("alarm-withheld-means"), t!("alarm-withheld-do"))
                }
                Alarm::Account => {
                    (t!("alarm-account"), t!("alarm-account-means"), t!("alarm-account-do"))
                }
                Alarm::Invitation => {
                    (t!("alarm-invitation"), t!("alarm-invitation-means"), t!("alarm-invitation-do"))
                }
                Alarm::WordsDiffer => {
                    (t!("alarm-differ"), t!("alarm-differ-means"), t!("alarm-differ-do"))
                }
            };
            view! {
                <div class="notice grave stack" role="alert">
                    <h2>{t!("alarm-title")}</h2>
                    <p>{happened}</p>
                    <p>{means}</p>
                    <p>{what_to_do}</p>
                    <p class="small">{t!("alarm-advice")}</p>
                    <div class="actions">
                        <button
                            type="button"
                            class="btn quiet small"
                            on:click=move |_| {
                                let _ = app.ask(Command::Dismiss(alarm));
                            }
                        >
                            {t!("alarm-dismiss")}
                        </button>
                        <button type="button" class="btn quiet small" data-page="help">{t!("help")}</button>
                    </div>
                </div>
            }
        });
        told.collect_view()
    }
}

/// Words that are too long for a relay. Folded away: somebody may look over a shoulder.
fn not_sent(app: App) -> impl IntoView {
    let all = app.look(|it| it.not_sent.clone());
    move || {
        let all = all.get();
        let n = u32::try_from(all.len()).unwrap_or_default();
        let words = all.into_iter().map(|it| {
            let lines = it.lines.into_iter().map(|it| view! { <p class="said">{it.text}</p> });
            view! {
                <p class="eyebrow">{it.what}</p>
                {lines.collect_view()}
            }
        });
        let words = words.collect_view();
        (n > 0).then(|| {
            view! {
                <div class="notice stack" role="status">
                    <p>{t!("not-sent", n = n)}</p>
                    <details>
                        <summary>{t!("not-sent-words")}</summary>
                        {words}
                        <button
                            type="button"
                            class="btn quiet small"
                            on:click=move |_| {
                                let _ = app.ask(Command::DropNotSent);
                            }
                        >
                            {t!("not-sent-drop")}
                        </button>
                    </details>
                </div>
            }
        })
    }
}

fn no_room(app: App) -> impl IntoView {
    let vault = app.look(|it| it.vault_full);
    let keyring = app.look(|it| it.keyring_full);
    let relay = app.look(|it| it.no_room);
    let tell = |text| view! { <div class="notice" role="alert"><p class="small">{text}</p></div> };
    move || {
        let vault = vault.get().then(|| tell(t!("vault-full")));
        let relay = relay.get().map(|it| {
            tell(match it {
                NoRoom::Today => t!("relay-full-today"),
                NoRoom::Ever => t!("relay-full-ever"),
            })
        });
        (vault, keyring.get().then(|| tell(t!("keyring-full"))), relay)
    }
}
