//! Lies while two people meet (1, 2): other keys, other letters, a third one.

use reknit_client::{
    account::InviteError,
    command::Command,
    ports::{HttpReply, HttpRequest},
    view::{Alarm, Pairing},
};
use reknit_wire::api::{Code, Mailbox, Problem};

use crate::story::{Lie, Story};

fn reads_mailbox(request: &HttpRequest) -> bool {
    request.method == "GET" && request.path.contains("/mailboxes/")
}

/// A lie about letters, told to one device.
fn letters(to: usize, change: impl Fn(&mut Mailbox) + 'static) -> Lie {
    Box::new(move |device, request, honest| {
        if device != to || !reads_mailbox(request) || honest.status != 200 {
            return honest;
        }
        let mut mailbox: Mailbox = serde_json::from_slice(&honest.body).unwrap();
        change(&mut mailbox);
        HttpReply { status: 200, body: serde_json::to_vec(&mailbox).unwrap() }
    })
}

/// The letters of a meeting that whoever runs the relay holds with themself: well made, and not these two's.
fn own_letters() -> Mailbox {
    let mut own = Story::new(90);
    let seen = std::rc::Rc::new(std::cell::RefCell::new(None));
    let book = std::rc::Rc::clone(&seen);
    own.lie = Some(Box::new(move |_, request, honest| {
        if reads_mailbox(request) && honest.status == 200 {
            let mailbox: Mailbox = serde_json::from_slice(&honest.body).unwrap();
            if mailbox.join.is_some() && mailbox.reveal.is_some() {
                *book.borrow_mut() = Some(mailbox);
            }
        }
        honest
    }));
    own.invite_and_answer();
    let mailbox = seen.borrow().clone();
    mailbox.unwrap()
}

/// 1: the guest is given the host's own card instead.
#[test]
fn a_card_that_the_link_does_not_name_is_refused() {
    let own = own_letters();
    let mut story = Story::new(10);
    let fragment = story.invite();
    story.lie = Some(letters(1, move |it| it.card = own.card.clone()));
    story.ask(1, Command::Join { fragment, my_name: "Ben".into() });
    story.both();
    assert!(matches!(story.view(1).pairing, Pairing::Failed(_)), "{:?}", story.view(1).pairing);
    assert_eq!(story.alarms(1), [Alarm::Invitation]);
    assert!(matches!(story.view(0).pairing, Pairing::Inviting { .. }), "nobody answered");
    story.assert_nothing_leaked();
}

/// 1: the inviter is given an answer from somebody who does not have the link.
#[test]
fn an_answer_without_the_secret_of_the_link_admits_nobody() {
    let own = own_letters();
    let mut story = Story::new(11);
    story.lie = Some(letters(0, move |it| it.join = it.join.as_ref().and(own.join.clone())));
    story.invite_and_answer();
    assert!(!matches!(story.view(0).pairing, Pairing::Answered { .. } | Pairing::Paired { .. }));
    assert_eq!(story.alarms(0), [Alarm::Invitation]);
    story.assert_nothing_leaked();
}

/// 1: the nonce that the four words come from is another than the card committed to.
#[test]
fn another_nonce_gives_no_words() {
    let own = own_letters();
    let mut story = Story::new(12);
    story.lie = Some(letters(1, move |it| it.reveal = it.reveal.as_ref().and(own.reveal.clone())));
    story.invite_and_answer();
    assert!(!matches!(story.view(1).pairing, Pairing::Joining { words: Some(_), .. }));
    assert_eq!(story.alarms(1), [Alarm::Invitation]);
    story.assert_nothing_leaked();
}

/// 2: the guest is shown a space that its host opened for somebody else.
#[test]
fn a_space_of_others_is_not_taken_for_the_one_in_the_letter() {
    let foreign = Story::paired(60).relay.entries();
    let mut story = Story::new(13);
    story.invite_and_answer();
    story.ask(1, Command::WordsMatch);
    story.lie = Some(crate::story::pages(1, move |_| {
        let stored = (1..).zip(&foreign);
        let stored: Vec<_> = stored
            .map(|(cursor, it)| reknit_wire::envelope::Stored { cursor, envelope: it.clone() })
            .collect();
        reknit_wire::envelope::encode_page(&stored)
    }));
    story.ask(0, Command::WordsMatch);
    story.both();
    assert_eq!(story.alarms(1), [Alarm::Forged]);
    assert!(!matches!(story.view(1).pairing, Pairing::Paired { .. }));
    story.honest_again();
    assert!(matches!(story.view(1).pairing, Pairing::Paired { .. }));
}

/// A link that was answered already: the space takes nobody's claim any more, and the late one is told why.
#[test]
fn whoever_comes_to_a_space_of_two_is_told_that_the_invitation_was_used() {
    let mut story = Story::new(14);
    story.lie = Some(Box::new(|device, request, honest| {
        if device != 1 || request.method != "PUT" || !request.path.ends_with("/claim") {
            return honest;
        }
        let problem = Problem { code: Code::InvitationUsed, detail: String::new() };
        HttpReply { status: 409, body: serde_json::to_vec(&problem).unwrap() }
    }));
    story.invite_and_answer();
    assert_eq!(story.view(1).pairing, Pairing::Failed(InviteError::Used));
}
