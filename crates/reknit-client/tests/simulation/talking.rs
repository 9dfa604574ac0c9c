//! Talks in writing: on devices that crash, cut off and move at once; kept, let go, and lapsed.

use reknit_client::{
    account::Keep,
    command::{Command, TalkCommand},
    view::{Alarm, TalkAt, View},
};
use reknit_model::talks::{Answer, Part, Step, TalkId};

use super::{Device, HOUR, SECOND, World};

impl World {
    /// Something in a talk: mostly what comes next, now and then an end.
    pub(super) fn talk(&mut self, device: usize, n: u64) {
        let talks = self.view(device).talks;
        let of = usize::try_from(self.rng.below(talks.len() as u64)).unwrap();
        let ending = self.rng.below(60);
        let Some(talk) = talks.get(of).filter(|it| it.at != TalkAt::Kept) else {
            let topic = format!("topic {n}");
            self.command(
                device,
                Command::Talk(TalkCommand::Offer { topic, i_speak: n.is_multiple_of(2) }),
            );
            return;
        };
        let id = talk.id;
        let words = format!("talk {n}");
        let say = |part| TalkCommand::Say { talk: id, part, words: words.clone() };
        let command = match talk.at {
            _ if ending == 0 => TalkCommand::LetGo(id),
            TalkAt::Going { .. } if ending < 3 => TalkCommand::End(id),
            TalkAt::Going { .. } if ending < 6 => TalkCommand::Pause { talk: id, back_at_ms: None },
            TalkAt::Offered => TalkCommand::Join(id),
            TalkAt::Going { step, .. } => match step {
                Step::Telling => say(Part::Piece),
                Step::Listening if ending < 20 => say(Part::Question),
                Step::Listening => say(Part::SayBack),
                Step::Replying => say(Part::Reply),
                Step::Answering => {
                    let answers =
                        [Answer::ThatIsIt, Answer::AndMore, Answer::Partly, Answer::NotYet];
                    let answer = answers[usize::try_from(n % 4).unwrap()];
                    TalkCommand::Answer { talk: id, answer, words: words.clone() }
                }
                Step::MakingSense => say(Part::Sense),
                Step::Naming => say(Part::Feeling),
                Step::Closing => say(Part::Takeaway),
            },
            TalkAt::Over { .. } | TalkAt::Kept => TalkCommand::Keep(id),
        };
        let has_words = matches!(command, TalkCommand::Say { .. } | TalkCommand::Answer { .. });
        if self.command(device, Command::Talk(command)) && has_words {
            self.told.insert((self.devices[device].person, id, words));
        }
    }

    /// Talks stand alike everywhere, can be read, and no word of one that is left was lost.
    pub(super) fn assert_talks(&mut self, seed: u64) {
        let [phone, laptop, other] = [self.view(0), self.view(1), self.view(2)];
        assert_eq!(phone.talks, laptop.talks, "seed {seed}");
        let words = |view: &View, mine| -> Vec<(TalkId, bool, Vec<String>)> {
            let talks = view.talks.iter();
            let said = talks.map(|it| {
                let said = it.said.iter().filter(|said| said.mine == mine);
                (it.id, it.at == TalkAt::Kept, said.map(|it| it.words.clone()).collect())
            });
            said.collect()
        };
        assert_eq!(words(&phone, true), words(&other, false), "seed {seed}");
        assert_eq!(words(&phone, false), words(&other, true), "seed {seed}");
        for talk in phone.talks.iter().chain(&other.talks) {
            assert!(talk.said.iter().all(|it| !it.is_closed), "seed {seed}: both hold the key");
        }
        for (person, id, words) in &self.told {
            let view = if *person == 0 { &phone } else { &other };
            let Some(talk) = view.talks.iter().find(|it| it.id == *id) else { continue };
            let mut all = talk.said.iter().chain(&talk.late);
            assert!(all.any(|it| it.mine && it.words == *words), "seed {seed}: {words} is lost");
        }
        self.n_kept = phone.talks.iter().filter(|it| it.at == TalkAt::Kept).count();
    }
}

/// Talks on three devices that crash, cut off and move at once. A fifth of the seeds of the simulation above.
#[test]
fn talks_cross_break_off_and_end_alike() {
    let seeds = std::env::var("REKNIT_SEEDS").ok().and_then(|it| it.parse().ok()).unwrap_or(60_u64);
    let (mut n_told, mut n_kept) = (0, 0);
    for seed in 0..(seeds / 10).max(12) {
        let mut world = World::new(1000 + seed);
        world.pair();
        for n in 0..70 {
            match world.rng.below(12) {
                0 => {
                    let device = usize::try_from(world.rng.below(3)).unwrap();
                    let Device { person, keep, .. } = &world.devices[device];
                    let (person, keep) = (*person, keep.clone());
                    world.start(person, &keep, Some(device));
                }
                1 => {
                    // Both devices of one person at once.
                    world.talk(0, 1000 + n);
                    world.talk(1, 2000 + n);
                }
                _ => {
                    let device = usize::try_from(world.rng.below(3)).unwrap();
                    world.talk(device, n);
                }
            }
            let seconds = i64::try_from(world.rng.below(16)).unwrap();
            world.pass((1 + seconds) * SECOND);
        }
        world.come_to_rest();
        world.assert_equal(seed);
        world.assert_talks(seed);
        n_told += world.told.len();
        n_kept += world.n_kept;
    }
    println!("{n_told} words in talks, {n_kept} talks kept");
    assert!(
        n_told > 0 && (n_kept > 0 || seeds < 50),
        "a talk in which nothing happens proves nothing"
    );
}

