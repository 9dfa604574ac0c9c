//! Ten minutes of talk with a stop, on one phone between two people.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    content::first_days,
    parts::{say_politely, to_top},
    ports::clock::now,
    session::App,
    words::t,
};

const LENGTH_MS: i64 = 10 * 60 * 1000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Before,
    /// Ends at this moment, in milliseconds since the Unix epoch: a screen that slept is still right.
    Going(i64),
    Over,
}

pub(super) fn show(app: App) -> impl IntoView {
    let words = &first_days().ten_minutes;
    let stage = RwSignal::new(Stage::Before);
    let left_ms = RwSignal::new(LENGTH_MS);
    let over = move || {
        stage.set(Stage::Over);
        app.is_practising.set(false);
        say_politely(&words.over);
    };
    let handle = set_interval_with_handle(
        move || {
            if let Stage::Going(ends_ms) = stage.get_untracked() {
                left_ms.set((ends_ms - now().ms).max(0));
                if left_ms.get_untracked() == 0 {
                    over();
                }
            }
        },
        Duration::from_secs(1),
    );
    on_cleanup(move || {
        app.is_practising.set(false);
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
    let start = move |_| {
        left_ms.set(LENGTH_MS);
        stage.set(Stage::Going(now().ms + LENGTH_MS));
        // Nothing locks in the middle of it.
        app.is_practising.set(true);
    };
    move || {
        match stage.get() {
        Stage::Before => view! {
            <button type="button" class="btn" on:click=start>{words.start.clone()}</button>
        }
        .into_any(),
        Stage::Going(_) => view! {
            <div class="sheet stack">
                <p class="said">{words.going.clone()}</p>
                <progress
                    max=LENGTH_MS
                    prop:value=move || LENGTH_MS - left_ms.get()
                    aria-label=t!("days-ten-progress")
                ></progress>
                <p class="soft">{move || minutes_left(left_ms.get())}</p>
                <button type="button" class="btn" on:click=move |_| { over(); to_top(); }>{words.stop.clone()}</button>
            </div>
        }
        .into_any(),
        Stage::Over => view! { <p class="well" role="status">{words.over.clone()}</p> }.into_any(),
    }
    }
}

/// In whole minutes: seconds would hurry.
fn minutes_left(ms: i64) -> String {
    let minutes = u32::try_from((ms + 59_999) / 60_000).unwrap_or_default();
    t!("days-ten-left", n = minutes)
}
