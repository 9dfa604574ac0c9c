//! Talks in an export: the words that both kept.
//!
//! Both published the key of such a talk in entries they signed, so whoever checks the file opens the words anew. Words of a talk that is
//! not settled are not in it, and of one that was let go there are none any more.

use reknit_model::{
    log::Partner,
    state::State,
    talks::{Answer, Part, Said, Standing, Talk, TalkId, What},
};
use reknit_vault::{secret::Secret, talk as cipher};
use serde::{Deserialize, Serialize};

/// A talk whose words both kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptTalk {
    /// Names it.
    pub talk: TalkId,
    /// The one thing it was about.
    pub topic: String,
    /// The day it was offered, in days since 1970-01-01.
    pub on_day: i32,
    /// What was said, in order.
    pub said: Vec<SaidInTalk>,
}

/// Something said in a talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidInTalk {
    /// By whom.
    pub by: Partner,
    /// Words of a step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// How well it was said back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// The words; empty where there were none, or where they cannot be opened.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Talks that both kept, where the key was published.
pub(crate) fn kept(state: &State) -> Vec<KeptTalk> {
    let kept = state.talks.all.iter().filter(|it| it.standing() == Standing::Kept);
    let opened = kept.filter_map(|talk| {
        let committed = talk.joined.as_ref()?.commit;
        let keys = talk.keys.iter().map(|it| Secret::from_bytes(*it));
        let key = keys.into_iter().find(|it| cipher::commit(it) == committed)?;
        let said = talk.said.iter().map(|it| said(talk, it, &key)).collect();
        Some(KeptTalk { talk: talk.id, topic: talk.topic.clone(), on_day: talk.on_day, said })
    });
    opened.collect()
}

fn said(talk: &Talk, said: &Said, key: &Secret) -> SaidInTalk {
    let (part, answer) = match said.what {
        What::Part(it) => (Some(it), None),
        What::Answer(it) => (None, Some(it)),
    };
    let words = said.words.as_ref().and_then(|it| cipher::open(key, &talk.id.0, it).ok());
    SaidInTalk { by: said.by, part, answer, words: words.unwrap_or_default() }
}
