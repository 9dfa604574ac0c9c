//! Both pages of a check-in that was opened, and then one next step, if both like.

use leptos::prelude::*;
use reknit_client::{
    command::Command,
    view::{OpenedRound, View, read_sheet},
};
use reknit_model::checkin::{Form, Page as Words};

use crate::{
    content::check_in as words,
    nav::Page,
    parts::{back, em, heading, hour_of, lead, paragraphs, problem, try_ask},
    places::write::fields::{fields_of, text_of},
    ports::clock::now,
    session::App,
    words::t,
};

pub(crate) fn show(app: App, round: u32) -> impl IntoView {
    let opened = app.look(move |it| it.opened.iter().find(|it| it.round == round).cloned());
    let has_step = app.look(move |it| it.steps.iter().any(|it| it.round == Some(round)));
    let name = app.their_name();
    Effect::new(move |_| {
        if opened.with(Option::is_some) {
            untrack(|| note_read(app, round));
        }
    });
    move || match opened.get() {
        Some(it) => {
            let name = name.get();
            both(app, it, name, has_step.get()).into_any()
        }
        None => view! {
            <section class="stack">
                {heading(String::new(), t!("checkin"))}
                <p class="soft" role="status">{t!("fetching")}</p>
                {back(app, Page::CheckIn)}
            </section>
        }
        .into_any(),
    }
}

/// The check-in that was opened in the last days, with its hour. Whether it was read makes no difference: where it is said, it tells nothing.
pub(super) fn fresh(view: &View, now_ms: i64) -> Option<(u32, i64)> {
    let newest = view.opened.first().filter(|it| it.is_fresh(now_ms))?;
    Some((newest.round, newest.opens_at_ms))
}

/// The way to it.
pub(super) fn fresh_lead(app: App) -> impl IntoView {
    let fresh = app.look(|it| fresh(it, now().ms));
    move || {
        let (round, at) = fresh.get()?;
        Some(lead(app, Page::Opened(round), t!("both-open"), hour_of(at)))
    }
}

/// So that Today lets go of it. Private: it starts no request.
fn note_read(app: App, round: u32) {
    let noted =
        |view: &View| view.drafts.get(&read_sheet()).and_then(|it| it.text.parse::<u32>().ok());
    if app.glance(noted) < Some(round) {
        // Where there is no room for it, Today goes on proposing it.
        let _ = app.ask(Command::SaveDraft { slot: read_sheet(), text: round.to_string() });
        let _ = app.ask(Command::SettleDraft(read_sheet()));
    }
}

fn both(app: App, it: OpenedRound, name: String, has_step: bool) -> impl IntoView {
    let error = RwSignal::new(None);
    let round = it.round;
    let after = &words().after;
    let next = if has_step {
        view! {
            <p>{t!("after-has-step")}</p>
            <button type="button" class="btn quiet" on:click=move |_| app.nav.go(Page::Steps)>{t!("steps")}</button>
        }
        .into_any()
    } else if it.no_step {
        view! { <p>{t!("after-no-step")}</p> }.into_any()
    } else {
        view! {
            <p class="soft">{em(&after.text)}</p>
            {problem(error)}
            <button type="button" class="btn" on:click=move |_| app.nav.go(Page::NewStep(Some(round)))>
                {t!("promise-step")}
            </button>
            <button
                type="button"
                class="btn quiet"
                on:click=move |_| {
                    try_ask(app, Command::NoStep { round }, error);
                }
            >
                {after.none.clone()}
            </button>
        }
        .into_any()
    };
    view! {
        <section class="stack">
            {heading(t!("both-can-read"), hour_of(it.opens_at_ms))}
            {paragraphs(&words().open.text, "soft")}
            <div class="pages">
                {page_of(&it.theirs, t!("their-page", name = name))}
                {page_of(&it.mine, t!("my-page"))}
            </div>
            <div class="sheet stack">
                <h2>{after.title.clone()}</h2>
                {next}
            </div>
            {back(app, Page::CheckIn)}
        </section>
    }
}

/// A page as its author wrote it. What was left out is not mentioned.
pub(super) fn page_of(page: &Words, title: String) -> impl IntoView + use<> {
    let name = match page.form {
        Form::Short => "short",
        Form::Long => "long",
        Form::Monthly => "monthly",
    };
    let prompts = words().form.get(name).map(|it| it.prompts.as_slice()).unwrap_or_default();
    let found = prompts.iter().filter_map(|id| words().prompt.iter().find(|it| it.id == *id));
    let said = found.filter_map(|prompt| {
        let fields = fields_of(&prompt.id).map(|it| text_of(page, it)).collect::<Vec<_>>();
        if fields.iter().all(|it| it.trim().is_empty()) {
            return None;
        }
        let parts = prompt.parts.iter().map(Some).chain(std::iter::repeat(None));
        let lines = fields.into_iter().zip(parts).filter(|(text, _)| !text.trim().is_empty());
        let lines = lines.map(|(text, part)| {
            let part = part.cloned().map(|it| view! { <span class="soft">{it}" "</span> });
            view! { <p class="said">{part}{text.to_owned()}</p> }
        });
        Some(view! {
            <div class="tight">
                <p class="eyebrow">{prompt.label.clone()}</p>
                {lines.collect_view()}
            </div>
        })
    });
    let said = said.collect_view();
    let shown = page.sliders.map(|it| {
        let rows = words().slider.iter().zip(it.numbers());
        let rows = rows.filter_map(|(ends, value)| Some(format!("{} {}", ends.label, value?)));
        view! {
            <div class="tight">
                <p class="eyebrow">{t!("shown-sliders")}</p>
                <p>{rows.collect::<Vec<_>>().join(" · ")}</p>
            </div>
        }
    });
    view! {
        <article class="sheet stack">
            <h2>{title}</h2>
            {said}
            {shown}
        </article>
    }
}

#[cfg(test)]
mod tests {
    use reknit_client::view::{Draft, OPENED_FIRST_MS};

    use super::*;

    #[test]
    fn an_opened_check_in_stands_first_for_some_days_whether_it_was_read_or_not() {
        let mut view = View::default();
        assert_eq!(fresh(&view, 0), None);
        let opened = |round, opens_at_ms| OpenedRound {
            round,
            opens_at_ms,
            mine: Words::default(),
            theirs: Words::default(),
            no_step: false,
        };
        view.opened = vec![opened(4, OPENED_FIRST_MS), opened(3, 0)];
        for read in [None, Some("4")] {
            if let Some(read) = read {
                let draft = Draft { text: read.into(), also: Vec::new() };
                view.drafts.insert(read_sheet(), draft);
            }
            let until = 2 * OPENED_FIRST_MS;
            assert_eq!(fresh(&view, until - 1), Some((4, OPENED_FIRST_MS)));
            assert_eq!(fresh(&view, until), None);
        }
    }
}
