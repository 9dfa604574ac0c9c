//! How much one puts before the other on one day: the app of whoever offers it stops here, and the other's book holds back the rest.
//!
//! Counted in the vault, for the same on all devices: entries bear no day that could be counted, and an offer that was taken back was
//! one all the same.

use reknit_model::{arrivals::Daily, event::Event};

use super::Engine;
use crate::{account::Blob, command::Refusal, ports::Now};

/// Under which keys the counts lie in the vault.
pub(super) const OFFERED_PREFIX: &str = "offered/";

impl Engine {
    /// Says what offers something, unless there was enough of its kind today.
    pub(super) fn offer(&mut self, now: Now, kind: Daily, event: Event) -> Result<(), Refusal> {
        let n = self.n_offered(now, kind);
        if n >= kind.offered_max() {
            return Err(Refusal::EnoughToday);
        }
        self.say(event)?;
        let text = format!("{} {}", now.today, n + 1);
        let random = self.randoms.private.as_mut();
        self.private.set(random, &key(kind), &text);
        self.private.settle(random, &key(kind));
        self.keeps.mark(Blob::Private);
        Ok(())
    }

    /// How many were offered today, as far as this device knows.
    fn n_offered(&self, now: Now, kind: Daily) -> u8 {
        let Some((text, also)) = self.private.get(&key(kind)) else { return 0 };
        let counted = std::iter::once(text).chain(also.iter().map(String::as_str));
        let of_today = counted.filter_map(|it| {
            let (day, n) = it.split_once(' ')?;
            (day.parse() == Ok(now.today)).then(|| n.parse().ok())?
        });
        of_today.max().unwrap_or(0)
    }
}

fn key(kind: Daily) -> String {
    let word = match kind {
        Daily::Card => "card",
        Daily::Step => "step",
        Daily::Talk => "talk",
        Daily::Openness => "openness",
    };
    format!("{OFFERED_PREFIX}{word}")
}
