//! What a device holds, brought into an account that went on elsewhere.

use reknit_model::event::Event;

use super::*;
use crate::{
    account::DeviceRecord,
    engine::{Input, Start},
    keyring::SpaceKeys,
    ports::Now,
    testing::{Seeded, Utc, seeded},
    view::Kept,
};

fn space(seed: u64) -> SpaceKeys {
    SpaceKeys::found(&mut Seeded::new(seed)).unwrap()
}

fn engine(keyring: &Keyring) -> Engine {
    Engine::new(Start {
        handle: "ada".into(),
        account: AccountKey::make(&mut Seeded::new(1), AccountId::of("ada"), 1),
        own_device: true,
        keyring: keyring.clone(),
        private: Private::default(),
        device: None,
        randoms: seeded(2),
        zones: Box::new(Utc),
    })
}

/// What a device holds with such a keyring and a word that waits.
fn keep(keyring: &Keyring) -> Keep {
    let mut engine = engine(keyring);
    engine.enqueue(Event::Named { name: "Ada".into() });
    let kept = engine.flush().into_iter().filter_map(|it| match it {
        Output::Keep { name, bytes, .. } => Some((name, bytes)),
        _ => None,
    });
    Keep(kept.collect())
}

#[test]
fn what_waits_goes_to_the_space_it_was_written_for_and_to_no_other() {
    let none = Keyring::default();
    let one = Keyring { space: Some(space(1)), ..Keyring::default() };
    let other = Keyring { space: Some(space(2)), ..Keyring::default() };
    let left = Keyring { left: vec![space(1).id], ..Keyring::default() };
    let mut bare = keep(&one);
    bare.0.remove(&Keep::name(AccountId::of("ada"), Blob::Account));
    let cases = [
        (&one, keep(&one), 1),
        (&none, keep(&one), 1),
        (&one, bare, 1),
        (&other, keep(&one), 0),
        (&left, keep(&one), 0),
    ];
    for (at, (here, keep, n_waiting)) in cases.into_iter().enumerate() {
        let mut engine = engine(here);
        engine.bring_along(&keep);
        assert_eq!(engine.outbox.len(), n_waiting, "case {at}");
        let expected = here.space.as_ref().or_else(|| one.space.as_ref().filter(|_| here == &none));
        assert_eq!(engine.keyring.space.as_ref(), expected, "case {at}");
    }
}

#[test]
fn a_space_that_was_left_without_a_line_stays_left() {
    let here = Keyring { space: Some(space(1)), ..Keyring::default() };
    let left = vec![space(1).id];
    let kept = Keyring { left: left.clone(), leaving: left.clone(), ..Keyring::default() };
    let mut engine = engine(&here);
    engine.bring_along(&keep(&kept));
    assert_eq!(engine.keyring.space, None);
    assert_eq!(engine.keyring.leaving, left);
    assert!(engine.outbox.is_empty());
}

/// A log of many years, on a device that may well have room for it.
#[test]
fn what_is_too_large_to_be_kept_is_not_said_to_lie_on_the_device() {
    let mut engine = engine(&Keyring::default());
    let key = engine.account.clone();
    engine.device = Some(DeviceRecord::make(&mut Seeded::new(4), &key, [0; 16], &[1; 32]));
    let now = Now { ms: 1_800_000_000_000, today: 20_833 };
    let settle = |engine: &mut Engine| {
        for output in engine.flush() {
            if let Output::Keep { id, .. } = output {
                engine.step(now, Input::Kept { id, ok: true });
            }
        }
    };
    settle(&mut engine);
    assert_eq!(engine.view(now).kept, Kept::OnDevice);
    let mut random = Seeded::new(3);
    let mut noise = || char::from(b' ' + u8::try_from(random.below(90)).unwrap());
    let name: String = (0..11_000_000).map(|_| noise()).collect();
    engine.outbox.push(Pending { id: [1; 16], event: Event::Named { name } });
    engine.keeps.mark(Blob::Outbox);
    let outputs = engine.flush();
    assert!(outputs.contains(&Output::Changed), "{} outputs", outputs.len());
    assert_eq!(engine.view(now).kept, Kept::InThisTab);
    engine.outbox.clear();
    engine.keeps.mark(Blob::Outbox);
    settle(&mut engine);
    assert_eq!(engine.view(now).kept, Kept::OnDevice);
}
