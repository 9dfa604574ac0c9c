//! The recovery sheet: what to print or save. It looks like any slip of paper.

use leptos::prelude::*;
use reknit_client::account::RecoverySheet;

use crate::words::t;

/// Shows the sheet, and goes on when it is put away.
pub(crate) fn show(sheet: RecoverySheet, done: impl Fn() + 'static) -> impl IntoView {
    let RecoverySheet { handle, code } = sheet;
    // A file made here and now, without a request; its name says nothing.
    let text = format!("{handle}\n{code}\n");
    let escaped = String::from(js_sys::encode_uri_component(&text));
    let file = format!("data:text/plain;charset=utf-8,{escaped}");
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
            <div class="actions no-print">
                <button type="button" class="btn quiet" data-print>{t!("print")}</button>
                <a class="btn quiet" href=file download="notes.txt">{t!("save-file")}</a>
            </div>
            <button type="button" class="btn no-print" on:click=move |_| done()>{t!("sheet-done")}</button>
            <button type="button" class="btn text no-print" data-page="help">{t!("help")}</button>
        </section>
    }
}
