//! How often is often enough.

use std::time::Duration;

use super::*;

fn name(at: u32) -> Trier {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&at.to_le_bytes());
    Trier::Name(AccountId(id))
}

#[test]
fn a_guesser_waits_and_a_person_who_waited_may_try_again() {
    let limits = Limits::default();
    let start = crate::Clock::now();
    let (one, other) = (name(1), name(2));
    let tries = (0..20).filter(|_| limits.try_account(start, one).is_ok()).count();
    assert_eq!(tries, 12);
    assert!(limits.try_account(start, other).is_ok());
    let later = start + Duration::from_secs(10);
    assert!(limits.try_account(later, one).is_ok());
    assert_eq!(limits.try_account(later, one), Err(Code::SlowDown));
}

#[test]
fn what_was_right_costs_nothing_and_gives_no_more_than_there_was() {
    let limits = Limits::default();
    let now = crate::Clock::now();
    for _ in 0..100 {
        assert_eq!(limits.try_account(now, name(1)), Ok(()));
        limits.give_back(now, name(1));
    }
    limits.give_back(now, name(1));
    let tries = (0..20).filter(|_| limits.try_account(now, name(1)).is_ok()).count();
    assert_eq!(tries, 12);
}

#[test]
fn a_flood_of_names_keeps_nobody_out_and_gives_a_guesser_nothing() {
    let limits = Limits::default();
    let now = crate::Clock::now();
    while limits.try_account(now, name(0)).is_ok() {}
    for at in 1..250_000 {
        assert_eq!(limits.try_account(now, name(at)), Ok(()), "{at}");
    }
    assert_eq!(limits.try_account(now, name(0)), Err(Code::SlowDown));
}

#[test]
fn a_day_has_room_for_many_entries_and_not_for_a_flood() {
    let limits = Limits::default();
    let start = crate::Clock::now();
    let said = |at, account: u8, n_bytes: usize| {
        let account = AccountId([account; 16]);
        (0..2_000).take_while(|_| limits.say(at, account, n_bytes)).count()
    };
    assert_eq!(said(start, 1, 1_000), 1_000);
    assert_eq!(said(start, 2, 160 * 1024), 102);
    assert_eq!(said(start, 2, 1_000), 65, "what is left of the bytes");
    let tomorrow = start + Duration::from_secs(86_500);
    assert_eq!(said(tomorrow, 1, 1_000), 1_000);
}

#[test]
fn a_day_has_room_for_copies_and_for_beginning_anew_and_not_for_a_flood() {
    let limits = Limits::default();
    let start = crate::Clock::now();
    let (one, other) = (AccountId([1; 16]), AccountId([2; 16]));
    let largest = reknit_wire::limits::SNAPSHOT_BYTES_MAX;
    let kept = |at| (0..99).take_while(|_| limits.keep(at, one, largest).is_ok()).count();
    assert_eq!(kept(start), 16);
    assert_eq!(limits.keep(start, other, largest), Ok(()));
    assert!(limits.say(start, one, 1_000), "words are counted apart");
    let begun = |at| (0..99).take_while(|_| limits.begin(at, one).is_ok()).count();
    assert_eq!(begun(start), 32);
    assert_eq!(limits.begin(start, one), Err(Code::SlowDown));
    assert_eq!(limits.begin(start, other), Ok(()));
    let tomorrow = start + Duration::from_secs(86_500);
    assert_eq!((kept(tomorrow), begun(tomorrow)), (16, 32));
}
