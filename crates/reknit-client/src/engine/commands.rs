//! What a person asks for: checked at once, taken or refused.

use std::borrow::Cow;

use reknit_model::{
    appreciations::{self, AppreciationError},
    checkin::{Page, PageError, SealedPage, Sliders},
    event::Event,
    log::{EntryId, Partner},
    names,
    rhythm::{Rhythm, RhythmError, next_opening},
    steps::{self, Step, StepError},
};
use reknit_vault::withheld;

use super::{Engine, Output};
use crate::{
    command::{Command, Refusal},
    ports::Now,
    view::{Settings, Slot},
};

/// Longest draft, in characters: as long as the longest page, written as JSON.
const DRAFT_CHARS_MAX: usize = 24_000;

impl Engine {
    /// Takes a command.
    ///
    /// # Errors
    ///
    /// [`Refusal`]; nothing is changed then.
    pub fn command(&mut self, now: Now, command: Command) -> Result<Vec<Output>, Refusal> {
        self.carry_out(now, command)?;
        let mut outputs = self.finish(now, Vec::new());
        if !outputs.contains(&Output::Changed) {
            outputs.push(Output::Changed);
        }
        Ok(outputs)
    }

    fn carry_out(&mut self, now: Now, command: Command) -> Result<(), Refusal> {
        match command {
            Command::Invite { my_name } => self.invite(now, &my_name),
            Command::Revoke => self.revoke(),
            Command::Join { fragment, my_name } => self.join(&fragment, &my_name),
            Command::WordsMatch => self.words_match(),
            Command::WordsDiffer => self.words_differ(),
            Command::Rename(name) => {
                let name = names::tidy(&name).ok_or(Refusal::Empty)?;
                self.say(Event::Named { name })
            }
            Command::OfferRhythm(rhythm) => self.offer_rhythm(rhythm),
            Command::AgreeRhythm(offer) => {
                let by = self.paired_as()?;
                let event = self.shown().rhythm.agree(by, offer);
                self.say(event.map_err(|_| Refusal::OutOfPlace)?)
            }
            Command::ClosePage(page) => self.close_page(now, &page),
            Command::OfferStep { words, until_day, round } => {
                let event = steps::promise(&words, until_day, now.today, round)?;
                self.say(event)?;
                self.drop_draft(&Slot::Step);
                Ok(())
            }
            Command::AgreeStep(id) => self.about_step(id, Step::agree),
            Command::StepDone(id) => self.about_step(id, |step, by| step.done(by, now.today)),
            Command::ConfirmStep(id) => self.about_step(id, Step::confirm),
            Command::PutDownStep(id) => self.about_step(id, |step, _| step.put_down()),
            Command::NoStep { round } => {
                let opened = self.shown().checkin.opened.iter().any(|it| it.round == round);
                if !opened {
                    return Err(Refusal::OutOfPlace);
                }
                self.say(Event::NoStep { round })
            }
            Command::Appreciate(words) => {
                let event = appreciations::appreciate(&words, now.today)?;
                self.say(event)?;
                self.drop_draft(&Slot::Appreciation);
                Ok(())
            }
            Command::NoteSliders(sliders) => self.note_sliders(now, sliders),
            Command::SaveDraft { slot, text } => self.save_draft(&slot, &text),
            Command::SettleDraft(slot) => {
                self.private.settle(self.randoms.private.as_mut(), &draft_key(&slot));
                self.keeps.mark("private");
                Ok(())
            }
            Command::Set(settings) => self.set(&settings),
            Command::Dismiss(alarm) => {
                self.alarms.remove(&alarm);
                if self.alarms.is_empty() {
                    self.net.halted = false;
                    self.net.want_pull = true;
                }
                Ok(())
            }
        }
    }

    /// Which partner I am, where there are two.
    fn paired_as(&self) -> Result<Partner, Refusal> {
        let space = self.keyring.space.as_ref().filter(|it| it.partner.is_some());
        space.map(|it| self.log.partner(it.me())).ok_or(Refusal::NotPaired)
    }

    fn say(&mut self, event: Event) -> Result<(), Refusal> {
        self.paired_as()?;
        self.enqueue(event);
        Ok(())
    }

    fn offer_rhythm(&mut self, rhythm: Rhythm) -> Result<(), Refusal> {
        let event = self.shown().rhythm.offer(rhythm);
        self.say(event.map_err(|error| match error {
            RhythmError::Same => Refusal::OutOfPlace,
            RhythmError::Range | RhythmError::OutOfPlace => Refusal::Day,
        })?)
    }

    /// The next hour at which pages open.
    pub(super) fn next_hour(&self, now: Now) -> Option<i64> {
        let rhythm = self.shown().rhythm.agreed.as_ref()?;
        let offset = |at_ms| self.zones.offset_minutes(&rhythm.zone, at_ms);
        Some(next_opening(rhythm, now.ms, &offset))
    }

