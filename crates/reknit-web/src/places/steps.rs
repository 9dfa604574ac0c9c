//! Steps promised: small, one's own act, four weeks at most. No tally.

use leptos::prelude::*;
use reknit_client::{
    command::Command,
    view::{Slot, StepView, topic_sheet},
};
use reknit_model::{log::EntryId, steps::Standing, talks::TOPIC_CHARS_MAX};

use crate::{
    content::check_in as words,
    nav::Page,
    parts::{
        back,
        before_sharing::{before_sharing, sharing_button},
        coach::{self, Field, Reads},
        day_of, field, heading, kept_line, not_now, problem, try_ask,
    },
    places::alone::needs_two,
    ports::clock::now,
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let steps = app.look(|it| it.steps.clone());
    let name = app.their_name();
    let is_paired = app.is_paired();
    let error = RwSignal::new(None);
    view! {
        <section class="stack">
            {heading(t!("both-can-read"), t!("steps"))}
            <p class="soft">{t!("steps-intro")}</p>
            {problem(error)}
            {move || {
                let name = name.get();
                let (going, over): (Vec<_>, Vec<_>) = steps.get().into_iter().partition(is_going);
                let none = going.is_empty() && over.is_empty();
                view! {
                    {(none && is_paired.get()).then(|| view! { <div class="sheet"><p class="soft">{t!("steps-none")}</p></div> })}
                    {going.into_iter().map(|it| step(app, it, &name, error)).collect_view()}
                    {(!over.is_empty())
                        .then(|| {
                            view! {
                                <h2>{t!("steps-before")}</h2>
                                <ul class="timeline">
                                    {over
                                        .into_iter()
                                        .map(|it| {
                                            let own = (!it.mine && it.lapsed).then(|| did_not_happen(app, &it, error));
                                            past(it, &name, own)
                                        })
                                        .collect_view()}
                                </ul>
                            }
                        })}
                }
            }}
            <Show when=move || is_paired.get()>
                <button type="button" class="btn apart" on:click=move |_| app.nav.go(Page::NewStep(None))>
                    {t!("promise-step")}
                </button>
            </Show>
            {needs_two(app)}
            {back(app, Page::Together)}
        </section>
    }
}

fn is_going(it: &StepView) -> bool {
    !it.lapsed && matches!(it.standing, Standing::Offered | Standing::Agreed | Standing::Done)
}

fn whose(it: &StepView, name: &str) -> String {
    if it.mine { t!("step-mine") } else { t!("step-theirs", name = name.to_owned()) }
}

fn step(
    app: App,
    it: StepView,
    name: &str,
    error: RwSignal<Option<String>>,
) -> impl IntoView + use<> {
    let ask = move |label: String, class: &'static str, command: Command| {
        view! {
            <button
                type="button"
                class=class
                on:click=move |_| {
                    try_ask(app, command.clone(), error);
                }
            >
                {label}
            </button>
        }
    };
    let id: EntryId = it.id;
    let state = match (it.mine, it.standing) {
        (true, Standing::Offered) => t!("step-offered-mine"),
        (false, Standing::Offered) => t!("step-offered-theirs"),
        (_, Standing::Agreed) => t!("step-agreed", day = day_of(it.until_day)),
        (_, _) => t!("step-done-on", day = it.done_on.map(day_of).unwrap_or_default()),
    };
    let main = match (it.mine, it.standing) {
        (true, Standing::Agreed) => {
            Some(ask(t!("step-i-did"), "btn", Command::StepDone(id)).into_any())
        }
        (false, Standing::Offered) => {
            let agree = move || {
                try_ask(app, Command::AgreeStep(id), error);
            };
            // As plain as leaving it: nobody is led to say yes.
            Some(sharing_button(app, "btn quiet", t!("step-agree"), agree).into_any())
        }
        (false, Standing::Done) => {
            Some(ask(t!("step-confirm"), "btn quiet", Command::ConfirmStep(id)).into_any())
        }
        _ => None,
    };
    // Not before its day: until then nothing did not happen.
    let note = (!it.mine && (it.standing == Standing::Done || it.marked))
        .then(|| did_not_happen(app, &it, error));
    let is_asked = !it.mine && it.standing == Standing::Offered;
    let never = is_asked.then(|| view! { <p class="well small">{t!("promise-never")}</p> });
    let (label, class) = if is_asked {
        (t!("step-no-thanks"), "btn quiet")
    } else {
        (t!("step-put-down"), "btn text")
    };
    let put_down =
        (it.standing != Standing::Done).then(|| ask(label, class, Command::PutDownStep(id)));
    view! {
        <article class="sheet stack">
            <div class="tight">
                <p class="eyebrow">{whose(&it, name)}</p>
                <p class="said">{it.words.clone()}</p>
                <p class="soft small">{state}</p>
            </div>
            {if it.unsent {
                view! { <p class="soft small">{t!("waits-to-be-sent")}</p> }.into_any()
            } else {
                view! { {never} {main} {note} {put_down} }.into_any()
            }}
        </article>
    }
}

