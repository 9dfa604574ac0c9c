//! What they wrote. One week they skip; it passes without comment.

use anyhow::Result;
use reknit_client::{command::Command, view::StepView};
use reknit_model::{
    checkin::{Page, Sliders},
    steps::Standing,
};

use super::at;
use crate::in_process::Person;

/// How many weeks they had.
pub(super) const N_WEEKS: usize = 11;

const HOUR_MS: i64 = 60 * 60 * 1000;

/// Appreciation, feel, about, need, support; Sam's, then Noor's.
type Words = [&'static str; 5];

const WEEKS: [Option<(Words, Words)>; N_WEEKS] = [
    Some((
        [
            "You came to the table at all.",
            "ashamed",
            "the money I hid",
            "to say it without being sent away",
            "Ask me one question a day. I will answer it.",
        ],
        [
            "You did not defend yourself on Tuesday.",
            "numb",
            "not knowing what else there is",
            "the whole list, on paper",
            "Write the list by Friday.",
        ],
    )),
    Some((
        [
            "You read the whole list and stayed in the room.",
            "afraid",
            "how quiet the house is",
            "ten minutes of talk in the evening",
            "Tell me when ten minutes is too much.",
        ],
        [
            "The list was longer than I thought, and it was honest.",
            "angry",
            "the second card",
            "time before we decide anything",
            "Let me be angry without fixing it.",
        ],
    )),
    Some((
        [
            "You laughed at the film.",
            "tired",
            "lying awake",
            "one evening without the subject",
            "Take the Thursday walk with me.",
        ],
        [
            "You showed me the statement before I asked.",
            "wary",
            "the end of the month",
            "to see it again next month",
            "Show it to me on the first, as you said.",
        ],
    )),
    None,
    Some((
        [
            "You told me what you were afraid of.",
            "calmer",
            "the talk with the bank",
            "to hear that it helped, if it did",
            "Come with me if you want to. No is fine.",
        ],
        [
            "You called before eight when you were late.",
            "hopeful, a little",
            "being surprised by that",
            "for it to happen again",
            "Call before eight when you stay late.",
        ],
    )),
    Some((
        [
            "The soup.",
            "sad",
            "your brother's party",
            "to decide together what we tell people",
            "Say it first, I will follow you.",
        ],
        [
            "You asked before telling my brother.",
            "lonely",
            "carrying this with nobody",
            "one friend who knows",
            "Be all right with my telling Mara.",
        ],
    )),
    Some((
        [
            "You told Mara, and came home lighter.",
            "relieved",
            "somebody else knowing",
            "nothing more just now",
            "The walk again.",
        ],
        [
            "You did not ask what Mara said.",
            "steadier",
            "sleeping five nights of seven",
            "to keep the evenings as they are",
            "Keep the phone out of the bedroom.",
        ],
    )),
    Some((
        [
            "You held my hand in the car.",
            "grateful",
            "the ordinary Saturday",
            "more of those",
            "Choose something for Saturday.",
        ],
        [
            "The first of the month came, and you had it ready.",
            "surprised",
            "not checking",
            "to go on not checking",
            "Tell me if anything new comes, the same day.",
        ],
    )),
    Some((
        [
            "You said no to me kindly.",
            "worried",
            "the letter from the bank",
            "to open it together",
            "Sit with me when I open it.",
        ],
        [
            "You brought the letter unopened.",
            "shaken",
            "how fast it all came back",
            "a day to settle",
            "Give me Sunday morning alone.",
        ],
    )),
    Some((
        [
            "You came back from your morning and talked.",
            "closer",
            "how we did last week",
            "to remember that we could",
            "Keep Sunday mornings if they help.",
        ],
        [
            "You waited, and did not hurry me.",
            "calm",
            "that it passed in days, not weeks",
            "the same next time",
            "Remind me of this when it comes again.",
        ],
    )),
    Some((
        [
            "You made plans for spring.",
            "hopeful",
            "being in them",
            "one evening without figures",
            "I cook on your late days.",
        ],
        [
            "Four months in a row you brought the bills to me.",
            "trusting, mostly",
            "the small things first",
            "no big words",
            "I will say it when a week was good.",
        ],
    )),
];

/// Trust, closeness, calm, hope; Sam's, then Noor's.
const SLIDERS: [[[u8; 4]; 2]; N_WEEKS] = [
    [[5, 3, 2, 4], [2, 2, 2, 3]],
    [[5, 3, 3, 4], [2, 2, 1, 2]],
    [[6, 4, 3, 5], [2, 3, 3, 3]],
    [[6, 4, 4, 5], [3, 3, 3, 3]],
    [[6, 4, 4, 5], [3, 3, 4, 4]],
    [[6, 5, 4, 5], [3, 4, 3, 4]],
    [[7, 5, 5, 6], [4, 4, 5, 5]],
    [[7, 6, 5, 6], [4, 5, 5, 5]],
    [[7, 5, 4, 5], [4, 4, 3, 4]],
    [[7, 6, 6, 7], [5, 5, 5, 6]],
    [[8, 7, 6, 7], [5, 6, 6, 6]],
];

/// Steps: in which week, whether Sam's, the promise, whether it was done and confirmed.
const STEPS: [(usize, bool, &str, bool); 6] = [
    (0, true, "Write the whole list by Friday.", true),
    (2, true, "Show the statement on the first, before being asked.", true),
    (4, true, "Call before eight when I stay late.", true),
    (6, false, "Say in the evening when ten minutes is enough.", true),
    (8, true, "Bring every letter from the bank unopened.", true),
    (10, true, "Look at the spring plan together on the first.", false),
];

const KIND: [(usize, bool, &str); 5] = [
    (1, true, "You made tea for both of us on a day when you did not have to."),
    (4, false, "You called at ten to eight."),
    (6, true, "I heard you singing."),
    (8, false, "You opened the letter with your hands shaking, and you opened it."),
    (10, true, "You asked what I would like to plant."),
];

fn page(words: Words) -> Page {
    let [appreciation, feel, about, need, support] = words.map(str::to_owned);
    Page { appreciation, feel, about, need, support, ..Page::default() }
}

fn sliders(numbers: [u8; 4]) -> Sliders {
    let [trust, closeness, calm, hope] = numbers.map(Some);
    Sliders { trust, closeness, calm, hope }
}

/// Lives through a week that ends with a check-in at `hour_ms`.
pub(super) async fn live(sam: &Person, noor: &Person, week: usize, hour_ms: i64) -> Result<()> {
    let before = at(hour_ms - 30 * HOUR_MS);
    for (of, by_sam, words) in KIND {
        if of == week {
            let who = if by_sam { sam } else { noor };
            who.ask(before, Command::Appreciate(words.to_owned())).await?;
        }
    }
    if let Some([mine, theirs]) = SLIDERS.get(week) {
        sam.ask(before, Command::NoteSliders(sliders(*mine))).await?;
        noor.ask(before, Command::NoteSliders(sliders(*theirs))).await?;
    }
    let Some(Some((mine, theirs))) = WEEKS.get(week) else { return Ok(()) };
    sam.ask(before, Command::ClosePage(page(*mine))).await?;
    noor.ask(at(hour_ms - 5 * HOUR_MS), Command::ClosePage(page(*theirs))).await?;
    let after = at(hour_ms + 1000);
    for _ in 0..3 {
        sam.sync(after).await;
        noor.sync(after).await;
    }
    let round = sam.view(after).opened.first().map_or(0, |it| it.round);
    let step = STEPS.iter().find(|(of, _, _, _)| *of == week);
    let Some((_, by_sam, words, is_done)) = step else {
        sam.ask(after, Command::NoStep { round }).await?;
        noor.sync(after).await;
        return Ok(());
    };
    let (maker, other) = if *by_sam { (sam, noor) } else { (noor, sam) };
    let until_day = after.today + 14;
    let promise = Command::OfferStep { words: (*words).to_owned(), until_day, round: Some(round) };
    maker.ask(after, promise).await?;
    other.sync(after).await;
    if let Some(step) = newest(other, after, Standing::Offered) {
        other.ask(after, Command::AgreeStep(step.id)).await?;
    }
    if *is_done {
        let later = at(hour_ms + 60 * HOUR_MS);
        maker.sync(later).await;
        if let Some(step) = newest(maker, later, Standing::Agreed) {
            maker.ask(later, Command::StepDone(step.id)).await?;
        }
        other.sync(later).await;
        if let Some(step) = newest(other, later, Standing::Done) {
            other.ask(later, Command::ConfirmStep(step.id)).await?;
        }
        maker.sync(later).await;
    }
    Ok(())
}

fn newest(who: &Person, now: reknit_client::ports::Now, standing: Standing) -> Option<StepView> {
    who.view(now).steps.into_iter().find(|it| it.standing == standing)
}
