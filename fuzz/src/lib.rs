#![doc = include_str!("../README.md")]

mod clear;
mod json;
mod sealed;
pub mod seeds;

/// One decoder.
#[derive(Debug, Clone, Copy)]
pub struct Decoder {
    /// Its name, which is also that of its folder in `corpus/`.
    pub name: &'static str,
    /// Feeds it; whether it took the bytes. Panics where a promise is broken.
    pub read: fn(&[u8]) -> bool,
}

macro_rules! decoders {
    ($($module:ident :: $name:ident),* $(,)?) => {
        &[$(Decoder { name: stringify!($name), read: $module::$name },)*]
    };
}

/// Every decoder there is.
pub const ALL: &[Decoder] = decoders![
    clear::envelope,
    clear::append,
    clear::page,
    clear::membership,
    clear::padding,
    clear::blob_front,
    clear::slow_job,
    clear::slow_outcome,
    clear::fragment,
    clear::recovery_code,
    clear::handle,
    clear::origin,
    sealed::wrap,
    sealed::blob,
    sealed::event_body,
    sealed::key_box,
    sealed::letter_card,
    sealed::letter_join,
    sealed::letter_reveal,
    sealed::withheld_page,
    json::event,
    json::log,
    json::checkin_page,
    json::api,
    json::wake,
    json::keyring,
    json::private_vault,
    json::snapshot,
    json::export,
    json::coach_line,
];
