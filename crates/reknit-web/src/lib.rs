//! hello
use leptos::prelude::*;
/// hello
#[component]
pub fn App() -> impl IntoView {
    view! { <p>"hello"</p> }
}
