//! The private questions: answered alone, worked out here, kept nowhere (product.md §1; safety rules 1, 4, 26).
//!
//! They stand at every door behind which a person gives something away. Before most views they stand at the view itself, whatever leads
//! there, and once in a visit (`places/doors.rs`, which also puts them before a button that shares). Elsewhere whatever leads to a view
//! puts them before it, each time: [`lead`], or `app.nav.ask_before(door, page)`. All of them lead on to the same page whatever was
//! answered, so that refusing exposes nobody.

use leptos::prelude::*;
use reknit_client::{command::Command, view::Suggests};

use crate::{
    content::{AnswerWords, Questions, questions},
    nav::{Door, Page},
    parts::{heading, paragraphs, to_top},
    session::App,
    words::t,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Intro,
    Asking(usize),
    AfterYes,
    AfterNo,
    AfterSkip,
}

/// What was answered. It lives as long as this view.
#[derive(Clone, Copy)]
struct Asking {
    app: App,
    door: Door,
    stage: RwSignal<Stage>,
    has_yes: RwSignal<bool>,
    has_skip: RwSignal<bool>,
}

pub(crate) fn show(app: App, door: Door) -> impl IntoView {
    let asking = Asking {
        app,
        door,
        stage: RwSignal::new(Stage::Intro),
        has_yes: RwSignal::new(false),
        has_skip: RwSignal::new(false),
    };
    let words = questions();
    move || match asking.stage.get() {
        Stage::Intro => intro(asking, words).into_any(),
        Stage::Asking(at) => ask(asking, words, at).into_any(),
        Stage::AfterYes => after_yes(asking, words).into_any(),
        Stage::AfterNo => {
            after(asking, &words.after_no.title, &words.after_no.text, &words.after_no.go_on)
                .into_any()
        }
        Stage::AfterSkip => {
            after(asking, &words.after_skip.title, &words.after_skip.text, &words.after_no.go_on)
                .into_any()
        }
    }
}

fn intro(asking: Asking, words: &'static Questions) -> impl IntoView {
    let line = words.door.get(asking.door.name()).map(|it| it.intro.clone()).unwrap_or_default();
    view! {
        <section class="stack">
            {heading(String::new(), words.title.clone())}
            <p>{line}</p>
            {paragraphs(&words.intro, "soft")}
            <button type="button" class="btn" on:click=move |_| asking.to(Stage::Asking(0))>{t!("begin")}</button>
            <button type="button" class="btn quiet" on:click=move |_| asking.go_on()>
                {words.not_alone.button.clone()}
            </button>
            <p class="soft small">{words.not_alone.note.clone()}</p>
            <button type="button" class="btn text" on:click=move |_| asking.to(Stage::AfterSkip)>
                {words.answers.skip_all.clone()}
            </button>
            {(asking.door != Door::SignUp)
                .then(|| {
                    view! {
                        <button type="button" class="btn text" on:click=move |_| asking.app.nav.back(Page::Today)>
                            {t!("not-now")}
                        </button>
                    }
                })}
        </section>
    }
}

fn ask(asking: Asking, words: &'static Questions, at: usize) -> impl IntoView {
    let AnswerWords { yes, no, skip, .. } = &words.answers;
    let text = words.question.get(at).map(|it| it.text.clone()).unwrap_or_default();
    let number = |it: usize| u32::try_from(it).unwrap_or_default();
    let count = t!("question-of", n = number(at + 1), total = number(words.question.len()));
    view! {
        <section class="stack">
            {heading(count, text)}
            <div class="stack">
                <button type="button" class="btn quiet" on:click=move |_| asking.answer(at, Some(true))>{yes.clone()}</button>
                <button type="button" class="btn quiet" on:click=move |_| asking.answer(at, Some(false))>{no.clone()}</button>
                <button type="button" class="btn text" on:click=move |_| asking.answer(at, None)>{skip.clone()}</button>
            </div>
            <button type="button" class="btn text" on:click=move |_| asking.go_on()>
                {words.not_alone.button.clone()}
            </button>
        </section>
    }
}

fn after_yes(asking: Asking, words: &'static Questions) -> impl IntoView {
    let after = &words.after_yes;
    let app = asking.app;
    // Help stands where a phone shows it without scrolling.
    let (first, rest) = after.text.split_at(after.text.len().min(2));
    let alone = move |_| {
        let mut settings = app.glance(|it| it.settings.clone());
        settings.suggests = Suggests::Alone;
        let _ = app.ask(Command::Set(settings));
        // An invitation that was not answered is let go of: nobody is told.
        app.invitation.set(None);
        app.nav.replace(Page::Today);
    };
    view! {
        <section class="stack">
            {heading(String::new(), after.title.clone())}
            {paragraphs(first, "")}
            <button type="button" class="btn" data-page="help/not-safe">{after.help.clone()}</button>
            {paragraphs(rest, "")}
            <button type="button" class="btn quiet" data-page="learn/see-a-therapist">{after.therapist.clone()}</button>
            <button type="button" class="btn quiet" on:click=alone>{after.alone.clone()}</button>
            <button type="button" class="btn text" on:click=move |_| asking.go_on()>{after.go_on.clone()}</button>
            <button type="button" class="btn text" on:click=move |_| asking.go_on()>
                {words.not_alone.button.clone()}
            </button>
        </section>
    }
}

fn after(
    asking: Asking,
    title: &'static str,
    text: &'static [String],
    go_on: &'static str,
) -> impl IntoView {
    view! {
        <section class="stack">
            {heading(String::new(), title.to_owned())}
            {paragraphs(text, "")}
            <button type="button" class="btn" on:click=move |_| asking.go_on()>{go_on}</button>
            <button type="button" class="btn text" data-page="help">{t!("help")}</button>
        </section>
    }
}

impl Asking {
    fn to(self, stage: Stage) {
        self.stage.set(stage);
        to_top();
    }

    fn answer(self, at: usize, answer: Option<bool>) {
        match answer {
            Some(true) => self.has_yes.set(true),
            Some(false) => {}
            None => self.has_skip.set(true),
        }
        let next = at + 1;
        if next < questions().question.len() {
            self.to(Stage::Asking(next));
        } else if self.has_yes.get_untracked() {
            self.to(Stage::AfterYes);
        } else if self.has_skip.get_untracked() {
            self.to(Stage::AfterSkip);
        } else {
            self.to(Stage::AfterNo);
        }
    }

    /// The same way on, whatever was answered.
    fn go_on(self) {
        self.app.nav.replace(self.app.nav.behind(self.door));
    }
}

/// A line that leads to another view, with the questions before it.
pub(crate) fn lead(app: App, door: Door, page: Page, title: String, text: String) -> impl IntoView {
    view! {
        <button type="button" class="sheet lead" on:click=move |_| app.nav.ask_before(door, page)>
            <span class="tight grow">
                <b>{title}</b>
                {(!text.is_empty()).then(|| view! { <span class="soft small">{text}</span> })}
            </span>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever looks over a shoulder reads the heading first, and so does whoever hopes for clearance (safety rules 4 and 26).
    #[test]
    fn the_heading_does_not_tell_what_was_answered() {
        let words = questions();
        assert!(!words.after_yes.title.is_empty());
        assert_eq!(words.after_no.title, words.after_yes.title);
        assert_eq!(words.after_skip.title, words.after_yes.title);
    }
}
