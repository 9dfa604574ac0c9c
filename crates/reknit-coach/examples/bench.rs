//! How long the light tier takes for a message of forty words, beside a fixed piece of work in the same run: a million
//! multiplications and additions. The ratio says something about this code on any machine; the times only about this one.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench speaks on stdout and needs a clock"
)]

use std::{hint::black_box, time::Instant};

use reknit_coach::{
    Draft, Reader,
    light::{Light, SHIPPED},
};

const N: u32 = 400;

const MESSAGES: [&str; 4] = [
    "I waited an hour outside the school because you said you would be there, and when I rang you it went straight to voicemail. \
     I felt foolish in front of the others. Please tell me next time if it gets late.",
    "fine. do what you want, you always do anyway. i'll sort the kids and the car and your mum, like i sort everything, and you can \
     sit there with your phone and tell me how tired you are again tonight ok",
    "It is not as if I had planned to stay that long. If you had told me that it mattered so much to you I would have left at six, \
     but nobody tells me anything in this house until it is too late for it.",
    "Thank you for last night. You always know when I have had enough, and you never make me feel silly for it. I would like to do \
     the same for you, so tell me what helps you when you are this tired and worried.",
];

fn main() {
    let light = Light::shipped();
    let drafts: Vec<Draft> = MESSAGES.iter().map(|it| Draft::message(*it)).collect();
    let reference = seconds(|| {
        black_box(million());
    });
    let of_light = seconds(|| {
        for draft in &drafts {
            black_box(light.read(black_box(draft)));
        }
    }) / drafts.len() as f64;
    println!("light tier: {} bytes of weights", SHIPPED.len());
    println!("light tier: {:.3} ms a message of forty words", of_light * 1e3);
    println!(
        "light tier: {:.2} times a million multiplications and additions",
        of_light / reference
    );
}

/// A vector through a matrix of a thousand by a thousand.
fn million() -> f32 {
    let row: Vec<f32> = (0..1000_u16).map(|it| f32::from(it) * 0.001).collect();
    let mut sums = vec![0.0_f32; 1000];
    for value in black_box(&row) {
        for (sum, weight) in sums.iter_mut().zip(black_box(&row)) {
            *sum += weight * value;
        }
    }
    sums.iter().sum()
}

/// The median of many runs, in seconds.
fn seconds(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..N)
        .map(|_| {
            let begun = Instant::now();
            run();
            begun.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
