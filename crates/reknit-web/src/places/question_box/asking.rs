//! Questions to the other: agreeing to their hours, and asking within them.

use leptos::prelude::*;
use reknit_client::{
    command::{Command, QuestionAct},
    view::{BoxView, question_sheet},
};

use super::{question, said};
use crate::{
    nav::{Door, Page},
    parts::{
        before_sharing::{before_writing, sharing_button},
        day_of, field, kept_line, say_politely, try_ask, zone_note,
    },
    places::{doors, first_days::parked},
    session::App,
    words::t,
};

pub(super) fn show(
    app: App,
    theirs: Memo<Option<BoxView>>,
    error: RwSignal<Option<String>>,
) -> impl IntoView {
    // The field stays as it is while questions and answers come and go.
    let can_write = Memo::new(move |_| theirs.get().is_some_and(|it| it.agreed && it.open));
    view! {
        {move || standing(app, theirs.get(), error)}
        <Show when=move || can_write.get()>
            {before_writing(app, move || form(app, theirs, error))}
        </Show>
        {move || {
            let all = theirs.get().map(|it| it.questions).unwrap_or_default();
            all.into_iter().map(|it| question(app, it, false)).collect_view()
        }}
    }
}

fn standing(app: App, it: Option<BoxView>, error: RwSignal<Option<String>>) -> AnyView {
    let Some(it) = it else {
        let card = parked().map(|(page, title)| {
            let go = move |_| app.nav.go(page);
            view! { <button type="button" class="link" on:click=go>{title}</button> }
        });
        return view! { <p class="soft">{t!("box-theirs-none")}" " {card}</p> }.into_any();
    };
    if !it.open {
        return view! { <p class="soft">{t!("box-closed")}</p> }.into_any();
    }
    let (hours, day) = (said(&it.hours), day_of(it.until_day));
    let note = zone_note(&it.hours.zone);
    if it.agreed {
        return view! {
            <p class="soft">{t!("box-mine-open", hours = hours, day = day)}</p>
            {note}
        }
        .into_any();
    }
    let id = it.id;
    let agree = move || {
        doors::press(app, Door::QuestionBox, Page::QuestionBox, move || {
            try_ask(app, Command::Questions(QuestionAct::Agree(id)), error);
        });
    };
    view! {
        <div class="sheet stack">
            <p>{t!("box-their-hours", hours = hours, day = day)}</p>
            {note}
            {sharing_button(app, "btn", t!("box-agree"), agree)}
            <p class="soft small">{t!("box-leave-it")}</p>
        </div>
    }
    .into_any()
}

fn form(app: App, theirs: Memo<Option<BoxView>>, error: RwSignal<Option<String>>) -> impl IntoView {
    let draft = app.glance(|it| it.drafts.get(&question_sheet()).map(|it| it.text.clone()));
    let text = RwSignal::new(draft.unwrap_or_default());
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let act = QuestionAct::Ask(text.get_untracked());
        if try_ask(app, Command::Questions(act), error) {
            app.drop_draft(question_sheet());
            text.set(String::new());
            say_politely(&t!("question-sent"));
        }
    };
    let is_time =
        Memo::new(move |_| theirs.get().is_some_and(|it| it.is_hour && it.left_today > 0));
    let why_wait = move || {
        theirs.get().map(|it| {
            if it.left_today == 0 {
                t!("question-enough")
            } else {
                t!("question-waits", hours = said(&it.hours))
            }
        })
    };
    view! {
        <form class="stack" on:submit=ask novalidate>
            {field::area(
                "question",
                t!("question-label"),
                t!("question-help"),
                text,
                move || app.note_draft(question_sheet(), text.get_untracked()),
            )}
            {kept_line(app)}
            <Show
                when=move || is_time.get()
                fallback=move || view! { <p class="well small">{move || why_wait()}</p> }
            >
                <button type="submit" class="btn">{t!("question-ask")}</button>
            </Show>
        </form>
    }
}
