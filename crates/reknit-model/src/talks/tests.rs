//! Stories of talks.

use proptest::prelude::*;

use super::*;
use crate::{
    log::Partner::{Guest, Host},
    state::State,
    telling::Story,
};

const TALK: TalkId = TalkId([7; 16]);

/// One line, said in a story: `who does what`.
fn act(line: &str, n_moves: u32) -> (Partner, Act) {
    let (who, what) = line.split_once(' ').unwrap();
    let by = if who == "host" { Host } else { Guest };
    let said = |part| Act::Said {
        at: n_moves,
        part,
        commit: [2; 32],
        words: line.as_bytes().to_vec(),
        on_day: (part == Part::Takeaway).then_some(100),
    };
    let answered = |answer| Act::Answered { at: n_moves, answer, commit: [2; 32], words: None };
    let act = match what {
        "offers" => {
            Act::Offered { topic: "The evening".into(), i_speak: true, share: [1; 32], on_day: 90 }
        }
        "joins" => Act::Joined { key_box: vec![1], commit: [2; 32] },
        "tells" => said(Part::Piece),
        "asks" => said(Part::Question),
        "replies" => said(Part::Reply),
        "says back" => said(Part::SayBack),
        "makes sense" => said(Part::Sense),
        "names" => said(Part::Feeling),
        "takes away" => said(Part::Takeaway),
        "that is it" => answered(Answer::ThatIsIt),
        "and more" => answered(Answer::AndMore),
        "partly" => answered(Answer::Partly),
        "not yet" => answered(Answer::NotYet),
        "pauses" => Act::Paused { back_at_ms: None },
        "ends" => Act::Ended { on_day: 100 },
        "keeps" => Act::Keep,
        "publishes" => Act::Key { key: [3; 32] },
        "lets go" => Act::LetGo { entries: Vec::new() },
        other => panic!("nobody {other}"),
    };
    (by, act)
}

/// Everybody learnt of every end on the hundredth day.
#[expect(clippy::unnecessary_wraps, reason = "the shape that is asked for")]
fn ended(_: TalkId) -> Option<i32> {
    Some(100)
}

fn n_moves(state: &State) -> u32 {
    state.talks.get(TALK).map_or(0, Talk::n_moves)
}

/// Tells lines, each after all before it.
#[track_caller]
fn tell(lines: &str) -> Story {
    let mut story = Story::default();
    for line in lines.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let (by, act) = act(line, n_moves(&story.state()));
        story.tell(by, Event::Talk { talk: TALK, act });
    }
    story
}

fn standing(story: &Story) -> Option<Standing> {
    story.state().talks.get(TALK).map(Talk::standing)
}

const ONE_TURN: &str =
    "host tells\nguest says back\nhost that is it\nguest makes sense\nguest names";
const OTHER_TURN: &str =
    "guest tells\nhost says back\nguest that is it\nhost makes sense\nhost names";

fn whole() -> String {
    format!("host offers\nguest joins\n{ONE_TURN}\n{OTHER_TURN}\nguest takes away\nhost takes away")
}

#[test]
fn a_whole_talk_goes_by_its_steps_and_ends_with_what_each_takes_away() {
    let story = tell(&whole());
    assert_eq!(standing(&story), Some(Standing::Over));
    assert!(story.state().set_aside.is_empty());
    assert_eq!(story.state().talks.get(TALK).unwrap().said.len(), 12);
}

#[test]
fn not_yet_leads_back_to_listening_and_questions_lead_to_replies() {
    let story = tell(
        "host offers\nguest joins\nhost tells\nguest asks\nhost replies\nguest says back\nhost partly
        guest says back\nhost not yet\nguest says back\nhost and more\nhost tells\nguest says back\nhost that is it",
    );
    assert!(story.state().set_aside.is_empty());
    let Some(Standing::Going(place)) = standing(&story) else { panic!("it goes on") };
    assert_eq!((place.step, place.mover()), (Step::MakingSense, Some(Guest)));
}

#[test]
fn nobody_moves_for_the_other() {
    let story =
        tell("host offers\nhost joins\nguest joins\nguest tells\nguest says back\nhost names");
    assert_eq!(story.state().set_aside.len(), 4);
    let Some(Standing::Going(place)) = standing(&story) else { panic!("it goes on") };
    assert_eq!(place.step, Step::Telling);
}

