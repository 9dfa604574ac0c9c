//! Writing a card: for oneself first. Sharing it is a choice and a view of its own.

use std::collections::BTreeMap;

use leptos::prelude::*;
use reknit_client::{
    command::{CardAct, Command},
    view::card_sheet,
};
use reknit_model::{
    cards::{Field, Kind},
    log::EntryId,
};

use super::{fields, words_of};
use crate::{
    content::{CardWords, FieldWords, cards},
    nav::Page,
    parts::{
        back, before_sharing::before_sharing, field, heading, kept_line, not_now, paragraphs,
        problem, try_ask,
    },
    session::App,
    words::t,
};

/// What stands on the sheet, by field.
type Written = BTreeMap<String, String>;

/// The sheet; or, where it is empty, the version of the card that is written anew.
fn written(app: App, kind: Kind, replaces: Option<EntryId>) -> Written {
    app.glance(|it| {
        let sheet = it.drafts.get(&card_sheet(kind));
        let sheet = sheet.and_then(|it| serde_json::from_str::<Written>(&it.text).ok());
        sheet.unwrap_or_else(|| {
            let card = replaces.and_then(|id| it.cards.iter().find(|it| it.id == id));
            let newest = card.and_then(|it| it.versions.first());
            let fields = newest.into_iter().flat_map(|(_, fields)| fields);
            fields.map(|it| (it.name.clone(), it.words.clone())).collect()
        })
    })
}

/// The sheet, alone.
pub(crate) fn write(app: App, kind: Kind, replaces: Option<EntryId>) -> impl IntoView {
    words_of(kind).map(|words| sheet(app, words, replaces))
}

fn sheet(app: App, words: &'static CardWords, replaces: Option<EntryId>) -> impl IntoView {
    let kind = words.id;
    let before = written(app, kind, replaces);
    let texts: Vec<(&'static FieldWords, RwSignal<String>)> = words
        .field
        .iter()
        .map(|it| (it, RwSignal::new(before.get(&it.id).cloned().unwrap_or_default())))
        .collect();
    let texts = StoredValue::new(texts);
    let is_paired = app.is_paired();
    let also = app.look(move |it| {
        it.drafts.get(&card_sheet(kind)).map(|it| it.also.clone()).unwrap_or_default()
    });
    let here = move || {
        let all = texts.get_value().into_iter();
        let all = all.map(|(field, text)| (field.id.clone(), text.get_untracked()));
        all.filter(|(_, text)| !text.trim().is_empty()).collect::<Written>()
    };
    let note = move || {
        let all = here();
        let text = if all.is_empty() {
            String::new()
        } else {
            serde_json::to_string(&all).unwrap_or_default()
        };
        app.note_draft(card_sheet(kind), text);
    };
    let others = move |also: &[String]| {
        let all = also.iter().filter_map(|it| serde_json::from_str::<Written>(it).ok());
        all.filter(|it| !holds(&here(), it)).collect::<Vec<_>>()
    };
    let added = RwSignal::new(());
    let add = move |other: &Written| {
        for (field, text) in texts.get_value() {
            if let Some(more) = other.get(&field.id) {
                text.update(|it| *it = joined(it, more));
            }
        }
        note();
        app.keep_drafts();
        added.set(());
        // The vault lets go of such words only all at once: not before all of them stand here and are kept.
        let is_kept = app.refused_draft.get_untracked().is_none();
        if is_kept && others(&also.get_untracked()).is_empty() {
            let _ = app.ask(Command::SettleDraft(card_sheet(kind)));
        }
    };
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        note();
        app.keep_drafts();
        app.nav.go(Page::ShareCard(kind, replaces));
    };
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(t!("only-you"), words.title.clone())}
            {paragraphs(&words.intro, "soft")}
            {texts
                .get_value()
                .into_iter()
                .map(|(it, text)| field::area(&it.id, it.label.clone(), it.help.clone(), text, note))
                .collect_view()}
            {move || {
                added.track();
                let others = others(&also.get());
                (!others.is_empty())
                    .then(|| {
                        let others = others
                            .into_iter()
                            .map(|it| {
                                view! {
                                    <p class="said small">{readable(&it)}</p>
                                    <button type="button" class="btn quiet small" on:click=move |_| add(&it)>
                                        {t!("draft-add")}
                                    </button>
                                }
                            });
                        view! {
                            <div class="notice stack">
                                <p class="small">{t!("draft-elsewhere")}</p>
                                {others.collect_view()}
                                <button
                                    type="button"
                                    class="btn quiet small"
                                    on:click=move |_| {
                                        let _ = app.ask(Command::SettleDraft(card_sheet(kind)));
                                    }
                                >
                                    {t!("draft-settle")}
                                </button>
                            </div>
                        }
                    })
            }}
            <p class="soft small">{cards().alone.clone()}</p>
            {kept_line(app)}
            <Show when=move || is_paired.get()>
                <button type="submit" class="btn">{t!("card-look-over")}</button>
            </Show>
            {words.source.clone().map(|it| view! { <p class="soft small">{t!("card-source", source = it)}</p> })}
            {back(app, Page::Cards)}
        </form>
    }
}

