//! Kind words, any time.

use leptos::prelude::*;
use reknit_client::{command::Command, view::Slot};

use crate::{
    nav::Page,
    parts::{
        back,
        before_sharing::before_writing,
        coach::{self, Field, Reads},
        day_of, heading, kept_line, not_now, problem, say_politely, try_ask,
    },
    places::alone::needs_two,
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let draft = app.glance(|it| it.drafts.get(&Slot::Appreciation).map(|it| it.text.clone()));
    let text = RwSignal::new(draft.unwrap_or_default());
    let error = RwSignal::new(None);
    let all = app.look(|it| it.appreciations.clone());
    let name = app.their_name();
    let is_paired = app.is_paired();
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if try_ask(app, Command::Appreciate(text.get_untracked()), error) {
            app.drop_draft(Slot::Appreciation);
            text.set(String::new());
            say_politely(&t!("appreciation-sent"));
        }
    };
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(t!("both-can-read"), t!("appreciations"))}
            <p class="soft">{t!("appreciations-intro")}</p>
            {move || {
                is_paired
                    .get()
                    .then(|| {
                        before_writing(
                            app,
                            move || {
                                view! {
                                    {coach::asked(
                                        app,
                                        Field {
                                            id: "appreciation",
                                            label: t!("appreciation-label"),
                                            help: t!("appreciation-help"),
                                            hint: String::new(),
                                            value: text,
                                        },
                                        Reads::Message,
                                        move || app.note_draft(Slot::Appreciation, text.get_untracked()),
                                    )}
                                    {kept_line(app)}
                                    {problem(error)}
                                    <button type="submit" class="btn">{t!("appreciation-send")}</button>
                                }
                            },
                        )
                    })
            }}
            {move || {
                let name = name.get();
                let all = all.get();
                let list = all
                    .into_iter()
                    .map(|it| {
                        let who = if it.mine { t!("from-me") } else { t!("from-them", name = name.clone()) };
                        let when = if it.unsent { t!("waits-to-be-sent") } else { day_of(it.on_day) };
                        view! {
                            <article class="sheet tight">
                                <p class="said">{it.words}</p>
                                <p class="soft small">{who}" · "{when}</p>
                            </article>
                        }
                    });
                list.collect_view()
            }}
            {needs_two(app)}
            {move || if is_paired.get() { not_now(app, Page::Together).into_any() } else { back(app, Page::Together).into_any() }}
        </form>
    }
}
