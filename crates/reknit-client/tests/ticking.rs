//! When a face is told that what it shows may have changed.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it likes")]

mod two;

use reknit_client::{
    command::Command,
    engine::{Input, Output},
    view::{MyPage, Slot},
};
use two::{Two, page};

/// On how many of so many ticks, a second apart, somebody is told that the view may have changed.
fn told(two: &mut Two, who: usize, n_ticks: i64) -> usize {
    let mut n = 0;
    for _ in 0..n_ticks {
        two.now_ms += 1_000;
        let now = two.now(who);
        let before = two.view(who);
        let outputs = two.engines[who].step(now, Input::Tick);
        let is_told = outputs.contains(&Output::Changed);
        assert!(is_told || two.view(who) == before, "the view changed, and nobody was told");
        n += usize::from(is_told);
        two.carry_out(who, outputs);
    }
    n
}

/// Into the middle of a minute.
fn mid_minute(two: &mut Two) {
    two.sync();
    two.now_ms += 90_000 - two.now_ms.rem_euclid(60_000);
    two.sync();
    two.now_ms += 90_000 - two.now_ms.rem_euclid(60_000);
    told(two, 0, 1);
}

#[test]
fn time_alone_is_told_once_a_minute() {
    let mut two = Two::new();
    two.agree_hour();
    mid_minute(&mut two);
    assert_eq!(told(&mut two, 0, 20), 0);
    assert_eq!(told(&mut two, 0, 600), 10);
}

#[test]
fn what_is_asked_for_is_told_at_once() {
    let mut two = Two::new();
    mid_minute(&mut two);
    let now = two.now(0);
    let save = Command::SaveDraft { slot: Slot::Step, text: "words".into() };
    assert!(two.engines[0].command(now, save).unwrap().contains(&Output::Changed));
    let say = Command::Appreciate("You rang.".into());
    assert!(two.engines[0].command(now, say).unwrap().contains(&Output::Changed));
}

#[test]
fn the_hour_is_told_within_its_second() {
    let mut two = Two::new();
    two.agree_hour();
    two.ask(0, Command::ClosePage(page("it was calm"))).unwrap();
    two.sync();
    let MyPage::Closed { opens_at_ms, .. } = two.view(0).checkin.mine else { panic!("not closed") };
    two.now_ms = opens_at_ms - 30_000;
    two.sync();
    two.now_ms = opens_at_ms - 1_000;
    told(&mut two, 0, 1);
    assert!(matches!(two.view(0).checkin.mine, MyPage::HourCame { .. }));
}
