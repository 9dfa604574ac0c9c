use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Numbers one after the other: every edit gets a name of its own.
struct Count(u64);

impl Random for Count {
    fn fill(&mut self, out: &mut [u8]) {
        self.0 += 1;
        let bytes = self.0.to_le_bytes();
        out.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    }
}

/// What another device gets of it.
fn sent(private: &mut Private) -> Private {
    private.heard();
    private.clone()
}

fn texts(private: &Private, key: &str) -> Vec<String> {
    let Some((text, also)) = private.get(key) else { return Vec::new() };
    let mut all: Vec<String> = also.iter().cloned().chain([text.to_owned()]).collect();
    all.sort();
    all
}

#[test]
fn a_newer_text_replaces_an_older_one() {
    let mut random = Count(0);
    let mut phone = Private::default();
    phone.set(&mut random, "draft/page", "one");
    let mut laptop = sent(&mut phone);
    laptop.set(&mut random, "draft/page", "two");
    phone.merge(sent(&mut laptop));
    assert_eq!(phone.get("draft/page"), Some(("two", &[][..])));
    laptop.merge(sent(&mut phone));
    assert_eq!(laptop.items, phone.items);
}

#[test]
fn two_texts_written_at_the_same_time_are_both_kept_until_one_is_settled() {
    let mut random = Count(0);
    let mut phone = Private::default();
    phone.set(&mut random, "draft/page", "start");
    let mut laptop = sent(&mut phone);
    phone.set(&mut random, "draft/page", "phone");
    laptop.set(&mut random, "draft/page", "laptop");
    laptop.set(&mut random, "draft/page", "laptop more");
    let (before_phone, before_laptop) = (sent(&mut phone), sent(&mut laptop));
    phone.merge(before_laptop);
    laptop.merge(before_phone);
    assert_eq!(phone.items, laptop.items);
    assert_eq!(texts(&phone, "draft/page"), ["laptop more", "phone"]);
    phone.settle(&mut random, "draft/page");
    laptop.merge(sent(&mut phone));
    assert_eq!(texts(&laptop, "draft/page").len(), 1);
}

#[test]
fn a_form_that_stayed_open_over_a_merge_writes_over_nothing() {
    let mut random = Count(0);
    let mut phone = Private::default();
    phone.set(&mut random, "draft/page", "start");
    let mut laptop = sent(&mut phone);
    phone.set(&mut random, "draft/page", "phone");
    laptop.set(&mut random, "draft/page", "laptop");
    laptop.heard();
    laptop.set(&mut random, "draft/page", "laptop more");
    phone.merge(sent(&mut laptop));
    assert_eq!(phone.get("draft/page").map(|it| it.0), Some("laptop more"), "its words come first");
    phone.set(&mut random, "draft/page", "phone more");
    assert!(texts(&phone, "draft/page").contains(&"laptop more".to_owned()));
    phone.set(&mut random, "draft/page", "phone more and more");
    assert_eq!(
        texts(&phone, "draft/page"),
        ["laptop more", "phone", "phone more and more"],
        "that happens once"
    );
}

#[test]
fn a_dropped_draft_stays_dropped_and_leaves_no_words() {
    let mut random = Count(0);
    let mut phone = Private::default();
    phone.set(&mut random, "draft/step", "secret words");
    let laptop = sent(&mut phone);
    phone.set(&mut random, "draft/step", "");
    phone.merge(laptop);
    assert_eq!(phone.get("draft/step"), None);
    assert!(!serde_json::to_string(&phone).unwrap().contains("secret"));
}

fn sheet(n: usize) -> String {
    format!("sheet/{n:04}")
}

