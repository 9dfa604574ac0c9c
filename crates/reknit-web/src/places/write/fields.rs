//! Which prompt writes into which field of a page.

use reknit_model::checkin::Page as Words;

/// What each part of a prompt writes into.
pub(super) const FIELDS: [(&str, [&str; 3]); 7] = [
    ("appreciation", ["appreciation", "", ""]),
    ("went_right", ["went_right", "", ""]),
    ("talk_about", ["feel", "about", "need"]),
    ("support", ["support", "", ""]),
    ("closer", ["close", "", ""]),
    ("looking_back", ["look_back", "", ""]),
    ("change", ["change", "", ""]),
];

/// The fields of a prompt, in the order of its parts.
pub(crate) fn fields_of(prompt: &str) -> impl Iterator<Item = &'static str> {
    let found = FIELDS.iter().find(|(id, _)| *id == prompt);
    found.into_iter().flat_map(|(_, fields)| fields).copied().filter(|it| !it.is_empty())
}

pub(crate) fn text_of<'a>(page: &'a Words, field: &str) -> &'a str {
    match field {
        "appreciation" => &page.appreciation,
        "went_right" => &page.went_right,
        "feel" => &page.feel,
        "about" => &page.about,
        "need" => &page.need,
        "support" => &page.support,
        "close" => &page.close,
        "look_back" => &page.look_back,
        "change" => &page.change,
        _ => "",
    }
}

pub(super) fn place_of<'a>(page: &'a mut Words, field: &str) -> Option<&'a mut String> {
    Some(match field {
        "appreciation" => &mut page.appreciation,
        "went_right" => &mut page.went_right,
        "feel" => &mut page.feel,
        "about" => &mut page.about,
        "need" => &mut page.need,
        "support" => &mut page.support,
        "close" => &mut page.close,
        "look_back" => &mut page.look_back,
        "change" => &mut page.change,
        _ => return None,
    })
}