#[test]
fn two_devices_of_one_person_moving_at_once_make_one_move_and_lose_no_words() {
    let mut story = tell("host offers\nguest joins");
    let (_, first) = act("host tells", 0);
    let lamport = story.entries.len() as u64 + 1;
    story.tell_at(lamport, Host, Event::Talk { talk: TALK, act: first.clone() });
    story.tell_at(lamport, Host, Event::Talk { talk: TALK, act: first });
    let state = story.state();
    let talk = state.talks.get(TALK).unwrap();
    assert_eq!((talk.said.len(), talk.late.len()), (1, 1));
}

#[test]
fn words_written_for_an_earlier_place_are_no_move_even_where_the_same_step_has_come_again() {
    let to_listening = "host offers\nguest joins\nhost tells\nguest asks\nhost replies";
    for (lines, stale) in [
        (to_listening.to_owned(), "guest asks"),
        (format!("{to_listening}\nguest says back\nhost not yet\nguest says back"), "host partly"),
    ] {
        let mut story = tell(&lines);
        let before = n_moves(&story.state());
        let (by, stale) = act(stale, before - 2);
        story.tell(by, Event::Talk { talk: TALK, act: stale });
        let state = story.state();
        assert_eq!((n_moves(&state), state.set_aside.len()), (before, 1));
        assert_eq!(state.talks.get(TALK).unwrap().late.len(), 1);
    }
}

#[test]
fn words_under_the_key_of_a_device_that_joined_second_are_no_move_and_not_lost() {
    let mut story = tell("host offers\nguest joins");
    let second = Act::Joined { key_box: vec![9], commit: [9; 32] };
    story.tell(Guest, Event::Talk { talk: TALK, act: second });
    let (_, mut tells) = act("host tells", 0);
    if let Act::Said { commit, .. } = &mut tells {
        *commit = [9; 32];
    }
    story.tell(Host, Event::Talk { talk: TALK, act: tells });
    let state = story.state();
    let talk = state.talks.get(TALK).unwrap();
    assert_eq!((talk.said.len(), talk.late.len()), (0, 1));
}

#[test]
fn both_close_at_once_in_either_order() {
    for crossed in [[Host, Guest], [Guest, Host]] {
        let mut story = tell(&format!("host offers\nguest joins\n{ONE_TURN}\n{OTHER_TURN}"));
        let at = n_moves(&story.state());
        let lamport = story.entries.len() as u64 + 1;
        for by in crossed {
            let takeaway = Act::Said {
                at,
                part: Part::Takeaway,
                commit: [2; 32],
                words: vec![1],
                on_day: Some(100),
            };
            story.tell_at(lamport, by, Event::Talk { talk: TALK, act: takeaway });
        }
        assert_eq!(standing(&story), Some(Standing::Over));
        assert!(story.state().set_aside.is_empty());
    }
}

#[test]
fn words_are_kept_only_if_both_keep_them() {
    let story = tell(&format!("{}\nhost keeps\nhost publishes", whole()));
    assert_eq!(standing(&story), Some(Standing::Over));
    assert!(story.state().talks.get(TALK).unwrap().keys.is_empty(), "one wish publishes nothing");
    let story = tell(&format!("{}\nhost keeps\nguest keeps", whole()));
    assert_eq!(standing(&story), Some(Standing::Kept));
    assert_eq!(story.state().talks.due(Host, 100, false, &ended), [Due::Key(TALK)]);
    let story =
        tell(&format!("{}\nhost keeps\nguest keeps\nguest publishes\nhost lets go", whole()));
    assert_eq!(standing(&story), Some(Standing::Kept), "what both keep stays");
    assert_eq!(story.state().talks.due(Guest, 100, false, &ended), []);
}

/// What a changed app publishes opens nothing, perhaps, and the words were to be kept by both.
#[test]
fn a_key_of_the_others_does_not_stand_for_mine() {
    let mut story = tell(&format!("{}\nhost keeps\nguest keeps\nguest publishes", whole()));
    let talks = story.state().talks;
    assert_eq!(talks.due(Host, 100, false, &ended), [Due::Key(TALK)]);
    let talk = talks.get(TALK).unwrap();
    assert_eq!(talk.publish([3; 32]), Err(TalkError::OutOfPlace), "the same key is not said twice");
    let mine = talk.publish([4; 32]).unwrap();
    story.tell(Host, mine);
    let talks = story.state().talks;
    assert_eq!(talks.get(TALK).unwrap().keys, [[3; 32], [4; 32]]);
    assert_eq!(talks.due(Host, 100, false, &ended), []);
}

