//! One talk in writing: what was said, and what comes next.

mod ending;
mod moving;
mod said;

use leptos::prelude::*;
use reknit_client::{
    command::{Command, TalkCommand},
    view::{TalkAt, TalkView, talk_sheet},
};
use reknit_model::talks::{Part, Step, TalkId};

use crate::{
    content::listen,
    nav::Page,
    parts::{
        back, before_sharing::before_writing, em, heading, not_now, paragraphs, problem, try_ask,
    },
    session::App,
    words::t,
};

/// What the parts of this view share.
#[derive(Clone, Copy)]
struct Here {
    app: App,
    id: TalkId,
    /// What is being written. It outlives every redrawing of the view.
    text: RwSignal<String>,
    error: RwSignal<Option<String>>,
}

impl Here {
    fn ask(self, command: TalkCommand) -> bool {
        try_ask(self.app, Command::Talk(command), self.error)
    }

    /// Says what was written, and begins a new text.
    fn said(self, command: TalkCommand) {
        if self.ask(command) {
            self.app.drop_draft(talk_sheet(self.id));
            self.text.set(String::new());
            crate::parts::to_top();
        }
    }
}

/// What the content calls the move that belongs to a step.
pub(super) fn part_id(step: Step) -> &'static str {
    match step {
        Step::Telling => "piece",
        Step::Listening => "say_back",
        Step::Replying => "reply",
        Step::Answering => "answer",
        Step::MakingSense => "sense",
        Step::Naming => "feeling",
        Step::Closing => "takeaway",
    }
}

fn part_of(step: Step) -> Part {
    match step {
        Step::Telling => Part::Piece,
        Step::Replying => Part::Reply,
        Step::Listening | Step::Answering => Part::SayBack,
        Step::MakingSense => Part::Sense,
        Step::Naming => Part::Feeling,
        Step::Closing => Part::Takeaway,
    }
}

pub(crate) fn show(app: App, id: TalkId) -> impl IntoView {
    let draft = app.glance(|it| it.drafts.get(&talk_sheet(id)).map(|it| it.text.clone()));
    let text = RwSignal::new(draft.unwrap_or_default());
    let here = Here { app, id, text, error: RwSignal::new(None) };
    let talk = app.look(move |it| it.talks.iter().find(|it| it.id == id).cloned());
    let stage = Memo::new(move |_| talk.with(|it| it.as_ref().map(Stage::of)));
    let name = app.their_name();
    move || {
        let name = name.get();
        match stage.get() {
            Some(stage) => one(here, talk, stage, &name).into_any(),
            None => view! {
                <section class="stack">
                    {heading(String::new(), t!("listen"))}
                    <p>{t!("talk-gone")}</p>
                    {back(app, Page::Listen)}
                </section>
            }
            .into_any(),
        }
    }
}

/// What decides on the whole of the view. All else changes in its own place: where somebody writes, the field stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Offered,
    Invited { i_speak_first: bool },
    Going,
    Over { i_keep: bool },
    Kept,
}

impl Stage {
    fn of(it: &TalkView) -> Self {
        match it.at {
            TalkAt::Offered if it.mine => Self::Offered,
            TalkAt::Offered => Self::Invited { i_speak_first: it.i_speak_first },
            TalkAt::Going { .. } => Self::Going,
            TalkAt::Over { i_keep } => Self::Over { i_keep },
            TalkAt::Kept => Self::Kept,
        }
    }
}

fn one(
    here: Here,
    talk: Memo<Option<TalkView>>,
    stage: Stage,
    name: &str,
) -> impl IntoView + use<> {
    let body = match stage {
        Stage::Offered => offered(here, name).into_any(),
        Stage::Invited { i_speak_first } => invited(here, i_speak_first, name).into_any(),
        Stage::Going => moving::show(here, talk, name).into_any(),
        Stage::Over { i_keep } => ending::over(here, i_keep).into_any(),
        Stage::Kept => paragraphs(&[listen().apart.kept.clone()], "soft").into_any(),
    };
    let topic = talk.with_untracked(|it| it.as_ref().map(|it| it.topic.clone()));
    let (they, too) = (name.to_owned(), name.to_owned());
    view! {
        <section class="stack">
            {heading(t!("talk-topic-line"), topic.unwrap_or_default())}
            {move || talk.with(|it| it.as_ref().map(|it| said::all(it, &they)))}
            {problem(here.error)}
            {body}
            {move || talk.with(|it| it.as_ref().map(|it| said::late(it, &too)))}
            {back(here.app, Page::Listen)}
        </section>
    }
}

/// I offered it.
fn offered(here: Here, name: &str) -> impl IntoView + use<> {
    view! {
        <div class="sheet stack">
            <h2>{t!("talk-offered")}</h2>
            <p class="soft">{t!("talk-offered-help", name = name)}</p>
            <button
                type="button"
                class="btn quiet"
                on:click=move |_| {
                    if here.ask(TalkCommand::LetGo(here.id)) {
                        here.app.nav.back(Page::Listen);
                    }
                }
            >
                {t!("talk-take-back")}
            </button>
        </div>
    }
}

/// The other offers it.
fn invited(here: Here, i_speak_first: bool, name: &str) -> impl IntoView + use<> {
    let words = &listen().apart;
    let first = if i_speak_first { t!("talk-you-tell") } else { t!("talk-they-tell", name = name) };
    view! {
        <div class="stack">
            <p><b>{t!("talk-invites", name = name)}</b>". "{first}</p>
            {paragraphs(&words.intro, "")}
            <p class="well small">{em(&words.ended)}</p>
            {before_writing(
                here.app,
                move || {
                    view! {
                        <button type="button" class="btn" on:click=move |_| { here.ask(TalkCommand::Join(here.id)); }>
                            {t!("talk-join")}
                        </button>
                    }
                },
            )}
            {not_now(here.app, Page::Listen)}
        </div>
    }
}
