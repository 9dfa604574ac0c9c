//! What a person does for themself alone. A new private thing adds a line to [`ALL`].

use reknit_client::{
    command::{Command, LetterCommand},
    letters::{LetterDraft, add_slot, answer_slot, show_slot},
    testing::Seeded,
    view::{
        Coach, Settings, Slot, Suggests, View, card_sheet, read_sheet, talk_sheet, topic_sheet,
    },
};
use reknit_model::{cards::Kind, checkin::Sliders, letters::Words, log::EntryId};

/// Two days after the story began: the letter is never due in it.
const FAR_MS: i64 = 1_800_000_000_000 + 2 * 24 * 3600 * 1000;

/// Makes the commands of an act from what Ada sees, and dice. No command: there is nothing to do it with just now.
pub(crate) type Act = fn(&View, &mut Seeded) -> Vec<Command>;

/// Every private act, by name.
pub(crate) const ALL: &[(&str, Act)] = &[
    ("a draft of my page", |_, dice| draft(Slot::Page, dice)),
    ("a draft of a step", |_, dice| draft(Slot::Step, dice)),
    ("a draft of a kind word", |_, dice| draft(Slot::Appreciation, dice)),
    ("a sheet", |_, dice| {
        let name = ["own-it/letter", "think/paths", "first-days", "check-a-thought"][pick(dice, 4)];
        draft(Slot::Sheet(name.into()), dice)
    }),
    ("a check-in noted as read", |view, _| {
        let round = view.opened.first().map_or(1, |it| it.round);
        vec![Command::SaveDraft { slot: read_sheet(), text: round.to_string() }]
    }),
    ("a draft dropped", |view, _| {
        let drop = |slot: &Slot| Command::SaveDraft { slot: slot.clone(), text: String::new() };
        view.drafts.keys().next().map(drop).into_iter().collect()
    }),
    ("two drafts made one", |view, _| {
        view.drafts.keys().next().cloned().map(Command::SettleDraft).into_iter().collect()
    }),
    ("my four numbers", |_, dice| {
        let mut number = || Some(u8::try_from(dice.below(11)).unwrap());
        let (trust, closeness, calm, hope) = (number(), number(), number(), number());
        vec![Command::NoteSliders(Sliders { trust, closeness, calm, hope })]
    }),
    ("what Today suggests, and the other settings", |view, dice| {
        let suggests = [Suggests::Both, Suggests::Alone, Suggests::Nothing][pick(dice, 3)];
        let settings = Settings {
            suggests,
            idle_minutes: 1 + u8::try_from(dice.below(15)).unwrap(),
            told_it_stays: dice.below(2) == 0,
            ..view.settings.clone()
        };
        vec![Command::Set(settings)]
    }),
    ("the coach off or on, and a kind of its notes put aside for good", |view, dice| {
        let mut never = view.settings.coach.never.clone();
        never.insert(["contempt", "conditional", "advice"][pick(dice, 3)].to_owned());
        let coach = Coach { off: dice.below(2) == 0, never };
        vec![Command::Set(Settings { coach, ..view.settings.clone() })]
    }),
    ("a note that a step did not happen", |view, dice| {
        let step = view.steps.iter().find(|it| !it.mine).map(|it| it.id);
        let mark = |step| Command::MarkStep { step, did_not_happen: dice.below(2) == 0 };
        step.map(mark).into_iter().collect()
    }),
    ("what could not be sent, taken away", |_, _| vec![Command::DropNotSent]),
    ("Quiet", |view, _| vec![Command::Quiet(!view.is_quiet)]),
    ("a letter put away, or taken back", |view, dice| {
        let words = Words {
            did: format!("only for me, so far {}", dice.below(99)),
            mine: "It was mine to do otherwise.".into(),
            ..Words::default()
        };
        let draft = LetterDraft { words, ..LetterDraft::default() };
        let command = match &view.letters.waiting {
            Some(_) => LetterCommand::TakeBack,
            None => LetterCommand::PutAway { draft, revises: None, due_ms: FAR_MS },
        };
        vec![Command::Letter(command)]
    }),
    ("a letter of Ben's opened", |view, _| {
        let theirs = view.letters.threads.iter().filter(|it| !it.mine);
        let ids = theirs.flat_map(|it| &it.versions).map(|it| it.id);
        ids.map(|it| Command::Letter(LetterCommand::Open(it))).take(1).collect()
    }),
    ("a talk: its topic, and words that may never be said", |view, dice| {
        let of = view.talks.first().map(|it| talk_sheet(it.id)).filter(|_| dice.below(2) == 0);
        draft(of.unwrap_or_else(topic_sheet), dice)
    }),
    ("a reply rehearsed", |_, dice| {
        let name = format!("rehearsal/{}", ["screen", "letter", "office"][pick(dice, 3)]);
        draft(Slot::Sheet(name), dice)
    }),
    ("a card being written", |_, dice| {
        use Kind::{Alarmed, GoodNews, Guess, Impact, Returns, Support};
        let kinds = [Guess, Impact, Returns, Alarmed, Support, GoodNews];
        draft(card_sheet(kinds[pick(dice, 6)]), dice)
    }),
    ("an answer to a card of Ben's that is not given", |view, dice| {
        let card = view.cards.iter().find(|it| !it.mine).map(|it| short(it.id));
        let sheet = card.map(|it| Slot::Sheet(format!("card-answer-{it}")));
        sheet.map(|it| draft(it, dice)).unwrap_or_default()
    }),
    ("what one might be open about, or asked, and does not send", |_, dice| {
        draft(Slot::Sheet(["being-open", "question"][pick(dice, 2)].into()), dice)
    }),
    ("an answer to a question of Ben's that is not given", |view, dice| {
        let asked = view.boxes.mine.iter().flat_map(|it| &it.questions).next();
        let asked = asked.or_else(|| view.boxes.earlier.iter().find(|it| it.0).map(|it| &it.1));
        let sheet = asked.map(|it| Slot::Sheet(format!("answer-{}", short(it.id))));
        sheet.map(|it| draft(it, dice)).unwrap_or_default()
    }),
    ("what a letter of Ben's lacks, and what it did to whom, not sent", |view, dice| {
        let letter = view.letters.threads.iter().find(|it| !it.mine).and_then(|it| it.newest());
        let slots = [letter.map(|it| answer_slot(it.id)), Some(add_slot()), Some(show_slot())];
        slots[pick(dice, 3)].clone().map(|it| draft(it, dice)).unwrap_or_default()
    }),
    ("where I am now, and a question parked", |_, dice| {
        draft(Slot::Sheet(["where", "parked/new"][pick(dice, 2)].into()), dice)
    }),
    ("fill the vault", |_, dice| {
        // Words that do not pack: 20,000 characters of noise.
        let noise = |_| char::from(b'!' + u8::try_from(dice.below(90)).unwrap());
        let text: String = (0..20_000).map(noise).collect();
        let name = format!("notes-{}", text.len() + pick(dice, 64));
        vec![Command::SaveDraft { slot: Slot::Sheet(name), text }]
    }),
    ("reading everything, opening Help, answering the private questions", |view, _| {
        // None of it reaches the client: Help and the questions live in the first document and in the tab's memory.
        let _ = format!("{view:?}");
        Vec::new()
    }),
];

/// Acts that ask for nothing.
pub(crate) const READING: &str =
    "reading everything, opening Help, answering the private questions";

fn draft(slot: Slot, dice: &mut Seeded) -> Vec<Command> {
    let n = dice.below(400);
    let text = format!("only for me, {n}: {}", "word ".repeat(usize::try_from(n).unwrap()));
    vec![Command::SaveDraft { slot, text }]
}

/// The beginning of a name, as forms use it.
fn short(id: EntryId) -> String {
    id.to_string().chars().take(24).collect()
}

fn pick(dice: &mut Seeded, n: u64) -> usize {
    usize::try_from(dice.below(n)).unwrap()
}
