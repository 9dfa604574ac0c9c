//! A line that always stands where the coach reads from the start. Without it *nothing is wrong* and *nothing was read* would look alike.

use leptos::prelude::*;

use crate::{content, ports::reader::State, session::App, words::t};

/// `is_unread`: whether something there could not be read.
pub(super) fn show(app: App, is_unread: impl Fn() -> bool + Send + 'static) -> impl IntoView {
    let is_off = app.look(|it| it.settings.coach.off);
    let told = move || {
        let line = line(app.is_open.get(), is_off.get(), app.coach.state.get());
        let is_unread = !is_off.get() && app.coach.is_ready() && is_unread();
        if is_unread { t!("coach-unread", read = 0) } else { line }
    };
    view! { <p class="soft small standing no-print">{told}</p> }
}

/// Whether it reads here, and why not. Without an account nothing else is known of it.
fn line(is_open: bool, is_off: bool, state: State) -> String {
    match (is_open, is_off, state) {
        (false, _, _) => t!("coach-along-account"),
        (true, true, _) => t!("coach-along-off"),
        (true, false, State::Coming) => t!("coach-coming"),
        (true, false, State::Failed) => t!("coach-missing"),
        (true, false, State::Ready) => {
            t!("coach-along", caveat = content::coach().find("caveat.say").unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn silence_is_told_apart_from_having_read() {
        let all = [
            line(true, false, State::Ready),
            line(true, false, State::Coming),
            line(true, false, State::Failed),
            line(true, true, State::Ready),
            line(false, false, State::Coming),
        ];
        assert!(all[0].contains("No mark is no clearance."), "{}", all[0]);
        assert_eq!(BTreeSet::from(all).len(), 5);
        let off = line(true, true, State::Failed);
        assert_eq!(off, line(true, true, State::Ready), "switched off, it is not missed");
    }
}
