//! A talk that goes on: my move, or the other's; a break; an end.

use leptos::prelude::*;
use reknit_client::{
    command::TalkCommand,
    view::{TalkAt, TalkView, talk_sheet},
};
use reknit_model::talks::{Answer, Part, Step};

use super::{Here, ending, part_id, part_of};
use crate::{
    content::{PartWords, listen},
    parts::{
        coach::{self, Field, Reads},
        em, field, hour_of, kept_line,
    },
    words::t,
};

/// What the form hangs on. As long as it is the same the form stays, and with it the keyboard of a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Turn {
    step: Step,
    my_move: bool,
    swapped: bool,
    can_write: bool,
    /// What the other said last, where the move is about it.
    heard: String,
}

impl Turn {
    fn of(it: &TalkView) -> Option<Self> {
        let TalkAt::Going { step, my_move, swapped, .. } = it.at else { return None };
        // In the last step both write at once.
        let heard = if step == Step::Closing { String::new() } else { heard(it) };
        Some(Self { step, my_move, swapped, can_write: it.can_write, heard })
    }
}

pub(super) fn show(here: Here, talk: Memo<Option<TalkView>>, name: &str) -> impl IntoView + use<> {
    let turn = Memo::new(move |_| talk.with(|it| it.as_ref().and_then(Turn::of)));
    let pause = Memo::new(move |_| talk.with(|it| it.as_ref().and_then(|it| it.pause)));
    let name = name.to_owned();
    view! {
        {move || pause.get().map(|it| paused(it.back_at_ms))}
        {move || turn.get().map(|it| one(here, it, &name))}
        {ending::ways_out(here)}
    }
}

fn one(here: Here, turn: Turn, name: &str) -> impl IntoView + use<> {
    let Turn { step, my_move, swapped, can_write, heard } = turn;
    let swapped = (swapped && step == Step::Telling)
        .then(|| view! { <p class="soft" role="status">{t!("talk-swapped")}</p> });
    let body = match (my_move, step) {
        (true, _) if !can_write => view! { <p class="soft">{t!("talk-key-wait")}</p> }.into_any(),
        (true, Step::Answering) => answer(here).into_any(),
        (true, Step::Listening) => listening(here, heard).into_any(),
        (true, step) => {
            let part = part_of(step);
            write(here, words_of(part_id(step)), part, reads(part, &heard)).into_any()
        }
        (false, step) => waiting(step, name).into_any(),
    };
    view! { {swapped} {body} }
}

fn words_of(id: &str) -> &'static PartWords {
    static NONE: PartWords = PartWords {
        id: String::new(),
        title: String::new(),
        help: String::new(),
        examples: Vec::new(),
        wait: String::new(),
    };
    listen().written(id).unwrap_or(&NONE)
}

/// A break goes on until somebody goes on. A time that has passed is not remarked upon.
fn paused(back_at_ms: Option<i64>) -> impl IntoView {
    let words = &listen().pause;
    let when = match back_at_ms {
        Some(at) => t!("talk-break-back", hour = hour_of(at)),
        None => t!("talk-break-open"),
    };
    view! {
        <div class="well stack" role="status">
            <p><b>{t!("talk-break-on")}</b>". "{when}</p>
            <ul class="soft small">{words.calm.iter().map(|it| view! { <li>{em(it)}</li> }).collect_view()}</ul>
            <p class="soft small">{t!("talk-break-over")}</p>
        </div>
    }
}

fn waiting(step: Step, name: &str) -> impl IntoView + use<> {
    let line = match step {
        Step::Closing => t!("talk-both-close"),
        step => t!("talk-their-move", name = name, does = words_of(part_id(step)).wait.clone()),
    };
    view! {
        <div class="sheet stack" role="status">
            <p><b>{line}</b></p>
            <p class="soft small">{listen().apart.no_hurry.clone()}</p>
        </div>
    }
}

/// What the other said last.
fn heard(it: &TalkView) -> String {
    let theirs = it.said.iter().rev().find(|it| !it.mine && !it.words.is_empty());
    theirs.map(|it| it.words.clone()).unwrap_or_default()
}

/// What the coach takes a part for, if it is asked to read it.
fn reads(part: Part, heard: &str) -> Reads {
    match part {
        Part::Question | Part::SayBack | Part::Sense | Part::Feeling => {
            Reads::Reply(heard.to_owned())
        }
        Part::Piece | Part::Reply | Part::Takeaway => Reads::Message,
    }
}

