//! Writing a page, and closing it. What is typed is a draft that only its author sees.

mod draft;
pub(super) mod fields;

use leptos::prelude::*;
use reknit_client::{
    command::{Command, Refusal},
    view::Slot,
};
use reknit_model::checkin::{Form, Page as Words};

use self::{draft::Writing, fields::fields_of};

use crate::{
    content::{Prompt, check_in as words},
    nav::Page,
    parts::{
        coach::{self, Field},
        field, heading, kept_line, not_now, paragraphs, problem, refusal, to_top, try_ask,
    },
    places::{check_in::earlier, opened::fresh_lead},
    session::App,
    words::t,
};

/// `from` is a page to begin with in place of the draft; `done` is called when it was closed or put down.
pub(super) fn show(
    app: App,
    from: Option<Words>,
    done: impl Fn() + Clone + Send + 'static,
) -> impl IntoView {
    let is_closing = RwSignal::new(false);
    let writing = Writing::new(app, from.clone());
    let finish = done.clone();
    view! {
        {move || {
            let writing = writing.clone();
            let finish = finish.clone();
            if is_closing.get() {
                closing(writing, is_closing, finish).into_any()
            } else {
                form(writing, is_closing).into_any()
            }
        }}
        {from
            .is_some()
            .then(|| {
                view! {
                    <button type="button" class="btn text" on:click=move |_| done()>{t!("leave-as-it-is")}</button>
                }
            })}
    }
}

fn form(writing: Writing, is_closing: RwSignal<bool>) -> impl IntoView {
    let app = writing.app;
    let opens = app.look(|it| it.checkin.opens_at_ms);
    let shown = writing.clone();
    let kept = StoredValue::new(writing.clone());
    let next = {
        let writing = writing.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            match writing.page().check() {
                Ok(()) => {
                    writing.error.set(None);
                    is_closing.set(true);
                    to_top();
                }
                Err(error) => writing.error.set(Some(refusal(Refusal::from(error)))),
            }
        }
    };
    let forms = vec![
        (Form::Short, form_name("short")),
        (Form::Long, form_name("long")),
        (Form::Monthly, form_name("monthly")),
    ];
    view! {
        <form class="stack" on:submit=next novalidate>
            {heading(t!("checkin"), t!("write-title"))}
            {fresh_lead(app)}
            <p class="soft">
                {move || match opens.get() {
                    Some(at) => t!("write-until", hour = crate::parts::hour_of(at)),
                    None => t!("write-no-hour"),
                }}
            </p>
            {field::choices_then("form", t!("write-form"), forms, writing.form, move |_| {
                kept.with_value(Writing::keep);
            })}
            {other_drafts(&writing)}
            {move || {
                let name = match shown.form.get() {
                    Form::Short => "short",
                    Form::Long => "long",
                    Form::Monthly => "monthly",
                };
                let prompts = words().form.get(name).map(|it| it.prompts.as_slice()).unwrap_or_default();
                let found = prompts.iter().filter_map(|id| words().prompt.iter().find(|it| it.id == *id));
                found.map(|it| prompt(&shown, it)).collect_view()
            }}
            {coach::button(app, writing.is_read)}
            {sliders(&writing)}
            {kept_line(app)}
            {problem(writing.error)}
            <button type="submit" class="btn">{t!("write-next")}</button>
            {not_now(app, Page::Together)}
            {earlier(app)}
        </form>
    }
}

fn form_name(name: &str) -> String {
    let form = words().form.get(name);
    form.map(|it| t!("form-name", title = it.title.as_str(), minutes = it.minutes))
        .unwrap_or_default()
}

fn prompt(writing: &Writing, prompt: &'static Prompt) -> impl IntoView + use<> {
    let fields = fields_of(&prompt.id).collect::<Vec<_>>();
    let note = writing.clone();
    let one = |field: &'static str, label: String, help: String| {
        let value = writing.fields.get(field).copied().unwrap_or_default();
        let note = note.clone();
        let field = Field { id: field, label, help, hint: String::new(), value };
        coach::one_of(note.app, field, note.is_read, move || note.keep())
    };
    let body = if let [field] = fields.as_slice() {
        one(field, prompt.label.clone(), prompt.help.clone()).into_any()
    } else {
        let parts = fields.iter().zip(&prompt.parts);
        let parts = parts.map(|(field, part)| one(field, part.clone(), String::new()));
        view! {
            <fieldset class="stack parts">
                <legend class="label">{prompt.label.clone()}</legend>
                <p class="soft small">{prompt.help.clone()}</p>
                {parts.collect_view()}
            </fieldset>
        }
        .into_any()
    };
    view! {
        <div class="tight">
            {body}
            <details>
                <summary>{t!("examples")}</summary>
                <ul class="soft small">
                    {prompt.examples.iter().map(|it| view! { <li>{it.clone()}</li> }).collect_view()}
                </ul>
            </details>
        </div>
    }
}

