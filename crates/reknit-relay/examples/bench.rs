//! How fast the relay takes entries, beside what the disk can do: a bare write and fsync in the same folder, in the same run.
//! Only ratios are printed; they say something about this code on any machine.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench fails where it likes, speaks on stdout, and needs a clock"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use std::{fs::File, io::Write as _, path::Path, time::Instant};

use common::{Chain, TestRelay, one};
use tempfile::TempDir;

const N: usize = 400;
const N_WRITERS: u8 = 32;

#[tokio::main]
async fn main() {
    let folder = TempDir::new().unwrap();
    let bare = bare(folder.path());
    let relay = TestRelay::open(&folder.path().join("one"));
    let alone = write(&relay, 1, N).await / N as f64;

    let relay = TestRelay::open(&folder.path().join("many"));
    let begun = Instant::now();
    let writers = (0..N_WRITERS).map(|seed| {
        let relay = relay.clone();
        tokio::spawn(async move { write(&relay, seed + 1, N / 8).await })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let n = usize::from(N_WRITERS) * (N / 8);
    let together = begun.elapsed().as_secs_f64() / n as f64;

    println!("one writer: an entry costs {:.1} bare fsyncs", alone / bare);
    println!(
        "{N_WRITERS} writers: an entry costs {:.2} bare fsyncs, {:.1} times less",
        together / bare,
        alone / together
    );
}

/// Seconds for one write and fsync of an entry's size.
fn bare(folder: &Path) -> f64 {
    let mut file = File::create(folder.join("bare")).unwrap();
    let begun = Instant::now();
    for _ in 0..N {
        file.write_all(&[7; 1400]).unwrap();
        file.sync_data().unwrap();
    }
    begun.elapsed().as_secs_f64() / N as f64
}

/// Seconds for `n` entries of one person, each acknowledged before the next.
async fn write(relay: &TestRelay, seed: u8, n: usize) -> f64 {
    let token = relay.register(&format!("bench-{seed}")).await;
    let (mut chain, genesis) = Chain::found(seed);
    relay.bytes("POST", "spaces", &token, genesis.encode()).await;
    let path = format!("spaces/{}/entries", chain.space);
    let begun = Instant::now();
    for _ in 0..n {
        let entry = chain.say(&[5; 1200]);
        assert!(relay.bytes("POST", &path, &token, one(&entry)).await.status.is_success());
    }
    begun.elapsed().as_secs_f64()
}
