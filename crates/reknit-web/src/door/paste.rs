//! An invitation that was sent as a link to another address: into this app instead, without opening it there.

use leptos::prelude::*;

use crate::{
    nav::Page,
    parts::{field, heading},
    session::App,
    words::t,
};

pub(crate) fn show(app: App) -> impl IntoView {
    let link = RwSignal::new(String::new());
    let is_mangled = RwSignal::new(false);
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let found = link.with_untracked(|it| fragment(it).map(str::to_owned));
        is_mangled.set(found.is_none());
        if found.is_some() {
            app.invitation.set(found);
            app.nav.replace(Page::Invited);
        }
    };
    view! {
        <form class="stack" on:submit=go autocomplete="off" novalidate>
            {heading(String::new(), t!("paste-title"))}
            <p>{t!("paste-intro")}</p>
            {field::area("pasted", t!("paste-link"), t!("paste-help"), link, move || is_mangled.set(false))}
            <p class="notice" role="alert" hidden=move || !is_mangled.get()>{t!("invite-mangled")}</p>
            <button type="submit" class="btn">{t!("paste-read")}</button>
            <button type="button" class="btn text" on:click=move |_| app.nav.back(app.home())>
                {t!("back")}
            </button>
        </form>
    }
}

/// What an invitation says after `#`, in whatever text it came.
fn fragment(text: &str) -> Option<&str> {
    let rest = text.trim().rsplit('#').next()?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let rest = rest.split_whitespace().next()?;
    rest.strip_prefix("j/").filter(|it| !it.is_empty()).map(|_| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_wherever_it_would_lead() {
        for text in [
            "https://notes.example.org/#j/AbC-_9",
            "  http://localhost:7301/#/j/AbC-_9\n",
            "#j/AbC-_9",
            "j/AbC-_9",
            "Here it is: https://a.b/#j/AbC-_9 and see you",
        ] {
            assert_eq!(fragment(text), Some("j/AbC-_9"), "{text}");
        }
        for text in ["", "https://notes.example.org/", "https://a.b/#x", "https://a.b/#j/"] {
            assert_eq!(fragment(text), None, "{text}");
        }
    }
}
