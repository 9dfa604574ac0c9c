//! Places in a text: moved by an edit, cut for the mirror, counted as the browser counts.

use reknit_coach::text::Span;

/// Where a place is after an edit. Nothing where the edit touched it: what was said of the old words need not hold for the new.
///
/// The edit is what lies between the longest beginning and the longest end that both texts share.
pub(super) fn moved(span: Span, before: &[char], after: &[char]) -> Option<Span> {
    let same_front = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let shorter = before.len().min(after.len());
    let same_back = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    // A character that was doubled may not be counted from both sides.
    let same_back = same_back.min(shorter - same_front);
    if span.end <= same_front {
        return Some(span);
    }
    let back = before.len() - same_back;
    (span.start >= back).then(|| {
        let shift = |at: usize| after.len() - (before.len() - at);
        Span { start: shift(span.start), end: shift(span.end) }
    })
}

/// A stretch of a text, and which of the marks lie on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) text: String,
    pub(super) marks: Vec<usize>,
}

/// Cuts a text where marks begin and end. `marks`: place and number, in any order, overlapping or not.
pub(super) fn stretches(text: &str, marks: &[(Span, usize)]) -> Vec<Stretch> {
    let chars: Vec<char> = text.chars().collect();
    let mut cuts: Vec<usize> = marks.iter().flat_map(|(it, _)| [it.start, it.end]).collect();
    cuts.extend([0, chars.len()]);
    cuts.retain(|it| *it <= chars.len());
    cuts.sort_unstable();
    cuts.dedup();
    let ends = cuts.iter().skip(1);
    let pairs = cuts.iter().zip(ends);
    pairs
        .map(|(&start, &end)| {
            let here = Span { start, end };
            let over = marks.iter().filter(|(it, _)| it.meets(here)).map(|(_, n)| *n);
            Stretch {
                text: chars.get(start..end).into_iter().flatten().collect(),
                marks: over.collect(),
            }
        })
        .collect()
}

/// The words of a place.
pub(super) fn words(text: &str, span: Span) -> String {
    text.chars().skip(span.start).take(span.end.saturating_sub(span.start)).collect()
}

/// A place as the browser counts it, in UTF-16 units: an emoji is two of them, or more.
pub(super) fn units(text: &str, span: Span) -> (u32, u32) {
    let upto = |n: usize| text.chars().take(n).map(char::len_utf16).sum::<usize>();
    let whole = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (whole(upto(span.start)), whole(upto(span.end)))
}

/// The character that the caret stands before, from what the browser counts.
pub(super) fn char_at(text: &str, unit: u32) -> usize {
    let mut left = i64::from(unit);
    let before = text.chars().take_while(|it| {
        left -= i64::try_from(it.len_utf16()).unwrap_or(1);
        left >= 0
    });
    before.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    #[track_caller]
    fn assert_moved(before: &str, marked: &str, after: &str, expected: Option<&str>) {
        let start = before.find(marked).map(|it| before.split_at(it).0.chars().count()).unwrap();
        let place = span(start, start + marked.chars().count());
        let (old, new): (Vec<char>, Vec<char>) =
            (before.chars().collect(), after.chars().collect());
        let found = moved(place, &old, &new).map(|it| words(after, it));
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn a_mark_stays_with_its_words_while_others_are_typed() {
        assert_moved(
            "I am sorry if it hurt.",
            "if it hurt",
            "🙂 I am sorry if it hurt.",
            Some("if it hurt"),
        );
        assert_moved(
            "I am sorry if it hurt.",
            "if it hurt",
            "I am sorry if it hurt. And",
            Some("if it hurt"),
        );
        assert_moved("aaa bbb", "bbb", "aa bbb", Some("bbb"));
        assert_moved("aa", "a", "aaa", Some("a"));
    }

    #[test]
    fn a_mark_goes_when_its_words_change() {
        assert_moved("sorry if it hurt", "if it hurt", "sorry that it hurt", None);
        assert_moved("sorry if it hurt", "if it hurt", "sorry", None);
        assert_moved("sorry if it hurt", "if it hurt", "", None);
    }

    #[test]
    fn a_text_is_cut_where_marks_meet_and_nothing_is_lost() {
        let text = "You 🙂 never listen";
        let cut = stretches(text, &[(span(0, 11), 0), (span(6, 18), 1)]);
        let told: Vec<_> = cut.iter().map(|it| (it.text.as_str(), it.marks.as_slice())).collect();
        assert_eq!(told, [("You 🙂 ", &[0][..]), ("never", &[0, 1][..]), (" listen", &[1][..])]);
        let whole: String = cut.into_iter().map(|it| it.text).collect();
        assert_eq!(whole, text);
        // A mark of a longer text must not take anything away.
        let whole: String =
            stretches("ab", &[(span(1, 9), 0)]).into_iter().map(|it| it.text).collect();
        assert_eq!(whole, "ab");
        assert!(stretches("", &[]).is_empty());
    }

    #[test]
    fn the_browser_counts_in_other_units() {
        // A smile is two units; a family is several characters of two units, joined.
        let text = "🙂 ach 👨‍👩‍👧 if";
        let at = text.chars().count() - 2;
        let (start, end) = units(text, span(at, at + 2));
        assert_eq!((start, end), (16, 18));
        assert_eq!(char_at(text, start), at);
        assert_eq!(char_at(text, 0), 0);
        assert_eq!(char_at(text, 99), text.chars().count());
        assert_eq!(words(text, span(at, at + 2)), "if");
    }
}
