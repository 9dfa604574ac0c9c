//! The recovery sheet: what to print or save. It looks like any slip of paper.

use leptos::prelude::*;
use reknit_client::account::RecoverySheet;

use super::{problem, say_politely};
use crate::{ports::file, words::t};

/// Shows the sheet, and goes on when it is put away.
pub(crate) fn show(sheet: RecoverySheet, done: impl Fn() + 'static) -> impl IntoView {
    let RecoverySheet { handle, code } = sheet;
    let error = RwSignal::new(None);
    // A file made here and now, without a request; its name says nothing.
    let text = format!("{handle}\n{code}\n");
    let save = move |_| match file::save("notes.txt", &text) {
        Some(()) => {
            error.set(None);
            say_politely(&t!("export-saved"));
        }
        None => error.set(Some(t!("export-failed"))),
    };
    view! {
        <section class="stack">
            <div class="tight no-print">
                <h1 tabindex="-1">{t!("sheet-title")}</h1>
                <p class="soft">{t!("sheet-intro")}</p>
            </div>
            <div class="sheet stack slip">
                <p class="mono">{handle}</p>
                <p class="mono code" id="recovery-code">{code}</p>
            </div>
            <ul class="soft small no-print">
                <li>{t!("sheet-keep")}</li>
                <li>{t!("sheet-power")}</li>
                <li>{t!("sheet-void")}</li>
            </ul>
            <p class="well small no-print">{t!("sheet-file")}</p>
            {problem(error)}
            <div class="actions no-print">
                <button type="button" class="btn quiet" data-print>{t!("print")}</button>
                <button type="button" class="btn quiet" on:click=save>{t!("save-file")}</button>
            </div>
            <button type="button" class="btn no-print" on:click=move |_| done()>{t!("sheet-done")}</button>
            <button type="button" class="btn text no-print" data-page="help">{t!("help")}</button>
        </section>
    }
}
