//! What each of the two is called.

use crate::log::Partner;

/// Longest name, in characters.
pub const NAME_CHARS_MAX: usize = 40;

/// A name as it is sent: trimmed, 1 to 40 characters, no control characters. `None` if nothing is left or it does not fit.
#[must_use]
pub fn tidy(typed: &str) -> Option<String> {
    let name = typed.trim();
    let n_chars = name.chars().count();
    let fits = (1..=NAME_CHARS_MAX).contains(&n_chars) && !name.chars().any(char::is_control);
    fits.then(|| name.to_owned())
}

/// The names, as far as the log tells. The latest a person said stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    host: Option<String>,
    guest: Option<String>,
}

impl Names {
    /// What `partner` is called.
    #[must_use]
    pub fn of(&self, partner: Partner) -> Option<&str> {
        match partner {
            Partner::Host => self.host.as_deref(),
            Partner::Guest => self.guest.as_deref(),
        }
    }

    pub(crate) fn named(&mut self, by: Partner, name: &str) -> Option<()> {
        let name = tidy(name).filter(|it| it == name)?;
        match by {
            Partner::Host => self.host = Some(name),
            Partner::Guest => self.guest = Some(name),
        }
        Some(())
    }
}
