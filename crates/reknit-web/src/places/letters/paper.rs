//! A letter as it is read: on paper, in one piece.

use leptos::prelude::*;
use reknit_client::letters::LetterDraft;
use reknit_model::letters::Words;

use crate::{parts::day_of, words::t};

/// A letter; `offers` are whole sentences.
pub(super) fn paper(words: &Words, offers: Vec<String>, head: String) -> impl IntoView + use<> {
    let part = |text: &str| {
        let text = text.trim().to_owned();
        (!text.is_empty()).then(|| view! { <p>{text}</p> })
    };
    let Words { did, impact, mine, sorry, how, change, forgive } = words;
    let offers = (!offers.is_empty()).then(|| {
        view! {
            <p>{t!("letter-offers")}</p>
            <ul>{offers.into_iter().map(|it| view! { <li>{it}</li> }).collect_view()}</ul>
        }
    });
    view! {
        <article class="letter">
            {(!head.is_empty()).then(|| view! { <p class="letter-head">{head}</p> })}
            {[did, impact, mine].map(|it| part(it)).into_iter().collect_view()}
            {offers}
            {[sorry, how, change, forgive].map(|it| part(it)).into_iter().collect_view()}
        </article>
    }
}

/// What was offered, by which day.
pub(super) fn offers_by_day(offers: &[(String, i32)]) -> Vec<String> {
    let by_day = |(words, day): &(String, i32)| {
        t!("letter-offer-by", words = ended(words), day = day_of(*day))
    };
    offers.iter().map(by_day).collect()
}

/// A letter that is not sent yet: its days begin with the sending.
pub(super) fn draft_on_paper(draft: &LetterDraft) -> impl IntoView + use<> {
    let sent = draft.tidied();
    let offers = sent.offers.iter().map(|it| {
        let days = u32::try_from(it.days).unwrap_or_default();
        t!("letter-offer-in", words = ended(&it.words), n = days)
    });
    paper(&sent.words, offers.collect(), String::new())
}

/// A sentence with its full stop.
fn ended(words: &str) -> String {
    let words = words.trim();
    let stop = if words.ends_with(['.', '?', '…']) { "" } else { "." };
    format!("{words}{stop}")
}
