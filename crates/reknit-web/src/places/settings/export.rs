//! A copy of everything: made on this device, of what this device holds. Nothing is asked of the server (safety rule 1).

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use reknit_client::export::{Block, Export, markdown};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::{
    nav::Page,
    parts::{back, field, heading, problem, say_politely},
    ports::clock::now,
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
            save(&it.file_name(ending), &text)
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

/// Hands a file to the browser, to be kept where the person says.
fn save(name: &str, text: &str) -> Option<()> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/plain");
    let parts = Array::of1(&Uint8Array::from(text.as_bytes()));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement =
        wasm_bindgen::JsCast::dyn_into(document().create_element("a").ok()?).ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // It has been taken by now; what it pointed to goes with the next turn.
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&address);
        },
        std::time::Duration::from_secs(10),
    );
    Some(())
}
