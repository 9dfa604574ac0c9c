//! What was said in a talk.

use leptos::prelude::*;
use reknit_client::view::{SaidView, TalkView};
use reknit_model::talks::{Answer, Part, What};

use crate::words::t;

pub(super) fn all(it: &TalkView, name: &str) -> impl IntoView + use<> {
    let said = it.said.iter().map(|it| one(it, name)).collect_view();
    let waits_for_key = !it.can_write && !it.said.is_empty();
    view! {
        {(!it.said.is_empty()).then(|| view! { <ol class="plain stack talked">{said}</ol> })}
        {waits_for_key.then(|| view! { <p class="soft small" role="status">{t!("talk-key-wait")}</p> })}
    }
}

/// Words of mine that came too late. Nothing that was typed is lost.
pub(super) fn late(it: &TalkView, name: &str) -> impl IntoView + use<> {
    let late = it.late.iter().filter(|it| !it.words.is_empty());
    let late: Vec<_> = late.map(|it| one(it, name)).collect();
    (!late.is_empty()).then(|| {
        view! {
            <div class="stack">
                <p class="soft small">{t!("talk-late")}</p>
                <ol class="plain stack talked">{late}</ol>
            </div>
        }
    })
}

fn one(it: &SaidView, name: &str) -> impl IntoView + use<> {
    let who = if it.mine { t!("talk-me") } else { name.to_owned() };
    let line = format!("{who} · {}", does(it.what));
    let words = it.words.clone();
    view! {
        <li class:mine=it.mine>
            <p class="eyebrow">{line}</p>
            {(!words.is_empty()).then(|| view! { <p class="said">{words}</p> })}
        </li>
    }
}

fn does(what: What) -> String {
    match what {
        What::Part(Part::Piece) => t!("talk-say-piece"),
        What::Part(Part::Question) => t!("talk-say-question"),
        What::Part(Part::Reply) => t!("talk-say-reply"),
        What::Part(Part::SayBack) => t!("talk-say-back"),
        What::Part(Part::Sense) => t!("talk-say-sense"),
        What::Part(Part::Feeling) => t!("talk-say-feeling"),
        What::Part(Part::Takeaway) => t!("talk-say-takeaway"),
        What::Answer(Answer::ThatIsIt) => t!("talk-it-is"),
        What::Answer(Answer::AndMore) => t!("talk-and-more"),
        What::Answer(Answer::Partly) => t!("talk-partly"),
        What::Answer(Answer::NotYet) => t!("talk-not-yet"),
    }
}