/// *It did not happen*: a note that only the one it was promised to sees. It stays so until they bring it up as a talk.
fn did_not_happen(
    app: App,
    it: &StepView,
    error: RwSignal<Option<String>>,
) -> impl IntoView + use<> {
    let (step, marked) = (it.id, it.marked);
    let label = if marked { t!("step-unmark") } else { t!("step-did-not-happen") };
    let turn = move |_| {
        try_ask(app, Command::MarkStep { step, did_not_happen: !marked }, error);
    };
    let words = it.words.clone();
    let bring_up = move |_| {
        // A topic that is being written already is not written over.
        let topic = topic_sheet();
        if app.glance(|it| !it.drafts.contains_key(&topic)) {
            let text = topic_from(&words);
            if !try_ask(app, Command::SaveDraft { slot: topic, text }, error) {
                return;
            }
        }
        app.nav.go(Page::OfferTalk);
    };
    view! {
        {marked
            .then(|| {
                view! {
                    <p class="soft small">{t!("step-marked")}</p>
                    <button type="button" class="btn quiet" on:click=bring_up>{t!("step-bring-up")}</button>
                }
            })}
        <button type="button" class="btn text" on:click=turn>{label}</button>
    }
}

/// A step as the topic of a talk, as long as one may be.
fn topic_from(words: &str) -> String {
    let words = words.lines().next().unwrap_or_default();
    let whole = t!("step-as-topic", words = words.to_owned());
    let shortened: String = whole.chars().take(TOPIC_CHARS_MAX - 1).collect();
    if shortened.len() == whole.len() { whole } else { format!("{}…", shortened.trim_end()) }
}

/// What is over. Ending by itself and being put down look alike, and one mark stands before all: it is no tally.
pub(super) fn past<V: IntoView + 'static>(
    it: StepView,
    name: &str,
    below: Option<V>,
) -> impl IntoView + use<V> {
    let state = match it.standing {
        Standing::Confirmed => {
            t!("step-kept", day = it.done_on.map(day_of).unwrap_or_default())
        }
        Standing::Done => {
            t!("step-done-on", day = it.done_on.map(day_of).unwrap_or_default())
        }
        _ => t!("step-ended"),
    };
    view! {
        <li class="row">
            <span class="dot" aria-hidden="true"></span>
            <div class="grow">
                <p class="said small">{it.words.clone()}</p>
                <p class="soft small">{whose(&it, name)}" · "{state}</p>
                {below}
            </div>
        </li>
    }
}

/// Promising a step.
pub(crate) fn new(app: App, round: Option<u32>) -> impl IntoView {
    before_sharing(app, Page::Steps, move || promise(app, round))
}

fn promise(app: App, round: Option<u32>) -> impl IntoView {
    let draft = app.glance(|it| it.drafts.get(&Slot::Step).map(|it| it.text.clone()));
    let text = RwSignal::new(draft.unwrap_or_default());
    let days = RwSignal::new(7);
    let error = RwSignal::new(None);
    let today = now().today;
    let option = |n: i32| (n, t!("step-until", day = day_of(today + n)));
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let command = Command::OfferStep {
            words: text.get_untracked(),
            until_day: now().today + days.get_untracked(),
            round,
        };
        if try_ask(app, command, error) {
            app.drop_draft(Slot::Step);
            app.nav.replace(Page::Steps);
        }
    };
    let ideas = &words().steps;
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(String::new(), t!("promise-step"))}
            <p class="soft">{t!("promise-intro")}</p>
            {coach::asked(
                app,
                Field {
                    id: "step",
                    label: t!("promise-label"),
                    help: t!("promise-help"),
                    hint: t!("promise-hint"),
                    value: text,
                },
                Reads::Message,
                move || app.note_draft(Slot::Step, text.get_untracked()),
            )}
            {kept_line(app)}
            <details>
                <summary>{ideas.title.clone()}</summary>
                <p class="soft small">{ideas.intro.clone()}</p>
                <ul class="soft small">{ideas.ideas.iter().map(|it| view! { <li>{it.clone()}</li> }).collect_view()}</ul>
            </details>
            {field::choices("until", t!("promise-until"), vec![option(7), option(14), option(28)], days)}
            <p class="well small">{t!("promise-never")}</p>
            {problem(error)}
            <button type="submit" class="btn">{t!("promise")}</button>
            {not_now(app, Page::Steps)}
        </form>
    }
}

#[cfg(test)]
mod tests {
    use reknit_model::steps::promise;

    use crate::content::check_in as words;

    #[test]
    fn every_idea_can_be_promised() {
        for it in &words().steps.ideas {
            assert_eq!(promise(it, 7, 0, None).err(), None, "{it}");
        }
    }
}
