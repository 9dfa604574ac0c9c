//! Sessions that were opened just now, for something that cannot be undone: new keys, deleting the account, ending other sessions. A token
//! found on a device that was left lying is not enough for these.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use reknit_wire::{api::Code, id::SessionId};

/// How long a session counts as opened just now: a slow phone needs a while to make new keys.
const FRESH: Duration = Duration::from_secs(10 * 60);

/// Most that are remembered. The oldest makes room, so that nobody is refused because of others.
const REMEMBERED_MAX: usize = 10_000;

/// In memory only: after a start of the relay the passphrase is given once more.
#[derive(Debug, Default)]
pub(crate) struct Fresh(Mutex<HashMap<SessionId, Instant>>);

impl Fresh {
    /// Remembers one that a passphrase or a code has opened for this.
    pub(crate) fn opened(&self, now: Instant, session: SessionId) {
        let Ok(mut opened) = self.0.lock() else { return };
        if opened.len() >= REMEMBERED_MAX {
            let oldest = opened.iter().min_by_key(|(_, at)| **at).map(|(id, _)| *id);
            oldest.map(|it| opened.remove(&it));
        }
        opened.insert(session, now);
    }

    /// Refuses where this session was opened longer ago, or for something else.
    pub(crate) fn check(&self, now: Instant, session: SessionId) -> Result<(), Code> {
        let mut opened = self.0.lock().map_err(|_| Code::Internal)?;
        opened.retain(|_, at| now.saturating_duration_since(*at) < FRESH);
        opened.contains_key(&session).then_some(()).ok_or(Code::SignInAgain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(n: usize) -> SessionId {
        SessionId((n as u128).to_be_bytes())
    }

    #[test]
    fn a_session_is_fresh_for_ten_minutes_and_no_other_is() {
        let (fresh, begun) = (Fresh::default(), crate::Clock::now());
        fresh.opened(begun, session(1));
        let after = |seconds| begun + Duration::from_secs(seconds);
        assert_eq!(fresh.check(after(599), session(1)), Ok(()));
        assert_eq!(fresh.check(after(599), session(2)), Err(Code::SignInAgain));
        assert_eq!(fresh.check(after(600), session(1)), Err(Code::SignInAgain));
    }

    #[test]
    fn however_many_there_are_the_newest_is_known() {
        let (fresh, begun) = (Fresh::default(), crate::Clock::now());
        for n in 0..REMEMBERED_MAX + 2 {
            fresh.opened(begun + Duration::from_millis(n as u64), session(n));
        }
        let now = begun + Duration::from_secs(60);
        assert_eq!(fresh.0.lock().map(|it| it.len()).ok(), Some(REMEMBERED_MAX));
        assert_eq!(fresh.check(now, session(1)), Err(Code::SignInAgain));
        assert_eq!(fresh.check(now, session(REMEMBERED_MAX + 1)), Ok(()));
    }
}
