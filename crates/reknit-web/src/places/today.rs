//! One small thing for today, and two others. Nothing private is quoted.

use leptos::prelude::*;
use reknit_client::view::{Connection, Pairing, Suggestion};

use super::where_now;
use crate::{
    nav::{Door, Page},
    parts::{heading, lead},
    ports::clock::{now, written},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let suggestions = app.look(|it| it.today.clone());
    let reading =
        app.look(|it| it.connection == Connection::Working && it.pairing == Pairing::Alone);
    let aside = app.aside;
    let weekday = written(now().ms, &[("weekday", "long")]);
    view! {
        <section class="stack">
            {heading(weekday, t!("today-title"))}
            {move || {
                let all = suggestions.get();
                let put_aside = aside.get();
                let mut left = all.into_iter().filter(|it| !put_aside.contains(it));
                let first = left.next();
                let others: Vec<_> = left.collect();
                let first = match first {
                    Some(it) => first_thing(app, it).into_any(),
                    None if reading.get() => view! { <p class="soft" role="status">{t!("fetching")}</p> }.into_any(),
                    None => view! { <div class="sheet"><p class="soft">{t!("today-nothing")}</p></div> }.into_any(),
                };
                view! {
                    {first}
                    <button type="button" class="btn quiet apart" on:click=move |_| app.nav.go(Page::Moment)>
                        {t!("hard-moment")}
                    </button>
                    {(!others.is_empty()).then(|| view! { <h2>{t!("today-others")}</h2> })}
                    {others
                        .into_iter()
                        .map(|it| {
                            let (title, text, _) = words_of(it);
                            view! {
                                <div>
                                    {lead(app, page_of(app, it), title, text)}
                                    {not_now(app, it, "btn text small")}
                                </div>
                            }
                        })
                        .collect_view()}
                }
            }}
        </section>
    }
}

/// Always a full answer.
fn not_now(app: App, it: Suggestion, class: &'static str) -> impl IntoView {
    view! {
        <button type="button" class=class on:click=move |_| app.aside.update(|all| all.push(it))>
            {t!("not-now")}
        </button>
    }
}

fn first_thing(app: App, it: Suggestion) -> impl IntoView {
    let (title, text, button) = words_of(it);
    view! {
        <div class="sheet stack">
            <h2>{title}</h2>
            <p class="soft">{text}</p>
            <button type="button" class="btn" on:click=move |_| app.nav.go(page_of(app, it))>{button}</button>
            {not_now(app, it, "btn text")}
        </div>
    }
}

fn page_of(app: App, it: Suggestion) -> Page {
    match it {
        Suggestion::CompareWords => Page::Pair,
        Suggestion::Invite => Page::Questions(Door::Invite),
        Suggestion::ReadCheckIn | Suggestion::ChooseStep => app
            .glance(|view| view.opened.first().map_or(Page::CheckIn, |it| Page::Opened(it.round))),
        Suggestion::AgreeHour | Suggestion::ChooseHour => Page::Hour,
        Suggestion::WritePage => Page::CheckIn,
        Suggestion::GoOnWriting => Page::Mine,
        Suggestion::DoStep | Suggestion::SeeStep => Page::Steps,
        Suggestion::SeeTalk | Suggestion::GoOnTalking => Page::Listen,
        Suggestion::SeeCard | Suggestion::WriteCard => Page::Cards,
        Suggestion::SeeBox => Page::QuestionBox,
        Suggestion::Practise => Page::Rehearsal,
        Suggestion::Appreciate => Page::Appreciations,
        Suggestion::LookBack => Page::LookBack,
        Suggestion::Where => Page::Where,
        // The words on Today are the same for everybody; only what opens fits.
        Suggestion::Learn => app.glance(where_now::fitting).unwrap_or(Page::Learn),
    }
}

/// Title, reason, and what stands on the button.
fn words_of(it: Suggestion) -> (String, String, String) {
    match it {
        Suggestion::CompareWords => (t!("s-compare"), t!("s-compare-why"), t!("s-compare-do")),
        Suggestion::ReadCheckIn => (t!("s-read"), t!("s-read-why"), t!("s-read-do")),
        Suggestion::ChooseStep => {
            (t!("s-choose-step"), t!("s-choose-step-why"), t!("s-choose-step-do"))
        }
        Suggestion::AgreeHour => {
            (t!("s-agree-hour"), t!("s-agree-hour-why"), t!("s-agree-hour-do"))
        }
        Suggestion::ChooseHour => {
            (t!("s-choose-hour"), t!("s-choose-hour-why"), t!("s-choose-hour-do"))
        }
        Suggestion::WritePage => (t!("s-write"), t!("s-write-why"), t!("s-write-do")),
        Suggestion::GoOnWriting => (t!("s-draft"), t!("s-draft-why"), t!("s-draft-do")),
        Suggestion::DoStep => (t!("s-do-step"), t!("s-do-step-why"), t!("s-do-step-do")),
        Suggestion::SeeStep => (t!("s-see-step"), t!("s-see-step-why"), t!("s-see-step-do")),
        Suggestion::SeeTalk => (t!("s-see-talk"), t!("s-see-talk-why"), t!("s-see-step-do")),
        Suggestion::GoOnTalking => (t!("s-talk"), t!("s-talk-why"), t!("s-talk-do")),
        Suggestion::SeeCard => (t!("s-see-card"), t!("s-see-card-why"), t!("s-see-step-do")),
        Suggestion::SeeBox => (t!("s-see-box"), t!("s-see-box-why"), t!("s-see-step-do")),
        Suggestion::Practise => (t!("s-practise"), t!("s-practise-why"), t!("s-practise-do")),
        Suggestion::WriteCard => {
            (t!("s-write-card"), t!("s-write-card-why"), t!("s-write-card-do"))
        }
        Suggestion::Appreciate => {
            (t!("s-appreciate"), t!("s-appreciate-why"), t!("s-appreciate-do"))
        }
        Suggestion::LookBack => (t!("s-look-back"), t!("s-look-back-why"), t!("s-look-back-do")),
        Suggestion::Invite => (t!("s-invite"), t!("s-invite-why"), t!("s-invite-do")),
        Suggestion::Where => (t!("s-where"), t!("s-where-why"), t!("s-where-do")),
        Suggestion::Learn => (t!("s-learn"), t!("s-learn-why"), t!("s-learn-do")),
    }
}