    fn close_page(&mut self, now: Now, page: &Page) -> Result<(), Refusal> {
        let me = self.paired_as()?;
        page.check()?;
        let opens_at_ms = self.next_hour(now).ok_or(Refusal::NoHour)?;
        if !self.shown().checkin.may_replace(me) {
            return Err(Refusal::Opened);
        }
        let secret = self.keyring.withheld.last().ok_or(Refusal::OutOfPlace)?;
        let closed = withheld::close(self.randoms.shared.as_mut(), &secret.0, &page.to_json());
        let sealed = SealedPage {
            id: closed.id,
            box_: closed.ciphertext,
            commit: closed.commit,
            digest: closed.digest,
        };
        let event = self.shown().checkin.close(me, opens_at_ms, sealed);
        // A page that was closed and not yet sent is replaced where it waits: nobody has seen it.
        let round = self.shown().checkin.round();
        self.outbox.retain(
            |it| !matches!(it.event, Event::PageClosed { round: other, .. } if other == round),
        );
        self.say(event.map_err(|_| Refusal::Opened)?)?;
        self.drop_draft(&Slot::Page);
        Ok(())
    }

    fn about_step(
        &mut self,
        id: EntryId,
        make: impl FnOnce(&Step, Partner) -> Result<Event, StepError>,
    ) -> Result<(), Refusal> {
        let by = self.paired_as()?;
        // A step that waits to be sent has no lasting name yet.
        if self.is_unsent(id) {
            return Err(Refusal::OutOfPlace);
        }
        let step = self.shown().step(id).ok_or(Refusal::OutOfPlace)?;
        let event = make(step, by)?;
        self.say(event)
    }

    fn note_sliders(&mut self, now: Now, sliders: Sliders) -> Result<(), Refusal> {
        if !sliders.is_valid() {
            return Err(Refusal::Day);
        }
        let text = serde_json::to_string(&sliders).unwrap_or_default();
        self.set_private(&slider_key(week_of(now.today)), &text)
    }

    fn save_draft(&mut self, slot: &Slot, text: &str) -> Result<(), Refusal> {
        if text.chars().count() > DRAFT_CHARS_MAX {
            return Err(Refusal::TooLong);
        }
        if matches!(slot, Slot::Sheet(name) if !is_sheet_name(name)) {
            return Err(Refusal::OutOfPlace);
        }
        self.set_private(&draft_key(slot), text)
    }

    fn drop_draft(&mut self, slot: &Slot) {
        self.private.set(self.randoms.private.as_mut(), &draft_key(slot), "");
        self.keeps.mark("private");
    }

    fn set(&mut self, settings: &Settings) -> Result<(), Refusal> {
        if !(1..=15).contains(&settings.idle_minutes) {
            return Err(Refusal::Day);
        }
        let text = serde_json::to_string(settings).unwrap_or_default();
        self.set_private(SETTINGS_KEY, &text)
    }

    /// Writes a private item. Starts no request: the vault goes out on its schedule, changed or not.
    fn set_private(&mut self, key: &str, text: &str) -> Result<(), Refusal> {
        if self.vault_full && !text.is_empty() {
            return Err(Refusal::VaultFull);
        }
        self.private.set(self.randoms.private.as_mut(), key, text);
        self.keeps.mark("private");
        Ok(())
    }
}

/// Where settings lie in the vault.
pub(super) const SETTINGS_KEY: &str = "settings";

/// Under which keys sliders lie in the vault.
pub(super) const SLIDERS_PREFIX: &str = "sliders/";

/// Where a draft lies in the vault.
pub(super) fn draft_key(slot: &Slot) -> Cow<'static, str> {
    match slot {
        Slot::Page => "draft/page".into(),
        Slot::Step => "draft/step".into(),
        Slot::Appreciation => "draft/appreciation".into(),
        Slot::Sheet(name) => format!("{SHEETS_PREFIX}{name}").into(),
    }
}

/// Under which keys sheets lie in the vault.
pub(super) const SHEETS_PREFIX: &str = "sheet/";

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
pub(super) fn week_of_key(rest: &str) -> Option<i32> {
    i32::try_from(rest.parse::<i64>().ok()? + i64::from(i32::MIN)).ok()
}

impl From<PageError> for Refusal {
    fn from(error: PageError) -> Self {
        match error {
            PageError::Empty => Self::Empty,
            PageError::TooLong => Self::TooLong,
            PageError::Range => Self::Day,
        }
    }
}

impl From<StepError> for Refusal {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Empty => Self::Empty,
            StepError::TooLong => Self::TooLong,
            StepError::Day => Self::Day,
            StepError::OutOfPlace => Self::OutOfPlace,
        }
    }
}

impl From<AppreciationError> for Refusal {
    fn from(error: AppreciationError) -> Self {
        match error {
            AppreciationError::Empty => Self::Empty,
            AppreciationError::TooLong => Self::TooLong,
        }
    }
}
