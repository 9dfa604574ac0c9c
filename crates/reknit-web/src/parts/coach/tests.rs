//! Where the coach may stand, read from the source: a new place has to be thought about here.

use std::{collections::BTreeSet, fs, path::Path};

/// Files of `places/` and `door/` that lend it a field, and what it is there: from the start, or once asked.
const MAY: [(&str, &str); 11] = [
    ("appreciations.rs", "asked"),
    ("being_open.rs", "asked"),
    ("cards/one.rs", "asked"),
    ("letters/write.rs", "letter"),
    ("letters/write/part.rs", "along"),
    ("listen/rehearsal/reply.rs", "along"),
    ("listen/talk/moving.rs", "asked"),
    ("settings/coach.rs", "settings"),
    ("steps.rs", "asked"),
    ("write.rs", "button"),
    ("write.rs", "one_of"),
];

/// Every call of its public functions below a folder.
fn calls(folder: &Path, below: &str, found: &mut BTreeSet<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            calls(&path, &format!("{below}{name}/"), found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for what in ["along", "asked", "one_of", "button", "letter"] {
            if text.contains(&format!("coach::{what}(")) {
                found.insert((format!("{below}{name}"), what.to_owned()));
            }
        }
        let is_setting = text.contains("set_coach(") || text.contains("fetch_full_coach(");
        if is_setting {
            found.insert((format!("{below}{name}"), "settings".to_owned()));
        }
    }
}

#[test]
fn it_stands_in_these_places_and_in_no_other() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    calls(&source.join("places"), "", &mut found);
    calls(&source.join("door"), "door/", &mut found);
    let may: BTreeSet<_> = MAY.map(|(file, what)| (file.to_owned(), what.to_owned())).into();
    assert_eq!(found, may);
}
