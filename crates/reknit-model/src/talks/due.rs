//! What an app says in talks by itself: letting go of what has lapsed, listing what is to be dropped, publishing a key that both wish for.

use super::{KEEP_DAYS, OFFER_DAYS, Standing, Talk, TalkId, Talks};
use crate::log::{EntryId, Partner};

/// Most entries one list names; what is left follows in the next.
const LIST_MAX: usize = 256;

/// Something an app says by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// The talk has lapsed.
    LetGo(TalkId),
    /// Entries of talks that were let go are listed as ones to be dropped.
    List(TalkId, Vec<EntryId>),
    /// Both keep the words, and I have published no key: mine is, if this device has it and the other has not published the same.
    Key(TalkId),
}

impl Talks {
    /// What the app of `me` says by itself on `today`. `ended` tells the day on which it learnt that a talk is over: the day that stands
    /// in the log was written by either, and could be made up to have the words let go of early, or never.
    ///
    /// `speaks` tells whether something of mine is about to be said anyway. What the other did in a talk that is gone, or by letting go of
    /// it, is listed beside that only: a list at once would tell, whenever they like, that I am there. After my own letting-go one list
    /// goes out by itself.
    #[must_use]
    pub fn due(
        &self,
        me: Partner,
        today: i32,
        speaks: bool,
        ended: &dyn Fn(TalkId) -> Option<i32>,
    ) -> Vec<Due> {
        let due = |it: &Talk| match it.standing() {
            Standing::Offered if it.by == me && today > it.on_day.saturating_add(OFFER_DAYS) => {
                Some(Due::LetGo(it.id))
            }
            Standing::Over if !it.keeps(me) => {
                let day = ended(it.id)?;
                (today > day.saturating_add(KEEP_DAYS)).then_some(Due::LetGo(it.id))
            }
            Standing::Kept if !it.published.contains(&me) => Some(Due::Key(it.id)),
            _ => None,
        };
        let mut all: Vec<Due> = self.all.iter().filter_map(due).collect();
        let is_unlisted = |it: &&EntryId| !self.has_listed(me, **it);
        let unlisted: Vec<EntryId> = if speaks {
            self.forgotten.iter().filter(is_unlisted).copied().take(LIST_MAX).collect()
        } else {
            let mine = self.let_go_by.values().filter(|(by, _)| *by == me);
            let untouched = mine.filter(|(_, entries)| entries.iter().all(|it| is_unlisted(&it)));
            untouched.flat_map(|(_, entries)| entries).copied().take(LIST_MAX).collect()
        };
        // Which talk it says is not important: all are gone, and one list serves them all.
        if let (Some(talk), false) = (self.gone.first(), unlisted.is_empty()) {
            all.push(Due::List(*talk, unlisted));
        }
        all
    }
}
