//! Breaks, ends, and what becomes of the words.

use leptos::prelude::*;
use reknit_client::command::TalkCommand;

use super::Here;
use crate::{
    content::listen,
    parts::{em, paragraphs},
    ports::clock::now,
    words::t,
};

const MINUTE_MS: i64 = 60_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Break,
    End,
}

/// A break, or an end, at any time.
pub(super) fn ways_out(here: Here) -> impl IntoView {
    let open = RwSignal::new(Open::Nothing);
    move || {
        match open.get() {
        Open::Nothing => view! {
            <div class="actions">
                <button type="button" class="btn text" on:click=move |_| open.set(Open::Break)>{t!("talk-break")}</button>
                <button type="button" class="btn text" on:click=move |_| open.set(Open::End)>{t!("talk-end")}</button>
            </div>
        }
        .into_any(),
        Open::Break => take_break(here, open).into_any(),
        Open::End => view! {
            <div class="sheet stack">
                <h2>{t!("talk-end")}</h2>
                <p>{em(&listen().apart.ended)}</p>
                <button type="button" class="btn" on:click=move |_| { here.ask(TalkCommand::End(here.id)); }>{t!("talk-end-now")}</button>
                <button type="button" class="btn text" on:click=move |_| open.set(Open::Nothing)>{t!("talk-stay")}</button>
            </div>
        }
        .into_any(),
    }
    }
}

fn take_break(here: Here, open: RwSignal<Open>) -> impl IntoView {
    let words = &listen().pause;
    let minutes: RwSignal<Option<i64>> = RwSignal::new(Some(20));
    let options = [
        (Some(20), t!("talk-back-20")),
        (Some(60), t!("talk-back-60")),
        (Some(24 * 60), t!("talk-back-day")),
        (None, t!("talk-back-none")),
    ];
    let go = move |_| {
        let back_at_ms = minutes.get_untracked().map(|it| now().ms + it * MINUTE_MS);
        if here.ask(TalkCommand::Pause { talk: here.id, back_at_ms }) {
            open.set(Open::Nothing);
        }
    };
    view! {
        <div class="sheet stack">
            <h2>{words.title.clone()}</h2>
            {paragraphs(&words.text, "")}
            <div class="chips" role="group" aria-label=words.back_title.clone()>
                {options
                    .map(|(option, label)| {
                        view! {
                            <button
                                type="button"
                                class="btn quiet small"
                                aria-pressed=move || (minutes.get() == option).to_string()
                                on:click=move |_| minutes.set(option)
                            >
                                {label}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <p class="soft small">{words.back_note.clone()}</p>
            <button type="button" class="btn" on:click=go>{t!("talk-break-send")}</button>
            <button type="button" class="btn text" on:click=move |_| open.set(Open::Nothing)>{t!("talk-stay")}</button>
            <p class="soft small">{em(&words.not_it)}</p>
        </div>
    }
}

/// It has ended: are the words kept?
pub(super) fn over(here: Here, i_keep: bool) -> impl IntoView {
    let words = &listen().apart;
    let is_sure = RwSignal::new(false);
    view! {
        <div class="sheet stack">
            <h2>{t!("talk-over-title")}</h2>
            {if i_keep {
                view! { <p role="status">{words.i_keep.clone()}</p> }.into_any()
            } else {
                view! {
                    {paragraphs(&words.over, "")}
                    <button type="button" class="btn" on:click=move |_| { here.ask(TalkCommand::Keep(here.id)); }>
                        {t!("talk-keep")}
                    </button>
                }
                    .into_any()
            }}
            {move || {
                if is_sure.get() {
                    view! {
                        <p>{t!("talk-let-go-sure")}</p>
                        <button type="button" class="btn quiet" on:click=move |_| { here.ask(TalkCommand::LetGo(here.id)); }>
                            {t!("talk-let-go-now")}
                        </button>
                    }
                        .into_any()
                } else {
                    view! {
                        <button type="button" class="btn quiet" on:click=move |_| is_sure.set(true)>{t!("talk-let-go")}</button>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}
