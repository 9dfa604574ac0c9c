//! What both can read.

use leptos::prelude::*;
use reknit_client::view::{Connection, MyPage, Pairing};
use reknit_model::steps::Standing;

use crate::{
    nav::{Door, Page},
    parts::{heading, hour_of, lead},
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
                        <h2>{t!("together-meanwhile")}</h2>
                        {lead(app, Page::Cards, t!("cards-lead"), t!("cards-lead-help"))}
                        {lead(app, Page::Rehearsal, t!("rehearsal"), t!("s-practise-why"))}
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

fn shared(app: App, with: String, verified: bool) -> impl IntoView {
    let check_in = app.look(|it| match &it.checkin.mine {
        MyPage::Closed { opens_at_ms, .. } => {
            t!("checkin-closed-until", hour = hour_of(*opens_at_ms))
        }
        MyPage::HourCame { .. } => t!("checkin-hour-came"),
        MyPage::Open => match it.checkin.opens_at_ms {
            Some(at) => t!("checkin-open-until", hour = hour_of(at)),
            None => t!("checkin-no-hour"),
        },
    });
    let steps = app.look(|it| {
        let going = it.steps.iter().filter(|it| !it.lapsed);
        let n =
            going.filter(|it| matches!(it.standing, Standing::Offered | Standing::Agreed)).count();
        u32::try_from(n).unwrap_or_default()
    });
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
            {lead(app, Page::Hour, t!("hour"), t!("hour-help"))}
            {move || lead(app, Page::Steps, t!("steps"), t!("steps-going", n = steps.get()))}
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
