//! A whole letter, read through: which parts of an apology seem to be in it, and a question about the others.

use leptos::prelude::*;
use reknit_coach::{
    Draft,
    labels::Part,
    reading::{Components, Reading},
};

use super::danger;
use crate::{content::coach, session::App, words::t};

/// Of fewer words nothing is said.
const WORDS_MIN: usize = 8;

/// Below one's own letter. `words` are those that are its writer's own; what it was like for the other is not among them.
pub(crate) fn letter(app: App, words: String) -> impl IntoView {
    let is_off = app.look(|it| it.settings.coach.off);
    let seen = RwSignal::new(None::<Reading>);
    let is_wanted = words.split_whitespace().count() >= WORDS_MIN;
    Effect::new(move || {
        if is_wanted && app.coach.is_ready.get() && !is_off.get() {
            app.read(&Draft::apology(words.as_str()), move |it| drop(seen.try_set(it)));
        } else {
            seen.set(None);
        }
    });
    let is_danger =
        Signal::derive(move || seen.with(|it| it.as_ref().is_some_and(|it| it.danger.risk())));
    let components = move || seen.with(|it| it.as_ref()?.apology.as_ref().map(|it| it.components));
    view! {
        {move || components().map(parts)}
        {danger("letter", is_danger)}
    }
}

fn parts(components: Components) -> impl IntoView {
    let say = |key: &str| coach().find(key).unwrap_or_default();
    let (there, others): (Vec<&Part>, Vec<&Part>) =
        Part::ALL.iter().partition(|it| components.has(**it));
    // Nobody is pressed to ask for forgiveness.
    let others: Vec<_> = others.into_iter().filter(|it| **it != Part::Forgiveness).collect();
    let list = |title: &'static str, all: Vec<&Part>, what: &str| {
        let lines = all.into_iter().map(|it| say(&format!("{}.{what}", it.as_str())));
        let lines: Vec<&'static str> = lines.collect();
        (!lines.is_empty()).then(|| {
            view! {
                <p>{title}</p>
                <ul>{lines.into_iter().map(|it| view! { <li>{it}</li> }).collect_view()}</ul>
            }
        })
    };
    view! {
        <section class="noticed tight small no-print" aria-label=t!("coach-margin")>
            <h2>{say("parts.title")}</h2>
            {list(say("parts.seem"), there, "name")}
            {list(say("parts.rest"), others, "ask")}
            <p class="soft">{say("caveat.say")}</p>
        </section>
    }
}
