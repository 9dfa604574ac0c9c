//! A copy of everything: made on this device, of what this device holds. Nothing is asked of the server (safety rule 1).

use leptos::prelude::*;
use reknit_client::export::{Block, Export, markdown};

use crate::{
    nav::Page,
    parts::{back, field, heading, problem, say_politely},
    ports::{clock::now, file},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let private = RwSignal::new(false);
    let error = RwSignal::new(None);
    let keep = move |ending: &'static str| {
        let export = make(app, private.get_untracked());
        let saved = export.and_then(|it| {
            let text = if ending == "md" { markdown(&it.readable()) } else { it.to_json() };
            file::save(&it.file_name(ending), &text)
        });
        match saved {
            Some(()) => {
                error.set(None);
                say_politely(&t!("export-saved"));
            }
            None => error.set(Some(t!("export-failed"))),
        }
    };
    view! {
        <section class="stack">
            {heading(t!("only-you"), t!("export"))}
            <p>{t!("export-intro")}</p>
            {field::check(t!("export-private"), private)}
            <p class="soft small">{t!("export-private-help")}</p>
            <p class="well small">{t!("export-open")}</p>
            {problem(error)}
            <button type="button" class="btn" on:click=move |_| app.nav.go(Page::ExportRead(private.get_untracked()))>
                {t!("export-read")}
            </button>
            <button type="button" class="btn quiet" on:click=move |_| keep("md")>{t!("export-md")}</button>
            <button type="button" class="btn quiet" on:click=move |_| keep("json")>{t!("export-json")}</button>
            <p class="soft small">{t!("export-json-help")}</p>
            {back(app, Page::Settings)}
        </section>
    }
}

/// The same to read and to print.
pub(crate) fn read(app: App, private: bool) -> impl IntoView {
    let blocks = make(app, private).map(|it| it.readable()).unwrap_or_default();
    view! {
        <article class="stack">
            {blocks.into_iter().map(block).collect_view()}
            <div class="actions no-print">
                <button type="button" class="btn quiet" data-print>{t!("print")}</button>
            </div>
            <div class="no-print">{back(app, Page::Export)}</div>
        </article>
    }
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Title(text) => view! { <h1 tabindex="-1">{text}</h1> }.into_any(),
        Block::Heading(text) => view! { <h2>{text}</h2> }.into_any(),
        Block::Note(text) => view! { <p class="soft small">{text}</p> }.into_any(),
        Block::Said { what, lines } => {
            let lines = lines.into_iter().map(|it| {
                view! {
                    {it.label.map(|label| view! { <p class="soft small">{label}</p> })}
                    <p class="said">{it.text}</p>
                }
            });
            view! {
                <div class="sheet tight">
                    <p class="eyebrow">{what}</p>
                    {lines.collect_view()}
                </div>
            }
            .into_any()
        }
    }
}

fn make(app: App, private: bool) -> Option<Export> {
    app.keep_drafts();
    app.with_engine(|it| it.export(now(), private))
}
