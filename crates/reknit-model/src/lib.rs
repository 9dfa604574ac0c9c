#![doc = include_str!("../README.md")]

pub mod appreciations;
pub mod arrivals;
pub mod cards;
pub mod checkin;
pub mod event;
mod hex;
pub mod letters;
pub mod log;
pub mod names;
pub mod openness;
pub mod questions;
pub mod rhythm;
pub mod state;
pub mod steps;
pub mod talks;
#[cfg(test)]
mod telling;
pub mod trend;
