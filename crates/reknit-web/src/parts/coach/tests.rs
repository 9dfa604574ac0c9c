//! Where the coach may stand, read from the source: a new place has to be thought about here.

use std::{collections::BTreeSet, fs, path::Path};

/// Files of `places/` and `door/` that lend it a field, what it is there (from the start, or once asked), and how often.
const MAY: [(&str, &str, usize); 11] = [
    ("appreciations.rs", "asked", 1),
    ("being_open.rs", "asked", 1),
    ("cards/one.rs", "asked", 1),
    ("letters/write.rs", "letter", 1),
    // The texts, and what is offered.
    ("letters/write/part.rs", "along", 2),
    ("listen/rehearsal/reply.rs", "along", 1),
    ("listen/talk/moving.rs", "asked", 1),
    ("settings/coach.rs", "settings", 1),
    ("steps.rs", "asked", 1),
    ("write.rs", "button", 1),
    ("write.rs", "one_of", 1),
];

/// Files that also have a field in which somebody says what it was like for them: what leads to the coach there, and past it.
const ONLY_WHERE: [(&str, &str, &str); 2] = [
    ("cards/one.rs", "if has_coach(kind) {", "Kind::Guess => false,"),
    (
        "letters/write/part.rs",
        "_ => writing.text_of(&part.id).map(|it| text(writing, part, it))",
        "\"impact\" => writing.text_of(&part.id).map(|it| plain(writing, part, it))",
    ),
];

/// Every call of its public functions below a folder.
fn calls(folder: &Path, below: &str, found: &mut BTreeSet<(String, String, usize)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            calls(&path, &format!("{below}{name}/"), found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for what in ["along", "asked", "one_of", "button", "letter"] {
            let n = text.matches(&format!("coach::{what}(")).count();
            if n > 0 {
                found.insert((format!("{below}{name}"), what.to_owned(), n));
            }
        }
        let is_setting = text.contains("set_coach(") || text.contains("fetch_full_coach(");
        if is_setting {
            found.insert((format!("{below}{name}"), "settings".to_owned(), 1));
        }
    }
}

#[test]
fn it_stands_in_these_places_and_in_no_other() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    calls(&source.join("places"), "", &mut found);
    calls(&source.join("door"), "door/", &mut found);
    let may: BTreeSet<_> = MAY.map(|(file, what, n)| (file.to_owned(), what.to_owned(), n)).into();
    assert_eq!(found, may);
}

#[test]
fn beside_what_it_was_like_for_somebody_it_is_not_a_whole_file_that_may() {
    let places = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/places");
    for (file, to, past) in ONLY_WHERE {
        let text = fs::read_to_string(places.join(file)).unwrap();
        assert!(text.contains(to) && text.contains(past), "{file}");
    }
}
