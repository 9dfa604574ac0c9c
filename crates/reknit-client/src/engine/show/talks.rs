//! Talks in writing.

use reknit_model::{
    log::Partner,
    talks::{Said, Standing, Talk},
};
use reknit_vault::{secret::Secret, talk as cipher};

use super::Engine;
use crate::view::{SaidView, TalkAt, TalkView};

impl Engine {
    pub(super) fn show_talks(&self, me: Partner) -> Vec<TalkView> {
        let talks = self.shown().talks.all.iter().rev().filter(|it| !self.is_talk_unseen(it));
        talks.map(|it| self.show_talk(me, it)).collect()
    }

    /// Whether the offer of a talk waits for its time.
    pub(in crate::engine) fn is_talk_unseen(&self, talk: &Talk) -> bool {
        talk.offer().is_some_and(|it| self.is_unseen(it))
    }

    fn show_talk(&self, me: Partner, talk: &Talk) -> TalkView {
        let key = self.talk_key(talk);
        let show = |it: &Said| show_said(me, talk, it, key.as_slice());
        // Words that are no move may be under the key of a device of mine that joined second.
        let own = self.keyring.talks.get(&talk.id).map(|it| it.keys.as_slice()).unwrap_or_default();
        let all: Vec<Secret> = own.iter().map(|it| it.0.clone()).chain(key.clone()).collect();
        let show_late = |it: &Said| show_said(me, talk, it, &all);
        let at = match talk.standing() {
            Standing::Offered => TalkAt::Offered,
            Standing::Going(place) => TalkAt::Going {
                step: place.step,
                i_speak: place.speaker == me,
                my_move: talk.is_move_of(me),
                swapped: place.swapped,
            },
            Standing::Over => TalkAt::Over { i_keep: talk.keeps(me) },
            Standing::Kept => TalkAt::Kept,
        };
        TalkView {
            id: talk.id,
            mine: talk.by == me,
            topic: talk.topic.clone(),
            on_day: talk.over.unwrap_or(talk.on_day),
            i_speak_first: talk.first == me,
            at,
            said: talk.said.iter().map(show).collect(),
            late: talk.late.iter().filter(|it| it.by == me).map(show_late).collect(),
            pause: talk.pause,
            can_write: key.is_some(),
        }
    }
}

fn show_said(me: Partner, talk: &Talk, said: &Said, keys: &[Secret]) -> SaidView {
    let words = said
        .words
        .as_ref()
        .map(|sealed| keys.iter().find_map(|it| cipher::open(it, &talk.id.0, sealed).ok()));
    SaidView {
        mine: said.by == me,
        what: said.what,
        is_closed: matches!(words, Some(None)),
        words: words.flatten().unwrap_or_default(),
    }
}
