//! Acknowledged means on disk: kill -9 under load, a log cut at any byte, and as many flushes as commits.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod common;

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
};

use common::{Chain, TestRelay, one};
use reknit_wire::envelope::decode_page;
use tempfile::TempDir;

const FOLDER: &str = "REKNIT_TEST_CHILD_FOLDER";
const ENTRIES: &str = "REKNIT_TEST_CHILD_ENTRIES";

/// A chain's space and the token that reads it, with what was acknowledged of it.
type Acknowledged = BTreeMap<String, (String, Vec<u64>)>;

fn speak(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

/// Not a test: what the tests below start in a process of its own. Four people write as fast as they can.
#[test]
fn child() {
    let (Ok(folder), Ok(n_entries)) = (std::env::var(FOLDER), std::env::var(ENTRIES)) else {
        return;
    };
    let n_entries: usize = n_entries.parse().unwrap();
    // The harness has begun a line of its own.
    speak("");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let relay = TestRelay::open(Path::new(&folder));
        let writers = (1..=4_u8).map(|seed| {
            let relay = relay.clone();
            tokio::spawn(async move { write(&relay, seed, n_entries).await })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
    speak("done");
}

async fn write(relay: &TestRelay, seed: u8, n_entries: usize) {
    let token = relay.register(&format!("writer-{seed}")).await;
    let (mut chain, genesis) = Chain::found(seed);
    relay.bytes("POST", "spaces", &token, genesis.encode()).await;
    speak(&format!("space {} {token}", chain.space));
    let path = format!("spaces/{}/entries", chain.space);
    for at in 0..n_entries {
        let entry = chain.say(format!("entry {at} {}", "x".repeat(at % 900)).as_bytes());
        let reply = relay.bytes("POST", &path, &token, one(&entry)).await;
        assert!(reply.status.is_success());
        speak(&format!("ack {} {}", chain.space, entry.header.seq));
    }
}

fn child_command(folder: &Path, n_entries: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--nocapture", "--test-threads=1"]);
    command.env(FOLDER, folder).env(ENTRIES, n_entries.to_string());
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

fn note(acknowledged: &mut Acknowledged, line: &str) -> bool {
    let mut words = line.split(' ');
    match (words.next(), words.next(), words.next()) {
        (Some("space"), Some(space), Some(token)) => {
            acknowledged.insert(space.to_owned(), (token.to_owned(), vec![1]));
        }
        (Some("ack"), Some(space), Some(seq)) => {
            let (_, seqs) = acknowledged.get_mut(space).unwrap();
            seqs.push(seq.parse().unwrap());
            return true;
        }
        _ => {}
    }
    false
}

/// What a relay holds of a space, in order.
async fn held(relay: &TestRelay, space: &str, token: &str) -> Option<Vec<u64>> {
    let (mut after, mut seqs) = (0, Vec::new());
    loop {
        let reply = relay.get(&format!("spaces/{space}/entries?after={after}"), token).await;
        if !reply.status.is_success() {
            return None;
        }
        let page = decode_page(&reply.body).unwrap();
        let Some(last) = page.last() else { return Some(seqs) };
        after = last.cursor;
        seqs.extend(page.iter().map(|it| it.envelope.header.seq));
    }
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_kill_9_under_load() {
    let n_kills = std::env::var("REKNIT_KILLS").ok().and_then(|it| it.parse().ok()).unwrap_or(5);
    let folder = TempDir::new().unwrap();
    for kill in 0..n_kills {
        let folder = folder.path().join(kill.to_string());
        let mut child = child_command(&folder, 100_000).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut acknowledged = Acknowledged::new();
        let mut n_acks = 0;
        // Another moment each time, some of them in the middle of a group.
        while n_acks < 20 + kill * 7 % 113 {
            let line = lines.next().unwrap().unwrap();
            n_acks += usize::from(note(&mut acknowledged, &line));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // Lines that were written before the blow count too.
        for line in lines.map_while(Result::ok).filter(|it| it.split(' ').count() == 3) {
            note(&mut acknowledged, &line);
        }
        let relay = TestRelay::open(&folder);
        for (space, (token, seqs)) in &acknowledged {
            let held = held(&relay, space, token).await.unwrap_or_default();
            let whole: Vec<u64> = (1..=held.len() as u64).collect();
            assert_eq!(held, whole, "kill {kill}: a chain is whole");
            let last = seqs.last().unwrap();
            assert!(
                held.len() as u64 >= *last,
                "kill {kill}: {last} was acknowledged, {} are there",
                held.len()
            );
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}

#[tokio::test]
async fn a_log_cut_at_any_byte_opens_with_a_whole_beginning() {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    let token = relay.register("sam-of-the-log").await;
    let (mut chain, genesis) = Chain::found(9);
    relay.bytes("POST", "spaces", &token, genesis.encode()).await;
    let path = format!("spaces/{}/entries", chain.space);
    for at in 0..30 {
        let entry = chain.say(format!("entry {at}").as_bytes());
        assert!(relay.bytes("POST", &path, &token, one(&entry)).await.status.is_success());
    }
    let space = chain.space.to_string();
    let wal = fs::read(folder.path().join("relay.sqlite-wal")).unwrap();
    assert!(wal.len() > 30 * 4096, "nothing was folded into the database yet");
    let mut most = 0;
    let mut lengths: Vec<usize> = (0..wal.len()).step_by(wal.len() / 97 + 13).collect();
    lengths.push(wal.len());
    for length in lengths {
        let copy = TempDir::new().unwrap();
        for name in ["relay.sqlite", "opaque-setup"] {
            fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
        }
        fs::write(copy.path().join("relay.sqlite-wal"), wal.get(..length).unwrap()).unwrap();
        let cut = TestRelay::open(copy.path());
        let held = held(&cut, &space, &token).await.unwrap_or_default();
        let whole: Vec<u64> = (1..=held.len() as u64).collect();
        assert_eq!(held, whole, "cut at {length}");
        assert!(held.len() >= most, "a longer log never holds less");
        most = held.len();
    }
    assert_eq!(most, 31);
}

/// How often the child asked the disk to be sure, and how many of its requests each had to wait for a commit of its own.
fn flushes(strace: &str, synchronous_off: bool) -> (usize, usize) {
    let folder = TempDir::new().unwrap();
    let report = folder.path().join("calls");
    let child = child_command(&folder.path().join("data"), 25);
    let mut command = Command::new(strace);
    command.args(["-f", "-e", "trace=fsync,fdatasync", "-o"]).arg(&report);
    command.arg(child.get_program()).args(child.get_args());
    for (name, value) in child.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    if synchronous_off {
        command.env("REKNIT_TEST_SYNCHRONOUS_OFF", "1");
    }
    let output = command.stderr(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("done"), "{said}");
    // Of four writers, each waits for its own: at the very least as many commits as one writer had entries.
    let n_of_one = said.lines().filter(|it| it.starts_with("ack ")).count() / 4;
    let calls = fs::read_to_string(&report).unwrap();
    (calls.lines().filter(|it| it.contains("sync(")).count(), n_of_one)
}

#[test]
fn there_are_as_many_flushes_as_commits_and_the_count_can_fail() {
    // `cargo xtask test` brings strace along and insists on it.
    let Ok(strace) = std::env::var("REKNIT_STRACE") else {
        println!("skipped: REKNIT_STRACE names no strace");
        return;
    };
    let (n_flushes, n_commits) = flushes(&strace, false);
    assert!(n_flushes >= n_commits, "{n_flushes} flushes for at least {n_commits} commits");
    let (n_flushes, n_commits) = flushes(&strace, true);
    assert!(n_flushes < n_commits, "the control: with synchronous off {n_flushes} flushes");
}
