//! Quiet and caps: what waits unseen, and that neither the other nor the relay can tell.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it likes")]

mod two;

use reknit_client::{
    account::Keep,
    command::{Command, Refusal},
    view::{Caps, MyPage, Settings, View},
};
use two::{Answer, DAY, Sent, Two, now, page};

#[test]
fn what_comes_in_quiet_waits_and_is_all_there_afterwards() {
    let mut two = Two::new();
    two.say(1, "before");
    two.ask(0, Command::Quiet(true)).unwrap();
    two.say(1, "one");
    two.say(0, "mine");
    two.say(1, "two");
    assert!(two.view(0).is_quiet);
    assert_eq!(two.kind_words(0), ["before", "mine"]);
    assert_eq!(two.kind_words(1).len(), 4);

    // A device that holds nothing shows no more of it, not even for a moment.
    two.now_ms += 3 * 60_000;
    two.sync();
    let at = now(two.now_ms);
    let (fresh, outputs) = two.people[0].open(&mut two.relay, at, 9, &Keep::default());
    let old = std::mem::replace(&mut two.engines[0], fresh);
    two.carry_out(0, outputs);
    two.sync();
    assert_eq!(two.kind_words(0), ["before", "mine"]);
    two.engines[0] = old;

    two.ask(0, Command::Quiet(false)).unwrap();
    assert_eq!(two.kind_words(0).len(), 4);
    assert!(!two.view(0).is_quiet);
}

#[test]
fn a_check_in_opens_for_the_other_as_ever() {
    let mut two = Two::new();
    two.agree_hour();
    two.ask(0, Command::ClosePage(page("of ada"))).unwrap();
    two.ask(0, Command::Quiet(true)).unwrap();
    two.ask(1, Command::ClosePage(page("of ben"))).unwrap();
    two.sync();
    two.now_ms += 3 * 3_600_000;
    two.sync();
    two.sync();
    assert_eq!(two.view(1).opened.len(), 1);
    assert!(two.view(0).opened.is_empty());
    let MyPage::HourCame { page: mine, .. } = two.view(0).checkin.mine else { panic!("not mine") };
    assert_eq!(mine.went_right, "of ada");

    // What is closed meanwhile belongs to the round that is in fact next.
    two.ask(0, Command::ClosePage(page("again"))).unwrap();
    two.sync();
    assert!(matches!(two.view(0).checkin.mine, MyPage::Closed { .. }));
    two.ask(0, Command::Quiet(false)).unwrap();
    assert_eq!(two.view(0).opened.len(), 1);
    assert!(matches!(two.view(0).checkin.mine, MyPage::Closed { .. }));
    two.ask(1, Command::ClosePage(page("again too"))).unwrap();
    two.now_ms += 8 * DAY;
    two.sync();
    two.sync();
    assert_eq!(two.view(0).opened.len(), 2);
    assert_eq!(two.view(1).opened.len(), 2);
}

/// The same days, with and without something private at their beginning.
fn days(private: &[Command]) -> (Vec<Sent>, Vec<Answer>, View) {
    let mut two = Two::new();
    two.agree_hour();
    two.ask(0, Command::ClosePage(page("of ada"))).unwrap();
    two.sync();
    for command in private {
        two.ask(0, command.clone()).unwrap();
    }
    for words in ["one", "two", "three"] {
        two.say(1, words);
    }
    two.ask(1, Command::ClosePage(page("of ben"))).unwrap();
    two.now_ms += 3 * 3_600_000;
    two.sync();
    two.say(0, "mine");
    two.sync();
    two.now_ms += DAY;
    two.say(1, "four");
    let view = two.view(1);
    (two.sent, two.answered, view)
}

#[test]
fn neither_the_other_nor_the_relay_can_tell() {
    let plain = days(&[]);
    assert!(plain.0.len() > 20 && plain.2.opened.len() == 1);
    let caps = Caps { kind_words: Some(1) };
    let capped = Command::Set(Settings { caps, ..Settings::default() });
    for private in [
        vec![Command::Quiet(true)],
        vec![Command::Quiet(true), Command::Quiet(false)],
        vec![capped.clone()],
        vec![capped, Command::Quiet(true)],
    ] {
        let (sent, answered, view) = days(&private);
        let differs = sent.iter().zip(&plain.0).position(|(a, b)| a != b);
        let named = differs.and_then(|it| sent.get(it)).map(|it| (it.0, it.1, &it.2, it.3));
        assert_eq!((sent.len(), named), (plain.0.len(), None), "{private:?}");
        assert!(answered == plain.1, "{private:?}: the other was answered something else");
        assert!(view == plain.2, "{private:?}: the other sees something else");
    }
}

#[test]
fn a_cap_lets_in_so_many_a_day_and_loses_none() {
    let mut two = Two::new();
    two.say(1, "before");
    let set =
        |kind_words| Command::Set(Settings { caps: Caps { kind_words }, ..Settings::default() });
    two.ask(0, set(Some(2))).unwrap();
    for words in ["one", "two", "three", "four"] {
        two.say(1, words);
    }
    two.say(0, "mine");
    assert_eq!(two.kind_words(0), ["before", "one", "two", "mine"]);
    two.now_ms += DAY;
    two.sync();
    assert_eq!(two.kind_words(0), ["before", "one", "two", "three", "four", "mine"]);
    two.say(1, "five");
    assert!(!two.kind_words(0).contains(&"five".to_owned()));
    // Nothing at all, and then everything again.
    two.ask(0, set(Some(0))).unwrap();
    two.now_ms += DAY;
    two.sync();
    assert!(!two.kind_words(0).contains(&"five".to_owned()));
    two.ask(0, set(None)).unwrap();
    assert_eq!(two.kind_words(0).len(), 7);
}

#[test]
fn kind_words_of_ones_own_are_five_a_day() {
    let mut two = Two::new();
    for words in ["1", "2", "3", "4", "5"] {
        two.say(0, words);
    }
    let sixth = two.ask(0, Command::Appreciate("6".into()));
    assert_eq!(sixth, Err(Refusal::EnoughToday));
    two.now_ms += DAY;
    two.sync();
    two.say(0, "6");
    assert_eq!(two.kind_words(1).len(), 6);
}
