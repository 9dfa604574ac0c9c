//! Making the view.

use std::collections::BTreeMap;

use reknit_model::{
    checkin::{Page, Sliders},
    event::Event,
    log::Partner,
    trend,
};
use reknit_vault::withheld;

use super::{
    Engine,
    commands::{SETTINGS_KEY, SHEETS_PREFIX, SLIDERS_PREFIX, draft_key, week_of_key},
};
use crate::{
    ports::Now,
    today,
    view::{
        AppreciationView, CheckIn, Draft, Kept, MyPage, Names, OpenedRound, RhythmOffer, Settings,
        Slider, Slot, StepView, Trend, View,
    },
};

impl Engine {
    pub(super) fn show(&self, now: Now) -> View {
        let me = self.me().map_or(Partner::Host, |it| self.log.partner(it));
        // Keys that go out by themselves are nobody's unsent words.
        let unsent = self.outbox.iter().filter(|it| !matches!(it.event, Event::PageOpened { .. }));
        let unsent = unsent.count();
        let mut view = View {
            connection: self.net.connection(self.keyring.space.is_some(), unsent > 0),
            unsent,
            kept: if self.own_device { Kept::OnDevice } else { Kept::InThisTab },
            vault_full: self.vault_full,
            handle: self.handle.clone(),
            has_recovery: self.has_recovery,
            names: self.show_names(me),
            pairing: self.show_pairing(),
            checkin: self.show_checkin(now, me),
            steps: self.show_steps(now, me),
            opened: self.show_opened(me),
            appreciations: self.show_appreciations(me),
            trends: self.show_trends(),
            today: Vec::new(),
            drafts: self.show_drafts(),
            settings: self.settings(),
            alarms: self.alarms.iter().copied().collect(),
        };
        view.today = today::suggest(&view, now);
        view
    }

    fn show_names(&self, me: Partner) -> Names {
        let names = &self.shown().names;
        let theirs = names.of(me.other()).map(str::to_owned);
        Names {
            mine: names.of(me).map(str::to_owned),
            theirs: theirs.or_else(|| self.letter_name()),
        }
    }

    fn show_checkin(&self, now: Now, me: Partner) -> CheckIn {
        let state = self.shown();
        let offer = state.rhythm.offer.as_ref();
        CheckIn {
            rhythm: state.rhythm.agreed.clone(),
            offer: offer.map(|(by, id, rhythm)| RhythmOffer {
                rhythm: rhythm.clone(),
                mine: *by == me,
                id: *id,
            }),
            round: state.checkin.round(),
            opens_at_ms: self.next_hour(now),
            mine: self.show_my_page(now, me),
        }
    }

    /// My page looks the same whether or not the other has closed theirs.
    fn show_my_page(&self, now: Now, me: Partner) -> MyPage {
        let Some(closed) = self.shown().checkin.current(me) else { return MyPage::Open };
        let page = self.keyring.withheld.iter().find_map(|secret| {
            let key = withheld::page_key(&secret.0, &closed.sealed.id);
            let sealed = withheld::Sealed {
                id: closed.sealed.id,
                ciphertext: closed.sealed.box_.clone(),
                commit: closed.sealed.commit,
                digest: closed.sealed.digest,
            };
            Page::from_json(&withheld::open(&sealed, &key).ok()?)
        });
        let Some(page) = page else { return MyPage::Open };
        let opens_at_ms = closed.opens_at_ms;
        if now.ms < opens_at_ms {
            MyPage::Closed { page, opens_at_ms }
        } else {
            MyPage::HourCame { page, opens_at_ms }
        }
    }

    fn show_steps(&self, now: Now, me: Partner) -> Vec<StepView> {
        let steps = self.shown().steps.iter().rev();
        steps
            .map(|step| StepView {
                id: step.id,
                mine: step.by == me,
                words: step.words.clone(),
                until_day: step.until_day,
                round: step.round,
                standing: step.standing,
                lapsed: step.has_lapsed(now.today),
                done_on: step.done_on,
                unsent: self.is_unsent(step.id),
            })
            .collect()
    }

    fn show_opened(&self, me: Partner) -> Vec<OpenedRound> {
        let opened = self.shown().checkin.opened.iter().rev();
        opened
            .map(|it| {
                let (mine, theirs) = match me {
                    Partner::Host => (&it.host, &it.guest),
                    Partner::Guest => (&it.guest, &it.host),
                };
                OpenedRound {
                    round: it.round,
                    opens_at_ms: it.opens_at_ms,
                    mine: mine.clone(),
                    theirs: theirs.clone(),
                    no_step: it.no_step,
                }
            })
            .collect()
    }

    fn show_appreciations(&self, me: Partner) -> Vec<AppreciationView> {
        let appreciations = self.shown().appreciations.iter().rev();
        appreciations
            .map(|it| AppreciationView {
                id: it.id,
                mine: it.by == me,
                words: it.words.clone(),
                on_day: it.on_day,
                unsent: self.is_unsent(it.id),
            })
            .collect()
    }

    fn show_trends(&self) -> Vec<Trend> {
        let weeks: Vec<(i32, Sliders)> = self
            .private
            .under(SLIDERS_PREFIX)
            .filter_map(|(rest, text)| Some((week_of_key(rest)?, serde_json::from_str(text).ok()?)))
            .collect();
        let trend = |slider, value: fn(&Sliders) -> Option<u8>| {
            let points = weeks.iter().filter_map(|(day, it)| Some((*day, value(it)?)));
            let points: Vec<(i32, u8)> = points.collect();
            let values: Vec<u8> = points.iter().map(|(_, value)| *value).collect();
            Trend { slider, points, reading: trend::read(&values) }
        };
        vec![
            trend(Slider::Trust, |it| it.trust),
            trend(Slider::Closeness, |it| it.closeness),
            trend(Slider::Calm, |it| it.calm),
            trend(Slider::Hope, |it| it.hope),
        ]
    }

    fn show_drafts(&self) -> BTreeMap<Slot, Draft> {
        let sheets =
            self.private.under(SHEETS_PREFIX).map(|(name, _)| Slot::Sheet(name.to_owned()));
        let slots = [Slot::Page, Slot::Step, Slot::Appreciation];
        slots
            .into_iter()
            .chain(sheets)
            .filter_map(|slot| {
                let (text, also) = self.private.get(&draft_key(&slot))?;
                Some((slot, Draft { text: text.to_owned(), also: also.to_vec() }))
            })
            .collect()
    }

    fn settings(&self) -> Settings {
        let text = self.private.get(SETTINGS_KEY).map(|(text, _)| text);
        text.and_then(|it| serde_json::from_str(it).ok()).unwrap_or_default()
    }
}
