//! One field, and what the coach has to say about it at this moment.

use std::time::Duration;

use leptos::{html, prelude::*, task::spawn_local};
use reknit_client::view;
use reknit_coach::{Reading, text::Span};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::{
    Field, Reads, found,
    notes::{Note, notes, whole},
    places::{char_at, moved, units, words},
};
use crate::{
    ports::clock::pause,
    session::{App, Came},
};

/// How long typing rests before a text is read.
const REST: Duration = Duration::from_millis(500);

/// A text and what was read in it; nothing where it could not be read.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    text: String,
    reading: Option<Reading>,
}

/// What the parts of a field share. A handle: copied freely, and dead when the field is.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) app: App,
    pub(super) id: &'static str,
    pub(super) text: RwSignal<String>,
    pub(super) area: NodeRef<html::Textarea>,
    /// Whether it reads here: wanted, not switched off, and able to.
    pub(super) is_reading: Memo<bool>,
    /// What stands in the margin, its places moved along with what is being typed.
    pub(super) notes: Memo<Vec<Note>>,
    pub(super) is_danger: Memo<bool>,
    /// Whether what stands there could not be read.
    pub(super) is_unread: Memo<bool>,
    /// The kind of the note whose words are lit.
    pub(super) lit: RwSignal<Option<String>>,
    reads: StoredValue<Reads>,
    seen: RwSignal<Option<Seen>>,
    round: StoredValue<u32>,
}

impl Desk {
    /// `asked`: whether it was asked to read; nothing where it reads from the start.
    pub(super) fn new(
        app: App,
        field: &Field,
        reads: Reads,
        asked: Option<RwSignal<bool>>,
    ) -> Self {
        let (id, text) = (field.id, field.value);
        let settings = app.look(|it| it.settings.coach.clone());
        let is_reading = Memo::new(move |_| {
            let is_wanted = asked.is_none_or(|it| it.get());
            is_wanted && app.coach.is_ready() && !settings.with(|it| it.off)
        });
        let seen = RwSignal::new(None::<Seen>);
        let reads = StoredValue::new(reads);
        let notes = Memo::new(move |_| {
            let seen = seen.get();
            let Some(seen) = seen.filter(|_| is_reading.get()) else { return Vec::new() };
            let Some(reading) = &seen.reading else { return Vec::new() };
            let all = app.coach.aside.with(|aside| {
                let key =
                    |kind: &str, words: &str| (id.to_owned(), kind.to_owned(), words.to_owned());
                let is_aside = |kind: &str, words: &str| {
                    settings.with(|it| it.never.contains(kind)) || aside.contains(&key(kind, words))
                };
                reads.with_value(|reads| notes(reading, &seen.text, reads, is_aside))
            });
            text.with(|text| with_text(all, &seen.text, text))
        });
        let is_danger = Memo::new(move |_| {
            is_reading.get()
                && seen.with(|it| {
                    let reading = it.as_ref().and_then(|it| it.reading.as_ref());
                    reading.is_some_and(|it| it.danger.risk())
                })
        });
        let came = Memo::new(move |_| {
            let n_notes = notes.with(Vec::len);
            let came = || text.with(|text| seen.with(|it| came_of(text, it.as_ref(), n_notes)));
            let came = is_reading.get().then(came).flatten();
            came.map(|it| if it == Came::Notes(0) && is_danger.get() { Came::Danger } else { it })
        });
        let is_unread = Memo::new(move |_| came.get() == Some(Came::Unread));
        Effect::new(move || found::note(app, id, came.get()));
        found::until_gone(app, id);
        let desk = Self {
            app,
            id,
            text,
            area: NodeRef::new(),
            is_reading,
            notes,
            is_danger,
            is_unread,
            lit: RwSignal::new(None),
            reads,
            seen,
            round: StoredValue::new(0),
        };
        Effect::new(move || desk.wait(text.get(), is_reading.get()));
        desk
    }

    /// Reads when typing rests. What was read of other words is forgotten where nothing may be read.
    fn wait(self, text: String, is_reading: bool) {
        self.round.update_value(|it| *it = it.wrapping_add(1));
        if !is_reading || text.trim().is_empty() {
            self.seen.set(None);
            return;
        }
        let round = self.round.get_value();
        spawn_local(async move {
            pause(REST).await;
            if self.is_now(round) {
                let draft = self.reads.with_value(|it| it.draft(&text));
                self.app.read(&draft, move |reading| self.was_read(round, text, reading));
            }
        });
    }

    /// Whether nothing was typed since, and the field is still there.
    fn is_now(self, round: u32) -> bool {
        self.round.try_get_value() == Some(round)
    }

    fn was_read(self, round: u32, text: String, reading: Option<Reading>) {
        if self.is_now(round) {
            self.seen.set(Some(Seen { text, reading }));
        }
    }

