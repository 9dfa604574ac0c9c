//! One entry that no relay takes, among others that it does.

#[path = "../../../tests/two/mod.rs"]
mod two;

use reknit_model::letters::{LetterId, Words};
use two::{Two, now, page};

use super::*;
use crate::{command::Command, export::markdown, letters::LetterDraft, view::Connection};

/// A letter with so many characters in each of its parts, six bytes each as they are written down.
fn words(n_chars: usize) -> Words {
    let part = || format!("Sam. {}", "\u{1}".repeat(n_chars));
    Words {
        did: part(),
        impact: part(),
        mine: part(),
        sorry: part(),
        how: part(),
        change: part(),
        forgive: part(),
    }
}

fn too_long() -> Event {
    Event::LetterSent { letter: LetterId([7; 16]), on_day: 1, revises: None, words: words(3_990) }
}

#[test]
fn what_a_relay_takes_is_known_to_the_byte() {
    let event = |n| Event::Appreciated { on_day: 1, words: "x".repeat(n) };
    let fits = |n: usize| check(&event(n)).is_ok();
    let longest = (0..BODY_BYTES_MAX).rev().find(|it| fits(*it)).unwrap();
    let sealed = |n: usize| sealed_len(event(n).to_json().len());
    assert!(sealed(longest) <= BODY_BYTES_MAX && sealed(longest + 1) > BODY_BYTES_MAX);
}

#[test]
fn the_longest_page_and_the_longest_letter_fit() {
    // Four bytes each; signs that would be written with six are no part of a letter.
    let letter =
        |words| Event::LetterSent { letter: LetterId([7; 16]), on_day: 1, revises: None, words };
    let draft = LetterDraft { words: words(3_990), ..LetterDraft::default() }.tidied();
    assert_eq!(check(&letter(draft.words)), Ok(()));
    let pictures = serde_json::to_string(&words(3_990)).unwrap().replace("\\u0001", "🌱");
    assert_eq!(check(&letter(serde_json::from_str(&pictures).unwrap())), Ok(()));
    // A page sealed twice: twelve thousand characters of six bytes.
    let mut two = Two::new();
    two.agree_hour();
    let words = "\u{1}".repeat(reknit_model::checkin::PAGE_CHARS_MAX - 1);
    two.ask(0, Command::ClosePage(page(&format!("x{words}")))).unwrap();
    two.sync();
    assert_eq!((two.view(0).unsent, two.view(0).not_sent.len()), (0, 0));
}

#[test]
fn it_is_refused_where_it_is_written() {
    let mut two = Two::new();
    assert_eq!(two.engines[0].say(too_long()), Err(Refusal::TooLong));
    assert!(two.engines[0].outbox.is_empty());
}

#[test]
fn one_from_an_older_version_holds_nothing_up_and_is_told() {
    let mut two = Two::new();
    two.engines[0].enqueue(too_long());
    two.say(0, "a kind word");
    assert_eq!(two.kind_words(1), ["a kind word"]);
    let view = two.view(0);
    assert_eq!((view.unsent, view.connection), (0, Connection::UpToDate));
    let [it] = view.not_sent.as_slice() else { panic!("{:?}", view.not_sent) };
    assert_eq!(it.what, "sent a letter");
    assert!(it.lines.iter().filter(|it| it.text.starts_with("Sam. ")).count() == 7, "{it:?}");
    // It does not look as if it had been said, and is in a copy of what is private.
    assert!(view.letters.threads.is_empty());
    let copy = markdown(&two.engines[0].export(now(two.now_ms), true).readable());
    assert!(copy.contains("Not sent yet (1)") && copy.contains("Sam. "), "{copy}");

    // It stays until its author takes it away, and doing so is heard by nobody.
    two.sync();
    assert_eq!(two.view(0).not_sent.len(), 1);
    let n_sent = two.sent.len();
    two.ask(0, Command::DropNotSent).unwrap();
    assert_eq!((two.view(0).not_sent.len(), two.sent.len()), (0, n_sent));
}

#[test]
fn a_page_among_them_can_be_read_by_its_author() {
    let mut two = Two::new();
    two.agree_hour();
    two.ask(0, Command::ClosePage(page("slept better"))).unwrap();
    let ada = &two.engines[0];
    let me = ada.log.partner(ada.me().unwrap());
    let closed = ada.complete.checkin.current(me).unwrap();
    let page = ada.my_page(&closed.sealed).unwrap();
    assert!(export::lines(&page).iter().any(|it| it.text == "slept better"));
}

#[test]
fn an_export_says_how_many_entries_could_not_be_built_again() {
    let mut two = Two::new();
    two.say(0, "one");
    let whole = two.engines[0].export(now(two.now_ms), false);
    assert_eq!(whole.space.as_ref().unwrap().n_left_out, 0);
    assert!(!whole.to_json().contains("n_left_out"));
    // A device without the key of an epoch.
    two.engines[0].keyring.space.as_mut().unwrap().epochs.clear();
    let less = two.engines[0].export(now(two.now_ms), false);
    let space = less.space.as_ref().unwrap();
    let n_whole = whole.space.as_ref().unwrap().entries.len();
    assert!(space.n_left_out > 0);
    assert_eq!(space.n_left_out + space.entries.len(), n_whole);
    let told = format!("not in here: {}.", space.n_left_out);
    assert!(markdown(&less.readable()).contains(&told), "{}", markdown(&less.readable()));
}
