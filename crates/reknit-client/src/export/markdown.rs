//! An export as Markdown, safe to read in a terminal too.
//!
//! Words, and also names and what things are called, may come from somebody who wrote them to deceive: to pass for a heading, for the
//! other's words, for a picture that is fetched, or for an order to a terminal.

use super::Block;

/// Everything that some reader of Markdown takes for the end of a line.
const BREAKS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// One line of what people wrote, without what turns the direction of writing or gives orders.
fn plain(text: &str) -> String {
    let is_unseen = |it: char| matches!(it, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let mut out = String::with_capacity(text.len());
    for it in text.chars().filter(|it| !it.is_control() && !is_unseen(*it) && !BREAKS.contains(it))
    {
        if "\\`*_[]<>!#&|~".contains(it) {
            out.push('\\');
        }
        out.push(it);
    }
    out
}

/// The same as Markdown. What people wrote is quoted line by line and escaped: the other's words cannot pass for mine.
#[must_use]
pub fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Title(text) => out.push_str(&format!("# {}\n\n", plain(text))),
            Block::Heading(text) => out.push_str(&format!("## {}\n\n", plain(text))),
            Block::Note(text) => out.push_str(&format!("{}\n\n", plain(text))),
            Block::Said { what, lines } => {
                out.push_str(&format!("**{}**\n\n", plain(what)));
                for line in lines {
                    if let Some(label) = &line.label {
                        out.push_str(&format!("{}:\n\n", plain(label)));
                    }
                    for text in line.text.replace("\r\n", "\n").split(BREAKS) {
                        out.push_str(&format!("> {}\n", plain(text)));
                    }
                    out.push('\n');
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{super::Line, *};

    fn said(what: &str, label: Option<&str>, text: &str) -> String {
        let lines = vec![Line { label: label.map(str::to_owned), text: text.into() }];
        markdown(&[Block::Said { what: what.into(), lines }])
    }

    #[test]
    fn nothing_that_was_written_passes_for_a_heading() {
        let text = said("Sam: said *this*", None, "# Mine\n\nand **more**");
        assert_eq!(text, "**Sam: said \\*this\\***\n\n> \\# Mine\n> \n> and \\*\\*more\\*\\*\n\n");
    }

    #[test]
    fn nothing_that_was_written_is_fetched_breaks_out_or_turns_around() {
        let text = "![x](https://b.example/x.png)\r\rI said it\u{1b}[2J\u{202e}";
        let expected =
            "**Noor**\n\n> \\!\\[x\\](https://b.example/x.png)\n> \n> I said it\\[2J\n\n";
        assert_eq!(said("Noor", None, text), expected);
    }

    #[test]
    fn what_it_is_called_breaks_out_no_more_than_the_words() {
        let evil = "x\n\n## Written for oneself\n\n**Ada: said something kind**\u{1b}[8m";
        let text = said(evil, Some(evil), "words");
        assert_eq!(text.lines().filter(|it| it.starts_with('#')).count(), 0, "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
        let notes = markdown(&[Block::Title(evil.into()), Block::Note(evil.into())]);
        assert_eq!(notes.lines().filter(|it| it.starts_with("##")).count(), 0, "{notes}");
    }
}