/// A sheet from another device, as text.
fn readable(written: &Written) -> String {
    written.values().map(String::as_str).collect::<Vec<_>>().join("\n")
}

/// Whether everything that stands on another sheet stands on this one.
fn holds(here: &Written, other: &Written) -> bool {
    let has = |name: &str, words: &str| here.get(name).is_some_and(|it| it.contains(words));
    other.iter().all(|(name, words)| words.trim().is_empty() || has(name, words.trim()))
}

/// Words below others, unless they stand there already.
fn joined(here: &str, more: &str) -> String {
    let more = more.trim();
    match here {
        "" => more.to_owned(),
        _ if here.contains(more) => here.to_owned(),
        _ => format!("{here}\n{more}"),
    }
}

/// Reading it through, and sharing it.
pub(crate) fn share(app: App, kind: Kind, replaces: Option<EntryId>) -> impl IntoView {
    before_sharing(app, Page::Cards, move || preview(app, kind, replaces))
}

fn preview(app: App, kind: Kind, replaces: Option<EntryId>) -> impl IntoView {
    let before = written(app, kind, replaces);
    let words = words_of(kind);
    let all = words.into_iter().flat_map(|it| &it.field).filter_map(|it| {
        let words = before.get(&it.id).filter(|it| !it.trim().is_empty())?;
        Some(Field { name: it.id.clone(), words: words.clone() })
    });
    let all: Vec<Field> = all.collect();
    let shown = fields(kind, &all);
    let error = RwSignal::new(None);
    let go = move |_| {
        let act = CardAct::Share { kind, fields: all.clone(), replaces };
        if try_ask(app, Command::Card(act), error) {
            app.drop_draft(card_sheet(kind));
            app.nav.replace(Page::Cards);
        }
    };
    view! {
        <section class="stack">
            {heading(words.map(|it| it.title.clone()).unwrap_or_default(), cards().share_title.clone())}
            <article class="sheet stack">{shown}</article>
            <p class="soft">{cards().share_note.clone()}</p>
            {problem(error)}
            <button type="button" class="btn" on:click=go>{t!("card-share")}</button>
            {not_now(app, Page::Cards)}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(fields: &[(&str, &str)]) -> Written {
        fields.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect()
    }

    #[test]
    fn words_from_another_device_are_let_go_of_only_once_they_stand_here() {
        let here = sheet(&[("moment", "On Sunday.\nAt night.")]);
        assert!(holds(&here, &sheet(&[("moment", " At night. "), ("need", " ")])));
        assert!(!holds(&here, &sheet(&[("moment", "At night."), ("need", "Quiet.")])));
        assert!(!holds(&here, &sheet(&[("a field that is no more", "Words.")])));
    }

    #[test]
    fn they_are_added_below_and_once() {
        assert_eq!(joined("", "At night."), "At night.");
        assert_eq!(joined("On Sunday.", " At night. "), "On Sunday.\nAt night.");
        assert_eq!(joined("On Sunday.\nAt night.", "At night."), "On Sunday.\nAt night.");
    }
}
