//! Being open about …: offered about oneself, for fourteen days, and never asked for.

use leptos::prelude::*;
use reknit_client::{
    command::{Command, OpennessAct},
    view::{OpennessView, openness_sheet},
};
use reknit_model::{
    log::EntryId,
    openness::{Never, Sentence, Standing, never},
};

use crate::{
    nav::Page,
    parts::{
        back,
        before_sharing::{before_sharing, sharing_button},
        coach::{self, Field, Reads},
        day_of, field, heading, kept_line, not_now_nor_forced, problem, try_ask,
    },
    places::alone::needs_two,
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let all = app.look(|it| it.openness.clone());
    let name = app.their_name();
    let is_paired = app.is_paired();
    let error = RwSignal::new(None);
    view! {
        <section class="stack">
            {heading(t!("both-can-read"), t!("open-title"))}
            <p class="soft">{t!("open-intro")}</p>
            {problem(error)}
            {move || {
                let name = name.get();
                let (over, going): (Vec<_>, Vec<_>) = all.get().into_iter().partition(|it| it.over);
                let none = going.is_empty() && over.is_empty();
                view! {
                    {(none && is_paired.get()).then(|| view! { <div class="sheet"><p class="soft">{t!("open-none")}</p></div> })}
                    {going.into_iter().map(|it| one(app, it, &name, error)).collect_view()}
                    {(!over.is_empty())
                        .then(|| {
                            view! {
                                <h2>{t!("steps-before")}</h2>
                                <ul class="timeline">
                                    {over.into_iter().map(|it| past(&it, &name)).collect_view()}
                                </ul>
                            }
                        })}
                }
            }}
            <Show when=move || is_paired.get()>
                <button
                    type="button"
                    class="btn apart"
                    on:click=move |_| app.nav.go(Page::NewOpenness)
                >
                    {t!("open-offer")}
                </button>
            </Show>
            {needs_two(app)}
            {back(app, Page::Together)}
        </section>
    }
}

fn sentence(it: &OpennessView) -> String {
    let words = it.words.clone();
    match it.sentence {
        Sentence::Tell => t!("open-said-tell", words = words),
        Sentence::ShowOnce => t!("open-said-show", words = words),
        Sentence::IfTheyWrite => t!("open-said-write"),
    }
}

fn whose(it: &OpennessView, name: &str) -> String {
    if it.mine { t!("step-mine") } else { t!("step-theirs", name = name.to_owned()) }
}

fn one(
    app: App,
    it: OpennessView,
    name: &str,
    error: RwSignal<Option<String>>,
) -> impl IntoView + use<> {
    let ask = move |label: String, class: &'static str, act: OpennessAct| {
        let go = move |_| {
            try_ask(app, Command::Openness(act.clone()), error);
        };
        view! { <button type="button" class=class on:click=go>{label}</button> }
    };
    let state = match (it.mine, it.standing) {
        (true, Standing::Offered) => t!("open-offered-mine"),
        (false, Standing::Offered) => t!("open-offered-theirs"),
        (_, _) => t!("step-agreed", day = day_of(it.until_day)),
    };
    let main = match (it.mine, it.standing, it.sentence) {
        (false, Standing::Offered, _) => {
            let id = it.id;
            let read = move || app.nav.go(Page::AgreeOpenness(id));
            Some(sharing_button(app, "btn", t!("open-answer"), read).into_any())
        }
        (true, Standing::Agreed, Sentence::ShowOnce) => {
            Some(ask(t!("open-shown"), "btn quiet", OpennessAct::Shown(it.id)).into_any())
        }
        _ => None,
    };
    view! {
        <article class="sheet stack">
            <div class="tight">
                <p class="eyebrow">{whose(&it, name)}</p>
                <p class="said">{sentence(&it)}</p>
                <p class="soft small">{state}</p>
            </div>
            {if it.unsent {
                view! { <p class="soft small">{t!("waits-to-be-sent")}</p> }.into_any()
            } else {
                view! { {main} {ask(t!("open-end"), "btn text", OpennessAct::End(it.id))} }.into_any()
            }}
        </article>
    }
}

