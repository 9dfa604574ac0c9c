//! *Where are you now*: four questions for oneself, and a first page that fits. Private, skippable, changed at any time.
//!
//! What it leads to is said here and nowhere else: Today looks the same whatever was answered (safety rule 4). Violence and thoughts of suicide
//! lead at once to Help and are never written down, not even in the private vault.

use leptos::prelude::*;
use reknit_client::{
    command::Command,
    view::{View, where_sheet},
};

use super::settings::{set_suggests, suggests_choice};
use crate::{
    content::{Answers, Route, WhereQuestion, first_days, learn, moment, where_now},
    nav::Page,
    parts::{back, em, field, heading, paragraphs, problem, to_top, try_ask},
    session::App,
    words::t,
};

fn kept(view: &View) -> Option<Answers> {
    let draft = view.drafts.get(&where_sheet())?;
    serde_json::from_str(&draft.text).ok()
}

/// The page that fits what was kept, for whatever opens one without saying which.
pub(crate) fn fitting(view: &View) -> Option<Page> {
    let answers = kept(view).filter(|it| !it.is_empty())?;
    Page::named(&where_now().route(&answers)?.first)
}

#[derive(Clone, Copy)]
struct Asking {
    app: App,
    answers: RwSignal<Answers>,
    at: RwSignal<usize>,
    error: RwSignal<Option<String>>,
}

pub(crate) fn show(app: App) -> impl IntoView {
    let asking = Asking {
        app,
        answers: RwSignal::new(app.glance(kept).unwrap_or_default()),
        at: RwSignal::new(0),
        error: RwSignal::new(None),
    };
    move || match where_now().question.get(asking.at.get()) {
        Some(question) => ask(asking, question).into_any(),
        None => route(asking).into_any(),
    }
}

fn ask(asking: Asking, question: &'static WhereQuestion) -> impl IntoView {
    let words = where_now();
    let at = asking.at.get_untracked();
    view! {
        <section class="stack">
            {heading(words.title.clone(), question.text.clone())}
            {(at == 0).then(|| view! { <p class="soft">{em(&words.intro)}</p> })}
            {(!question.note.is_empty()).then(|| view! { <p class="soft small">{question.note.clone()}</p> })}
            {if question.many { many(asking, question).into_any() } else { one(asking, question).into_any() }}
            {problem(asking.error)}
            <button type="button" class="btn" on:click=move |_| asking.next()>{t!("next")}</button>
            <button type="button" class="btn text" on:click=move |_| asking.skip(question)>{words.skip.clone()}</button>
            {if at == 0 {
                view! { <button type="button" class="btn text" on:click=move |_| asking.not_now()>{t!("not-now")}</button> }
                    .into_any()
            } else {
                view! { <button type="button" class="btn text" on:click=move |_| asking.to(at - 1)>{t!("back")}</button> }
                    .into_any()
            }}
        </section>
    }
}

fn many(asking: Asking, question: &'static WhereQuestion) -> impl IntoView {
    let boxes = question.options.iter().map(|option| {
        let is_given = move |all: &Answers| {
            all.get(&question.id).is_some_and(|given| given.contains(&option.id))
        };
        let value = RwSignal::new(asking.answers.with_untracked(is_given));
        let chosen = move |wanted: bool| {
            asking.answers.update(|all| {
                let given = all.entry(question.id.clone()).or_default();
                given.retain(|it| *it != option.id);
                if wanted {
                    given.push(option.id.clone());
                }
            });
        };
        field::check_then(option.label.clone(), value, chosen)
    });
    view! {
        <fieldset class="choices">
            <legend class="hidden-visually">{question.text.clone()}</legend>
            {boxes.collect_view()}
        </fieldset>
    }
}

fn one(asking: Asking, question: &'static WhereQuestion) -> impl IntoView {
    let given = asking.answers.with_untracked(|all| {
        let given = all.get(&question.id).and_then(|it| it.first())?;
        question.options.iter().position(|it| it.id == *given)
    });
    let value = RwSignal::new(given);
    let chosen = move |at: Option<usize>| {
        let Some(option) = at.and_then(|at| question.options.get(at)) else { return };
        asking.answers.update(|all| {
            all.insert(question.id.clone(), vec![option.id.clone()]);
        });
    };
    let options = question.options.iter().enumerate();
    let options = options.map(|(at, it)| (Some(at), it.label.clone())).collect();
    view! { <div class="legend-hidden">{field::choices_then("where", question.text.clone(), options, value, chosen)}</div> }
}

fn route(asking: Asking) -> impl IntoView {
    let app = asking.app;
    let words = where_now();
    let Some(route) = asking.answers.with_untracked(|it| words.route(it)) else {
        return ().into_any();
    };
    // Chosen beforehand is not chosen: it counts with *Done*, like anything that is touched.
    let suggests = RwSignal::new(route.suggests.unwrap_or(app.glance(|it| it.settings.suggests)));
    let error = RwSignal::new(None);
    let done = move |_| {
        if set_suggests(app, suggests.get_untracked(), error) {
            app.nav.replace(Page::Today);
        }
    };
    view! {
        <section class="stack">
            {heading(words.title.clone(), route.say.clone())}
            {paragraphs(&route.care, "")}
            <button type="button" class="btn" data-page=route.first.clone()>{name_of(route)}</button>
            <p class="soft small">{t!("where-today")}</p>
            {suggests_choice(app, suggests, error)}
            <button type="button" class="btn quiet" on:click=done>{words.done.clone()}</button>
            {back(app, Page::Mine)}
        </section>
    }
    .into_any()
}

/// What stands on the button that leads there.
fn name_of(route: &Route) -> String {
    let lesson = route.first.strip_prefix("learn/");
    match lesson {
        Some(id) => {
            let found = learn().iter().find(|it| it.id == id);
            found.map(|it| it.title.clone()).unwrap_or_default()
        }
        None if route.first == "first-days" => first_days().title.clone(),
        None if route.first == "moment" => moment().title.clone(),
        None => t!("see-help"),
    }
}

impl Asking {
    fn to(self, at: usize) {
        self.at.set(at);
        to_top();
    }

    fn skip(self, question: &WhereQuestion) {
        self.answers.update(|all| {
            all.remove(&question.id);
        });
        self.next();
    }

    /// On to the next question. Danger leads on at once: nothing else is asked then.
    fn next(self) {
        let words = where_now();
        let next = self.at.get_untracked() + 1;
        let is_grave = self
            .answers
            .with_untracked(|it| words.route(it).is_some_and(|it| it.first.starts_with("help/")));
        let is_last = is_grave || next >= words.question.len();
        if is_last && !self.keep() {
            return;
        }
        self.to(if is_last { words.question.len() } else { next });
    }

    /// Everything may be left open, and Today does not ask again.
    fn not_now(self) {
        if self.keep() {
            self.app.nav.back(Page::Today);
        }
    }

    fn keep(self) -> bool {
        // Of an answer that leads to Help nothing is left, not even what stood beside it.
        let answers = self.answers.with_untracked(|it| {
            let route = where_now().route(it);
            let is_grave = route.is_some_and(|it| it.first.starts_with("help/"));
            if is_grave { Answers::new() } else { where_now().keepable(it) }
        });
        let text = serde_json::to_string(&answers).unwrap_or_default();
        let saved = try_ask(self.app, Command::SaveDraft { slot: where_sheet(), text }, self.error);
        saved && try_ask(self.app, Command::SettleDraft(where_sheet()), self.error)
    }
}
