#![doc = include_str!("../README.md")]

// Tests inside of the crate share the two people of the tests outside.
#[cfg(test)]
extern crate self as reknit_client;

pub mod account;
mod bytes_serde;
pub mod command;
pub mod engine;
pub mod export;
mod keyring;
pub mod letters;
mod log;
mod pairing;
pub mod parked;
pub mod ports;
mod private;
pub mod randoms;
#[cfg(feature = "testing")]
pub mod testing;
mod today;
pub mod view;
pub mod words;