/// What is over. Ended by one of the two, shown, or lapsed: only what was shown says more.
fn past(it: &OpennessView, name: &str) -> impl IntoView + use<> {
    let state = match it.standing {
        Standing::Shown => t!("open-was-shown"),
        _ => t!("step-ended"),
    };
    view! {
        <li class="row">
            <span class="dot" aria-hidden="true"></span>
            <div class="grow">
                <p class="said small">{sentence(it)}</p>
                <p class="soft small">{whose(it, name)}" · "{state}</p>
            </div>
        </li>
    }
}

/// Saying yes to what the other offers. The private questions stand before this view.
pub(crate) fn agree(app: App, id: EntryId) -> impl IntoView {
    let offer = app.look(move |it| {
        let is_this = |it: &&OpennessView| {
            it.id == id && !it.mine && !it.over && it.standing == Standing::Offered
        };
        it.openness.iter().find(is_this).cloned()
    });
    let name = app.their_name().get_untracked();
    let error = RwSignal::new(None);
    let yes = move |_| {
        if try_ask(app, Command::Openness(OpennessAct::Agree(id)), error) {
            app.nav.replace(Page::BeingOpen);
        }
    };
    view! {
        <section class="stack">
            {heading(t!("step-theirs", name = name), t!("open-agree-title"))}
            {move || match offer.get() {
                None => view! { <p class="soft">{t!("open-agree-gone")}</p> {back(app, Page::BeingOpen)} }.into_any(),
                Some(it) => {
                    view! {
                        <article class="sheet"><p class="said">{sentence(&it)}</p></article>
                        <p class="soft">{t!("open-agree-how")}</p>
                        {problem(error)}
                        <button type="button" class="btn" on:click=yes>{t!("step-agree")}</button>
                        {not_now_nor_forced(app, Page::BeingOpen)}
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

/// Offering it. The private questions stand before this view.
pub(crate) fn new(app: App) -> impl IntoView {
    before_sharing(app, Page::BeingOpen, move || form(app))
}

fn form(app: App) -> impl IntoView {
    let draft = app.glance(|it| it.drafts.get(&openness_sheet()).map(|it| it.text.clone()));
    let text = RwSignal::new(draft.unwrap_or_default());
    let which = RwSignal::new(Sentence::Tell);
    let error = RwSignal::new(None);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let sentence = which.get_untracked();
        let words =
            if sentence == Sentence::IfTheyWrite { String::new() } else { text.get_untracked() };
        let act = OpennessAct::Offer { sentence, words };
        if try_ask(app, Command::Openness(act), error) {
            app.drop_draft(openness_sheet());
            app.nav.replace(Page::BeingOpen);
        }
    };
    let sentences = vec![
        (Sentence::Tell, t!("open-tell")),
        (Sentence::ShowOnce, t!("open-show")),
        (Sentence::IfTheyWrite, t!("open-write")),
    ];
    let touches = move || never(&text.get()).map(why_never);
    view! {
        <form class="stack" on:submit=go novalidate>
            {heading(String::new(), t!("open-offer"))}
            <p class="soft">{t!("open-offer-intro")}</p>
            {field::choices("sentence", t!("open-which"), sentences, which)}
            <Show when=move || which.get() != Sentence::IfTheyWrite>
                {coach::asked(
                    app,
                    Field {
                        id: "open-words",
                        label: t!("open-words"),
                        help: t!("open-words-help"),
                        hint: String::new(),
                        value: text,
                    },
                    Reads::Message,
                    move || app.note_draft(openness_sheet(), text.get_untracked()),
                )}
                <div role="status">{move || touches().map(|it| view! { <p class="notice small">{it}</p> })}</div>
                {kept_line(app)}
            </Show>
            <p class="well small">{t!("open-never")}</p>
            {problem(error)}
            <button type="submit" class="btn">{t!("open-send")}</button>
            {not_now_nor_forced(app, Page::BeingOpen)}
        </form>
    }
}

/// Why a sentence cannot be offered, in words that do not scold.
pub(crate) fn why_never(what: Never) -> String {
    match what {
        Never::Keys => t!("never-keys"),
        Never::Whereabouts => t!("never-whereabouts"),
        Never::Money => t!("never-money"),
        Never::People => t!("never-people"),
    }
}
