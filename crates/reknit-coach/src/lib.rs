#![doc = include_str!("../README.md")]

pub mod draft;
#[cfg(feature = "full")]
pub mod full;
pub mod judge;
pub mod labels;
pub mod light;
pub mod line;
pub mod reading;
pub mod rules;
pub mod scores;
pub mod text;
pub mod words;

pub use draft::{Draft, Kind};
pub use reading::{Reader, Reading};
