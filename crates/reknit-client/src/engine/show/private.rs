//! What only I see: my numbers over the weeks, drafts, settings.

use std::collections::BTreeMap;

use reknit_model::{checkin::Sliders, trend};

use crate::{
    engine::{
        Engine,
        commands::private::{SETTINGS_KEY, SHEETS_PREFIX, SLIDERS_PREFIX, draft_key, week_of_key},
    },
    view::{Draft, Settings, Slider, Slot, Trend},
};

impl Engine {
    pub(super) fn show_trends(&self) -> Vec<Trend> {
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

    pub(super) fn show_drafts(&self) -> BTreeMap<Slot, Draft> {
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

    pub(in crate::engine) fn settings(&self) -> Settings {
        let text = self.private.get(SETTINGS_KEY).map(|(text, _)| text);
        text.and_then(|it| serde_json::from_str(it).ok()).unwrap_or_default()
    }
}
