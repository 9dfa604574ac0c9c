//! Listen: ways to do it, and the talks that go on.

pub(crate) mod offer;
pub(crate) mod rehearsal;
pub(crate) mod spoken;
pub(crate) mod talk;

use leptos::prelude::*;
use reknit_client::view::{TalkAt, TalkView};

use crate::{
    content::listen,
    nav::Page,
    parts::{back, day_of, em, heading, lead, paragraphs},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let words = listen();
    let is_paired = app.is_paired();
    let talks = app.look(|it| it.talks.clone());
    let name = app.their_name();
    view! {
        <section class="stack">
            {heading(String::new(), t!("listen"))}
            {paragraphs(&words.intro, "")}
            {move || {
                let name = name.get();
                let (kept, going): (Vec<_>, Vec<_>) =
                    talks.get().into_iter().partition(|it| it.at == TalkAt::Kept);
                view! {
                    {list(app, t!("listen-going"), going, &name)}
                    {list(app, t!("listen-kept"), kept, &name)}
                }
            }}
            <h2>{t!("listen-ways")}</h2>
            {move || {
                let ways = words.way.iter().filter(|it| it.id != "apart" || is_paired.get());
                ways.map(|it| way(app, &it.id, it.title.clone(), it.text.clone())).collect_view()
            }}
            <p class="well">{em(&words.when_not)}</p>
            <details>
                <summary>{t!("listen-evidence")}</summary>
                <p class="soft small">{em(&words.evidence)}</p>
            </details>
            {back(app, app.home())}
        </section>
    }
}

fn way(app: App, id: &str, title: String, text: String) -> impl IntoView + use<> {
    let page = match id {
        "spoken" => Page::Spoken,
        "apart" => Page::OfferTalk,
        _ => Page::Rehearsal,
    };
    lead(app, page, title, text)
}

fn list(app: App, title: String, talks: Vec<TalkView>, name: &str) -> impl IntoView + use<> {
    let name = name.to_owned();
    (!talks.is_empty()).then(|| {
        view! {
            <h2>{title}</h2>
            {talks
                .into_iter()
                .map(|it| {
                    let line = standing(&it, &name);
                    lead(app, Page::Talk(it.id), it.topic, line)
                })
                .collect_view()}
        }
    })
}

/// How a talk stands, in a line. It tells whose move it is, and nothing of what either has looked at.
fn standing(it: &TalkView, name: &str) -> String {
    match it.at {
        TalkAt::Offered if it.mine => t!("talk-mine"),
        TalkAt::Offered => t!("talk-theirs", name = name),
        TalkAt::Going { step: reknit_model::talks::Step::Closing, .. } => t!("talk-both-close"),
        TalkAt::Going { my_move: true, .. } => t!("talk-your-move"),
        TalkAt::Going { step, .. } => {
            let does = listen().written(talk::part_id(step)).map(|it| it.wait.clone());
            t!("talk-their-move", name = name, does = does.unwrap_or_default())
        }
        TalkAt::Over { .. } => t!("talk-is-over"),
        TalkAt::Kept => t!("talk-is-kept", day = day_of(it.on_day)),
    }
}
