//! One part of a letter on a screen of its own.

use leptos::prelude::*;
use reknit_client::letters::draft_slot;
use reknit_model::letters::Answer;

use super::{
    super::paper::draft_on_paper,
    draft::{N_PARTS, OFFER_IDS, PREVIEW, Writing, reads_of},
};
use crate::{
    content::{LetterPart, letter as words},
    nav::Page,
    parts::{
        coach::{self, Field, Reads},
        em, field, heading, kept_line, lead, paragraphs, problem,
    },
    words::t,
};

pub(super) fn show(writing: Writing, at: u8) -> impl IntoView {
    let part = words().part.get(usize::from(at) - 1)?;
    let app = writing.app;
    let eyebrow = t!("letter-part", n = u32::from(at), total = u32::from(N_PARTS));
    let progress = t!("letter-progress", n = u32::from(at), total = u32::from(N_PARTS));
    let body = match part.id.as_str() {
        "offers" => offers(writing, part).into_any(),
        "forgive" => forgive(writing, part).into_any(),
        // What it was like for the other is theirs to say; the coach has no word about it.
        "impact" => writing.text_of(&part.id).map(|it| plain(writing, part, it)).into_any(),
        _ => writing.text_of(&part.id).map(|it| text(writing, part, it)).into_any(),
    };
    let next = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        writing.go(at + 1);
    };
    Some(view! {
        <form class="stack" on:submit=next novalidate>
            <progress aria-label=progress max=u32::from(N_PARTS) value=u32::from(at)></progress>
            {heading(eyebrow, part.title.clone())}
            <p class="soft">{em(&part.line)}</p>
            {elsewhere(writing)}
            {missing(writing)}
            {(part.id == "impact").then(|| from_them(writing))}
            {body}
            <details>
                <summary>{t!("letter-examples")}</summary>
                <p class="soft small">{t!("letter-examples-note")}</p>
                <ul class="soft small">{part.examples.iter().map(|it| view! { <li>{em(it)}</li> }).collect_view()}</ul>
            </details>
            <button type="submit" class="btn">
                {if at == N_PARTS { t!("letter-to-preview") } else { t!("next") }}
            </button>
            <div class="actions">
                {(at > 1)
                    .then(|| {
                        view! {
                            <button type="button" class="btn quiet" on:click=move |_| writing.go(at - 1)>{t!("back")}</button>
                        }
                    })}
                <button type="button" class="btn quiet" on:click=move |_| writing.stop()>{t!("letter-stop")}</button>
            </div>
            {(at < N_PARTS)
                .then(|| {
                    view! {
                        <button type="button" class="btn text" on:click=move |_| writing.go(PREVIEW)>{t!("letter-to-preview")}</button>
                    }
                })}
            {kept_line(app)}
        </form>
    })
}

fn text(writing: Writing, part: &'static LetterPart, value: RwSignal<String>) -> impl IntoView {
    let (label, empty) = (part.label.clone(), String::new());
    let field = Field { id: &part.id, label, help: empty.clone(), hint: empty, value };
    coach::along(writing.app, field, reads_of(&part.id), move || writing.keep())
}

fn plain(writing: Writing, part: &'static LetterPart, value: RwSignal<String>) -> impl IntoView {
    field::area(&part.id, part.label.clone(), String::new(), value, move || writing.keep())
}

/// Small acts with a last day. They become steps when the letter goes.
fn offers(writing: Writing, part: &'static LetterPart) -> impl IntoView {
    let ids = OFFER_IDS;
    let rows = writing.offers.into_iter().zip(ids).zip(1_u32..).map(|(((words, days), id), n)| {
        let label = if n == 1 { part.label.clone() } else { t!("letter-offer-n", n = n) };
        let days_id = format!("{id}-days");
        // One more appears when there is something in the one before.
        let before = usize::try_from(n).ok().and_then(|n| n.checked_sub(2));
        let before = before.and_then(|it| writing.offers.get(it)).map(|it| it.0);
        let is_hidden = move || {
            let is_free = before.is_some_and(|it| it.with(|it| it.trim().is_empty()));
            is_free && words.with(String::is_empty)
        };
        let option = move |n: i32, text: String| {
            view! { <option value=n selected=move || days.get() == n>{text}</option> }
        };
        view! {
            <div class="sheet stack" hidden=is_hidden>
                {coach::along(
                    writing.app,
                    Field { id, label, help: String::new(), hint: String::new(), value: words },
                    Reads::Apology,
                    move || writing.keep(),
                )}
                <div class="field-block">
                    <label for=days_id.clone()>{t!("letter-offer-until")}</label>
                    <select
                        id=days_id
                        on:change:target=move |event| {
                            days.set(event.target().value().parse().unwrap_or(14));
                            writing.keep();
                        }
                    >
                        {option(7, t!("letter-offer-week"))}
                        {option(14, t!("letter-offer-weeks"))}
                        {option(28, t!("letter-offer-month"))}
                    </select>
                </div>
            </div>
        }
    });
    view! {
        {rows.collect_view()}
        <p class="well small">{t!("promise-never")}</p>
    }
}

