//! What a page that is refused must leave as it was.

use reknit_vault::epoch::EpochKey;
use reknit_wire::envelope::Stored;

use super::*;
use crate::{testing::Seeded, view::Alarm};

#[test]
fn a_page_that_is_refused_teaches_no_key() {
    let mut random = Seeded::new(1);
    let mut keys = SpaceKeys::found(&mut random).unwrap();
    let genesis = Envelope::decode(&keys.genesis).unwrap();
    let stored = |envelope: &Envelope| Stored { cursor: 1, envelope: envelope.clone() };
    let mut log = SpaceLog::default();
    log.receive(&mut keys, &[stored(&genesis)]).unwrap();

    let identity = keys.identity();
    let cards = log.roster().unwrap().current().cards.clone();
    let parent = log.roster().unwrap().current_hash();
    let key = EpochKey::make(&mut random, 2);
    let membership = key.membership(&mut random, &identity.public(), parent, cards).unwrap();
    let header = log.next_header(keys.id, keys.me());
    let next = identity.membership(header, &membership);
    let mut out_of_order = next.clone();
    out_of_order.header.seq += 5;

    let before = keys.clone();
    let refused = log.receive(&mut keys, &[stored(&next), stored(&out_of_order)]);
    assert_eq!(refused, Err(Alarm::Withheld));
    assert_eq!(keys, before);
    let taken = log.receive(&mut keys, &[stored(&next)]).unwrap();
    assert!(taken.learned);
    assert_eq!(keys.epochs.len(), before.epochs.len() + 1);
}
