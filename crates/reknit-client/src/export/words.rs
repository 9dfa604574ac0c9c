//! The words of an export, from `content/en/export.toml`: one `key = "text"` a line.

const WORDS: &str = include_str!("../../../../content/en/export.toml");

/// The words for a key.
pub(super) fn find(key: &str) -> Option<&'static str> {
    WORDS.lines().find_map(|line| {
        let (name, text) = line.split_once(" = ")?;
        (name == key).then(|| text.trim_matches('"'))
    })
}

/// The words for a key, or the key itself with blanks for its joints.
pub(super) fn say(prefix: &str, key: &str) -> String {
    find(&format!("{prefix}-{key}")).map_or_else(|| key.replace(['_', '-'], " "), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_key_and_its_words() {
        for line in WORDS.lines().filter(|it| !it.is_empty() && !it.starts_with('#')) {
            let (key, text) = line.split_once(" = ").unwrap();
            assert!(text.len() > 2 && text.starts_with('"') && text.ends_with('"'), "{line}");
            assert!(!key.contains(' '), "{line}");
        }
        assert_eq!(find("title"), Some("Notes"));
        assert_eq!(say("event", "never_heard_of"), "never heard of");
    }
}
