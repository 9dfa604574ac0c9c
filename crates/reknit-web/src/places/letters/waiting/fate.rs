//! What became of a letter that waited. That nothing waits any more does not say that it was sent: it may have been taken back on another
//! device, or the app may have made a draft of it again.

use reknit_client::{
    letters::{LetterDraft, draft_slot},
    view::{LetterView, View, WaitingLetter},
};
use reknit_model::letters::LetterId;

/// A letter as it waited, with what was there beside it then.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seen {
    letter: WaitingLetter,
    /// My letters that had been sent already.
    sent_before: Vec<LetterId>,
    /// Whether another draft lay where it came from.
    had_draft: bool,
}

/// Where it is now.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fate {
    /// It waits.
    Waits(Box<WaitingLetter>),
    /// Its time has come, and the relay has not taken it yet.
    Leaving,
    /// It has gone out.
    Sent,
    /// It is a draft again, of a new letter or of the next version of one.
    Draft(Option<LetterId>),
    /// It is neither here nor there, or nobody here saw it wait.
    Unknown,
}

impl Seen {
    /// The letter that waits now, if one does.
    pub(super) fn of(view: &View) -> Option<Self> {
        let letter = view.letters.waiting.clone()?;
        let had_draft = view.drafts.contains_key(&draft_slot(letter.revises));
        Some(Self { letter, sent_before: mine(view).map(|it| it.id).collect(), had_draft })
    }

    /// This letter among those that went out since.
    fn sent<'a>(&self, view: &'a View) -> Option<&'a LetterView> {
        let words = self.letter.draft.tidied().words;
        mine(view)
            .filter(|it| !self.sent_before.contains(&it.id))
            .find(|it| it.words.as_ref() == Some(&words))
    }

    /// Whether it lies among drafts again: with its words, or written on already where there was nothing.
    fn is_draft(&self, view: &View) -> bool {
        let Some(draft) = view.drafts.get(&draft_slot(self.letter.revises)) else { return false };
        let is_this = |it: &String| {
            let it = serde_json::from_str::<LetterDraft>(it);
            it.is_ok_and(|it| it.words == self.letter.draft.words)
        };
        !self.had_draft || draft.also.iter().chain([&draft.text]).any(is_this)
    }
}

impl Fate {
    pub(super) fn of(seen: Option<&Seen>, view: &View) -> Self {
        if let Some(it) = &view.letters.waiting {
            return Self::Waits(Box::new(it.clone()));
        }
        let Some(seen) = seen else { return Self::Unknown };
        match seen.sent(view) {
            Some(it) if it.unsent => Self::Leaving,
            Some(_) => Self::Sent,
            None if seen.is_draft(view) => Self::Draft(seen.letter.revises),
            None => Self::Unknown,
        }
    }
}

fn mine(view: &View) -> impl Iterator<Item = &LetterView> {
    view.letters.threads.iter().filter(|it| it.mine).flat_map(|it| &it.versions)
}

#[cfg(test)]
mod tests {
    use reknit_client::view::{Draft, LetterThread};
    use reknit_model::letters::Words;

    use super::*;

    const BEFORE: LetterId = LetterId([1; 16]);

    fn words(did: &str) -> Words {
        Words { did: did.into(), mine: "It was mine.".into(), ..Words::default() }
    }

    fn draft(did: &str) -> LetterDraft {
        LetterDraft { words: words(did), ..LetterDraft::default() }
    }

    fn send(view: &mut View, id: LetterId, did: &str) {
        let letter = LetterView {
            id,
            on_day: 0,
            words: Some(words(did)),
            offers: Vec::new(),
            answers: Vec::new(),
            unsent: false,
        };
        let versions = vec![letter];
        let thread = LetterThread { mine: true, versions, may_follow_at_once: false };
        view.letters.threads.push(thread);
    }

    fn lay(view: &mut View, did: &str) {
        let text = serde_json::to_string(&draft(did)).unwrap();
        let slot = draft_slot(Some(BEFORE));
        view.drafts.insert(slot, Draft { text, also: Vec::new() });
    }

    /// The next version of a letter waits; what becomes of it when `then` has come about.
    fn after(before: impl Fn(&mut View), then: impl Fn(&mut View)) -> Fate {
        let mut view = View::default();
        send(&mut view, BEFORE, "I lied.");
        before(&mut view);
        let (draft, revises) = (draft(" I lied, twice. "), Some(BEFORE));
        view.letters.waiting = Some(WaitingLetter { draft, revises, due_ms: 1 });
        let seen = Seen::of(&view);
        assert!(matches!(Fate::of(seen.as_ref(), &view), Fate::Waits(_)));
        view.letters.waiting = None;
        then(&mut view);
        Fate::of(seen.as_ref(), &view)
    }

    #[test]
    fn only_a_letter_that_went_out_is_told_as_sent() {
        let nothing = |_: &mut View| {};
        let sent = |view: &mut View| send(view, LetterId([2; 16]), "I lied, twice.");
        let another = |view: &mut View| send(view, LetterId([2; 16]), "Something else.");
        let back = |view: &mut View| lay(view, " I lied, twice. ");
        let written_on = |view: &mut View| lay(view, "I lied, three times.");
        let is_draft = Fate::Draft(Some(BEFORE));
        assert_eq!(after(nothing, sent), Fate::Sent);
        assert_eq!(after(nothing, back), is_draft);
        assert_eq!(after(nothing, written_on), is_draft);
        assert_eq!(after(nothing, nothing), Fate::Unknown);
        assert_eq!(after(nothing, another), Fate::Unknown);
        // Another version went out in between, and this one came back.
        let crossed = |view: &mut View| {
            another(view);
            back(view);
        };
        assert_eq!(after(nothing, crossed), is_draft);
        // Another draft lay in its place all along, and says nothing of this one.
        assert_eq!(after(written_on, nothing), Fate::Unknown);
        assert_eq!(after(written_on, sent), Fate::Sent);
        assert_eq!(after(written_on, back), is_draft);
        // The same words as before, with another offer: what went out earlier is not this letter.
        let same = |view: &mut View| send(view, LetterId([3; 16]), "I lied, twice.");
        assert_eq!(after(same, back), is_draft);
        // Without a line it is not told as sent either.
        let leaving = |view: &mut View| {
            sent(view);
            for it in view.letters.threads.iter_mut().flat_map(|it| &mut it.versions) {
                it.unsent = true;
            }
        };
        assert_eq!(after(nothing, leaving), Fate::Leaving);
        assert_eq!(Fate::of(None, &View::default()), Fate::Unknown);
    }
}