#[test]
fn only_the_newest_tombstones_stay_and_merge_alike() {
    let mut random = Count(0);
    let mut phone = Private::default();
    phone.set(&mut random, "letter/waiting", "taken back");
    let mut laptop = sent(&mut phone);
    phone.set(&mut random, "letter/waiting", "");
    for n in 0..400 {
        let device = if n % 3 == 0 { &mut laptop } else { &mut phone };
        device.set(&mut random, &sheet(n), "words");
        device.set(&mut random, &sheet(n), "");
    }
    phone.set(&mut random, &sheet(1000), "");
    assert_eq!(phone.items.len(), TOMBSTONES_MAX + 1, "what never was leaves nothing");
    let before = sent(&mut phone);
    phone.merge(sent(&mut laptop));
    laptop.merge(before);
    assert_eq!(phone.items, laptop.items);
    assert_eq!(phone.items.len(), TOMBSTONES_MAX + 1);
    assert_eq!(phone.get("letter/waiting"), None, "that one is never forgotten");
    let settled = phone.clone();
    phone.merge(laptop);
    assert_eq!(phone.items, settled.items);
}

#[test]
fn a_device_that_was_away_for_a_while_brings_nothing_back() {
    let mut random = Count(0);
    let mut phone = Private::default();
    for n in 0..TOMBSTONES_MAX {
        phone.set(&mut random, &sheet(n), "words");
    }
    let laptop = sent(&mut phone);
    for n in 0..TOMBSTONES_MAX {
        phone.set(&mut random, &sheet(n), "");
    }
    phone.merge(laptop);
    assert_eq!(phone.under("sheet/").count(), 0);
}

#[test]
fn words_written_while_another_device_dropped_the_item_stand_in_its_place() {
    let mut random = Count(0);
    let mut phone = Private::default();
    phone.set(&mut random, &sheet(1), "start");
    let mut laptop = sent(&mut phone);
    laptop.set(&mut random, &sheet(1), "start and more");
    phone.set(&mut random, &sheet(1), "other");
    phone.heard();
    phone.set(&mut random, &sheet(1), "");
    let before = sent(&mut phone);
    phone.merge(sent(&mut laptop));
    laptop.merge(before);
    assert_eq!(phone.items, laptop.items);
    assert_eq!(phone.get(&sheet(1)), Some(("start and more", &[][..])));
    assert_eq!(phone.under("sheet/").collect::<Vec<_>>(), [("0001", "start and more")]);
    laptop.drop_under(&mut random, "sheet/");
    phone.merge(sent(&mut laptop));
    assert!(!serde_json::to_string(&phone).unwrap().contains("more"));
}

/// Each pause in typing is an edit, and the vault goes out every two minutes.
#[test]
fn what_is_typed_between_two_exchanges_is_one_edit() {
    let mut random = Count(0);
    let mut phone = Private::default();
    phone.set(&mut random, "draft/page", "start");
    let mut laptop = sent(&mut phone);
    for n in 0..10 * EDITS_MAX {
        phone.set(&mut random, "draft/page", &format!("start {n}"));
    }
    laptop.merge(sent(&mut phone));
    assert_eq!(texts(&laptop, "draft/page").len(), 1, "nothing was written at the same time");
    let (mut phone, mut laptop) = (sent(&mut phone), sent(&mut laptop));
    laptop.set(&mut random, "draft/page", "on the laptop");
    phone.merge(sent(&mut laptop));
    assert_eq!(texts(&phone, "draft/page"), ["on the laptop"]);
}

/// The second device merged and sent it before the first, which wrote on meanwhile, has seen its words.
#[test]
fn other_words_are_not_lost_where_the_words_beside_them_were_written_further() {
    let mut random = Count(0);
    let mut phone = Private::default();
    phone.set(&mut random, "draft/page", "start");
    let mut laptop = sent(&mut phone);
    phone.set(&mut random, "draft/page", "phone");
    phone.heard();
    phone.set(&mut random, "draft/page", "phone, still");
    laptop.set(&mut random, "draft/page", "laptop");
    laptop.merge(sent(&mut phone));
    assert_eq!(texts(&laptop, "draft/page"), ["laptop", "phone, still"]);
    phone.set(&mut random, "draft/page", "phone, further");
    let before = sent(&mut phone);
    phone.merge(sent(&mut laptop));
    laptop.merge(before);
    assert_eq!(phone.get("draft/page"), laptop.get("draft/page"));
    assert_eq!(texts(&phone, "draft/page"), ["laptop", "phone, further"]);
}

