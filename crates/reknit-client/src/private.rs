//! The private vault from inside: drafts, sliders, settings, and the last heads seen.
//!
//! Every item remembers its last edits, so that two devices can tell "newer" from "written at the same time". Of two texts written
//! at the same time both are kept. A dropped item leaves a tombstone without words; of those whose name never comes again, only
//! the newest stay.

use std::collections::BTreeMap;

use reknit_vault::{
    blob::vault_fits,
    random::{Random, make},
};
use serde::{Deserialize, Serialize};

use crate::keyring::Pins;

/// How many edits an item remembers. Between two exchanges of the vault, which goes out every two minutes, all edits of a device are one:
/// this is most of an hour of typing while another device of the same person is away.
const EDITS_MAX: usize = 24;

/// How many tombstones of passing items stay: a device would have to be away for as many drops to bring words back that were dropped
/// elsewhere. Together they take a fifth of the vault at most.
const TOMBSTONES_MAX: usize = 128;

/// Under which keys items have names of their own, so that there would be more and more tombstones. All other keys are a handful, and
/// theirs stay for ever: a letter that was taken back must not be sent by a device that never heard of it.
const PASSING: [&str; 4] = ["sheet/", "mark/", "letter/opened/", "let-in/"];

/// What goes out also with a vault that has no room: little, and another device must not act on what it was before. A letter that was
/// taken back would be sent, and what waits in Quiet would be shown.
pub(crate) const VITAL: [&str; 4] = ["letter/waiting", "settings", "quiet", "arrivals"];

/// What a vault holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Private {
    items: BTreeMap<String, Item>,
    pub(crate) pins: Pins,
    /// What was written here last, by key, since the account was opened: a form may still show it when a merge has put other words first.
    #[serde(skip)]
    here: BTreeMap<String, String>,
}

/// One private thing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Item {
    /// How often it was edited.
    count: u64,
    /// Random names of its last edits, newest last.
    edits: Vec<u64>,
    /// Whether nobody else has heard of the newest edit, so that the next one may take its place.
    #[serde(skip)]
    unheard: bool,
    /// The words; empty for a tombstone.
    text: String,
    /// Other words, written at the same time elsewhere. Where there are no words, because the item was dropped at the same time, the
    /// first of these stand in their place: see [`Item::words`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
    /// The how-manieth drop this tombstone is of, as far as this device knew; 0 where there are words.
    #[serde(skip_serializing_if = "is_zero")]
    dropped: u64,
}

/// What of a vault can be sealed.
#[derive(Debug)]
pub(crate) struct Fitting {
    /// JSON.
    pub(crate) plain: Vec<u8>,
    /// Whether it is all there is.
    pub(crate) is_whole: bool,
}

fn is_zero(it: &u64) -> bool {
    *it == 0
}

impl Private {
    /// The words of an item, and other words written at the same time. `None` where there are none.
    pub(crate) fn get(&self, key: &str) -> Option<(&str, &[String])> {
        let item = self.items.get(key)?;
        (!item.is_empty()).then_some(item.words())
    }

