//! Cards: what each shares to be understood, and what the other adds. Thanks for the try, never right or wrong.

mod one;
mod writing;

use leptos::prelude::*;
use reknit_client::view::{CardView, Slot, card_sheet};
use reknit_model::{
    cards::{Field, Kind},
    log::EntryId,
};

pub(crate) use one::show as one;
pub(crate) use writing::{share, write};

use crate::{
    content::{CardWords, cards},
    nav::Page,
    parts::{back, day_of, heading, lead},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let words = cards();
    let all = app.look(|it| it.cards.clone());
    let name = app.their_name();
    let is_paired = app.is_paired();
    let begun = app.look(|it| {
        let kinds = cards().card.iter().map(|it| it.id);
        kinds.filter(|kind| it.drafts.contains_key(&card_sheet(*kind))).collect::<Vec<_>>()
    });
    view! {
        <section class="stack">
            {heading(String::new(), words.title.clone())}
            <p class="soft">{words.intro.clone()}</p>
            <div class="stack">
                {words
                    .card
                    .iter()
                    .map(|it| {
                        view! {
                            {move || {
                                let text = if begun.get().contains(&it.id) { t!("card-begun") } else { it.short.clone() };
                                lead(app, Page::WriteCard(it.id, None), it.title.clone(), text)
                            }}
                        }
                    })
                    .collect_view()}
            </div>
            <Show when=move || is_paired.get()>
                {move || {
                    let name = name.get();
                    let (away, seen): (Vec<_>, Vec<_>) = all.get().into_iter().partition(|it| it.put_away);
                    let none = seen.is_empty() && away.is_empty();
                    view! {
                        <h2>{t!("cards-both-keep")}</h2>
                        {none.then(|| view! { <p class="soft">{t!("cards-none")}</p> })}
                        {seen.into_iter().map(|it| shared(app, &it, &name)).collect_view()}
                        {(!away.is_empty())
                            .then(|| {
                                view! {
                                    <details>
                                        <summary>{t!("cards-away")}</summary>
                                        <div class="stack">
                                            {away.into_iter().map(|it| shared(app, &it, &name)).collect_view()}
                                        </div>
                                    </details>
                                }
                            })}
                    }
                }}
            </Show>
            {back(app, Page::Together)}
        </section>
    }
}

/// A line that leads to a card.
fn shared(app: App, it: &CardView, name: &str) -> impl IntoView + use<> {
    let title = words_of(it.kind).map(|it| it.title.clone()).unwrap_or_default();
    let on = it.versions.first().map(|(day, _)| day_of(*day)).unwrap_or_default();
    let when = if it.unsent { t!("waits-to-be-sent") } else { on };
    lead(app, Page::Card(it.id), title, format!("{} · {when}", from(it.mine, name)))
}

/// Where words under a card of the other's are drafted. Its name's beginning tells one card from the other.
pub(crate) fn answer_sheet(card: EntryId) -> Slot {
    let start: String = card.to_string().chars().take(24).collect();
    Slot::Sheet(format!("card-answer-{start}"))
}

fn from(mine: bool, name: &str) -> String {
    if mine { t!("from-me") } else { t!("from-them", name = name.to_owned()) }
}

fn words_of(kind: Kind) -> Option<&'static CardWords> {
    cards().of(kind)
}

/// What was written, with the labels of its fields.
fn fields(kind: Kind, fields: &[Field]) -> impl IntoView + use<> {
    let label = |name: &str| {
        let words = words_of(kind)?;
        words.field.iter().find(|it| it.id == name).map(|it| it.label.clone())
    };
    fields
        .iter()
        .map(|it| {
            view! {
                <div class="tight">
                    <p class="eyebrow">{label(&it.name).unwrap_or_default()}</p>
                    <p class="said">{it.words.clone()}</p>
                </div>
            }
        })
        .collect_view()
}
