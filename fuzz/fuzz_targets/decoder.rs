//! One target for all decoders; `REKNIT_DECODER` names which.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use reknit_fuzz::{ALL, Decoder};

static CHOSEN: LazyLock<&'static Decoder> = LazyLock::new(|| {
    let name = std::env::var("REKNIT_DECODER").unwrap_or_default();
    ALL.iter().find(|it| it.name == name).unwrap_or_else(|| {
        let names: Vec<_> = ALL.iter().map(|it| it.name).collect();
        panic!("REKNIT_DECODER is one of {}", names.join(" "))
    })
});

fuzz_target!(|bytes: &[u8]| {
    (CHOSEN.read)(bytes);
});
