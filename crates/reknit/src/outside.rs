//! Text from outside on its way to a terminal: a relay, a host or a file may hold orders to a terminal, or more than a screen.

/// Longest piece that is shown, in characters: a long name, or an address.
const CHARS_MAX: usize = 120;

/// Longest error, in characters: a sentence with its causes.
pub(crate) const ERROR_CHARS_MAX: usize = 2_000;

/// One piece of text from outside, fit for a terminal.
pub(crate) fn cleaned(text: &str) -> String {
    bounded(text, CHARS_MAX)
}

/// The same with another bound.
pub(crate) fn bounded(text: &str, chars_max: usize) -> String {
    let mut shown = text.chars().filter(|it| is_shown(*it));
    let mut out: String = shown.by_ref().take(chars_max).collect();
    if shown.next().is_some() {
        out.push('…');
    }
    out
}

/// Neither an order to a terminal (ESC among them), nor the end of a line, nor something that turns or hides what stands after it.
fn is_shown(it: char) -> bool {
    let hides = matches!(
        it,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    );
    !it.is_control() && !hides
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_gives_orders_to_a_terminal() {
        let text = "A \u{1b}]0;x\u{7}cli\u{202e}nic\r\n\u{9b}2J\u{2066}\u{200b}, Zürich";
        assert_eq!(cleaned(text), "A ]0;xclinic2J, Zürich");
        assert_eq!(cleaned(&"ü".repeat(120)), "ü".repeat(120));
        assert_eq!(cleaned(&"ü".repeat(121)), format!("{}…", "ü".repeat(120)));
    }
}
