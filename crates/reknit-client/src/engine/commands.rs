//! What a person asks for: checked at once, taken or refused. Each practice has its own file.

mod appreciations;
mod cards;
mod checkin;
mod letters;
mod openness;
pub(super) mod private;
mod questions;
pub(super) mod steps;
mod talks;

use reknit_model::{event::Event, log::Partner, names, steps::Step};

use super::{Engine, Output, aside};
use crate::{
    command::{Command, Refusal},
    ports::Now,
};

impl Engine {
    /// Takes a command.
    ///
    /// # Errors
    ///
    /// [`Refusal`]; nothing is changed then.
    pub fn command(&mut self, now: Now, command: Command) -> Result<Vec<Output>, Refusal> {
        let is_private = command.is_private();
        self.carry_out(now, command)?;
        // What is private is kept on this device, and asks nothing of the relay, not even what is due anyway.
        let mut outputs = if is_private {
            self.let_in(now);
            self.flush_private()
        } else {
            self.finish(now, Vec::new())
        };
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
            Command::AgreeRhythm(offer) => self.agree_rhythm(offer),
            Command::ClosePage(page) => self.close_page(now, &page),
            Command::OfferStep { words, until_day, round } => {
                self.offer_step(now, &words, until_day, round)
            }
            Command::AgreeStep(id) => self.about_step(id, Step::agree),
            Command::StepDone(id) => self.about_step(id, |step, by| step.done(by, now.today)),
            Command::ConfirmStep(id) => self.about_step(id, Step::confirm),
            Command::PutDownStep(id) => self.about_step(id, |step, _| step.put_down()),
            Command::MarkStep { step, did_not_happen } => self.mark_step(step, did_not_happen),
            Command::NoStep { round } => self.no_step(round),
            Command::Card(act) => self.card(now, act),
            Command::Openness(act) => self.be_open(now, act),
            Command::Questions(act) => self.question_box(now, act),
            Command::Appreciate(words) => self.appreciate(now, &words),
            Command::Letter(command) => self.about_letters(now, command),
            Command::Talk(command) => self.talk(now, command),
            Command::NoteSliders(sliders) => self.note_sliders(now, sliders),
            Command::SaveDraft { slot, text } => self.save_draft(&slot, &text),
            Command::SettleDraft(slot) => {
                self.settle_draft(&slot);
                Ok(())
            }
            Command::Set(settings) => self.set(&settings),
            Command::LeaveSpace => self.leave_space(),
            Command::Quiet(on) => self.set_quiet(on),
            Command::DropNotSent => {
                self.drop_not_sent();
                Ok(())
            }
            Command::Dismiss(alarm) => {
                self.alarms.remove(&alarm);
                if self.alarms.is_empty() {
                    self.net.resume_later();
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

    pub(super) fn say(&mut self, event: Event) -> Result<(), Refusal> {
        self.paired_as()?;
        aside::check(&event)?;
        self.enqueue(event);
        Ok(())
    }
}
