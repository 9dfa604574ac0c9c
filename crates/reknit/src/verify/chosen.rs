//! What a host may choose in a document beyond the gaps: where *Leave this page* leads, and helplines of its own.

use reknit_relay::{AWAY, documents::HELPLINES};

use super::rows;

/// What a host chose.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    /// In words.
    pub(super) notes: Vec<String>,
    /// How its helplines differ from ours, where they are its own.
    pub(super) helplines: Vec<String>,
}

/// Markup that a table of helplines is made of.
const TAGS: [&str; 9] = ["p", "details", "summary", "ul", "li", "div", "strong", "span", "a"];

/// What its tags may say.
const ATTRIBUTES: [&str; 4] = ["class", "data-country", "href", "rel"];

/// A document as if its host had chosen nothing, and what it chose, in words. `None` where its helplines are more than helplines.
pub(super) fn undone(template: &str, text: &str) -> Option<(String, Chosen)> {
    let [first, others @ ..] = AWAY;
    let (mut text, mut chosen) = (text.to_owned(), Chosen::default());
    for other in others {
        let is_theirs = !template.contains(&href(other)) && text.contains(&href(other));
        if is_theirs {
            text = text.replace(&href(other), &href(first));
            chosen.notes.push(format!("Leave this page leads to {other}"));
        }
    }
    let (begin, end) = HELPLINES;
    let ours = template.split_once(begin).and_then(|(before, rest)| {
        let (lines, after) = rest.split_once(end)?;
        Some((before, lines, after))
    });
    let Some((before, lines, after)) = ours else { return Some((text, chosen)) };
    if text.contains(begin) {
        return Some((text, chosen));
    }
    // The marks go with our table. What stands before and after it has gaps, so it is found by its ends.
    let front = text.find(tail(before))? + tail(before).len();
    let back = text.rfind(head(after))?;
    let theirs = text.get(front..back)?;
    if !is_table(theirs) {
        return None;
    }
    chosen.helplines = rows::changed(lines, theirs);
    let (front, back) = (text.get(..front)?, text.get(back..)?);
    Some((format!("{front}{begin}{lines}{end}{back}"), chosen))
}

fn href(to: &str) -> String {
    format!("href=\"{to}\"")
}

/// The last plain part of a template's text.
fn tail(text: &str) -> &str {
    text.rsplit("}}").next().unwrap_or(text)
}

/// The first plain part of it.
fn head(text: &str) -> &str {
    text.split("{{").next().unwrap_or(text)
}

/// Whether HTML is nothing but a table of helplines: known tags, and links that dial or open a site.
fn is_table(html: &str) -> bool {
    if html.contains(|it: char| it.is_control() && it != '\n') {
        return false;
    }
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        let Some((tag, after)) = tag.split_once('>') else { return false };
        if !is_tag(tag) {
            return false;
        }
        rest = after;
    }
    true
}

fn is_tag(tag: &str) -> bool {
    let (name, mut attributes) = match tag.split_once(' ') {
        Some((name, attributes)) => (name, attributes),
        None => (tag, ""),
    };
    if !TAGS.contains(&name.strip_prefix('/').unwrap_or(name)) {
        return false;
    }
    while !attributes.is_empty() {
        let Some((name, rest)) = attributes.split_once("=\"") else { return false };
        let Some((value, rest)) = rest.split_once('"') else { return false };
        let leads_well =
            name != "href" || value.starts_with("https://") || value.starts_with("tel:");
        // A value is plain: what opens a tag where it is read in another way is none.
        let is_plain = !value.contains(['<', '>']) && !value.contains(char::is_control);
        if !ATTRIBUTES.contains(&name) || !leads_well || !is_plain {
            return false;
        }
        attributes = rest.strip_prefix(' ').unwrap_or(rest);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_helplines_is_told_from_anything_else() {
        for good in [
            "<p class=\"soft\">Given by the host.</p><ul class=\"lines\"><li><a class=\"tel\" href=\"tel:110\">110</a></li></ul>",
            "<a href=\"https://example.org\" rel=\"noreferrer\">example.org</a>",
        ] {
            assert!(is_table(good), "{good}");
        }
        for bad in [
            "<script src=\"/x.js\">",
            "<a href=\"javascript:x\">",
            "<a href=\"/x\">",
            "<p onclick=\"x\">",
            "<p onclick=x>",
            "<form>",
            "<p",
            "<!--",
            "<p class=\"a\"onclick=\"x\">",
            "<P>",
            "<p/onclick=\"x\">",
            "<p class=\"<script src=/e.js \">",
            "<p class=\"\u{1b}(B\">",
            "<p>\u{1b}$B</p>",
        ] {
            assert!(!is_table(bad), "{bad}");
        }
    }

    #[test]
    fn what_a_host_chose_is_undone_and_said() {
        let template = "<a href=\"https://www.wikipedia.org/\">{{operator}}</a><b><!--lines--><p>ours</p><!--/lines--></b>{{relay}}";
        let served = "<a href=\"https://www.dwd.de/\">A clinic</a><b><p>theirs</p></b>";
        let (text, chosen) = undone(template, served).unwrap();
        assert_eq!(
            text,
            "<a href=\"https://www.wikipedia.org/\">A clinic</a><b><!--lines--><p>ours</p><!--/lines--></b>"
        );
        assert_eq!((chosen.notes.len(), chosen.helplines.len()), (1, 1), "{chosen:?}");
        assert!(undone(template, &served.replace("<p>theirs", "<img src=x>")).is_none());
    }
}
