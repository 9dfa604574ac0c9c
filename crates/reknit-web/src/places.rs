//! The five places, and what stands in them.

mod alone;
pub(crate) mod appreciations;
pub(crate) mod being_open;
pub(crate) mod cards;
pub(crate) mod check_in;
pub(crate) mod doors;
pub(crate) mod first_days;
pub(crate) mod hour;
pub(crate) mod learn;
pub(crate) mod letters;
pub(crate) mod listen;
pub(crate) mod look_back;
pub(crate) mod mine;
pub(crate) mod moment;
pub(crate) mod opened;
pub(crate) mod pair;
pub(crate) mod passphrase;
pub(crate) mod question_box;
pub(crate) mod settings;
pub(crate) mod steps;
pub(crate) mod today;
pub(crate) mod together;
pub(crate) mod where_now;
mod write;
