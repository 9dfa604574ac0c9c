//! Writes the good files of `corpus/` anew: `cargo run -p reknit-fuzz --example seeds`. What was found by fuzzing stays.

use std::{fs, path::Path};

fn main() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (name, at, bytes) in reknit_fuzz::seeds::all() {
        let folder = corpus.join(name);
        fs::create_dir_all(&folder).expect("the corpus can be written");
        fs::write(folder.join(format!("good-{at}")), bytes).expect("the corpus can be written");
    }
}
