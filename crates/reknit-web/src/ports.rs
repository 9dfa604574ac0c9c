//! What the browser lends: the network, a place to keep things, a worker, the clock.

pub(crate) mod clock;
pub(crate) mod file;
pub(crate) mod http;
pub(crate) mod reader;
pub(crate) mod relay;
pub(crate) mod screen;
pub(crate) mod shelf;
pub(crate) mod socket;
pub(crate) mod worker;
