//! What is told before anybody signs up (safety rules 13 and 24), whichever way they came.
//!
//! The words stand in the document: there they are before the app is, and there they are written once.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use crate::words::t;

/// What *Leave this page* does, in short.
pub(super) fn leave_short() -> impl IntoView {
    let found = document().query_selector("#landing > .leave-short").ok().flatten();
    let html = found.map(|it| it.inner_html()).unwrap_or_default();
    view! { <div class="leave-short" inner_html=html></div> }
}

/// Who runs this and what they see, and what nothing here protects against: two parts of the landing.
pub(super) fn host_and_limits() -> impl IntoView {
    let parts = [t!("landing-host"), t!("landing-limits")];
    parts
        .map(|title| {
            let html = below(&title);
            view! {
                <section class="tight apart">
                    <h2>{title}</h2>
                    <div class="prose" inner_html=html></div>
                </section>
            }
        })
        .collect_view()
}

/// What stands below a heading of the landing, up to the next one.
fn below(title: &str) -> String {
    let Ok(headings) = document().query_selector_all("#landing > h2") else { return String::new() };
    let heading = (0..headings.length())
        .filter_map(|at| headings.item(at)?.dyn_into::<Element>().ok())
        .find(|it| it.text_content().is_some_and(|text| text.trim() == title));
    let mut html = String::new();
    let mut next = heading.and_then(|it| it.next_element_sibling());
    while let Some(it) = next.filter(|it| it.tag_name() != "H2") {
        html.push_str(&it.outer_html());
        next = it.next_element_sibling();
    }
    html
}

#[cfg(test)]
mod tests {
    use crate::words::t;

    #[test]
    fn both_parts_are_found_by_their_headings() {
        let landing = include_str!("../../../../content/en/landing.md");
        for title in [t!("landing-host"), t!("landing-limits")] {
            let headings = landing.lines().filter_map(|it| it.strip_prefix("## "));
            assert_eq!(headings.filter(|it| *it == title).count(), 1, "{title}");
        }
    }
}