    /// All items whose key begins with `prefix`, in order, with the rest of their key.
    pub(crate) fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.items
            .range(prefix.to_owned()..)
            .map_while(move |(key, item)| Some((key.strip_prefix(prefix)?, item)))
            .filter(|(_, item)| !item.is_empty())
            .map(|(rest, item)| (rest, item.words().0))
    }

    /// Sets the words of an item; empty words drop it. Other words written at the same time stay until settled.
    ///
    /// Where a merge has put other words first than were written here, nobody knows which of them a form went on from: both stay beside.
    pub(crate) fn set(&mut self, random: &mut dyn Random, key: &str, text: &str) {
        if self.items.get(key).map_or("", |it| it.words().0) == text {
            return;
        }
        let here = self.here.insert(key.to_owned(), text.to_owned());
        let item = self.items.entry(key.to_owned()).or_default();
        item.edit(random);
        item.promote();
        if here.is_some_and(|it| it != item.text && item.also.contains(&it)) {
            item.also.push(item.text.clone());
            item.also.sort();
        }
        text.clone_into(&mut item.text);
        if text.is_empty() {
            item.also.clear();
            self.here.remove(key);
            self.bury(key);
        }
    }

    /// An item as it stands, to be put back.
    pub(crate) fn item(&self, key: &str) -> Option<Item> {
        self.items.get(key).cloned()
    }

    /// Undoes what was done to an item since, other than dropping it.
    pub(crate) fn put_back(&mut self, key: &str, before: Option<Item>) {
        match before {
            Some(item) => self.items.insert(key.to_owned(), item),
            None => self.items.remove(key),
        };
    }

    /// Puts words into an item that is free, or else beside those that are there.
    pub(crate) fn beside(&mut self, random: &mut dyn Random, key: &str, text: &str) {
        let item = self.items.entry(key.to_owned()).or_default();
        if item.text == text || item.also.iter().any(|it| it == text) {
            return;
        }
        item.edit(random);
        item.promote();
        if item.text.is_empty() {
            text.clone_into(&mut item.text);
        } else {
            item.also.push(text.to_owned());
            item.also.sort();
        }
    }

    /// Drops the words of an item. Other words that were written at the same time take their place.
    pub(crate) fn drop_first(&mut self, random: &mut dyn Random, key: &str) {
        if let Some(item) = self.items.get_mut(key)
            && !item.is_empty()
        {
            item.edit(random);
            item.promote();
            item.text.clear();
            item.promote();
            self.bury(key);
        }
    }

    /// Drops every item whose key begins with `prefix`.
    pub(crate) fn drop_under(&mut self, random: &mut dyn Random, prefix: &str) {
        let keys: Vec<String> =
            self.under(prefix).map(|(rest, _)| format!("{prefix}{rest}")).collect();
        for key in keys {
            self.set(random, &key, "");
        }
    }

    /// Lets go of the other words.
    pub(crate) fn settle(&mut self, random: &mut dyn Random, key: &str) {
        if let Some(item) = self.items.get_mut(key)
            && !item.words().1.is_empty()
        {
            item.edit(random);
            item.promote();
            item.also.clear();
        }
    }

    /// Takes away the other words, also those that stand in place of dropped ones.
    pub(crate) fn take_also(&mut self, random: &mut dyn Random, key: &str) -> Vec<String> {
        let item = self.items.get_mut(key).filter(|it| !it.also.is_empty());
        let Some(item) = item else { return Vec::new() };
        item.edit(random);
        let also = std::mem::take(&mut item.also);
        self.bury(key);
        also
    }

    /// Notes that others hear of this from now on: the vault goes out as it is.
    pub(crate) fn heard(&mut self) {
        for item in self.items.values_mut() {
            item.unheard = false;
        }
    }

    /// Makes a newest tombstone of an item that has no words any more.
    fn bury(&mut self, key: &str) {
        let newest = self.items.values().map(|it| it.dropped).max().unwrap_or(0);
        if let Some(item) = self.items.get_mut(key).filter(|it| it.is_empty()) {
            item.dropped = newest + 1;
            self.prune();
        }
    }

    /// Lets go of the oldest tombstones. Two devices that hold the same ones let go of the same ones.
    fn prune(&mut self) {
        let passes = |key: &String| PASSING.iter().any(|it| key.starts_with(it));
        let tombstones = self.items.iter().filter(|(key, it)| it.is_empty() && passes(key));
        let mut tombstones: Vec<(u64, String)> =
            tombstones.map(|(key, it)| (it.dropped, key.clone())).collect();
        tombstones.sort_unstable();
        let n_surplus = tombstones.len().saturating_sub(TOMBSTONES_MAX);
        for (_, key) in tombstones.drain(..n_surplus) {
            self.items.remove(&key);
        }
    }

    /// What can be sealed at the vault's one length: all of it, or else what `last` held, which fitted, with the [`VITAL`] items and the
    /// pins as they are now. What does not fit stays with this device until there is room.
    pub(crate) fn fitting(&self, last: &[u8]) -> Fitting {
        let plain = serde_json::to_vec(self).unwrap_or_default();
        if vault_fits(&plain) {
            return Fitting { plain, is_whole: true };
        }
        let mut rest: Self = serde_json::from_slice(last).unwrap_or_default();
        for key in VITAL {
            match self.items.get(key) {
                Some(item) => rest.items.insert(key.to_owned(), item.clone()),
                None => rest.items.remove(key),
            };
        }
        rest.pins = self.pins.clone();
        let plain = serde_json::to_vec(&rest).unwrap_or_default();
        let plain = if vault_fits(&plain) { plain } else { last.to_vec() };
        Fitting { plain, is_whole: false }
    }

    /// Takes in what another device wrote. The outcome is the same on both.
    pub(crate) fn merge(&mut self, other: Self) {
        for (key, theirs) in other.items {
            let mine = self.items.remove(&key);
            let merged = match mine {
                Some(mine) => mine.merge(theirs),
                None => theirs,
            };
            self.items.insert(key, merged);
        }
        self.heard();
        self.prune();
        self.pins.merge(other.pins);
    }
}

