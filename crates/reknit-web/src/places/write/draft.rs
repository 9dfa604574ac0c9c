//! A page being written. Whatever is typed is a draft that only its author sees.

use std::collections::BTreeMap;

use leptos::prelude::*;
use reknit_client::view::Slot;
use reknit_model::checkin::{Form, Page as Words, Sliders};

use super::fields::{FIELDS, fields_of, place_of, text_of};
use crate::{content::check_in as words, session::App};

/// The page as it stands on the screen.
#[derive(Clone)]
pub(super) struct Writing {
    pub(super) app: App,
    pub(super) form: RwSignal<Form>,
    pub(super) fields: BTreeMap<&'static str, RwSignal<String>>,
    /// Only mine, whatever happens to the page.
    pub(super) sliders: [RwSignal<Option<u8>>; 4],
    pub(super) shows_sliders: RwSignal<bool>,
    pub(super) error: RwSignal<Option<String>>,
    /// Whether the coach was asked to read it.
    pub(super) is_read: RwSignal<bool>,
}

impl Writing {
    pub(super) fn new(app: App, from: Option<Words>) -> Self {
        let draft = app.glance(|it| it.drafts.get(&Slot::Page).map(|it| it.text.clone()));
        let draft =
            draft.and_then(|it| serde_json::from_str::<Draft>(&it).ok()).unwrap_or_default();
        let begun = from.is_none();
        let page = from.unwrap_or(draft.page);
        let sliders =
            if begun { draft.sliders } else { page.sliders.map_or([None; 4], |it| it.numbers()) };
        let fields = FIELDS.iter().flat_map(|(_, fields)| fields).filter(|it| !it.is_empty());
        Self {
            app,
            form: RwSignal::new(page.form),
            fields: fields.map(|it| (*it, RwSignal::new(text_of(&page, it).to_owned()))).collect(),
            sliders: sliders.map(RwSignal::new),
            shows_sliders: RwSignal::new(page.sliders.is_some() || draft.shows_sliders),
            error: RwSignal::new(None),
            is_read: RwSignal::new(false),
        }
    }

    /// The numbers that were set, if any was.
    pub(super) fn numbers(&self) -> Option<Sliders> {
        let [trust, closeness, calm, hope] = self.sliders.map(|it| it.get_untracked());
        Some(Sliders { trust, closeness, calm, hope }).filter(Sliders::is_valid)
    }

    /// What would be closed. Fields the form does not ask for stay out of it.
    pub(super) fn page(&self) -> Words {
        let mut page = Words { form: self.form.get_untracked(), ..Words::default() };
        let name = match page.form {
            Form::Short => "short",
            Form::Long => "long",
            Form::Monthly => "monthly",
        };
        let prompts = words().form.get(name).map(|it| it.prompts.as_slice()).unwrap_or_default();
        for field in prompts.iter().flat_map(|it| fields_of(it)) {
            if let (Some(value), Some(place)) = (self.fields.get(field), place_of(&mut page, field))
            {
                *place = value.get_untracked().trim().to_owned();
            }
        }
        page.sliders = self.numbers().filter(|_| self.shows_sliders.get_untracked());
        page
    }

    /// Everything that was typed, whichever form asks for it.
    pub(super) fn keep(&self) {
        let mut page = Words { form: self.form.get_untracked(), ..Words::default() };
        for (field, value) in &self.fields {
            if let Some(place) = place_of(&mut page, field) {
                *place = value.get_untracked();
            }
        }
        let sliders = self.sliders.map(|it| it.get_untracked());
        let draft = Draft { page, sliders, shows_sliders: self.shows_sliders.get_untracked() };
        let text = serde_json::to_string(&draft).unwrap_or_default();
        self.app.note_draft(Slot::Page, text);
    }

    /// Of a page that is closed: its numbers, which there was no room to note. They stay a draft that is tried again; that there is no room
    /// is said above every view.
    pub(super) fn keep_numbers(&self) {
        let page = Words { form: self.form.get_untracked(), ..Words::default() };
        let sliders = self.sliders.map(|it| it.get_untracked());
        let draft = Draft { page, sliders, shows_sliders: false };
        self.app.note_draft(Slot::Page, serde_json::to_string(&draft).unwrap_or_default());
    }

    /// Adds other words below these.
    pub(super) fn append(&self, other: &Words) {
        for (field, value) in &self.fields {
            let more = text_of(other, field);
            if !more.is_empty() && !value.get_untracked().contains(more) {
                value.update(|it| {
                    if !it.is_empty() {
                        it.push('\n');
                    }
                    it.push_str(more);
                });
            }
        }
        self.keep();
    }
}

/// A page being written, with what never leaves with it.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
struct Draft {
    #[serde(flatten)]
    page: Words,
    #[serde(rename = "mine")]
    sliders: [Option<u8>; 4],
    shows_sliders: bool,
}
