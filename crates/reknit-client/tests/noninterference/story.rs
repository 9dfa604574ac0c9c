//! The public story: what both do that both may read. Ada's part does not depend on what she sees, because a private act may
//! hide things from her own eyes; Ben's part may, since his view must be the same.

use reknit_client::{
    command::{CardAct, Command, LetterCommand, OpennessAct, QuestionAct, TalkCommand},
    letters::LetterDraft,
    testing::Seeded,
    view::{Pairing, TalkAt, View},
};
use reknit_model::{
    cards::{Field, Kind},
    checkin::Page,
    letters::Words,
    openness::Sentence,
    questions::Hours,
    rhythm::Rhythm,
    steps::Standing,
};

use crate::world::{BEN, World};

/// How long the story is, in milliseconds.
pub(crate) const LENGTH_MS: i64 = 6 * 60 * 1000;

pub(crate) fn tell(world: &mut World, seed: u64) {
    tell_with(world, seed, None);
}

/// The story, with one thing more that Ada says in its middle.
pub(crate) fn tell_with(world: &mut World, seed: u64, more: Option<Command>) {
    let mut dice = Seeded::new(seed ^ 0x5eed);
    let started = world.now().ms;
    meet(world);
    let mut more = more;
    let mut n = 0;
    while world.now().ms < started + LENGTH_MS {
        n += 1;
        ada(world, &mut dice, n);
        pause(world, &mut dice);
        ben(world, &mut dice, n);
        pause(world, &mut dice);
        if n == 4 {
            world.lock_and_open(0, seed * 100 + 50);
            more.take().into_iter().for_each(|it| assert!(world.ask(0, it)));
        }
        if n == 8 {
            world.lock_and_open(1, seed * 100 + 60);
        }
    }
    world.pass(125_000);
}

fn pause(world: &mut World, dice: &mut Seeded) {
    world.pass(i64::try_from(3_000 + dice.below(25_000)).unwrap());
}

fn meet(world: &mut World) {
    world.pass(2_000);
    assert!(world.ask(0, Command::Invite { my_name: "Ada".into() }));
    world.pass(5_000);
    let Pairing::Inviting { fragment, .. } = world.view(0).pairing else { unreachable!() };
    assert!(world.ask(BEN, Command::Join { fragment, my_name: "Ben".into() }));
    world.pass(8_000);
    assert!(world.ask(BEN, Command::WordsMatch));
    assert!(world.ask(0, Command::WordsMatch));
    world.pass(8_000);
    assert!(matches!(world.view(BEN).pairing, Pairing::Paired { .. }));
    // It began on a Friday at eight. The hour comes in the middle, so that pages are opened, and closed anew for the next round.
    let rhythm = Rhythm { weekday: 4, minute_of_day: 8 * 60 + 4, zone: "UTC".into() };
    assert!(world.ask(0, Command::OfferRhythm(rhythm)));
    world.pass(5_000);
    let offer = world.view(BEN).checkin.offer.unwrap().id;
    assert!(world.ask(BEN, Command::AgreeRhythm(offer)));
    world.pass(5_000);
}

fn page(words: String) -> Page {
    Page { appreciation: words, feel: "tired".into(), ..Page::default() }
}

fn ada(world: &mut World, dice: &mut Seeded, n: u64) {
    let until_day = world.now().today + 7;
    let hours = Hours { from_minute: 0, until_minute: 1440, zone: "UTC".into(), a_day: 3 };
    let command = match n % 7 {
        6 => Command::Talk(TalkCommand::Offer { topic: format!("topic {n}"), i_speak: true }),
        1 => Command::Appreciate(format!("a kind word {n}")),
        2 => Command::OfferStep { words: format!("step {n}"), until_day, round: None },
        3 => Command::ClosePage(page(format!("page {n}"))),
        4 => Command::Openness(OpennessAct::Offer {
            sentence: Sentence::Tell,
            words: format!("thing {n}"),
        }),
        5 => Command::Questions(QuestionAct::Open { hours, until_day }),
        _ => Command::Rename(format!("Ada {n}")),
    };
    let device = usize::try_from(dice.below(2)).unwrap();
    world.ask(device, command);
}

/// The hours of Ada's box are agreed to at once, and something is asked.
fn question(view: &View, n: u64) -> Option<Command> {
    let theirs = view.boxes.theirs.as_ref().filter(|it| it.open)?;
    let act = match (theirs.agreed, theirs.questions.is_empty()) {
        (false, _) => QuestionAct::Agree(theirs.id),
        (true, true) => QuestionAct::Ask(format!("question {n}")),
        (true, false) => return None,
    };
    Some(Command::Questions(act))
}

fn card(n: u64) -> Command {
    let fields = vec![Field { name: "words".into(), words: format!("card {n}") }];
    Command::Card(CardAct::Share { kind: Kind::Support, fields, replaces: None })
}

fn ben(world: &mut World, dice: &mut Seeded, n: u64) {
    if n == 2 {
        let words = Words { did: "I did this.".into(), mine: "Mine.".into(), ..Words::default() };
        let draft = LetterDraft { words, ..LetterDraft::default() };
        let due_ms = world.now().ms;
        let letter = LetterCommand::PutAway { draft, revises: None, due_ms };
        assert!(world.ask(BEN, Command::Letter(letter)));
    }
    let view = world.view(BEN);
    let until_day = world.now().today + 7;
    let open = view.steps.iter().find(|it| !it.unsent && !it.lapsed);
    let step = open.and_then(|it| match (it.standing, it.mine) {
        (Standing::Offered, false) => Some(Command::AgreeStep(it.id)),
        (Standing::Agreed, true) => Some(Command::StepDone(it.id)),
        (Standing::Done, false) => Some(Command::ConfirmStep(it.id)),
        _ => None,
    });
    let dice = match n {
        // Early, so that Ada has it to do something about; and a page before the hour.
        1 => 1,
        3 => 5,
        4 => 0,
        _ => dice.below(7),
    };
    let command = match dice {
        5 => card(n),
        6 => match view.talks.iter().find(|it| !it.mine && it.at == TalkAt::Offered) {
            Some(it) => Command::Talk(TalkCommand::Join(it.id)),
            None => card(n),
        },
        0 => Command::ClosePage(page(format!("from Ben {n}"))),
        1 => Command::OfferStep { words: format!("Ben's {n}"), until_day, round: None },
        2 => step.unwrap_or(Command::Appreciate(format!("thanks {n}"))),
        3 => match view.openness.iter().find(|it| !it.mine && !it.over) {
            Some(it) => Command::Openness(OpennessAct::Agree(it.id)),
            None => Command::Appreciate(format!("thank you {n}")),
        },
        _ => Command::Appreciate(format!("warm {n}")),
    };
    world.ask(BEN, question(&view, n).unwrap_or(command));
}
