//! `reknit coach`: reads a text, or a line of JSON after another, on standard input. Nothing is kept and nothing is sent.

mod shown;

use std::io::{self, BufRead, Read as _, Write};

use anyhow::{Context as _, Result, bail};
use reknit_coach::{
    Draft, Kind, Reader,
    full::Full,
    light::Light,
    line::{self, LINE_BYTES_MAX, LineError, Told},
    words::Words,
};

/// Which reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tier {
    Light,
    Full,
}

/// How to write the reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// For people: the text with marks under it.
    Shown,
    /// One object.
    Json,
    /// One line in, one line out.
    JsonLines,
}

/// What `reknit coach` was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) shape: Shape,
    pub(crate) tier: Option<Tier>,
    pub(crate) kind: Kind,
    pub(crate) to: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { shape: Shape::Shown, tier: None, kind: Kind::Message, to: None }
    }
}

/// Reads standard input and writes standard output.
pub(crate) fn coach(options: Options) -> Result<()> {
    let reader = reader(options.tier);
    let words = Words::english();
    let (input, mut output) = (io::stdin().lock(), io::BufWriter::new(io::stdout().lock()));
    let done = match options.shape {
        Shape::JsonLines => lines(reader.as_ref(), &words, input, &mut output),
        Shape::Shown | Shape::Json => one(reader.as_ref(), &words, options, input, &mut output),
    };
    match done.and_then(|()| Ok(output.flush()?)) {
        // Whoever reads has seen enough, as with `| head`.
        Err(error)
            if error
                .downcast_ref::<io::Error>()
                .is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe) =>
        {
            Ok(())
        }
        other => other,
    }
}

fn reader(tier: Option<Tier>) -> Box<dyn Reader> {
    match tier {
        Some(Tier::Light) => Box::new(Light::shipped()),
        None | Some(Tier::Full) => Box::new(Full::shipped()),
    }
}

/// One text.
fn one(
    reader: &dyn Reader,
    words: &Words,
    options: Options,
    input: impl BufRead,
    output: &mut impl Write,
) -> Result<()> {
    let mut bytes = Vec::new();
    input.take(LINE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > LINE_BYTES_MAX {
        bail!("the text is longer than {LINE_BYTES_MAX} bytes");
    }
    let text = String::from_utf8(bytes)
        .map_err(|it| it.utf8_error().valid_up_to())
        .map_err(|at| anyhow::anyhow!("the text is not UTF-8 from byte {at} on"))?;
    let text = text.trim_start_matches('\u{feff}').trim_end().to_owned();
    if text.trim().is_empty() {
        bail!("the text is empty");
    }
    let draft =
        Draft { kind: options.kind, text, to: options.to.filter(|it| !it.trim().is_empty()) };
    let reading = reader.read(&draft);
    if options.shape == Shape::Json {
        let told = serde_json::to_string_pretty(&Told::new(&reading, words))
            .context("cannot write the reading")?;
        writeln!(output, "{told}")?;
    } else {
        write!(output, "{}", shown::shown(&draft, &reading, words))?;
    }
    Ok(())
}

/// Line after line, each answered as soon as it is read, so that a pipe can talk to it.
fn lines(
    reader: &dyn Reader,
    words: &Words,
    mut input: impl BufRead,
    output: &mut impl Write,
) -> Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        // One byte more than may be there, and the line break.
        let n = (&mut input).take(LINE_BYTES_MAX as u64 + 2).read_until(b'\n', &mut line)?;
        if n == 0 {
            return Ok(());
        }
        let is_whole = line.last() == Some(&b'\n');
        if is_whole {
            line.pop();
        }
        let answer = if line.len() > LINE_BYTES_MAX {
            if !is_whole {
                skip_line(&mut input)?;
            }
            line::refuse(None, &LineError::Long)
        } else {
            line::answer(reader, words, &line)
        };
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
}

/// Drops what is left of a line without keeping it.
fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let (n, is_end) = {
            let buffer = input.fill_buf()?;
            match buffer.iter().position(|it| *it == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            }
        };
        input.consume(n);
        if is_end {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests;
