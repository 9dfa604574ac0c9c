//! How much of the other's is shown a day: a receiver's own choice, known to nobody else.
//!
//! What exceeds it is fetched like everything and waits unseen until another day. How many were let in is noted in the vault, not
//! worked out from days that the other's app wrote down: those could be chosen to get round it.

use reknit_model::{log::Partner, state::State};
use reknit_wire::id::SpaceId;
use serde::{Deserialize, Serialize};

use super::Engine;
use crate::{account::Blob, ports::Now, view::Caps};

/// What can be capped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Capped {
    /// Kind words.
    KindWords,
}

/// How many were let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct LetIn {
    space: SpaceId,
    /// The day of the newest, in days since 1970-01-01.
    day: i32,
    /// How many on that day.
    n_today: usize,
    /// How many altogether.
    n: usize,
}

impl Capped {
    const ALL: [Self; 1] = [Self::KindWords];

    /// Where it lies in the vault.
    fn key(self) -> &'static str {
        match self {
            Self::KindWords => "let-in/kind-words",
        }
    }

    fn cap(self, caps: &Caps) -> Option<u8> {
        match self {
            Self::KindWords => caps.kind_words,
        }
    }

    /// How many of `of` there are.
    fn count(self, state: &State, of: Partner) -> usize {
        match self {
            Self::KindWords => state.appreciations.iter().filter(|it| it.by == of).count(),
        }
    }
}

impl Engine {
    /// Lets in what today has room for. Private, and starts no request.
    pub(super) fn let_in(&mut self, now: Now) {
        self.look_at_arrivals(now);
        let Some(me) = self.me() else { return };
        let Some(space) = self.keyring.space.as_ref().map(|it| it.id) else { return };
        let theirs = self.log.partner(me).other();
        let caps = self.settings().caps;
        for capped in Capped::ALL {
            let text = match capped.cap(&caps) {
                None => String::new(),
                Some(cap) => {
                    let n = capped.count(self.shown(), theirs);
                    // What was here when the cap was chosen stays.
                    let begun = LetIn { space, day: now.today, n_today: 0, n };
                    let mut it = self.let_in_so_far(capped).unwrap_or(begun);
                    if now.today > it.day {
                        it = LetIn { day: now.today, n_today: 0, ..it };
                    }
                    let room = usize::from(cap).saturating_sub(it.n_today);
                    let more = room.min(n.saturating_sub(it.n));
                    it = LetIn { n_today: it.n_today + more, n: it.n + more, ..it };
                    serde_json::to_string(&it).unwrap_or_default()
                }
            };
            let stands = self.private.get(capped.key()).map_or("", |(it, _)| it);
            if stands != text {
                let random = self.randoms.private.as_mut();
                self.private.set(random, capped.key(), &text);
                self.private.settle(random, capped.key());
                self.keeps.mark(Blob::Private);
            }
        }
    }

    fn let_in_so_far(&self, capped: Capped) -> Option<LetIn> {
        let (text, _) = self.private.get(capped.key())?;
        let it: LetIn = serde_json::from_str(text).ok()?;
        (self.keyring.space.as_ref().map(|it| it.id) == Some(it.space)).then_some(it)
    }

    /// How many of the other's are shown, the oldest first.
    pub(super) fn n_shown(&self, capped: Capped) -> usize {
        self.let_in_so_far(capped).map_or(usize::MAX, |it| it.n)
    }
}
