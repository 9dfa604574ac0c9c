//! The app in the browser: thin. It shows what `reknit-client` gives, asks what a person asks for, and lends it the browser.
//!
//! One subject a file: `door/` is everything before an account is open, `places/` the five places, `parts/` what they share,
//! `ports/` what the browser lends.

#![expect(
    clippy::needless_pass_by_value,
    reason = "views are built from owned values that closures keep"
)]

mod app;
mod content;
mod cover;
mod door;
mod nav;
mod parts;
mod places;
mod ports;
mod session;
mod words;

pub use app::start;
