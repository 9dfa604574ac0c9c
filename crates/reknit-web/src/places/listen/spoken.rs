//! Listening aloud, with one phone between two people.
//!
//! Once it has begun the account underneath is locked: there is no key in this tab, nothing behind the back button, and afterwards the
//! passphrase is wanted. So it can lie open between two people. Nothing that is said is written down.

mod flow;
mod half;
mod pause;

use std::{cell::Cell, time::Duration};

use leptos::{prelude::*, task::spawn_local};

use self::flow::{Next, Table};
use crate::{
    content::listen,
    nav::{Buzz, Page, Seat},
    parts::{em, field, focus_soon, heading, not_now, paragraphs, to_top},
    ports::screen,
    session::App,
    words::t,
};

/// Where a talk at the table is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Talking(Table),
    Pausing(Table),
    After,
}

thread_local! {
    /// A talk that was left for a moment, to look at Help.
    static LEFT: Cell<Option<Stage>> = const { Cell::new(None) };
}

/// What to do before, together.
pub(crate) fn before(app: App) -> impl IntoView {
    let words = &listen().before;
    let first = RwSignal::new(Seat::Near);
    let buzzes = RwSignal::new(false);
    let begin = move |_| {
        let buzz = if buzzes.get_untracked() { Buzz::Once } else { Buzz::Never };
        let page = Page::Table(first.get_untracked(), buzz);
        LEFT.set(None);
        if app.is_open.get_untracked() {
            spawn_local(async move { app.lock_at(page).await });
        } else {
            app.nav.start_over(page);
        }
    };
    let seats = vec![(Seat::Near, words.first_near.clone()), (Seat::Far, words.first_far.clone())];
    view! {
        <section class="stack">
            {heading(t!("spoken"), words.title.clone())}
            <p class="soft">{words.intro.clone()}</p>
            <div class="stack tight">
                {words.items.iter().map(|it| field::check(it.clone(), RwSignal::new(false))).collect_view()}
            </div>
            <div class="well">
                <h2>{words.signal_title.clone()}</h2>
                <p>{em(&words.signal)}</p>
            </div>
            {field::choices("first", words.first_title.clone(), seats, first)}
            {field::check(words.touch.clone(), buzzes)}
            {move || app.is_open.get().then(|| view! { <p class="soft small">{words.closed.clone()}</p> })}
            <button type="button" class="btn" on:click=begin>{t!("spoken-begin")}</button>
            {not_now(app, Page::Listen)}
        </section>
    }
}

/// The closed screen.
pub(crate) fn table(app: App, first: Seat, buzz: Buzz) -> impl IntoView {
    screen::keep_awake();
    let begun = LEFT.take().unwrap_or(Stage::Talking(Table::new(first)));
    let stage = RwSignal::new(begun);
    on_cleanup(move || {
        let left = stage.try_get_untracked().filter(|it| *it != Stage::After);
        LEFT.set(left);
    });
    move || match stage.get() {
        Stage::Talking(at) => talking(at, stage, buzz).into_any(),
        Stage::Pausing(at) => pause::show(
            move || stage.set(Stage::Talking(at)),
            move || {
                stage.set(Stage::After);
                to_top();
            },
        )
        .into_any(),
        Stage::After => after(app).into_any(),
    }
}

fn talking(at: Table, stage: RwSignal<Stage>, buzz: Buzz) -> impl IntoView {
    let seconds = seconds();
    let whole = listen().spoken(at.step.id()).map_or(1, |it| it.minutes) * 60;
    let is_up = Memo::new(move |_| seconds.get() >= whole);
    Effect::new(move || {
        if is_up.get() && buzz == Buzz::Once {
            screen::buzz();
        }
    });
    let go = move |next: Next| {
        stage.set(at.after(next).map_or(Stage::After, Stage::Talking));
        if stage.get_untracked() == Stage::After {
            to_top();
        } else {
            // What was touched is gone: whoever goes by keys or by ear goes on where the turn is.
            focus_soon(".half.active button");
        }
    };
    view! {
        <section class="table">
            <h1 class="hidden-visually" tabindex="-1">{t!("spoken")}</h1>
            {half::show(Seat::Far, at, seconds, whole, go)}
            <div class="between">
                <button
                    type="button"
                    class="bars"
                    aria-label=t!("spoken-break")
                    on:click=move |_| {
                        stage.set(Stage::Pausing(at));
                        to_top();
                    }
                >
                    <b class="turned" aria-hidden="true">{t!("spoken-break")}</b>
                    <span aria-hidden="true"></span>
                    <span aria-hidden="true"></span>
                    <b aria-hidden="true">{t!("spoken-break")}</b>
                </button>
            </div>
            {half::show(Seat::Near, at, seconds, whole, go)}
        </section>
    }
}

/// Seconds since this view came up.
fn seconds() -> RwSignal<u32> {
    let seconds = RwSignal::new(0_u32);
    let tick = move || seconds.update(|it| *it = it.saturating_add(1));
    let ticking = set_interval_with_handle(tick, Duration::from_secs(1));
    on_cleanup(move || {
        if let Ok(ticking) = ticking {
            ticking.clear();
        }
    });
    seconds
}

fn after(app: App) -> impl IntoView {
    let words = &listen().after;
    view! {
        <section class="stack">
            {heading(String::new(), words.title.clone())}
            {paragraphs(&words.text, "")}
            <button type="button" class="btn" on:click=move |_| app.nav.start_over(app.home())>{words.close.clone()}</button>
            <button type="button" class="btn quiet" data-page="help">{t!("help")}</button>
        </section>
    }
}
