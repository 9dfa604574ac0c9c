//! What one writes for oneself: drafts, sheets, sliders, settings. It goes into the vault and starts no request.

use std::borrow::Cow;

use reknit_model::{
    checkin::Sliders,
    letters::{OFFERS_MAX, PART_CHARS_MAX},
    steps::STEP_CHARS_MAX,
};
use reknit_vault::blob::vault_fits_beside;

use super::Engine;
use crate::{
    account::Blob,
    command::Refusal,
    ports::Now,
    view::{Settings, Slot},
};

/// Longest draft, in characters: a letter with every part as long as it may be. Written as JSON, a line break or a quotation mark
/// takes two, and the names of the parts need a little room.
const DRAFT_CHARS_MAX: usize =
    2 * (LETTER_PARTS * PART_CHARS_MAX + OFFERS_MAX * STEP_CHARS_MAX) + 1_000;

/// What drafts leave free in the vault, in bytes, for settings and whatever else is never refused.
const SPARE_BYTES: usize = 4 * 1024;

/// How many parts a letter has besides its offers.
const LETTER_PARTS: usize = 7;

/// Where settings lie in the vault.
pub(in crate::engine) const SETTINGS_KEY: &str = "settings";

/// Under which keys sliders lie in the vault.
pub(in crate::engine) const SLIDERS_PREFIX: &str = "sliders/";

/// Under which keys sheets lie in the vault.
pub(in crate::engine) const SHEETS_PREFIX: &str = "sheet/";

impl Engine {
    pub(super) fn note_sliders(&mut self, now: Now, sliders: Sliders) -> Result<(), Refusal> {
        if !sliders.is_valid() {
            return Err(Refusal::Day);
        }
        let text = serde_json::to_string(&sliders).unwrap_or_default();
        self.set_private(&slider_key(week_of(now.today)), &text)
    }

    pub(super) fn save_draft(&mut self, slot: &Slot, text: &str) -> Result<(), Refusal> {
        if text.chars().count() > DRAFT_CHARS_MAX {
            return Err(Refusal::TooLong);
        }
        if matches!(slot, Slot::Sheet(name) if !is_sheet_name(name)) {
            return Err(Refusal::OutOfPlace);
        }
        self.set_private(&draft_key(slot), text)
    }

    pub(super) fn settle_draft(&mut self, slot: &Slot) {
        self.private.settle(self.randoms.private.as_mut(), &draft_key(slot));
        self.keeps.mark(Blob::Private);
    }

    /// Drops a draft whose words were said. Other words for the same place, written on another device, come up in their stead.
    pub(super) fn drop_draft(&mut self, slot: &Slot) {
        self.private.drop_first(self.randoms.private.as_mut(), &draft_key(slot));
        self.keeps.mark(Blob::Private);
    }

    pub(super) fn set(&mut self, settings: &Settings) -> Result<(), Refusal> {
        if !(1..=15).contains(&settings.idle_minutes) {
            return Err(Refusal::Day);
        }
        let text = serde_json::to_string(settings).unwrap_or_default();
        self.set_vital(SETTINGS_KEY, &text);
        Ok(())
    }

    /// Writes one of the items that are never refused for want of room ([`crate::private::VITAL`]).
    pub(in crate::engine) fn set_vital(&mut self, key: &str, text: &str) {
        self.private.set(self.randoms.private.as_mut(), key, text);
        self.keeps.mark(Blob::Private);
    }

    /// Writes a private item. Starts no request: the vault goes out on its schedule, changed or not.
    pub(in crate::engine) fn set_private(&mut self, key: &str, text: &str) -> Result<(), Refusal> {
        let before = self.private.item(key);
        let n_before = self.private.get(key).map_or(0, |(text, _)| text.len());
        self.private.set(self.randoms.private.as_mut(), key, text);
        let plain = serde_json::to_vec(&self.private).unwrap_or_default();
        self.vault_full = !vault_fits_beside(&plain, SPARE_BYTES);
        // What makes it smaller is always taken.
        if self.vault_full && text.len() > n_before {
            self.private.put_back(key, before);
            return Err(Refusal::VaultFull);
        }
        self.keeps.mark(Blob::Private);
        Ok(())
    }
}

/// Where a draft lies in the vault.
pub(in crate::engine) fn draft_key(slot: &Slot) -> Cow<'static, str> {
    match slot {
        Slot::Page => "draft/page".into(),
        Slot::Step => "draft/step".into(),
        Slot::Appreciation => "draft/appreciation".into(),
        Slot::Sheet(name) => format!("{SHEETS_PREFIX}{name}").into(),
    }
}

/// 1 to 40 of `a` to `z`, `0` to `9`, `-` and `/`.
fn is_sheet_name(name: &str) -> bool {
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, b'-' | b'/');
    (1..=40).contains(&name.len()) && name.bytes().all(fits)
}

/// Monday of a day's week, in days since 1970-01-01. 1970-01-01 was a Thursday.
pub(crate) fn week_of(day: i32) -> i32 {
    day - (day + 3).rem_euclid(7)
}

/// Ten digits from a fixed point, so that keys sort by week, also before 1970.
fn slider_key(week: i32) -> String {
    format!("{SLIDERS_PREFIX}{:010}", i64::from(week) - i64::from(i32::MIN))
}

/// The week a slider key names.
pub(in crate::engine) fn week_of_key(rest: &str) -> Option<i32> {
    i32::try_from(rest.parse::<i64>().ok()? + i64::from(i32::MIN)).ok()
}

#[cfg(test)]
mod tests {
    use reknit_vault::{blob::AccountKey, wrap::AccountId};

    use super::*;
    use crate::{
        engine::Start,
        keyring::Keyring,
        private::Private,
        testing::{Seeded, Utc, seeded},
    };

    #[test]
    fn words_of_another_device_stay_a_draft_when_the_ones_beside_them_are_said() {
        let key = draft_key(&Slot::Step);
        let (mut phone, mut laptop) = (Private::default(), Private::default());
        phone.set(&mut Seeded::new(1), &key, "what was said");
        laptop.set(&mut Seeded::new(2), &key, "written elsewhere");
        laptop.set(&mut Seeded::new(3), "settings", "{}");
        phone.merge(laptop);
        let mut engine = Engine::new(Start {
            handle: "ada".into(),
            account: AccountKey::make(&mut Seeded::new(4), AccountId::of("ada"), 1),
            own_device: true,
            keyring: Keyring::default(),
            private: phone,
            device: None,
            randoms: seeded(5),
            zones: Box::new(Utc),
        });
        let (said, other) = engine.private.get(&key).unwrap();
        let (said, other) = (said.to_owned(), other[0].clone());
        engine.drop_draft(&Slot::Step);
        assert_eq!(engine.private.get(&key), Some((other.as_str(), &[][..])), "not {said:?}");
        engine.drop_draft(&Slot::Step);
        assert_eq!(engine.private.get(&key), None);
    }
}
