//! What a device keeps of what is being written, and what it says about that.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it likes")]

mod two;

use reknit_client::{
    command::{Command, Refusal},
    engine::{Input, Output},
    letters::{LetterDraft, Offer, draft_slot},
    view::{Kept, Slot},
};
use reknit_model::letters::Words;
use two::Two;

/// A letter whose seven parts and three offers are as long as they may be, with a line break or a quotation mark in every third place.
fn longest() -> LetterDraft {
    let part =
        |salt: char| -> String { ['\n', '"', salt].into_iter().cycle().take(4_000).collect() };
    let words = Words {
        did: part('a'),
        impact: part('b'),
        mine: part('c'),
        sorry: part('d'),
        how: part('e'),
        change: part('f'),
        forgive: part('g'),
    };
    let offer = |_| Offer { words: "\"".repeat(280), days: 14 };
    LetterDraft { words, offers: (0..3).map(offer).collect(), asks: true, at: 7 }
}

#[test]
fn the_longest_letter_is_kept_as_a_draft() {
    let mut two = Two::new();
    let text = serde_json::to_string(&longest()).unwrap();
    let slot = draft_slot(None);
    two.ask(0, Command::SaveDraft { slot: slot.clone(), text: text.clone() }).unwrap();
    assert_eq!(two.view(0).drafts[&slot].text, text);

    let text = "x".repeat(2 * text.len());
    let refused = two.ask(0, Command::SaveDraft { slot: slot.clone(), text });
    assert_eq!(refused, Err(Refusal::TooLong));
}

#[test]
fn a_device_that_cannot_keep_does_not_say_that_it_did() {
    let mut two = Two::new();
    assert_eq!(two.view(0).kept, Kept::OnDevice);
    for (ok, told) in [(false, Kept::InThisTab), (true, Kept::OnDevice)] {
        let now = two.now(0);
        let save = Command::SaveDraft { slot: Slot::Step, text: format!("words {ok}") };
        let outputs = two.engines[0].command(now, save).unwrap();
        for output in outputs {
            if let Output::Keep { id, .. } = output {
                let outputs = two.engines[0].step(now, Input::Kept { id, ok });
                assert!(outputs.contains(&Output::Changed), "{outputs:?}");
            }
        }
        assert_eq!(two.view(0).kept, told);
    }
}
