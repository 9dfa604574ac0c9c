//! What else they did: cards, a question box, being open.

use anyhow::{Context as _, Result};
use reknit_client::{
    command::{CardAct, Command, OpennessAct, QuestionAct},
    ports::Now,
};
use reknit_model::{
    cards::{Field, Kind},
    openness::Sentence,
    questions::{Answer, Hours},
};

use super::at;
use crate::in_process::Person;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Lives through what belongs to a week, two days after its check-in at `hour_ms`.
pub(super) async fn live(sam: &Person, noor: &Person, week: usize, hour_ms: i64) -> Result<()> {
    let now = at(hour_ms + 2 * DAY_MS);
    match week {
        0 => be_open(sam, noor, now).await,
        1 => ask_and_answer(sam, noor, now).await,
        2 => impact(sam, noor, now).await,
        5 => guess(sam, noor, now).await,
        8 => returns(sam, noor, now).await,
        _ => Ok(()),
    }
}

async fn both(sam: &Person, noor: &Person, now: Now) {
    // Twice: what the second sends is there for the first after that.
    for who in [sam, noor, sam, noor] {
        who.sync(now).await;
    }
}

async fn be_open(sam: &Person, noor: &Person, now: Now) -> Result<()> {
    let words = "the same day when a letter about the debt comes".to_owned();
    sam.ask(now, Command::Openness(OpennessAct::Offer { sentence: Sentence::Tell, words })).await?;
    both(sam, noor, now).await;
    let offer = noor.view(now).openness.first().context("the offer arrived")?.id;
    noor.ask(now, Command::Openness(OpennessAct::Agree(offer))).await?;
    both(sam, noor, now).await;
    Ok(())
}

async fn ask_and_answer(sam: &Person, noor: &Person, now: Now) -> Result<()> {
    let hours = Hours { from_minute: 0, until_minute: 1440, zone: "UTC".into(), a_day: 2 };
    let until_day = now.today + 14;
    sam.ask(now, Command::Questions(QuestionAct::Open { hours, until_day })).await?;
    both(sam, noor, now).await;
    let opening = noor.view(now).boxes.theirs.context("the box arrived")?.id;
    noor.ask(now, Command::Questions(QuestionAct::Agree(opening))).await?;
    both(sam, noor, now).await;
    let written = |words: &str| Answer::Written { words: words.to_owned() };
    let asked = [
        ("When did you take the second card?", written("In March two years ago. I told nobody.")),
        (
            "Is there anything left that is not on the list?",
            written("No. If I remember something, I say it the same day."),
        ),
    ];
    for (words, answer) in asked {
        noor.ask(now, Command::Questions(QuestionAct::Ask(words.to_owned()))).await?;
        both(sam, noor, now).await;
        let mine = sam.view(now).boxes.mine.context("the box is there")?;
        let question = mine.questions.first().context("the question arrived")?.id;
        sam.ask(now, Command::Questions(QuestionAct::Answer { question, answer })).await?;
        both(sam, noor, now).await;
    }
    Ok(())
}

fn fields<const N: usize>(written: [(&str, &str); N]) -> Vec<Field> {
    written
        .into_iter()
        .map(|(name, words)| Field { name: name.into(), words: words.into() })
        .collect()
}

async fn share(who: &Person, now: Now, kind: Kind, fields: Vec<Field>) -> Result<()> {
    who.ask(now, Command::Card(CardAct::Share { kind, fields, replaces: None })).await?;
    Ok(())
}

/// Thanks for the newest card of the other, and adds to it.
async fn thank(who: &Person, now: Now, words: &str) -> Result<()> {
    let card = who.view(now).cards.into_iter().find(|it| !it.mine).context("the card arrived")?.id;
    who.ask(now, Command::Card(CardAct::Answer { card, thanks: true, words: words.to_owned() }))
        .await?;
    Ok(())
}

async fn impact(sam: &Person, noor: &Person, now: Now) -> Result<()> {
    let written = fields([
        ("what", "I found the envelope in the drawer with the tea towels."),
        ("then", "My hands went cold. I read it three times and still laid the table."),
        ("since", "I open every drawer. I do sums at night."),
        ("wish", "It is not the money. I had thought we were two."),
    ]);
    share(noor, now, Kind::Impact, written).await?;
    both(sam, noor, now).await;
    thank(sam, now, "I read it twice. I will not explain today.").await?;
    both(sam, noor, now).await;
    Ok(())
}

async fn guess(sam: &Person, noor: &Person, now: Now) -> Result<()> {
    let written = fields([
        ("moment", "The evening when your brother asked how we were."),
        ("feeling", "caught, alone, and loyal at the same time"),
        ("need", "that I say something first"),
        ("unsure", "Whether you were angry at me or at having to smile."),
    ]);
    share(sam, now, Kind::Guess, written).await?;
    both(sam, noor, now).await;
    thank(noor, now, "At having to smile. And yes, you first.").await?;
    both(sam, noor, now).await;
    Ok(())
}

async fn returns(sam: &Person, noor: &Person, now: Now) -> Result<()> {
    let written = fields([
        ("sets_off", "White envelopes with a window."),
        ("happens", "I go quiet and start to count."),
        ("helps", "Open it where I can see it. Say the number aloud."),
        ("worse", "Being told that it is all paid."),
    ]);
    share(noor, now, Kind::Returns, written).await?;
    both(sam, noor, now).await;
    Ok(())
}
