//! A whole letter, read through: which notes are still open in its parts, which parts of an apology seem to be in it, and a question
//! about the others.

use std::collections::BTreeMap;

use leptos::prelude::*;
use reknit_coach::{
    Draft,
    labels::{Fault, Part},
    reading::{ApologyReading, Components, Reading},
};

use super::{Reads, danger, notes::notes, standing};
use crate::{content::coach, session::App, words::t};

/// Of fewer words nothing is said about the parts.
const WORDS_MIN: usize = 8;

/// A field of the letter, as the whole of it shows it.
#[derive(Debug, Clone)]
pub(crate) struct Own {
    /// The field's name, by which notes were put aside.
    pub(crate) id: &'static str,
    /// On which screen it stands.
    pub(crate) at: u8,
    /// What that screen is called.
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) reads: Reads,
}

/// Open notes of one screen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Open {
    at: u8,
    title: String,
    n_notes: u32,
}

/// A letter that is read through. A handle.
#[derive(Clone, Copy)]
pub(crate) struct Whole {
    app: App,
    seen: RwSignal<Option<Reading>>,
    /// By the number of the field. Nothing is said before all are there, so that nothing is praised and then taken back.
    read: RwSignal<BTreeMap<usize, Option<Reading>>>,
    n_fields: usize,
    open: Memo<Vec<Open>>,
}

impl Whole {
    /// `words` are those that are its writer's own; what it was like for the other is not among them, and not among `fields`.
    pub(crate) fn new(app: App, words: String, fields: Vec<Own>) -> Self {
        let settings = app.look(|it| it.settings.coach.clone());
        let seen = RwSignal::new(None::<Reading>);
        let read = RwSignal::new(BTreeMap::new());
        let n_fields = fields.len();
        let is_wanted = words.split_whitespace().count() >= WORDS_MIN;
        let fields = StoredValue::new(fields);
        let is_off = Memo::new(move |_| settings.with(|it| it.off));
        Effect::new(move || {
            read.set(BTreeMap::new());
            seen.set(None);
            if !app.coach.is_ready() || is_off.get() {
                return;
            }
            fields.with_value(|fields| {
                for (n, it) in fields.iter().enumerate() {
                    app.read(&it.reads.draft(&it.text), move |reading| {
                        drop(read.try_update(|all| all.insert(n, reading)));
                    });
                }
            });
            if is_wanted {
                app.read(&Draft::apology(words.as_str()), move |it| drop(seen.try_set(it)));
            }
        });
        let open = Memo::new(move |_| {
            let never = settings.with(|it| it.never.clone());
            let aside = app.coach.aside.get();
            let mut all: Vec<Open> = Vec::new();
            read.with(|read| {
                fields.with_value(|fields| {
                    for (n, it) in fields.iter().enumerate() {
                        let Some(Some(reading)) = read.get(&n) else { continue };
                        let found = notes(reading, &it.text, &it.reads, |kind, words| {
                            let key = (it.id.to_owned(), kind.to_owned(), words.to_owned());
                            never.contains(kind) || aside.contains(&key)
                        });
                        let n_notes = u32::try_from(found.len()).unwrap_or(u32::MAX);
                        match all.last_mut().filter(|of| of.at == it.at) {
                            _ if n_notes == 0 => {}
                            Some(of) => of.n_notes += n_notes,
                            None => all.push(Open { at: it.at, title: it.title.clone(), n_notes }),
                        }
                    }
                });
            });
            all
        });
        Self { app, seen, read, n_fields, open }
    }

    /// The first screen with an open note, if there is one.
    pub(crate) fn first_open(self) -> Option<u8> {
        self.open.with(|it| it.first().map(|it| it.at))
    }

    /// Whether one of its fields could not be read.
    fn is_unread(self) -> bool {
        self.read.with(|read| read.values().any(Option::is_none))
    }

    /// Parts that are there, and parts to ask about; once everything was read.
    fn found(self) -> Option<(Vec<Part>, Vec<Part>)> {
        let whole = self.seen.with(|it| it.as_ref()?.apology.as_ref().map(|it| it.components))?;
        self.read.with(|read| {
            let fields = read.values().flatten().filter_map(|it| it.apology.as_ref());
            let fields: Vec<&ApologyReading> = fields.collect();
            (read.len() == self.n_fields).then(|| sorted(whole, &fields))
        })
    }
}