/// The words of one step.
fn write(here: Here, words: &'static PartWords, part: Part, reads: Reads) -> impl IntoView {
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        here.said(TalkCommand::Say { talk: here.id, part, words: here.text.get_untracked() });
    };
    view! {
        <form class="sheet stack" on:submit=go novalidate>
            {text(here, words.title.clone(), words.help.clone(), reads)}
            {examples(words)}
            <button type="submit" class="btn">{t!("talk-send")}</button>
        </form>
    }
}

fn text(here: Here, title: String, help: String, reads: Reads) -> impl IntoView {
    let note = move || here.app.note_draft(talk_sheet(here.id), here.text.get_untracked());
    let field =
        Field { id: "talk-words", label: title, help, hint: String::new(), value: here.text };
    view! {
        {coach::asked(here.app, field, reads, note)}
        {kept_line(here.app)}
    }
}

fn examples(words: &'static PartWords) -> impl IntoView {
    (!words.examples.is_empty()).then(|| {
        view! {
            <details>
                <summary>{t!("examples")}</summary>
                <ul class="soft small">{words.examples.iter().map(|it| view! { <li>{em(it)}</li> }).collect_view()}</ul>
            </details>
        }
    })
}

/// Saying it back, or asking first.
fn listening(here: Here, heard: String) -> impl IntoView {
    let asks = RwSignal::new(false);
    view! {
        {move || {
            if asks.get() {
                write(here, words_of("question"), Part::Question, reads(Part::Question, &heard)).into_any()
            } else {
                write(here, words_of("say_back"), Part::SayBack, reads(Part::SayBack, &heard)).into_any()
            }
        }}
        <button type="button" class="btn quiet" on:click=move |_| asks.update(|it| *it = !*it)>
            {move || if asks.get() { t!("talk-say-instead") } else { t!("talk-ask-instead") }}
        </button>
    }
}

/// How well it was said back.
fn answer(here: Here) -> impl IntoView {
    let words = words_of("answer");
    let answer = RwSignal::new(Answer::ThatIsIt);
    let lacks = move || matches!(answer.get(), Answer::Partly | Answer::NotYet);
    let options = vec![
        (Answer::ThatIsIt, t!("talk-it-is")),
        (Answer::AndMore, t!("talk-and-more")),
        (Answer::Partly, t!("talk-partly")),
        (Answer::NotYet, t!("talk-not-yet")),
    ];
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let lacks = matches!(answer.get_untracked(), Answer::Partly | Answer::NotYet);
        let words = if lacks { here.text.get_untracked() } else { String::new() };
        here.said(TalkCommand::Answer { talk: here.id, answer: answer.get_untracked(), words });
    };
    view! {
        <form class="sheet stack" on:submit=go novalidate>
            {field::choices("answer", words.title.clone(), options, answer)}
            <p class="soft small">{words.help.clone()}</p>
            {move || lacks().then(|| text(here, t!("talk-missing"), t!("talk-missing-help"), Reads::Message))}
            <button type="submit" class="btn">{t!("talk-send")}</button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use reknit_client::view::SaidView;
    use reknit_model::talks::{Pause, TalkId, What};

    use super::*;

    fn talk(step: Step) -> TalkView {
        TalkView {
            id: TalkId([1; 16]),
            mine: true,
            topic: "Sunday".into(),
            on_day: 0,
            i_speak_first: true,
            at: TalkAt::Going { step, i_speak: true, my_move: true, swapped: false },
            said: Vec::new(),
            late: Vec::new(),
            pause: None,
            can_write: true,
        }
    }

    #[test]
    fn a_break_and_the_last_words_of_the_other_leave_the_form_where_it_is() {
        let before = talk(Step::Telling);
        let mut paused = before.clone();
        paused.pause = Some(Pause { back_at_ms: Some(1) });
        assert_eq!(Turn::of(&paused), Turn::of(&before));

        let before = talk(Step::Closing);
        let mut said = before.clone();
        said.said.push(SaidView {
            mine: false,
            what: What::Part(Part::Takeaway),
            words: "I take this with me.".into(),
            is_closed: false,
        });
        assert_eq!(Turn::of(&said), Turn::of(&before));
        said.at = TalkAt::Over { i_keep: false };
        assert_eq!(Turn::of(&said), None);
    }
}