/// A talk of one turn, on the phone of each.
fn talk_until_it_ends(world: &mut World) -> TalkId {
    let talk = |command| Command::Talk(command);
    let topic = "The evening".to_owned();
    assert!(world.command(0, talk(TalkCommand::Offer { topic, i_speak: true })));
    world.pass_until("the offer arrives", |it| !it.view(2).talks.is_empty());
    let id = world.view(2).talks[0].id;
    assert!(world.command(2, talk(TalkCommand::Join(id))));
    let moves_at = |device: usize| {
        move |it: &World| {
            let talks = it.view(device).talks;
            matches!(talks[0].at, TalkAt::Going { my_move: true, .. }) && talks[0].can_write
        }
    };
    let said = [(0, Part::Piece, "alone on the stairs"), (2, Part::SayBack, "you were alone")];
    for (device, part, words) in said {
        world.pass_until("it is my move", moves_at(device));
        let words = words.to_owned();
        assert!(world.command(device, talk(TalkCommand::Say { talk: id, part, words })));
    }
    world.pass_until("it was said back", moves_at(0));
    assert_eq!(world.view(0).talks[0].said[1].words, "you were alone");
    assert!(world.command(2, talk(TalkCommand::End(id))));
    for device in 0..3 {
        world.pass_until("it has ended", |it| {
            matches!(it.view(device).talks[0].at, TalkAt::Over { i_keep: false })
        });
    }
    id
}

/// One keeps, the other lets go: nothing is left, neither on the relay nor on a device that was away, and the chain verifies.
#[test]
fn words_that_one_lets_go_are_gone_everywhere() {
    let mut world = World::new(9);
    world.healed = true;
    world.pair();
    let before = world.relay.entries().len();
    let id = talk_until_it_ends(&mut world);
    assert!(world.command(0, Command::Talk(TalkCommand::Keep(id))));
    world.pass(20 * SECOND);
    // The wish of one shows the other nothing.
    assert_eq!(world.view(2).talks[0].at, TalkAt::Over { i_keep: false });
    world.away = Some(1);
    assert!(world.command(2, Command::Talk(TalkCommand::LetGo(id))));
    world.pass(90 * SECOND);
    // The phone of the other has let go of it too, and answers with nothing before its person says something.
    let left = |world: &World| -> Vec<bool> {
        world.relay.entries().iter().skip(before).map(|it| it.body.is_some()).collect()
    };
    assert!(world.view(0).talks.is_empty());
    assert_eq!(left(&world), [true; 8], "the letting-go and its own list");
    assert!(world.command(0, Command::Appreciate("the bread".into())));
    world.pass(90 * SECOND);
    let words = [false; 6];
    assert_eq!(
        left(&world),
        [&words[..], &[true; 4]].concat(),
        "what is no word of the talk stays"
    );
    let entries = world.relay.entries();
    assert!(entries.iter().take(before).all(|it| it.body.is_some()));
    // A device that was away when it was purged, and one that begins with nothing.
    assert!(!world.view(1).talks.is_empty(), "it still knows the talk");
    world.away = None;
    world.start(1, &Keep::default(), None);
    world.pass(150 * SECOND);
    for device in 0..4 {
        assert_eq!((world.view(device).talks.len(), world.view(device).alarms), (0, vec![]));
    }
    assert!(world.command(1, Command::Appreciate("and life goes on".into())));
    world.pass(90 * SECOND);
    assert_eq!(world.heard(3), ["and life goes on", "the bread"]);
}

/// A body that is missing without both having let go of it was held back, and a device that begins says so.
#[test]
fn a_body_that_the_relay_drops_by_itself_is_noticed() {
    let mut world = World::new(12);
    world.healed = true;
    world.pair();
    assert!(world.command(0, Command::Appreciate("the soup".into())));
    world.pass(20 * SECOND);
    world.relay.drop_last_body();
    world.start(1, &Keep::default(), None);
    world.pass(60 * SECOND);
    assert_eq!(world.view(3).alarms, [Alarm::Withheld]);
    assert_eq!(world.view(1).alarms, [], "a device that has the words misses nothing");
}

/// Both keep: then the key is published, and a device that never held it reads the words.
#[test]
fn words_that_both_keep_stay_readable() {
    let mut world = World::new(10);
    world.healed = true;
    world.pair();
    let id = talk_until_it_ends(&mut world);
    assert!(world.command(0, Command::Talk(TalkCommand::Keep(id))));
    assert!(world.command(2, Command::Talk(TalkCommand::Keep(id))));
    world.pass(90 * SECOND);
    world.start(1, &Keep::default(), None);
    world.pass(100 * SECOND);
    for device in 0..4 {
        let talk = &world.view(device).talks[0];
        assert_eq!((talk.at, talk.said[0].words.as_str()), (TalkAt::Kept, "alone on the stairs"));
    }
    assert!(world.relay.entries().iter().all(|it| it.body.is_some()));
}

/// Nobody settles it: it lapses by itself, and the words go.
#[test]
fn a_talk_that_nobody_keeps_lapses() {
    let mut world = World::new(11);
    world.healed = true;
    world.pair();
    talk_until_it_ends(&mut world);
    world.now_ms += 15 * 24 * HOUR;
    world.pass(200 * SECOND);
    assert!((0..3).all(|it| world.view(it).talks.is_empty()));
    for device in [0, 2] {
        assert!(world.command(device, Command::Appreciate(format!("said on {device}"))));
        world.pass(90 * SECOND);
    }
    assert!(world.relay.entries().iter().filter(|it| it.body.is_none()).count() >= 5);
}
