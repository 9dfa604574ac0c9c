//! Replays `fuzz/corpus`: every decoder takes each file and writes it back the same, or refuses it.
#![expect(clippy::unwrap_used, reason = "a test's helper may fail the test")]

use std::{fs, path::Path};

use reknit_wire::{
    envelope::{Envelope, decode_append, decode_page, encode_append, encode_page},
    membership::Membership,
};

fn replay(decoder: &str, read: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(decoder);
    let mut taken = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        if let Some(again) = read(&bytes) {
            assert_eq!(again, bytes, "{}", path.display());
            taken += 1;
        }
    }
    assert!(taken > 0, "no good file for {decoder}");
}

#[test]
fn every_stored_file_is_read_one_way_or_refused() {
    replay("envelope", |it| Envelope::decode(it).ok().map(|it| it.encode()));
    replay("membership", |it| Membership::decode(it).ok().map(|it| it.encode()));
    replay("append", |it| decode_append(it).ok().map(|it| encode_append(&it)));
    replay("page", |it| decode_page(it).ok().map(|it| encode_page(&it)));
}
