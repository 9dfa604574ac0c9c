//! The question box: it belongs to the one who answers. What was not answered stays as it is, and nothing says so.

mod answering;
mod asking;
mod opening;

use leptos::prelude::*;
use reknit_client::{
    command::{Command, QuestionAct},
    view::{BoxView, QuestionView},
};
use reknit_model::questions::{Answer, Hours};

pub(crate) use answering::{answer_sheet, show as answer};
pub(crate) use opening::show as open;

use crate::{
    nav::Page,
    parts::{back, day_of, heading, problem, try_ask, zone_note},
    places::alone::needs_two,
    ports::clock::zone,
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let boxes = app.look(|it| it.boxes.clone());
    let name = app.their_name();
    let is_paired = app.is_paired();
    let error = RwSignal::new(None);
    let theirs = app.look(|it| it.boxes.theirs.clone());
    view! {
        <section class="stack">
            {heading(t!("both-can-read"), t!("box-title"))}
            <p class="soft">{t!("box-intro")}</p>
            {problem(error)}
            <Show when=move || is_paired.get()>
                <h2>{t!("box-mine")}</h2>
                {move || mine(app, boxes.get().mine, error)}
                <h2>{move || t!("box-theirs", name = name.get())}</h2>
                {asking::show(app, theirs, error)}
            </Show>
            {move || {
                let earlier = boxes.get().earlier;
                (!earlier.is_empty())
                    .then(|| {
                        view! {
                            <details>
                                <summary>{t!("box-earlier")}</summary>
                                <div class="stack">
                                    {earlier.into_iter().map(|(to_me, it)| question(app, it, to_me)).collect_view()}
                                </div>
                            </details>
                        }
                    })
            }}
            {needs_two(app)}
            {back(app, Page::Together)}
        </section>
    }
}

/// Questions to me.
fn mine(app: App, it: Option<BoxView>, error: RwSignal<Option<String>>) -> AnyView {
    let open = move || {
        view! {
            <button type="button" class="btn quiet" on:click=move |_| app.nav.go(Page::OpenBox)>
                {t!("box-open")}
            </button>
        }
    };
    let Some(it) = it else {
        return view! {
            <p class="soft">{t!("box-mine-none")}</p>
            {open()}
        }
        .into_any();
    };
    let id = it.id;
    let state = match (it.open, it.agreed) {
        (false, _) => t!("box-closed"),
        (true, false) => {
            t!("box-mine-offered", hours = said(&it.hours), day = day_of(it.until_day))
        }
        (true, true) => t!("box-mine-open", hours = said(&it.hours), day = day_of(it.until_day)),
    };
    let close = move |_| {
        try_ask(app, Command::Questions(QuestionAct::Close(id)), error);
    };
    view! {
        <p class="soft">{state}</p>
        {it.open.then(|| zone_note(&it.hours.zone))}
        {it.questions.into_iter().map(|it| question(app, it, true)).collect_view()}
        {if it.unsent {
            view! { <p class="soft small">{t!("waits-to-be-sent")}</p> }.into_any()
        } else if it.open {
            view! { <button type="button" class="btn text" on:click=close>{t!("box-close")}</button> }.into_any()
        } else {
            open().into_any()
        }}
    }
    .into_any()
}

/// One question with what was answered. Earlier answers stay below the one that stands.
fn question(app: App, it: QuestionView, to_me: bool) -> impl IntoView {
    let id = it.id;
    let mut answers = it.answers.iter().map(answered);
    let stands = answers.next();
    let earlier: Vec<_> = answers.collect();
    let label = if stands.is_some() { t!("answer-again") } else { t!("answer") };
    view! {
        <article class="sheet stack">
            <div class="tight">
                <p class="said">{it.words}</p>
                <p class="soft small">{if it.unsent { t!("waits-to-be-sent") } else { day_of(it.on_day) }}</p>
            </div>
            {stands.map(|it| view! { <p class="well said">{it}</p> })}
            {(!earlier.is_empty())
                .then(|| {
                    view! {
                        <details>
                            <summary>{t!("answers-earlier")}</summary>
                            <ul class="soft small">{earlier.into_iter().map(|it| view! { <li>{it}</li> }).collect_view()}</ul>
                        </details>
                    }
                })}
            {(to_me && !it.unsent)
                .then(|| {
                    view! {
                        <button type="button" class="btn quiet small" on:click=move |_| app.nav.go(Page::Answer(id))>
                            {label}
                        </button>
                    }
                })}
        </article>
    }
}

fn answered(it: &Answer) -> String {
    match it {
        Answer::Written { words } => words.clone(),
        Answer::Aloud => t!("answer-said-aloud"),
        Answer::WithTherapist => t!("answer-said-therapist"),
        Answer::WillNot => t!("answer-said-will-not"),
    }
}

/// "19:00 to 19:30, two a day", with the zone where it is another than here.
fn said(hours: &Hours) -> String {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let hours_said = t!(
        "box-hours",
        from = clock(hours.from_minute),
        until = clock(hours.until_minute),
        n = u32::from(hours.a_day)
    );
    if hours.zone == zone() {
        hours_said
    } else {
        format!("{hours_said} ({})", hours.zone.replace('_', " "))
    }
}
