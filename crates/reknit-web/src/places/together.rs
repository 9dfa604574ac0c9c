//! What both can read.

use leptos::prelude::*;
use reknit_client::view::{Connection, MyPage, Pairing, StepView};
use reknit_model::steps::Standing;

use crate::{
    nav::{Door, Page},
    parts::{heading, hour_of, lead},
    places::{alone::what_works, hour, opened},
    ports::clock::now,
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let pairing = app.look(|it| it.pairing.clone());
    let name = app.their_name();
    move || match pairing.get() {
        Pairing::Paired { verified, .. } => shared(app, name.get(), verified).into_any(),
        Pairing::Alone => alone(app).into_any(),
        _ => view! {
            <section class="stack">
                {heading(String::new(), t!("place-together"))}
                {lead(app, Page::Pair, t!("pair-lead"), t!("pair-lead-help"))}
            </section>
        }
        .into_any(),
    }
}

/// Without a pair: one paragraph, no nagging.
fn alone(app: App) -> impl IntoView {
    let fetching = app.look(|it| it.connection == Connection::Working);
    view! {
        <section class="stack">
            {heading(String::new(), t!("place-together"))}
            {move || {
                if fetching.get() {
                    view! { <p class="soft" role="status">{t!("fetching")}</p> }.into_any()
                } else {
                    view! {
                        <p>{t!("together-alone")}</p>
                        <button
                            type="button"
                            class="btn quiet"
                            on:click=move |_| app.nav.go(Page::Questions(Door::Invite))
                        >
                            {t!("invite-someone")}
                        </button>
                        <button
                            type="button"
                            class="btn text"
                            on:click=move |_| app.nav.go(Page::Paste)
                        >
                            {t!("was-invited")}
                        </button>
                        {what_works(app)}
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

fn shared(app: App, with: String, verified: bool) -> impl IntoView {
    let check_in = app.look(|it| {
        let mine = match &it.checkin.mine {
            MyPage::Closed { opens_at_ms, .. } => {
                t!("checkin-closed-until", hour = hour_of(*opens_at_ms))
            }
            MyPage::HourCame { .. } => t!("checkin-hour-came"),
            MyPage::Open => match it.checkin.opens_at_ms {
                Some(at) => t!("checkin-open-until", hour = hour_of(at)),
                None => t!("checkin-no-hour"),
            },
        };
        match opened::fresh(it, now().ms) {
            Some((_, at)) => format!("{} {mine}", t!("checkin-both-open", hour = hour_of(at))),
            None => mine,
        }
    });
    let steps = app.look(|it| {
        let n_of = |mine: Option<bool>, standing| {
            let of_it = |it: &&StepView| {
                !it.lapsed && it.standing == standing && mine.is_none_or(|mine| it.mine == mine)
            };
            u32::try_from(it.steps.iter().filter(of_it).count()).unwrap_or_default()
        };
        let waiting = n_of(Some(false), Standing::Offered);
        let promised = n_of(Some(true), Standing::Offered);
        (waiting, promised, n_of(None, Standing::Agreed))
    });
    let hour = {
        let name = with.clone();
        let theirs = app.look(|it| it.checkin.offer.clone().filter(|it| !it.mine));
        move || match theirs.get() {
            Some(it) => {
                t!("hour-they-propose", name = name.as_str(), hour = hour::in_short(&it.rhythm))
            }
            None => t!("hour-help"),
        }
    };
    let letters = app.look(|it| {
        let is_closed =
            it.letters.threads.iter().any(|it| it.versions.iter().any(|it| it.words.is_none()));
        if is_closed { t!("letters-one-closed") } else { t!("letters-help") }
    });
    view! {
        <section class="stack">
            {heading(t!("both-can-read"), t!("together-with", name = with))}
            {(!verified).then(|| lead(app, Page::Pair, t!("compare-lead"), t!("compare-lead-help")))}
            <h2>{t!("together-weekly")}</h2>
            {move || lead(app, Page::CheckIn, t!("checkin"), check_in.get())}
            {move || lead(app, Page::Hour, t!("hour"), hour())}
            {move || lead(app, Page::Steps, t!("steps"), steps_line(steps.get()))}
            <h2>{t!("together-writing")}</h2>
            {lead(app, Page::Appreciations, t!("appreciations"), t!("appreciations-help"))}
            {move || lead(app, Page::Letters, t!("letters"), letters.get())}
            {lead(app, Page::Cards, t!("cards-lead"), t!("cards-lead-help"))}
            <h2>{t!("together-talking")}</h2>
            {lead(app, Page::Listen, t!("listen"), t!("listen-help"))}
            {lead(app, Page::QuestionBox, t!("box-title"), t!("box-help"))}
            {lead(app, Page::BeingOpen, t!("open-title"), t!("open-help"))}
            <p class="soft small apart">{t!("together-stays")}</p>
            {verified
                .then(|| {
                    view! {
                        <button type="button" class="btn text" on:click=move |_| app.nav.go(Page::Pair)>
                            {t!("your-words")}
                        </button>
                    }
                })}
        </section>
    }
}

/// What is before the two: first what waits for me, then what I promised and what is going.
fn steps_line((waiting, promised, going): (u32, u32, u32)) -> String {
    let mut all = Vec::new();
    if waiting > 0 {
        all.push(t!("steps-wait", n = waiting));
    }
    if promised > 0 {
        all.push(t!("steps-promised", n = promised));
    }
    if going > 0 || all.is_empty() {
        all.push(t!("steps-going", n = going));
    }
    all.join(" ")
}

#[cfg(test)]
mod tests {
    use super::steps_line;

    #[test]
    fn a_step_that_waits_is_not_going() {
        assert_eq!(steps_line((0, 0, 0)), "Nothing is promised at the moment.");
        assert_eq!(steps_line((1, 0, 0)), "One step waits for you.");
        assert_eq!(steps_line((0, 1, 2)), "One step is promised. 2 steps are going.");
    }
}