/// Below one's own letter. `to` leads to one of its screens.
pub(crate) fn letter(whole: Whole, to: impl Fn(u8) + Copy + Send + 'static) -> impl IntoView {
    // A few words are read in their part only, and what is plain there may not be in a long whole.
    let is_danger = Signal::derive(move || {
        let is_risk = |it: &Reading| it.danger.risk();
        whole.seen.with(|it| it.as_ref().is_some_and(is_risk))
            || whole.read.with(|it| it.values().flatten().any(is_risk))
    });
    let say = |key: &str| coach().find(key).unwrap_or_default();
    let shown = move || {
        let (open, found) = (whole.open.get(), whole.found());
        if open.is_empty() && found.is_none() {
            return None;
        }
        let is_none_open = open.is_empty();
        Some(view! {
            <section class="noticed tight small no-print" aria-label=t!("coach-margin")>
                <h2>{say("parts.title")}</h2>
                {(!is_none_open).then(|| still_open(open, to))}
                {found
                    .map(|(there, others)| {
                        let is_all = there.is_empty() && is_none_open;
                        let others_title = say(if is_all { "parts.only" } else { "parts.rest" });
                        view! {
                            {list(say("parts.seem"), &there, "name")}
                            {list(others_title, &others, "ask")}
                        }
                    })}
            </section>
        })
    };
    view! {
        {shown}
        {standing::show(whole.app, move || whole.is_unread())}
        {danger("letter", is_danger)}
    }
}

/// How many notes are open, where, and the way back there.
fn still_open(open: Vec<Open>, to: impl Fn(u8) + Copy + Send + 'static) -> impl IntoView {
    let lines = open.into_iter().map(|it| {
        let label = t!("coach-open", n = it.n_notes, part = it.title);
        view! { <li><button type="button" class="link" on:click=move |_| to(it.at)>{label}</button></li> }
    });
    view! {
        <p>{coach().find("parts.open").unwrap_or_default()}</p>
        <ul>{lines.collect_view()}</ul>
    }
}

fn list(title: &'static str, all: &[Part], what: &str) -> impl IntoView + use<> {
    let words = |it: &Part| coach().find(&format!("{}.{what}", it.as_str())).unwrap_or_default();
    let lines: Vec<&'static str> = all.iter().map(words).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <p>{title}</p>
            <ul>{lines.into_iter().map(|it| view! { <li>{it}</li> }).collect_view()}</ul>
        }
    })
}

/// Which parts to name as there, and which to ask about. Nothing is said of one that stands only in a text that takes it back again,
/// whether its note was put aside or not: nobody is told that half an apology is one.
fn sorted(whole: Components, fields: &[&ApologyReading]) -> (Vec<Part>, Vec<Part>) {
    let takes_back = |it: &&&ApologyReading| it.faults.iter().any(|it| spoils(it.kind));
    let (spoilt, clean): (Vec<&&ApologyReading>, Vec<_>) = fields.iter().partition(takes_back);
    let is_clean = |part: Part| spoilt.is_empty() || clean.iter().any(|it| it.components.has(part));
    let (there, others): (Vec<Part>, Vec<Part>) =
        Part::ALL.iter().copied().partition(|it| whole.has(*it));
    (
        there.into_iter().filter(|it| is_clean(*it)).collect(),
        // Nobody is pressed to ask for forgiveness.
        others.into_iter().filter(|it| *it != Part::Forgiveness).collect(),
    )
}

/// Faults that take back what stands beside them.
fn spoils(fault: Fault) -> bool {
    match fault {
        Fault::Conditional | Fault::ShiftsBlame | Fault::ButExcuse => true,
        Fault::Minimises | Fault::PassiveVoice | Fault::DemandsForgiveness | Fault::AboutMe => {
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use reknit_coach::{reading::FaultFound, text::Span, words::Key};

    use super::*;

    fn field(parts: &[Part], faults: &[Fault]) -> ApologyReading {
        let mut components = Components::default();
        for it in parts {
            *components.of(*it) = true;
        }
        let ask = Key::new("");
        let span = Span { start: 0, end: 1 };
        let faults =
            faults.iter().map(|kind| FaultFound { kind: *kind, span, ask: ask.clone() }).collect();
        ApologyReading { components, faults }
    }

    #[test]
    fn what_is_taken_back_in_the_same_breath_is_not_praised() {
        let both = [Part::Regret, Part::Responsibility];
        let whole = field(&both, &[]).components;
        let spoilt = field(&[Part::Regret], &[Fault::ButExcuse]);
        let owned = field(&[Part::Responsibility], &[]);
        let (there, asked) = sorted(whole, &[&spoilt, &owned]);
        assert_eq!(there, [Part::Responsibility]);
        assert!(!asked.contains(&Part::Regret), "it says nothing of it instead");
        assert!(!asked.contains(&Part::Forgiveness) && asked.contains(&Part::Repair));
        let sorry = field(&[Part::Regret], &[Fault::AboutMe]);
        assert_eq!(sorted(whole, &[&spoilt, &owned, &sorry]).0, both);
        assert_eq!(sorted(whole, &[&owned, &sorry]).0, both);
    }
}
