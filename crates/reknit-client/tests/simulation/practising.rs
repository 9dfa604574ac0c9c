//! What people do in the practices, one function each. A new practice adds a line to `ALL`.

use reknit_client::command::{CardAct, Command, OpennessAct, QuestionAct};
use reknit_model::{
    cards::{Field, Kind},
    openness::Sentence,
    questions::{Answer, Hours},
};

use super::World;

/// Something one device's person does; `n` tells one thing from another.
type Doing = fn(&mut World, usize, u64);

const ALL: [Doing; 3] = [being_open, question_box, cards];

impl World {
    pub(super) fn practise(&mut self, device: usize, n: u64) {
        let which = usize::try_from(self.rng.below(ALL.len() as u64)).unwrap();
        ALL[which](self, device, n);
    }
}

fn being_open(world: &mut World, device: usize, n: u64) {
    let act = match world.view(device).openness.into_iter().find(|it| !it.over && !it.unsent) {
        Some(it) if !it.mine && !n.is_multiple_of(3) => OpennessAct::Agree(it.id),
        Some(it) if n.is_multiple_of(4) => OpennessAct::End(it.id),
        _ => OpennessAct::Offer { sentence: Sentence::Tell, words: format!("thing {n}") },
    };
    world.command(device, Command::Openness(act));
}

fn question_box(world: &mut World, device: usize, n: u64) {
    let boxes = world.view(device).boxes;
    let asked = boxes.mine.iter().flat_map(|it| &it.questions).find(|it| it.answers.is_empty());
    let act = if let (Some(it), true) = (asked, n.is_multiple_of(2)) {
        QuestionAct::Answer {
            question: it.id,
            answer: Answer::Written { words: format!("answer {n}") },
        }
    } else if let Some(theirs) = boxes.theirs.filter(|it| it.open) {
        if theirs.agreed {
            QuestionAct::Ask(format!("question {n}"))
        } else {
            QuestionAct::Agree(theirs.id)
        }
    } else {
        let hours = Hours { from_minute: 0, until_minute: 1440, zone: "UTC".into(), a_day: 3 };
        QuestionAct::Open { hours, until_day: world.now().today + 7 }
    };
    world.command(device, Command::Questions(act));
}

fn cards(world: &mut World, device: usize, n: u64) {
    let fields = vec![Field { name: "words".into(), words: format!("card {n}") }];
    let share = |replaces| CardAct::Share { kind: Kind::Support, fields: fields.clone(), replaces };
    let act = match world.view(device).cards.into_iter().find(|it| !it.unsent) {
        Some(it) if it.mine && n.is_multiple_of(3) => CardAct::PutAway(it.id),
        Some(it) if it.mine && n.is_multiple_of(2) => share(Some(it.id)),
        Some(it) if !it.mine => {
            CardAct::Answer { card: it.id, thanks: true, words: format!("answer {n}") }
        }
        _ => share(None),
    };
    world.command(device, Command::Card(act));
}
