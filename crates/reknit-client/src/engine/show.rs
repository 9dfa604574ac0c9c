//! Making the view. Each practice has its own file.

mod appreciations;
mod cards;
mod checkin;
mod letters;
mod openness;
mod private;
mod questions;
mod steps;
mod talks;

use reknit_model::log::Partner;

use super::{Engine, talks::goes_by_itself};
use crate::{
    ports::Now,
    today,
    view::{Kept, Names, View},
};

impl Engine {
    pub(super) fn show(&self, now: Now) -> View {
        let me = self.me().map_or(Partner::Host, |it| self.log.partner(it));
        let unsent = self.waiting().filter(|it| !goes_by_itself(&it.event));
        let unsent = unsent.count();
        let mut view = View {
            connection: self.net.connection(self.keyring.space.is_some(), unsent > 0),
            unsent,
            waits_long: self.waits_long(now),
            not_sent: self.show_not_sent(),
            kept: self.show_kept(),
            vault_full: self.vault_full,
            keyring_full: self.is_keyring_full(),
            no_room: self.net.no_room,
            handle: self.handle.clone(),
            has_recovery: self.has_recovery,
            names: self.show_names(me),
            pairing: self.show_pairing(),
            checkin: self.show_checkin(now, me),
            steps: self.show_steps(now, me),
            cards: self.show_cards(me),
            openness: self.show_openness(now, me),
            boxes: self.show_boxes(now, me),
            letters: self.show_letters(now, me),
            opened: self.show_opened(me),
            appreciations: self.show_appreciations(me),
            talks: self.show_talks(me),
            trends: self.show_trends(),
            today: Vec::new(),
            drafts: self.show_drafts(),
            settings: self.settings(),
            is_quiet: self.is_quiet_on(),
            alarms: self.alarms.iter().copied().collect(),
        };
        view.today = today::suggest(&view, now);
        view
    }

    /// Without the record that says how to unlock it, what is kept would open for nobody.
    fn show_kept(&self) -> Kept {
        let lasts = self.own_device && self.device.is_some() && self.keeps.is_sound();
        if lasts { Kept::OnDevice } else { Kept::InThisTab }
    }

    fn show_names(&self, me: Partner) -> Names {
        let names = &self.shown().names;
        let theirs = names.of(me.other()).map(str::to_owned);
        Names {
            mine: names.of(me).map(str::to_owned),
            theirs: theirs.or_else(|| self.letter_name()),
        }
    }
}
