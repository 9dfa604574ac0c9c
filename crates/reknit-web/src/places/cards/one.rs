//! One card: what stands on it, what was said to it, and its earlier versions.

use leptos::prelude::*;
use reknit_client::{
    command::{CardAct, Command},
    view::{CardAnswer, CardView},
};
use reknit_model::{cards::Kind, log::EntryId};

use super::{answer_sheet, fields, from, words_of};
use crate::{
    content::cards,
    nav::Page,
    parts::{
        back,
        before_sharing::before_writing,
        coach::{self, Field, Reads},
        day_of, field, heading, kept_line, problem, say_politely, try_ask,
    },
    session::App,
    words::t,
};

pub(crate) fn show(app: App, id: EntryId) -> impl IntoView {
    let card = app.look(move |it| it.cards.iter().find(|it| it.id == id).cloned());
    let name = app.their_name();
    let error = RwSignal::new(None);
    // The field below stays as it is while answers come in.
    let can_answer = Memo::new(move |_| card.get().is_some_and(|it| !it.mine && !it.unsent));
    view! {
        <section class="stack">
            {move || card.get().map(|it| standing(&it, &name.get()))}
            {problem(error)}
            <Show when=move || can_answer.get()>
                {before_writing(app, move || card.get_untracked().map(|it| answer(app, id, it.kind, error)))}
            </Show>
            {move || card.get().filter(|it| it.mine && !it.unsent).map(|it| mine(app, &it, error))}
            {move || card.get().filter(|it| it.versions.len() > 1).map(|it| earlier(&it))}
            {move || card.get().is_none().then(|| view! { <p class="soft">{t!("refused-out-of-place")}</p> })}
            {back(app, Page::Cards)}
        </section>
    }
}

fn standing(it: &CardView, name: &str) -> impl IntoView + use<> {
    let title = words_of(it.kind).map(|it| it.title.clone()).unwrap_or_default();
    let newest = it.versions.first().cloned();
    let (mine, kind) = (it.mine, it.kind);
    let answerer = from(!it.mine, name);
    view! {
        {heading(t!("both-can-read"), title)}
        {newest
            .map(|(day, written)| {
                view! {
                    <article class="sheet stack">
                        {fields(kind, &written)}
                        <p class="soft small">{from(mine, name)}" · "{day_of(day)}</p>
                    </article>
                }
            })}
        {it.answers.iter().map(|it| answered(it, kind, &answerer)).collect_view()}
    }
}

fn answered(it: &CardAnswer, kind: Kind, from: &str) -> impl IntoView + use<> {
    let when = if it.unsent { t!("waits-to-be-sent") } else { day_of(it.on_day) };
    let thanks = it.thanks.then(|| {
        let [thanks, ..] = cards().answering(kind);
        view! { <p><b>{thanks}</b></p> }
    });
    let words = (!it.words.is_empty()).then(|| view! { <p class="said">{it.words.clone()}</p> });
    view! {
        <article class="well tight">
            {thanks}
            {words}
            <p class="soft small">{format!("{from} · {when}")}</p>
        </article>
    }
}

fn answer(app: App, card: EntryId, kind: Kind, error: RwSignal<Option<String>>) -> impl IntoView {
    let slot = move || answer_sheet(card);
    let draft = app.glance(|it| it.drafts.get(&slot()).map(|it| it.text.clone()));
    let text = RwSignal::new(draft.unwrap_or_default());
    let say = move |thanks: bool| {
        let words = text.get_untracked();
        if try_ask(app, Command::Card(CardAct::Answer { card, thanks, words }), error) {
            let _ = app.ask(Command::SaveDraft { slot: slot(), text: String::new() });
            app.drop_draft(slot());
            text.set(String::new());
            say_politely(&t!("appreciation-sent"));
        }
    };
    let [thanks, label, help] = cards().answering(kind);
    let typed = move || app.note_draft(slot(), text.get_untracked());
    let words = if has_coach(kind) {
        let hint = String::new();
        let field = Field { id: "card-answer", label, help, hint, value: text };
        coach::asked(app, field, Reads::Message, typed).into_any()
    } else {
        field::area("card-answer", label, help, text, typed).into_any()
    };
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event: leptos::ev::SubmitEvent| {
                event.prevent_default();
                say(false);
            }
        >
            <button type="button" class="btn" on:click=move |_| say(true)>{thanks}</button>
            {words}
            {kept_line(app)}
            <button type="submit" class="btn quiet">{t!("card-add")}</button>
        </form>
    }
}

/// Whether the coach may be asked to read what is added to a card. Who adds to a guess says how it was for them, and that is theirs to say.
fn has_coach(kind: Kind) -> bool {
    match kind {
        Kind::Guess => false,
        Kind::Impact | Kind::Returns | Kind::Alarmed | Kind::Support | Kind::GoodNews => true,
    }
}

fn mine(app: App, it: &CardView, error: RwSignal<Option<String>>) -> impl IntoView + use<> {
    let (id, kind, put_away) = (it.id, it.kind, it.put_away);
    let away = move |_| {
        if try_ask(app, Command::Card(CardAct::PutAway(id)), error) {
            app.nav.back(Page::Cards);
        }
    };
    view! {
        <button type="button" class="btn quiet" on:click=move |_| app.nav.go(Page::WriteCard(kind, Some(id)))>
            {t!("card-anew")}
        </button>
        {(!put_away).then(|| view! { <button type="button" class="btn text" on:click=away>{t!("card-put-away")}</button> })}
        <p class="soft small">{t!("card-stays")}</p>
    }
}

fn earlier(it: &CardView) -> impl IntoView + use<> {
    let kind = it.kind;
    let versions: Vec<_> = it.versions.iter().skip(1).cloned().collect();
    view! {
        <details>
            <summary>{t!("card-earlier")}</summary>
            <div class="stack">
                {versions
                    .into_iter()
                    .map(|(day, written)| {
                        view! {
                            <article class="sheet stack">
                                {fields(kind, &written)}
                                <p class="soft small">{day_of(day)}</p>
                            </article>
                        }
                    })
                    .collect_view()}
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_how_it_was_for_them_is_read_by_no_coach() {
        assert!(!has_coach(Kind::Guess));
        assert!(has_coach(Kind::Impact), "a line back to what the other wrote");
    }
}