#[test]
fn one_lets_go_and_every_entry_but_that_one_is_to_be_forgotten() {
    let story = tell(&format!("{}\nhost keeps\nguest lets go\nhost keeps", whole()));
    let state = story.state();
    assert_eq!(standing(&story), None);
    assert_eq!(state.talks.forgotten.len(), story.entries.len() - 1);
}

#[test]
fn a_body_may_be_missing_only_where_both_listed_it() {
    let mut story = tell("host offers\nguest joins\nhost tells\nguest lets go");
    let words = story.state().talks.forgotten.clone();
    let stays = story.entries.last().unwrap().at.entry;
    for by in [Host, Guest] {
        assert!(!story.state().talks.may_be_missing(words[0]));
        let due = |speaks| story.state().talks.due(by, 100, speaks, &ended);
        assert_eq!(due(true), [Due::List(TALK, words.clone())]);
        let act = Act::LetGo { entries: words.clone() };
        story.tell(by, Event::Talk { talk: TALK, act });
        assert_eq!(story.state().talks.due(by, 100, true, &ended), []);
    }
    let talks = story.state().talks;
    assert!(words.iter().all(|it| talks.may_be_missing(*it)));
    assert!(!talks.may_be_missing(stays));
    assert!(story.state().set_aside.is_empty());
}

/// The other may go on in a talk that is gone, day and night: my app says nothing by itself, so they cannot ask it whether I am there.
#[test]
fn acts_in_a_talk_that_is_gone_are_listed_beside_words_only() {
    let mut story = tell("host offers\nguest joins\nhost tells\nguest lets go");
    let due = |story: &Story, by, speaks| story.state().talks.due(by, 100, speaks, &ended);
    assert_eq!(due(&story, Host, false), [], "the guest did it");
    let listed = story.state().talks.forgotten;
    assert_eq!(due(&story, Guest, false), [Due::List(TALK, listed.clone())], "once, for their own");
    let act = Act::LetGo { entries: listed };
    story.tell(Guest, Event::Talk { talk: TALK, act });
    for n in 1..4 {
        for by in [Host, Guest] {
            story.tell(by, Event::Talk { talk: TALK, act: Act::Paused { back_at_ms: None } });
        }
        assert_eq!(due(&story, Guest, false), []);
        assert_eq!(due(&story, Host, false), []);
        let Some(Due::List(_, late)) = due(&story, Guest, true).pop() else { panic!("nothing") };
        assert_eq!(late.len(), 2 * n);
    }
}

#[test]
fn an_offer_is_taken_back_by_its_author_and_left_alone_by_the_other() {
    let story = tell("host offers\nguest lets go");
    assert_eq!(standing(&story), Some(Standing::Offered));
    let story = tell("host offers\nhost lets go\nguest joins");
    assert_eq!(standing(&story), None);
    assert_eq!(story.state().talks.forgotten.len(), 2);
}

#[test]
fn offers_and_undecided_talks_lapse_by_themselves() {
    let offered = tell("host offers").state();
    let due = |by, day| offered.talks.due(by, day, false, &ended);
    assert_eq!(due(Host, 90 + OFFER_DAYS), []);
    assert_eq!(due(Host, 91 + OFFER_DAYS), [Due::LetGo(TALK)]);
    assert_eq!(due(Guest, 91 + OFFER_DAYS), [], "only its author says so");
    let over = tell(&format!("{}\nhost keeps", whole())).state();
    let due = |by, day| over.talks.due(by, day, false, &ended);
    assert_eq!(due(Guest, 100 + KEEP_DAYS), []);
    assert_eq!(due(Guest, 101 + KEEP_DAYS), [Due::LetGo(TALK)]);
    assert_eq!(due(Host, 101 + KEEP_DAYS), [], "whoever keeps does not");
}

/// The other writes any day they like into an end: what counts is when I learnt of it.
#[test]
fn a_day_that_is_made_up_lets_nothing_go_early_or_never() {
    for day in [i32::MIN, 0, 95, i32::MAX] {
        let mut story = tell("host offers\nguest joins\nhost tells");
        story.tell(Guest, Event::Talk { talk: TALK, act: Act::Ended { on_day: day } });
        let talks = story.state().talks;
        assert_eq!(talks.due(Host, 100 + KEEP_DAYS, false, &ended), [], "{day}");
        assert_eq!(talks.due(Host, 101 + KEEP_DAYS, false, &ended), [Due::LetGo(TALK)], "{day}");
        assert_eq!(talks.due(Host, 5_000, false, &|_| None), [], "not before it was learnt");
    }
}

