//! `cargo xtask coach words`: how the coach cuts a text, for trainers in another language. A text a line in; out, its words with a
//! space between them.

use std::io::{self, BufRead as _, Write as _};

use anyhow::Result;
use reknit_coach::text::Text;

/// Reads standard input and writes standard output.
pub(crate) fn words() -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let text = Text::new(&line?);
        let words: Vec<String> = text.words.iter().map(|it| it.text.replace(' ', "_")).collect();
        writeln!(out, "{}", words.join(" "))?;
    }
    Ok(out.flush()?)
}
