//! Replays `corpus/`, then changes each file in ways that are the same every time: nothing panics, nothing is written back otherwise.

use std::{fs, path::Path};

use reknit_fuzz::{ALL, Decoder};

/// Ways in which each file is changed, unless `REKNIT_FUZZ_ROUNDS` says more.
const ROUNDS: u64 = 150;

fn corpus(decoder: &Decoder) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(decoder.name);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|it| it.unwrap().path())
        .collect();
    files.sort();
    files.iter().map(|it| fs::read(it).unwrap()).collect()
}

#[test]
fn every_decoder_takes_a_good_file_and_refuses_a_bad_one() {
    for decoder in ALL {
        let taken = corpus(decoder).iter().filter(|it| (decoder.read)(it)).count();
        assert!(taken > 0, "no good file for {}", decoder.name);
        // Of a log every part may be missing, and of padding there is no bad kind but the ones below.
        assert!(!(decoder.read)(&[0xff; 9]), "{} takes anything", decoder.name);
        (decoder.read)(b"");
    }
}

#[test]
fn every_folder_of_the_corpus_has_its_decoder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for it in fs::read_dir(folder).unwrap() {
        let name = it.unwrap().file_name().into_string().unwrap();
        // Texts for the coach are read in `crates/reknit-coach/tests/light.rs`, with its weights.
        assert!(name == "coach" || ALL.iter().any(|it| it.name == name), "{name}");
    }
}

#[test]
fn changed_files_never_make_a_decoder_fall_over() {
    let rounds = std::env::var("REKNIT_FUZZ_ROUNDS").ok().and_then(|it| it.parse().ok());
    for decoder in ALL {
        let files = corpus(decoder);
        for (at, file) in files.iter().enumerate() {
            for round in 0..rounds.unwrap_or(ROUNDS) {
                let mut dice = Dice(round * 1_000 + at as u64 + 1);
                let other = &files[dice.below(files.len())];
                (decoder.read)(&changed(&mut dice, file, other));
            }
        }
    }
}

/// xorshift64*: small, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        for shift in [(12, true), (25, false), (27, true)] {
            self.0 ^= if shift.1 { self.0 >> shift.0 } else { self.0 << shift.0 };
        }
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 33) as usize % end.max(1)
    }
}

/// What lengths and counts are changed to.
const NUMBERS: [&[u8]; 6] =
    [&[0], &[0xff], &[0xff; 4], &[0x7f, 0xff, 0xff, 0xff], &[0; 4], &[0x80, 0, 0, 0, 0, 0, 0, 0]];

fn changed(dice: &mut Dice, file: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for _ in 0..=dice.below(4) {
        let (at, kind) = (dice.below(bytes.len()), dice.below(7));
        match kind {
            _ if bytes.is_empty() => bytes.push(dice.next() as u8),
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => bytes[at] = dice.next() as u8,
            2 => bytes.truncate(at),
            3 => bytes.insert(at, dice.next() as u8),
            4 => drop(bytes.drain(at..(at + 1 + dice.below(8)).min(bytes.len()))),
            5 => {
                let number = NUMBERS[dice.below(NUMBERS.len())];
                let end = (at + number.len()).min(bytes.len());
                bytes[at..end].copy_from_slice(&number[..end - at]);
            }
            _ => {
                bytes.truncate(at);
                bytes.extend_from_slice(&other[dice.below(other.len())..]);
            }
        }
    }
    bytes
}