    /// The note that the caret is in.
    pub(super) fn at_caret(self) -> Option<String> {
        let unit = self.area.get_untracked()?.selection_start().ok().flatten()?;
        let at = self.text.with_untracked(|it| char_at(it, unit));
        let is_here = |it: &Span| it.start <= at && at <= it.end;
        self.notes.with_untracked(|all| {
            all.iter().find(|it| it.spans.iter().any(is_here)).map(|it| it.kind.clone())
        })
    }

    /// Back to the text, where the caret was.
    pub(super) fn to_text(self) {
        if let Some(area) = self.area.get_untracked() {
            let _ = area.focus();
        }
    }

    /// Chooses the words that a note is about.
    pub(super) fn choose(self, kind: &str) {
        let span = self
            .notes
            .with_untracked(|all| all.iter().find(|it| it.kind == kind)?.spans.first().copied());
        self.to_text();
        if let (Some(area), Some(span)) = (self.area.get_untracked(), span) {
            let (start, end) = self.text.with_untracked(|it| units(it, span));
            let _ = area.set_selection_range(start, end);
        }
    }

    /// The element of a note.
    pub(super) fn note_id(self, kind: &str) -> String {
        format!("{}-note-{kind}", self.id)
    }

    /// To a note.
    pub(super) fn to_note(self, kind: &str) {
        let found = document().get_element_by_id(&self.note_id(kind));
        if let Some(note) = found.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            let _ = note.focus();
        }
    }

    /// Puts a note aside: in this draft, until the account is locked.
    pub(super) fn put_aside(self, note: &Note) {
        let text = self.text.get_untracked();
        let spans = self.notes.with_untracked(|all| {
            all.iter()
                .find(|it| it.kind == note.kind)
                .map(|it| it.spans.clone())
                .unwrap_or_default()
        });
        let is_whole = note.words.is_empty();
        let read = self.seen.with_untracked(|it| it.as_ref().map(|it| whole(&it.text).to_owned()));
        let about = read.filter(|_| is_whole).unwrap_or_else(|| note.words.clone());
        let key = |words: String| (self.id.to_owned(), note.kind.clone(), words);
        self.app.coach.aside.update(|it| {
            it.insert(key(about));
            it.extend(spans.iter().map(|it| key(words(&text, *it))));
        });
        self.after_one_went();
    }

    /// Puts a kind of notes aside for good.
    pub(super) fn never(self, kind: &str) {
        let add = |it: &mut view::Coach| {
            it.never.insert(kind.to_owned());
        };
        if self.app.set_coach(add).is_ok() {
            self.after_one_went();
        }
    }

    /// A note went, and the focus with it: on to the next one, or back to the text.
    fn after_one_went(self) {
        // Once the margin shows what is left.
        request_animation_frame(move || {
            let Some(next) =
                self.notes.try_with_untracked(|all| all.first().map(|it| it.kind.clone()))
            else {
                return;
            };
            match next {
                Some(kind) => self.to_note(&kind),
                None => self.to_text(),
            }
        });
    }
}

/// What came of a text; nothing where there are no words.
fn came_of(text: &str, seen: Option<&Seen>, n_notes: usize) -> Option<Came> {
    if text.trim().is_empty() {
        return None;
    }
    Some(match seen.filter(|it| it.text == text) {
        None => Came::Waits,
        Some(Seen { reading: None, .. }) => Came::Unread,
        Some(_) => Came::Notes(u32::try_from(n_notes).unwrap_or(u32::MAX)),
    })
}

/// Notes for a text that was typed on since it was read. One whose words were all changed goes.
fn with_text(all: Vec<Note>, was: &str, now: &str) -> Vec<Note> {
    if was == now {
        return all;
    }
    let (was, now): (Vec<char>, Vec<char>) = (was.chars().collect(), now.chars().collect());
    let follow = |mut note: Note| {
        let is_whole = note.spans.is_empty();
        note.spans = note.spans.into_iter().filter_map(|it| moved(it, &was, &now)).collect();
        (is_whole || !note.spans.is_empty()).then_some(note)
    };
    all.into_iter().filter_map(follow).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_could_not_be_read_does_not_wait_to_be_read() {
        let seen = |reading| Seen { text: "You never listen.".into(), reading };
        let (unread, read) = (seen(None), seen(Some(Reading::default())));
        let now = "You never listen.";
        assert_eq!(came_of(now, None, 0), Some(Came::Waits));
        assert_eq!(came_of(now, Some(&unread), 0), Some(Came::Unread));
        assert_eq!(came_of(now, Some(&read), 1), Some(Came::Notes(1)));
        assert_eq!(came_of("You never", Some(&unread), 0), Some(Came::Waits), "it is tried again");
        assert_eq!(came_of(" ", Some(&unread), 0), None);
    }
}
