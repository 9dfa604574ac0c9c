//! Which sessions somebody opened just now. What cannot be undone asks for one of them: a token found on a device that was left lying is not
//! enough for it.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use reknit_wire::{api::Code, id::SessionId};

/// How long a session counts as opened just now: the passphrase was typed for this one purpose, and a slow phone needs a while for new keys.
const FRESH: Duration = Duration::from_secs(10 * 60);

/// In memory only: after a start of the relay everybody gives their passphrase once more.
#[derive(Debug, Default)]
pub(crate) struct Fresh(Mutex<HashMap<SessionId, Instant>>);

impl Fresh {
    /// Remembers one that a passphrase or a code has opened.
    pub(crate) fn opened(&self, now: Instant, session: SessionId) {
        if let Ok(mut opened) = self.0.lock() {
            opened.retain(|_, at| now.saturating_duration_since(*at) < FRESH);
            opened.insert(session, now);
        }
    }

    /// Refuses where this session was opened longer ago.
    pub(crate) fn check(&self, now: Instant, session: SessionId) -> Result<(), Code> {
        let opened = self.0.lock().map_err(|_| Code::Internal)?;
        let at = opened.get(&session).ok_or(Code::SignInAgain)?;
        let is_fresh = now.saturating_duration_since(*at) < FRESH;
        is_fresh.then_some(()).ok_or(Code::SignInAgain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_fresh_for_ten_minutes_and_no_other_is() {
        let fresh = Fresh::default();
        let (begun, [mine, other]) = (crate::Clock::now(), [1, 2].map(|it| SessionId([it; 16])));
        fresh.opened(begun, mine);
        let after = |seconds| begun + Duration::from_secs(seconds);
        assert_eq!(fresh.check(after(599), mine), Ok(()));
        assert_eq!(fresh.check(after(600), mine), Err(Code::SignInAgain));
        assert_eq!(fresh.check(begun, other), Err(Code::SignInAgain));
        // What is stale is forgotten with the next.
        fresh.opened(after(601), other);
        assert_eq!(fresh.0.lock().map(|it| it.len()).ok(), Some(1));
    }
}
