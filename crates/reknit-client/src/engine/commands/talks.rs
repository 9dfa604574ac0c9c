//! Talks in writing.

use reknit_model::{
    arrivals::Daily,
    talks::{self, Talk, TalkError, TalkId},
};
use reknit_vault::{identity::KemSecret, random::make, secret::Secret, talk as cipher};

use super::Engine;
use crate::{
    bytes_serde::Key,
    command::{Refusal, TalkCommand},
    ports::Now,
    view::{talk_sheet, topic_sheet},
};

impl Engine {
    pub(super) fn talk(&mut self, now: Now, command: TalkCommand) -> Result<(), Refusal> {
        let by = self.paired_as()?;
        match command {
            TalkCommand::Offer { topic, i_speak } => {
                let id = TalkId(make(self.randoms.shared.as_mut()));
                let kem = KemSecret::make(self.randoms.shared.as_mut());
                let event = talks::offer(id, &topic, i_speak, kem.public(), now.today)?;
                self.offer(now, Daily::Talk, event)?;
                self.keyring.talks.entry(id).or_default().kem = Some(Key::from(kem.secret()));
                self.keyring_changed();
                self.drop_draft(&topic_sheet());
                Ok(())
            }
            TalkCommand::Join(id) => {
                let talk = self.talk_named(id)?;
                let key = Secret::make(self.randoms.shared.as_mut());
                let random = self.randoms.shared.as_mut();
                let sealed = cipher::seal_key(random, &talk.share, &id.0, &key);
                let sealed = sealed.ok_or(Refusal::OutOfPlace)?;
                self.say(talk.join(by, sealed, cipher::commit(&key))?)?;
                self.keyring.talks.entry(id).or_default().keys.push(Key::from(&key));
                self.keyring_changed();
                Ok(())
            }
            TalkCommand::Say { talk: id, part, words } => {
                let talk = self.talk_named(id)?;
                let sealed = self.seal_in(&talk, &words)?;
                self.say(talk.say(by, part, sealed, now.today)?)?;
                self.drop_draft(&talk_sheet(id));
                Ok(())
            }
            TalkCommand::Answer { talk: id, answer, words } => {
                let talk = self.talk_named(id)?;
                let has_words = !words.trim().is_empty();
                let sealed = has_words.then(|| self.seal_in(&talk, &words)).transpose()?;
                self.say(talk.answer(by, answer, sealed)?)?;
                self.drop_draft(&talk_sheet(id));
                Ok(())
            }
            TalkCommand::Pause { talk, back_at_ms } => {
                self.say(self.talk_named(talk)?.pause(now.ms, back_at_ms)?)
            }
            TalkCommand::End(talk) => self.say(self.talk_named(talk)?.end(now.today)?),
            TalkCommand::Keep(talk) => self.say(self.talk_named(talk)?.keep(by)?),
            TalkCommand::LetGo(talk) => self.say(self.talk_named(talk)?.let_go(by)?),
        }
    }

    fn talk_named(&self, id: TalkId) -> Result<Talk, Refusal> {
        let found = self.shown().talks.get(id).filter(|it| !self.is_talk_unseen(it));
        found.cloned().ok_or(Refusal::OutOfPlace)
    }

    fn seal_in(&mut self, talk: &Talk, words: &str) -> Result<Vec<u8>, Refusal> {
        let words = talks::check_words(words)?;
        let key = self.talk_key(talk).ok_or(Refusal::OutOfPlace)?;
        Ok(cipher::seal(self.randoms.shared.as_mut(), &key, &talk.id.0, words))
    }
}

impl From<TalkError> for Refusal {
    fn from(error: TalkError) -> Self {
        match error {
            TalkError::Empty => Self::Empty,
            TalkError::TooLong => Self::TooLong,
            TalkError::Hour => Self::Day,
            TalkError::OutOfPlace => Self::OutOfPlace,
        }
    }
}
