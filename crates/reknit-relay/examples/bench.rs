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
#[path = "../tests/common/disk.rs"]
mod disk;

use std::{path::Path, time::Instant};

use common::{Chain, TestRelay, one};
use disk::Disk;
use tempfile::TempDir;

const N: usize = 400;
const N_WRITERS: u8 = 32;

#[tokio::main]
async fn main() {
    let folder = TempDir::new().unwrap();
    let bare = bare(folder.path());
    let relay = TestRelay::open(&folder.path().join("one"));
    let writer = Writer::new(&relay, 1).await;
    let begun = Instant::now();
    writer.write(N).await;
    let alone = begun.elapsed().as_secs_f64() / N as f64;

    let relay = TestRelay::open(&folder.path().join("many"));
    let mut writers = Vec::new();
    for seed in 1..=N_WRITERS {
        writers.push(Writer::new(&relay, seed).await);
    }
    let begun = Instant::now();
    let writing = writers.into_iter().map(|it| tokio::spawn(it.write(N / 8)));
    for writer in writing.collect::<Vec<_>>() {
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
    let mut disk = Disk::open(folder);
    let begun = Instant::now();
    for _ in 0..N {
        disk.keep();
    }
    begun.elapsed().as_secs_f64() / N as f64
}

/// One person who is signed in and has a space.
struct Writer {
    relay: TestRelay,
    token: String,
    chain: Chain,
}

impl Writer {
    async fn new(relay: &TestRelay, seed: u8) -> Self {
        let token = relay.register(&format!("bench-{seed}")).await;
        let (chain, genesis) = Chain::found(seed);
        relay.bytes("POST", "spaces", &token, genesis.encode()).await;
        Self { relay: relay.clone(), token, chain }
    }

    /// Writes `n` entries, each acknowledged before the next.
    async fn write(mut self, n: usize) {
        let path = format!("spaces/{}/entries", self.chain.space);
        for _ in 0..n {
            let entry = self.chain.say(&[5; 1200]);
            let reply = self.relay.bytes("POST", &path, &self.token, one(&entry)).await;
            assert!(reply.status.is_success());
        }
    }
}
