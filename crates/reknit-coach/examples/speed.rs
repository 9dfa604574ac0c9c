//! Milliseconds a 40-word message takes, on one thread: `speed full.bin`.
use std::time::Instant;
use reknit_coach::{Draft, Reader as _, full::Full};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let bytes = std::fs::read(path).unwrap();
    let start = Instant::now();
    let full = Full::from_bytes(&bytes).unwrap();
    println!("load {:?}", start.elapsed());
    let text = "you said you would be home by six and then nothing, no call, no text, i sat there with the kids and the food going cold and i kept telling them any minute now. i just want to know what happened tonight";
    let draft = Draft::message(text);
    full.read(&draft);
    let mut best = f64::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        for _ in 0..10 { std::hint::black_box(full.read(&draft)); }
        best = best.min(start.elapsed().as_secs_f64() * 100.0);
    }
    println!("{best:.2} ms");
}