#[test]
fn a_break_lasts_until_somebody_goes_on() {
    let story = tell("host offers\nguest joins\nguest pauses");
    assert!(story.state().talks.get(TALK).unwrap().pause.is_some());
    let story = tell("host offers\nguest joins\nguest pauses\nhost tells");
    assert!(story.state().talks.get(TALK).unwrap().pause.is_none());
    let state = story.state();
    let talk = state.talks.get(TALK).unwrap();
    for (minutes, fits) in [(19, false), (20, true), (24 * 60, true), (24 * 60 + 1, false)] {
        assert_eq!(talk.pause(0, Some(minutes * MINUTE_MS)).is_ok(), fits, "{minutes}");
    }
}

#[test]
fn either_ends_it_at_any_time_and_words_that_crossed_that_are_not_lost() {
    let mut story = tell("host offers\nguest joins\nhost tells\nhost ends");
    let (by, late) = act("guest says back", 1);
    story.tell(by, Event::Talk { talk: TALK, act: late });
    assert_eq!(standing(&story), Some(Standing::Over));
    assert_eq!(story.state().talks.get(TALK).unwrap().late.len(), 1);
}

const LINES: [&str; 18] = [
    "offers",
    "joins",
    "tells",
    "asks",
    "replies",
    "says back",
    "makes sense",
    "names",
    "takes away",
    "that is it",
    "and more",
    "partly",
    "not yet",
    "pauses",
    "ends",
    "keeps",
    "publishes",
    "lets go",
];

/// Sensible often enough to come far, and nonsense in between.
fn stories() -> impl Strategy<Value = Story> {
    let line = (0_usize..LINES.len(), any::<bool>(), 0_u8..4, 0_u8..3);
    prop::collection::vec(line, 0..40).prop_map(|told| {
        let mut story = tell("host offers\nguest joins");
        for (line, host, sense, other) in told {
            let state = story.state();
            let moves = |by| state.talks.get(TALK).is_some_and(|it| it.is_move_of(by));
            let by = if sense > 0 {
                if moves(Host) { Host } else { Guest }
            } else if host {
                Host
            } else {
                Guest
            };
            let who = if by == Host { "host" } else { "guest" };
            let (by, act) = act(&format!("{who} {}", LINES[line]), n_moves(&state));
            // Now and then a second talk, to which nothing of the first may matter.
            let talk = if other == 0 { TalkId([8; 16]) } else { TALK };
            story.tell(by, Event::Talk { talk, act });
        }
        story
    })
}

proptest! {
    #[test]
    fn whatever_a_rule_lets_you_say_is_heard(story in stories()) {
        let state = story.state();
        for talk in &state.talks.all {
            for by in [Host, Guest] {
                let may = [
                    talk.join(by, vec![1], [2; 32]),
                    talk.say(by, Part::Piece, vec![1], 100),
                    talk.say(by, Part::Question, vec![1], 100),
                    talk.say(by, Part::SayBack, vec![1], 100),
                    talk.say(by, Part::Takeaway, vec![1], 100),
                    talk.answer(by, Answer::ThatIsIt, None),
                    talk.answer(by, Answer::NotYet, Some(vec![2])),
                    talk.pause(0, None),
                    talk.end(100),
                    talk.keep(by),
                    talk.let_go(by),
                    talk.publish([9; 32]),
                ];
                for event in may.into_iter().flatten() {
                    let mut after = story.clone();
                    after.tell(by, event.clone());
                    prop_assert_eq!(after.state().set_aside.len(), state.set_aside.len(), "{:?}", event);
                }
            }
        }
    }

    /// A device that pulls after the purge finds only the letting-go. It must stand like one that saw everything.
    #[test]
    fn entries_of_a_talk_that_was_let_go_can_vanish(story in stories()) {
        let full = story.state();
        let mut purged = story;
        purged.entries.retain(|it| !full.talks.forgotten.contains(&it.at.entry));
        let state = purged.state();
        prop_assert_eq!(&state.talks.all, &full.talks.all);
        prop_assert_eq!(&state.talks.gone, &full.talks.gone);
        prop_assert!(state.talks.forgotten.is_empty());
    }

    /// What both kept stays, whatever is said later.
    #[test]
    fn what_both_keep_stays(story in stories(), cut in 0_usize..42) {
        let mut before = story.clone();
        before.entries.truncate(cut);
        for talk in before.state().talks.all {
            if talk.standing() == Standing::Kept {
                let after = story.state();
                let same = after.talks.get(talk.id).map(|it| it.said.clone());
                prop_assert_eq!(same, Some(talk.said));
            }
        }
    }
}
