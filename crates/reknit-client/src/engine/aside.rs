//! What is too long for any relay: refused where it is written, and set aside where it waits all the same.
//!
//! A relay refuses a whole append because of one such entry, so everything behind it would wait for ever. It stays in the outbox, is not
//! folded and never sent, and its author is told until they take it away themselves.

use reknit_model::{checkin::Page, event::Event};
use reknit_vault::{epoch::sealed_len, withheld};
use reknit_wire::limits::BODY_BYTES_MAX;

use super::{Engine, Pending};
use crate::{account::Blob, command::Refusal, export, view::NotSent};

/// Whether an event can be sent at all.
///
/// # Errors
///
/// [`Refusal::TooLong`].
pub(super) fn check(event: &Event) -> Result<(), Refusal> {
    let fits = sealed_len(event.to_json().len()) <= BODY_BYTES_MAX;
    if fits { Ok(()) } else { Err(Refusal::TooLong) }
}

impl Engine {
    /// What waits to be sent, the oldest first.
    pub(super) fn waiting(&self) -> impl Iterator<Item = &Pending> {
        self.outbox.iter().filter(|it| check(&it.event).is_ok())
    }

    /// What lies here and can never be sent.
    pub(super) fn show_not_sent(&self) -> Vec<NotSent> {
        let aside = self.outbox.iter().filter(|it| check(&it.event).is_err());
        let shown = aside.map(|it| {
            let (what, mut lines) = export::said(&it.event);
            if let Event::PageClosed { sealed, .. } = &it.event {
                let page = self.my_page(sealed);
                lines = page.map(|it| export::lines(&it)).unwrap_or_default();
            }
            NotSent { what, lines }
        });
        shown.collect()
    }

    /// Takes away what can never be sent, as its author wants.
    pub(super) fn drop_not_sent(&mut self) {
        let before = self.outbox.len();
        self.outbox.retain(|it| check(&it.event).is_ok());
        if self.outbox.len() != before {
            self.keeps.mark(Blob::Outbox);
        }
    }

    /// The words of a page that I closed.
    pub(super) fn my_page(&self, closed: &reknit_model::checkin::SealedPage) -> Option<Page> {
        self.keyring.withheld.iter().find_map(|secret| {
            let key = withheld::page_key(&secret.0, &closed.id);
            let sealed = withheld::Sealed {
                id: closed.id,
                ciphertext: closed.box_.clone(),
                commit: closed.commit,
                digest: closed.digest,
            };
            Page::from_json(&withheld::open(&sealed, &key).ok()?)
        })
    }
}

#[cfg(test)]
mod tests;