impl Item {
    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.also.is_empty()
    }

    /// The words that stand, and the others beside them.
    fn words(&self) -> (&str, &[String]) {
        match self.also.split_first() {
            Some((first, rest)) if self.text.is_empty() => (first, rest),
            _ => (&self.text, &self.also),
        }
    }

    /// Makes the words that stand in place of dropped ones the item's own. Only within an edit: by itself it would make two devices
    /// that know of the same edits differ.
    fn promote(&mut self) {
        if self.text.is_empty() && !self.also.is_empty() {
            self.text = self.also.remove(0);
        }
    }

    fn edit(&mut self, random: &mut dyn Random) {
        self.count += 1;
        self.dropped = 0;
        if std::mem::replace(&mut self.unheard, true) {
            self.edits.pop();
        }
        self.edits.push(u64::from_le_bytes(make(random)));
        self.trim();
    }

    fn trim(&mut self) {
        let surplus = self.edits.len().saturating_sub(EDITS_MAX);
        self.edits.drain(..surplus);
    }

    fn follows(&self, other: &Self) -> bool {
        other.edits.last().is_none_or(|last| self.edits.contains(last))
    }

    fn merge(self, other: Self) -> Self {
        let rank = |it: &Self| (it.count, it.edits.last().copied());
        let (follows, precedes) = (self.follows(&other), other.follows(&self));
        let self_stands = if follows == precedes { rank(&self) >= rank(&other) } else { follows };
        let (stands, mut yields) = if self_stands { (self, other) } else { (other, self) };
        if follows != precedes {
            // What was written further is no other words. What lies beside it may be, from an edit that was not known then.
            yields.text.clear();
            if yields.also.is_empty() || yields.edits.iter().all(|it| stands.edits.contains(it)) {
                return stands;
            }
        }
        stands.joined(yields)
    }

    /// `self` stands; the words of `other` are kept beside it.
    fn joined(mut self, other: Self) -> Self {
        let words = other.also.into_iter().chain([other.text]);
        self.also.extend(words.filter(|it| !it.is_empty()));
        self.also.retain(|it| *it != self.text);
        self.also.sort();
        self.also.dedup();
        // The other's edits go right below ours, so that trimming never forgets its last one.
        let newest = self.edits.pop();
        let is_new = |it: &u64| Some(*it) != newest && !self.edits.contains(it);
        let known: Vec<u64> = other.edits.into_iter().filter(is_new).collect();
        self.edits.extend(known);
        self.edits.extend(newest);
        self.trim();
        self.count = self.count.max(other.count);
        self.dropped = if self.is_empty() { self.dropped.max(other.dropped) } else { 0 };
        self
    }
}

impl Pins {
    fn merge(&mut self, other: Self) {
        if self.space.is_none() {
            *self = other;
        } else if self.space == other.space {
            for (mine, theirs) in [(&mut self.mine, other.mine), (&mut self.theirs, other.theirs)] {
                if theirs.map(|it| it.seq) > mine.map(|it| it.seq) {
                    *mine = theirs;
                }
            }
            self.read = [self.read, other.read].into_iter().flatten().max_by_key(|it| it.ms);
        }
    }
}

#[cfg(test)]
mod tests;