/// Off, with the reason, unless somebody switches it on.
fn forgive(writing: Writing, part: &'static LetterPart) -> impl IntoView {
    let value = writing.text_of(&part.id).unwrap_or_default();
    let asks = writing.asks;
    let switched = move |on: bool| {
        asks.set(on);
        writing.keep();
    };
    view! {
        {paragraphs(&part.reason, "")}
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || asks.get()
                on:change:target=move |event| switched(event.target().checked())
            />
            <span>{part.switch.clone()}</span>
        </label>
        <Show when=move || asks.get()>{text(writing, part, value)}</Show>
    }
}

/// What the other found missing in the version before.
fn missing(writing: Writing) -> impl IntoView {
    let app = writing.app;
    let id = writing.revises?;
    let said = app.glance(|it| {
        let answer = it.letters.find(id).and_then(|(_, it)| it.answers.last().cloned());
        answer.and_then(|it| match it {
            Answer::Missing { words } => Some(words),
            Answer::Heard | Answer::Accepted => None,
        })
    })?;
    let name = app.their_name().get_untracked();
    Some(view! {
        <div class="well tight">
            <p class="soft small">{t!("letter-they-miss", name = name)}</p>
            <p class="said">{said}</p>
        </div>
    })
}

/// What the other added to *what it did to you*, and whether they ask to see it.
fn from_them(writing: Writing) -> impl IntoView {
    let app = writing.app;
    let asked = app.look(|it| it.letters.asked_of_me.clone());
    // The letter that this one is another version of has gone since.
    let n_own = usize::from(writing.revises.is_some());
    let name = app.their_name();
    move || {
        let asked = asked.get();
        let name = name.get();
        // What belongs to an earlier letter stands in *what it did to you*, and not undated in this one.
        let belongs = asked.shown.iter().filter(|it| it.n_letters_since <= n_own);
        let added: Vec<String> = belongs.flat_map(|it| it.added.clone()).collect();
        let wanted = asked.stands.then(|| {
            let title = t!("letter-they-asked", name = name.as_str());
            lead(app, Page::Impact, title, t!("letter-they-asked-help"))
        });
        view! {
            {wanted}
            {(!added.is_empty())
                .then(|| {
                    view! {
                        <div class="well tight">
                            <p class="soft small">{t!("letter-they-added", name = name)}</p>
                            {added.into_iter().map(|it| view! { <p class="said">{it}</p> }).collect_view()}
                        </div>
                    }
                })}
        }
    }
}

/// Words for the same letter, written elsewhere at the same time. Nothing is thrown away unasked.
fn elsewhere(writing: Writing) -> impl IntoView {
    let app = writing.app;
    let slot = draft_slot(writing.revises);
    let also =
        app.look(move |it| it.drafts.get(&slot).map(|it| it.also.clone()).unwrap_or_default());
    move || {
        writing.taken.track();
        let others = writing.others(&also.get());
        (!others.is_empty()).then(|| {
            let others = others.into_iter().map(|it| {
                view! {
                    {draft_on_paper(&it)}
                    <button type="button" class="btn quiet small" on:click=move |_| writing.append(&it)>
                        {t!("draft-add")}
                    </button>
                }
            });
            view! {
                <div class="notice stack">
                    <p class="small">{t!("letter-other-draft")}</p>
                    {others.collect_view()}
                    {problem(writing.error)}
                    <button type="button" class="btn quiet small" on:click=move |_| writing.settle()>
                        {t!("draft-settle")}
                    </button>
                </div>
            }
        })
    }
}
