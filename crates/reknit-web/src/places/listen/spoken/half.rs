//! One half of the table: filled where it is one's turn. Each seat has its colour, its shape and its side, so that nobody needs to read.

use leptos::prelude::*;

use super::flow::{Next, Step, Table};
use crate::{content::listen, nav::Seat, parts::em, words::t};

pub(super) fn show(
    seat: Seat,
    at: Table,
    seconds: RwSignal<u32>,
    whole: u32,
    go: impl Fn(Next) + Copy + 'static,
) -> impl IntoView {
    let words = listen().spoken(at.step.id());
    let is_active = at.active() == seat;
    let line = words.map(|it| if at.speaker == seat { &it.speaker } else { &it.listener });
    let line = line.cloned().unwrap_or_default();
    let word = if is_active { words.map(|it| it.word.clone()) } else { Some(t!("spoken-hear")) };
    let word = word.unwrap_or_default();
    let name = match seat {
        Seat::Near => t!("spoken-near"),
        Seat::Far => t!("spoken-far"),
    };
    let is_up = move || is_active && seconds.get() >= whole;
    let inner = if is_active && at.step == Step::Answering {
        view! {
            <p class="word">{word}</p>
            <div class="answers">
                {answer("full", t!("spoken-it-is"), move || go(Next::ThatIsIt))}
                {answer("part", t!("spoken-partly"), move || go(Next::NotAll))}
                {answer("none", t!("spoken-not-yet"), move || go(Next::NotAll))}
            </div>
        }
        .into_any()
    } else if is_active {
        view! {
            <button type="button" class="whole" on:click=move |_| go(Next::Done)>
                {shape(seat, at.step, true, move || part_of(seconds.get(), whole))}
                <span class="word">{word}</span>
                <span class="line">{em(&line)}</span>
                <span class="done">{t!("spoken-done")}</span>
            </button>
        }
        .into_any()
    } else {
        view! {
            <div class="whole">
                {shape(seat, at.step, false, || 0.0)}
                <p class="word">{word}</p>
                <p class="line">{em(&line)}</p>
            </div>
        }
        .into_any()
    };
    let side = match seat {
        Seat::Near => "half near",
        Seat::Far => "half far",
    };
    view! {
        <section class=side class:active=is_active class:up=is_up aria-label=name>
            {inner}
        </section>
    }
}

/// How much of the time is over, 0 to 1.
fn part_of(seconds: u32, whole: u32) -> f64 {
    f64::from(seconds.min(whole)) / f64::from(whole.max(1))
}

fn answer(kind: &'static str, label: String, go: impl Fn() + 'static) -> impl IntoView {
    let fill = match kind {
        "full" => Some("M50 12a38 38 0 1 0 .1 0z"),
        "part" => Some("M50 12a38 38 0 0 0 0 76z"),
        _ => None,
    };
    view! {
        <button type="button" class="answer" on:click=move |_| go()>
            <svg viewBox="0 0 100 100" aria-hidden="true">
                <circle class="edge" cx="50" cy="50" r="38"></circle>
                {fill.map(|it| view! { <path class="fill" d=it></path> })}
            </svg>
            <span>{label}</span>
        </button>
    }
}

/// The seat's shape with what is to be done in it, and around it a ring that fills with time.
fn shape(
    seat: Seat,
    step: Step,
    is_active: bool,
    part: impl Fn() -> f64 + Send + Sync + 'static,
) -> impl IntoView {
    let ring = move || format!("{:.1} 100", part() * 100.0);
    view! {
        <svg class="shape" viewBox="0 0 120 120" aria-hidden="true">
            {match seat {
                Seat::Near => view! {
                    <circle class="body" cx="60" cy="60" r="44"></circle>
                    <circle class="track" cx="60" cy="60" r="54" pathLength="100"></circle>
                    <circle class="ring" cx="60" cy="60" r="54" pathLength="100" stroke-dasharray=ring transform="rotate(-90 60 60)"></circle>
                }
                    .into_any(),
                Seat::Far => view! {
                    <rect class="body" x="18" y="18" width="84" height="84" rx="8"></rect>
                    <rect class="track" x="6" y="6" width="108" height="108" rx="14" pathLength="100"></rect>
                    <rect class="ring" x="6" y="6" width="108" height="108" rx="14" pathLength="100" stroke-dasharray=ring></rect>
                }
                    .into_any(),
            }}
            {sign(step, is_active)}
        </svg>
    }
}

/// What to do, as a sign.
fn sign(step: Step, is_active: bool) -> impl IntoView {
    // An ear for whoever listens; for whoever has the turn: sound, a question, a way back, dots, two circles, a wave, one.
    let path = match step {
        _ if !is_active => {
            "M46 66c-6-16 4-32 18-30s18 18 8 28c-5 5-4 9-8 14s-13 4-14-4M56 54c0-6 8-8 10-2s-4 8-4 12"
        }
        Step::Telling => "M44 52v16M54 44v32M64 50v20M74 40v40",
        Step::Asking => "M48 50c0-16 24-16 24 0c0 9-12 9-12 19M60 80v.5",
        Step::Saying => "M76 76c4-22-10-30-32-26M54 38l-12 12l12 12",
        Step::Answering => "M44 60l12 12l22-24",
        Step::Missing => "M44 60v.5M60 60v.5M76 60v.5",
        Step::Sense => {
            "M54 60m-14 0a14 14 0 1 0 28 0a14 14 0 1 0-28 0M66 60m-14 0a14 14 0 1 0 28 0a14 14 0 1 0-28 0"
        }
        Step::Naming => "M38 62c7-14 15-14 22 0s15 14 22 0",
        Step::Closing => "M52 48l10-8v42",
    };
    view! { <path class="sign" d=path></path> }
}