#[derive(Debug, Clone)]
enum Do {
    /// So many edits, each heard of before the next.
    Write(usize, usize),
    /// Drops all words.
    Drop(usize),
    /// Drops the words that stand.
    DropFirst(usize),
    Settle(usize),
    Merge(usize, usize),
}

fn any_do() -> impl Strategy<Value = Do> {
    let who = || 0..3usize;
    prop_oneof![
        3 => (who(), 1..4usize).prop_map(|(who, n)| Do::Write(who, n)),
        1 => (who(), EDITS_MAX - 2..2 * EDITS_MAX).prop_map(|(who, n)| Do::Write(who, n)),
        1 => who().prop_map(Do::Drop),
        1 => who().prop_map(Do::DropFirst),
        1 => who().prop_map(Do::Settle),
        4 => (who(), who()).prop_map(|(to, from)| Do::Merge(to, from)),
    ]
}

const KEY: &str = "draft/page";

/// A device, and all edits it has heard of: what is told of who follows whom without forgetting.
#[derive(Clone, Default)]
struct Device {
    private: Private,
    knows: BTreeSet<usize>,
}

/// An edit: the words it left standing, and the edits it followed.
struct Edit {
    words: String,
    follows: BTreeSet<usize>,
}

impl Device {
    /// Does something that may be an edit.
    fn act(&mut self, edits: &mut Vec<Edit>, act: impl FnOnce(&mut Private)) {
        self.private.heard();
        let before = self.private.clone();
        act(&mut self.private);
        if self.private.items != before.items {
            let words = self.private.get(KEY).map_or("", |it| it.0).to_owned();
            edits.push(Edit { words, follows: self.knows.clone() });
            self.knows.insert(edits.len() - 1);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.private.merge(other.private.clone());
        self.knows.extend(&other.knows);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Whatever three devices do, after exchanging everything they show the same, and words that nobody wrote further, dropped or
    /// settled are still there.
    #[test]
    fn devices_that_exchanged_everything_show_the_same_and_nothing_is_lost(dos in prop::collection::vec(any_do(), 0..24)) {
        let mut random = Count(0);
        let mut devices = vec![Device::default(); 3];
        let mut edits = Vec::new();
        for one in dos {
            match one {
                Do::Write(who, n) => for _ in 0..n {
                    let text = format!("words {}", edits.len());
                    devices[who].act(&mut edits, |it| it.set(&mut random, KEY, &text));
                }
                Do::Drop(who) => devices[who].act(&mut edits, |it| it.set(&mut random, KEY, "")),
                Do::DropFirst(who) => devices[who].act(&mut edits, |it| it.drop_first(&mut random, KEY)),
                Do::Settle(who) => devices[who].act(&mut edits, |it| it.settle(&mut random, KEY)),
                Do::Merge(to, from) => { let other = devices[from].clone(); devices[to].merge(&other); }
            }
        }
        for _ in 0..2 {
            for to in 0..3 { for from in 0..3 { let other = devices[from].clone(); devices[to].merge(&other); } }
        }
        let shown = texts(&devices[0].private, KEY);
        for device in &devices {
            prop_assert_eq!(device.private.get(KEY), devices[0].private.get(KEY));
            let under: Vec<_> = device.private.under("draft/").collect();
            let got: Vec<_> = device.private.get(KEY).map(|it| ("page", it.0)).into_iter().collect();
            prop_assert_eq!(under, got);
        }
        let followed: BTreeSet<usize> = edits.iter().flat_map(|it| &it.follows).copied().collect();
        // Settling leaves words that somebody else may have seen and done away with meanwhile.
        let is_replaced = |words: &str| edits.iter().any(|it| {
            it.words != words && it.follows.iter().any(|known| edits[*known].words == words)
        });
        for (at, edit) in edits.iter().enumerate() {
            let stands = !followed.contains(&at) && !edit.words.is_empty() && !is_replaced(&edit.words);
            prop_assert!(!stands || shown.contains(&edit.words), "{:?} is not in {:?}", edit.words, shown);
        }
    }
}
