//! Many lives: honest ones, in which nothing waits, and those of changed apps, which gain nothing.

use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Honest lives: nothing ever waits, however seldom one reads.
    #[test]
    fn of_what_was_sent_in_time_nothing_waits(
        asked in prop::collection::vec((0_i32..20, 0_i32..29), 0..30),
        letters in prop::collection::vec(7_i32..12, 0..4),
        reads in prop::collection::btree_set((0_i32..50, 0_i32..1440), 1..60),
    ) {
        let mut life = Life::default();
        let opening = life.opens_a_box(2);
        let mut told: BTreeMap<(i32, i32), Vec<Option<i32>>> = BTreeMap::new();
        let mut n_asked = BTreeMap::new();
        for (day, minute) in asked {
            let n = n_asked.entry(day).or_insert(0);
            *n += 1;
            if *n <= 2 {
                told.entry((day, i32::from(HOURS.0) + minute)).or_default().push(None);
            }
        }
        let mut day = 0;
        for pause in letters {
            day += pause;
            told.entry((day, 600)).or_default().push(Some(day));
        }
        let (mut n, mut reads) = (0, reads.into_iter().peekable());
        for ((day, minute), all) in told {
            while let Some(read) = reads.next_if(|it| *it < (day, minute)) {
                life.read(&clock(read));
            }
            for it in all {
                n += 1;
                match it {
                    None => life.asked(opening, &n.to_string(), day),
                    Some(day) => life.sent(n, day, None),
                }
            }
        }
        for read in reads {
            life.read(&clock(read));
            let unseen = life.book.unseen(&life.chain());
            prop_assert_eq!(unseen.len(), 0);
        }
    }

    /// Whatever a changed app sends: never more than was agreed.
    #[test]
    fn of_whatever_is_sent_no_more_comes_than_was_agreed(
        said in prop::collection::vec((any::<bool>(), -30_i32..60, 0_i32..2000), 0..60),
    ) {
        let mut life = Life::default();
        let opening = life.opens_a_box(2);
        life.read("0 12:00");
        let (mut minutes, mut n) = (720, 0_u8);
        let (mut letters, mut questions): (Vec<i32>, BTreeMap<i32, usize>) = Default::default();
        let mut seen = BTreeSet::new();
        for (is_letter, on_day, pause) in said {
            n += 1;
            if is_letter { life.sent(n, on_day, None) } else { life.asked(opening, &n.to_string(), on_day) }
            // The app is open all the time: it reads again and again.
            for _ in 0..pause.min(40) {
                minutes += if pause > 40 { pause / 40 } else { 1 };
                let now = clock((minutes / 1440, minutes % 1440));
                life.read(&now);
                let state = life.story.state();
                let unseen = life.book.unseen(&life.chain());
                let day = minutes / 1440;
                for it in &state.letters.all {
                    if !unseen.contains(&it.entry) && seen.insert(it.entry) {
                        letters.push(day);
                    }
                }
                for it in state.boxes.all.iter().flat_map(|it| &it.questions) {
                    if !unseen.contains(&it.id) && seen.insert(it.id) {
                        *questions.entry(day).or_default() += 1;
                    }
                }
            }
        }
        // One day for another zone, and one for what came between two readings around midnight: once, and not each time.
        let apart = letters.windows(2).map(|it| it[1] - it[0]);
        prop_assert!(apart.clone().all(|it| it >= LETTER_DAYS - 2), "{:?}", letters);
        let too_soon: i32 = apart.map(|it| (LETTER_DAYS - it).max(0)).sum();
        prop_assert!(too_soon <= 2, "{:?}", letters);
        prop_assert!(questions.values().all(|it| *it <= 2), "{:?}", questions);
    }
}
