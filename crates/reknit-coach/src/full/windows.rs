//! Long texts are read through windows that overlap; what any window finds is found.

use super::{
    Full, Mark, Read,
    encoder::{N_POSITIONS, Token, WIDTH},
    heads::Said,
    maths::sigmoid,
    pieces::{CLS, SEP},
};
use crate::{
    labels::{Act, Fault},
    scores::Head,
    text::Span,
};

/// Of what the partner said, so many word pieces are read, the last ones; a reply seldom answers more.
const TO_MAX: usize = 80;
/// How many pieces two windows share: about a sentence and a half.
const OVERLAP: usize = 48;

/// A word piece of the text itself.
#[derive(Debug, Clone, Copy)]
struct Own {
    token: Token,
    span: Span,
}

impl Full {
    /// Reads a text, window by window.
    pub(super) fn read_windows(&self, text: &str, to: Option<&str>) -> Read {
        let (before, own) = self.tokens(text, to);
        let room = N_POSITIONS - before.len() - 1;
        let mut read: Option<Read> = None;
        let mut begin = 0;
        loop {
            let end = own.len().min(begin + room);
            let window = &own[begin..end];
            let said = self.window(&before, window);
            read = Some(match read.take() {
                None => Read { logits: said.logits, marks: marks(&said, window) },
                Some(read) => read.and(&said, &marks(&said, window), begin),
            });
            if end == own.len() {
                break;
            }
            begin = end - OVERLAP;
        }
        read.unwrap_or(Read { logits: [0.0; Head::N], marks: Vec::new() })
    }

    /// What stands before the text, and the text's own tokens.
    fn tokens(&self, text: &str, to: Option<&str>) -> (Vec<Token>, Vec<Own>) {
        let words = self.pieces.words(text);
        let to = to.map(|it| self.pieces.words(it)).filter(|it| !it.is_empty());
        let special = |id, is_second| Token { id, is_second, is_shared: false };
        let mut before = vec![special(CLS, false)];
        let mut ids = Vec::new();
        for word in to.iter().flatten() {
            ids.clear();
            self.pieces.cut(&word.text, &mut ids);
            let is_shared = is_word(&word.text) && words.iter().any(|it| it.text == word.text);
            before.extend(ids.iter().map(|id| Token { id: *id, is_second: false, is_shared }));
        }
        // The end: a reply answers what was said last.
        before.drain(1..before.len().saturating_sub(TO_MAX).max(1));
        if to.is_some() {
            before.push(special(SEP, false));
        }
        let mut own = Vec::new();
        for word in &words {
            ids.clear();
            self.pieces.cut(&word.text, &mut ids);
            let is_shared =
                is_word(&word.text) && to.iter().flatten().any(|it| it.text == word.text);
            let tokens = ids.iter().map(|id| Token { id: *id, is_second: to.is_some(), is_shared });
            own.extend(tokens.map(|token| Own { token, span: word.span }));
        }
        (before, own)
    }

    /// Runs encoder and heads over one window. The heads look at the first token, the text's own and the last.
    fn window(&self, before: &[Token], own: &[Own]) -> Said {
        let mut tokens = before.to_vec();
        tokens.extend(own.iter().map(|it| it.token));
        tokens.push(Token { id: SEP, is_second: before.len() > 1, is_shared: false });
        let states = self.encoder.run(&tokens);
        let rows: Vec<&[f32]> = states.chunks_exact(WIDTH).collect();
        let mut own = vec![rows[0]];
        own.extend(rows.iter().skip(before.len()));
        self.heads.run(&own)
    }
}

impl Read {
    /// Adds a later window: for what stands alone the greater logit counts; acts are those of the first window.
    fn and(mut self, said: &Said, marks: &[Mark], begin: usize) -> Self {
        let acts = Head::act(Act::Reflection).place()..=Head::act(Act::Other).place();
        for (at, (known, new)) in self.logits.iter_mut().zip(said.logits).enumerate() {
            if !acts.contains(&at) {
                *known = known.max(new);
            }
        }
        for (at, mark) in marks.iter().enumerate() {
            match self.marks.get_mut(begin + at) {
                Some(known) => {
                    let habits = known.habits.iter_mut().zip(mark.habits);
                    habits.for_each(|(known, new)| *known = known.max(new));
                }
                None => self.marks.push(mark.clone()),
            }
        }
        self
    }
}

/// Each own token's marks; the first and the last row of `said` belong to the special tokens.
fn marks(said: &Said, own: &[Own]) -> Vec<Mark> {
    let mark = |(at, it): (usize, &Own)| {
        let mut faults = [0.0; Fault::ALL.len()];
        for &fault in Fault::ALL {
            let shares = said.shares.get(Head::fault(fault).place());
            faults[fault.place()] =
                shares.and_then(|it| it.get(at + 1)).copied().unwrap_or_default();
        }
        let habits = said.tags.get(at + 1).map_or([0.0; 4], |it| it.map(sigmoid));
        Mark { span: it.span, habits, faults }
    };
    own.iter().enumerate().map(mark).collect()
}

fn is_word(text: &str) -> bool {
    text.chars().all(char::is_alphanumeric)
}
