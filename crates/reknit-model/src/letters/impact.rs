//! *What it did to you*, shown before a letter is written, because the one who was hurt asked for it.
//!
//! Only they can ask, so it is never pressed on anybody; they can take the asking back. What is shown they may add to, or leave. The
//! builder of evidence.md §2.3 has this part "checked with them".

use crate::{
    event::Event,
    letters::{LetterError, PART_CHARS_MAX, fits},
    log::{EntryId, Partner},
};

/// What one of the two asked to see from the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Whether the asking stands: not taken back, and nothing was shown since.
    pub stands: bool,
    /// What the other showed, oldest first.
    pub shown: Vec<Shown>,
}

/// One version of *what it did to you*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Names it.
    pub id: EntryId,
    /// The words of the one who did it.
    pub words: String,
    /// What the one who was hurt added, oldest first.
    pub added: Vec<String>,
    /// How many letters (other versions not counted) its writer had sent by then.
    pub n_letters: usize,
}

/// Both sides: what each asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impact {
    host: Asked,
    guest: Asked,
}

impl Impact {
    /// What `by` asked for.
    #[must_use]
    pub fn asked_by(&self, by: Partner) -> &Asked {
        match by {
            Partner::Host => &self.host,
            Partner::Guest => &self.guest,
        }
    }

    fn asked_by_mut(&mut self, by: Partner) -> &mut Asked {
        match by {
            Partner::Host => &mut self.host,
            Partner::Guest => &mut self.guest,
        }
    }

    /// Asks to see it, or takes the asking back.
    ///
    /// # Errors
    ///
    /// [`LetterError::OutOfPlace`] where it stands so already.
    pub fn ask(&self, by: Partner, wanted: bool) -> Result<Event, LetterError> {
        if self.asked_by(by).stands == wanted {
            return Err(LetterError::OutOfPlace);
        }
        Ok(Event::ImpactAsked { wanted })
    }

    /// Shows it to the other, who asked for it.
    ///
    /// # Errors
    ///
    /// [`LetterError::OutOfPlace`] unless they ask for it; [`LetterError::Empty`] and [`LetterError::TooLong`].
    pub fn show(&self, by: Partner, words: &str) -> Result<Event, LetterError> {
        let words = fits(words, PART_CHARS_MAX)?;
        if !self.asked_by(by.other()).stands {
            return Err(LetterError::OutOfPlace);
        }
        Ok(Event::ImpactShown { words })
    }

    /// Adds to what was shown to me.
    ///
    /// # Errors
    ///
    /// [`LetterError::OutOfPlace`] unless it was shown to me; [`LetterError::Empty`] and [`LetterError::TooLong`].
    pub fn add(&self, by: Partner, shown: EntryId, words: &str) -> Result<Event, LetterError> {
        let words = fits(words, PART_CHARS_MAX)?;
        if !self.asked_by(by).shown.iter().any(|it| it.id == shown) {
            return Err(LetterError::OutOfPlace);
        }
        Ok(Event::ImpactAdded { shown, words })
    }

    /// Replays an event about it.
    ///
    /// `n_letters`: how many letters `by` has sent so far.
    pub(crate) fn apply(
        &mut self,
        id: EntryId,
        by: Partner,
        n_letters: usize,
        event: &Event,
    ) -> Option<()> {
        match event {
            Event::ImpactAsked { wanted } => {
                self.ask(by, *wanted).ok()?;
                self.asked_by_mut(by).stands = *wanted;
            }
            Event::ImpactShown { words } => {
                let Event::ImpactShown { words } = self.show(by, words).ok()? else { return None };
                let asked = self.asked_by_mut(by.other());
                asked.stands = false;
                asked.shown.push(Shown { id, words, added: Vec::new(), n_letters });
            }
            Event::ImpactAdded { shown, words } => {
                let added = self.add(by, *shown, words).ok()?;
                let Event::ImpactAdded { words, .. } = added else { return None };
                let mut all = self.asked_by_mut(by).shown.iter_mut();
                all.find(|it| it.id == *shown)?.added.push(words);
            }
            _ => return None,
        }
        Some(())
    }
}
