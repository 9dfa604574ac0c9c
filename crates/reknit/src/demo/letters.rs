//! Their letters: one in two versions, with what it did to her shown before; and a small one that waits closed.

use anyhow::{Context as _, Result};
use reknit_client::{
    command::{Command, LetterCommand},
    letters::{LetterDraft, Offer},
};
use reknit_model::letters::{Answer, LetterId, Words};

use super::at;
use crate::in_process::Person;

const HOUR_MS: i64 = 60 * 60 * 1000;

fn letter(command: LetterCommand) -> Command {
    Command::Letter(command)
}

fn first() -> LetterDraft {
    let words = Words {
        did: "I borrowed eleven thousand on two cards and hid it from you for nineteen months. I took \
              the statements out of the post before you came home."
            .into(),
        impact: "You lay awake doing sums that could not come out, because I had the other half of \
                 them. I think you began to doubt your own head. I may not know the half of it."
            .into(),
        mine: "Nobody made me do it. Each month there was a morning on which I could have told you, \
               and each time I chose not to."
            .into(),
        sorry: "I am sorry that I lied to your face in March, when you asked me straight out.".into(),
        change: "The statements lie on the table, opened by you or by nobody.".into(),
        ..Words::default()
    };
    let offer = |words: &str, days| Offer { words: words.into(), days };
    let offers = vec![
        offer("I pay 200 back on the first of the month.", 7),
        offer("I make the first call to the debt advisers.", 14),
    ];
    LetterDraft { words, offers, ..LetterDraft::default() }
}

fn second() -> LetterDraft {
    let first = first();
    let words = Words {
        did: "I borrowed eleven thousand on two cards and hid it from you for nineteen months. My \
              brother knew from the start. I took the statements out of the post before you came home."
            .into(),
        how: "The first card was for the car. I meant to pay it off before you would see it. When I \
              could not, the second one paid the first."
            .into(),
        ..first.words
    };
    LetterDraft { words, ..LetterDraft::default() }
}

fn small() -> LetterDraft {
    let words = Words {
        did: "On Tuesday I opened a letter that was addressed to you.".into(),
        mine: "I was afraid, and I could have asked. I did not.".into(),
        sorry: "I am sorry.".into(),
        ..Words::default()
    };
    LetterDraft { words, ..LetterDraft::default() }
}

/// What happens with letters in a week that ends with a check-in at `hour_ms`.
pub(super) async fn live(sam: &Person, noor: &Person, week: usize, hour_ms: i64) -> Result<()> {
    let when = |hours: i64| at(hour_ms - hours * HOUR_MS);
    match week {
        1 => {
            noor.ask(when(90), letter(LetterCommand::AskImpact(true))).await?;
            sam.sync(when(80)).await;
            let shown = "You count everything twice. You have stopped asking what things cost.";
            sam.ask(when(80), letter(LetterCommand::ShowImpact(shown.into()))).await?;
            noor.sync(when(70)).await;
            let asked = noor.view(when(70)).letters.asked_by_me;
            let shown = asked.shown.last().context("it was shown")?.id;
            let words =
                "And that your brother looked at me all summer and I did not know why.".into();
            noor.ask(when(60), letter(LetterCommand::AddImpact { shown, words })).await?;
        }
        2 => {
            let id = send(sam, noor, when(100), first(), None).await?;
            let words = "That others knew. It is in what I added.".into();
            let answer = Answer::Missing { words };
            noor.ask(when(60), letter(LetterCommand::Answer { letter: id, answer })).await?;
            sam.sync(when(50)).await;
            let id = send(sam, noor, when(40), second(), Some(id)).await?;
            let answer = Answer::Heard;
            noor.ask(when(32), letter(LetterCommand::Answer { letter: id, answer })).await?;
        }
        10 => {
            let draft = small();
            let due_ms = when(20).ms;
            let command = LetterCommand::PutAway { draft, revises: None, due_ms };
            noor.ask(when(20), letter(command)).await?;
        }
        _ => return Ok(()),
    }
    sam.sync(when(31)).await;
    noor.sync(when(31)).await;
    Ok(())
}

/// Sends it at once and has it opened.
async fn send(
    by: &Person,
    to: &Person,
    now: reknit_client::ports::Now,
    draft: LetterDraft,
    revises: Option<LetterId>,
) -> Result<LetterId> {
    let command = LetterCommand::PutAway { draft, revises, due_ms: now.ms };
    by.ask(now, letter(command)).await?;
    // Putting it away is private and sends nothing; the device finds that its time has come.
    by.sync(now).await;
    to.sync(now).await;
    let letters = to.view(now).letters;
    let thread = letters.threads.iter().find(|it| !it.mine).context("the letter arrived")?;
    let id = thread.newest().context("it has a version")?.id;
    to.ask(now, letter(LetterCommand::Open(id))).await?;
    Ok(id)
}