fn sliders(writing: &Writing) -> impl IntoView + use<> {
    let shows = writing.shows_sliders;
    let note = writing.clone();
    let shown = move |_| note.keep();
    let note = writing.clone();
    let rows = words().slider.iter().zip(writing.sliders).map(|(ends, value)| {
        // Whatever is set, or unset, is kept: after locking it stands as it was left.
        let note = note.clone();
        let set = move |to: Option<u8>| {
            value.set(to);
            note.keep();
        };
        let (slid, touched) = (set.clone(), set.clone());
        let id = format!("slider-{}", ends.id);
        let said = {
            let label = ends.label.clone();
            move || match value.get() {
                Some(it) => format!("{label}: {it}"),
                None => format!("{label}: {}", t!("left-out")),
            }
        };
        view! {
            <div class="slider">
                <div class="row-between">
                    <label for=id.clone()>{said}</label>
                    <button
                        type="button"
                        class="link small"
                        hidden=move || value.get().is_none()
                        on:click=move |_| set(None)
                    >
                        {t!("leave-out")}
                    </button>
                </div>
                <input
                    id=id
                    type="range"
                    min="0"
                    max="10"
                    step="1"
                    class:unset=move || value.get().is_none()
                    prop:value=move || value.get().unwrap_or(5).to_string()
                    on:input:target=move |event| slid(event.target().value().parse().ok())
                    on:click:target=move |event| touched(event.target().value().parse().ok())
                />
                <div class="row-between soft small" aria-hidden="true">
                    <span>{ends.low.clone()}</span>
                    <span>{ends.high.clone()}</span>
                </div>
            </div>
        }
    });
    let rows = rows.collect_view();
    view! {
        <fieldset class="sheet stack">
            <legend class="label">{words().sliders.title.clone()}</legend>
            <p class="soft small">{words().sliders.note.clone()}</p>
            {rows}
            {field::check_then(t!("share-sliders"), shows, shown)}
        </fieldset>
    }
}

/// Words for the same page, written elsewhere at the same time. Nothing is thrown away unasked.
fn other_drafts(writing: &Writing) -> impl IntoView + use<> {
    let app = writing.app;
    let writing = writing.clone();
    let also =
        app.look(|it| it.drafts.get(&Slot::Page).map(|it| it.also.clone()).unwrap_or_default());
    move || {
        let pages: Vec<Words> =
            also.get().iter().filter_map(|it| serde_json::from_str(it).ok()).collect();
        (!pages.is_empty()).then(|| {
            let writing = writing.clone();
            view! {
                <div class="notice stack">
                    <p class="small">{t!("draft-elsewhere")}</p>
                    {pages
                        .into_iter()
                        .map(|page| {
                            let writing = writing.clone();
                            view! {
                                {crate::places::opened::page_of(&page, t!("draft-other"))}
                                <button type="button" class="btn quiet small" on:click=move |_| writing.append(&page)>
                                    {t!("draft-add")}
                                </button>
                            }
                        })
                        .collect_view()}
                    <button
                        type="button"
                        class="btn quiet small"
                        on:click=move |_| {
                            let _ = app.ask(Command::SettleDraft(Slot::Page));
                        }
                    >
                        {t!("draft-settle")}
                    </button>
                </div>
            }
        })
    }
}

fn closing(
    writing: Writing,
    is_closing: RwSignal<bool>,
    done: impl Fn() + Send + 'static,
) -> impl IntoView {
    let close = &words().close;
    let error = RwSignal::new(None);
    let app = writing.app;
    let page = writing.page();
    let shut = move |_| {
        let numbers = writing.numbers();
        if try_ask(app, Command::ClosePage(writing.page()), error) {
            // Closing made room: the draft has gone from the vault. Only where two devices filled it is there still none.
            match numbers.map_or(Ok(()), |it| app.ask(Command::NoteSliders(it))) {
                Ok(()) => app.drop_draft(Slot::Page),
                Err(_) => writing.keep_numbers(),
            }
            done();
            to_top();
        }
    };
    view! {
        <section class="stack">
            {heading(t!("checkin"), t!("close-title"))}
            {paragraphs(&close.text, "")}
            {crate::places::opened::page_of(&page, t!("my-page"))}
            {problem(error)}
            <button type="button" class="btn" on:click=shut>{close.button.clone()}</button>
            <button type="button" class="btn text" on:click=move |_| is_closing.set(false)>{close.back.clone()}</button>
        </section>
    }
}
