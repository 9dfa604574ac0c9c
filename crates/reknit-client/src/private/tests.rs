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
    let mut laptop = phone.clone();
    laptop.set(&mut random, "draft/page", "two");
    phone.merge(laptop.clone());
    assert_eq!(phone.get("draft/page"), Some(("two", &[][..])));
    laptop.merge(phone.clone());
    assert_eq!(laptop, phone);
}

#[test]
fn two_texts_written_at_the_same_time_are_both_kept_until_one_is_settled() {
    let mut random = Count(0);
    let mut phone = Private::default();
    phone.set(&mut random, "draft/page", "start");
    let mut laptop = phone.clone();
    phone.set(&mut random, "draft/page", "phone");
    laptop.set(&mut random, "draft/page", "laptop");
    laptop.set(&mut random, "draft/page", "laptop more");
    let (before_phone, before_laptop) = (phone.clone(), laptop.clone());
    phone.merge(before_laptop);
    laptop.merge(before_phone);
    assert_eq!(phone, laptop);
    assert_eq!(texts(&phone, "draft/page"), ["laptop more", "phone"]);
    phone.settle(&mut random, "draft/page");
    laptop.merge(phone.clone());
    assert_eq!(texts(&laptop, "draft/page").len(), 1);
}

#[test]
fn a_dropped_draft_stays_dropped_and_leaves_no_words() {
    let mut random = Count(0);
    let mut phone = Private::default();
    phone.set(&mut random, "draft/step", "secret words");
    let laptop = phone.clone();
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
    let mut laptop = phone.clone();
    phone.set(&mut random, "letter/waiting", "");
    for n in 0..400 {
        let device = if n % 3 == 0 { &mut laptop } else { &mut phone };
        device.set(&mut random, &sheet(n), "words");
        device.set(&mut random, &sheet(n), "");
    }
    phone.set(&mut random, &sheet(1000), "");
    assert_eq!(phone.items.len(), TOMBSTONES_MAX + 1, "what never was leaves nothing");
    let before = phone.clone();
    phone.merge(laptop.clone());
    laptop.merge(before);
    assert_eq!(phone, laptop);
    assert_eq!(phone.items.len(), TOMBSTONES_MAX + 1);
    assert_eq!(phone.get("letter/waiting"), None, "that one is never forgotten");
    let settled = phone.clone();
    phone.merge(laptop);
    assert_eq!(phone, settled);
}

#[test]
fn a_device_that_was_away_for_a_while_brings_nothing_back() {
    let mut random = Count(0);
    let mut phone = Private::default();
    for n in 0..TOMBSTONES_MAX {
        phone.set(&mut random, &sheet(n), "words");
    }
    let laptop = phone.clone();
    for n in 0..TOMBSTONES_MAX {
        phone.set(&mut random, &sheet(n), "");
    }
    phone.merge(laptop);
    assert_eq!(phone.under("sheet/").count(), 0);
}

#[derive(Debug, Clone)]
enum Do {
    Edit(usize, u8),
    Merge(usize, usize),
}

fn any_do() -> impl Strategy<Value = Do> {
    prop_oneof![
        (0..3usize, any::<u8>()).prop_map(|(who, text)| Do::Edit(who, text)),
        (0..3usize, 0..3usize).prop_map(|(to, from)| Do::Merge(to, from)),
    ]
}

proptest! {
    /// Whatever three devices do, after exchanging everything they are equal, and the last words of each are still there.
    #[test]
    fn devices_that_exchanged_everything_are_equal_and_nothing_is_lost(dos in prop::collection::vec(any_do(), 0..20)) {
        let mut random = Count(0);
        let mut devices = vec![Private::default(); 3];
        for one in dos {
            match one {
                Do::Edit(who, text) => devices[who].set(&mut random, "draft/page", &format!("t{text}")),
                Do::Merge(to, from) => { let other = devices[from].clone(); devices[to].merge(other); }
            }
        }
        let said: Vec<String> = devices.iter().filter_map(|it| it.get("draft/page")).map(|(text, _)| text.to_owned()).collect();
        for _ in 0..2 {
            for to in 0..3 { for from in 0..3 { let other = devices[from].clone(); devices[to].merge(other); } }
        }
        // Which edits are remembered is the same; in which order below the newest is nobody's concern.
        for device in &mut devices {
            for item in device.items.values_mut() {
                item.edits.sort_unstable();
            }
        }
        prop_assert_eq!(&devices[0], &devices[1]);
        prop_assert_eq!(&devices[1], &devices[2]);
        // Of words that nobody edited further, none is lost; a text may only vanish into a later edit of the same item.
        if said.iter().all(|it| it == &said[0]) && !said.is_empty() {
            prop_assert!(texts(&devices[0], "draft/page").contains(&said[0]));
        }
    }
}
