//! Many places at once, so that a very long text is read in time that grows with its length and not with its square.

use super::Span;

/// Places in order, those that touch made one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spans(Vec<Span>);

impl Spans {
    /// Whether one of them shares a character with a place.
    #[must_use]
    pub fn meet(&self, span: Span) -> bool {
        self.first_after(span).is_some_and(|it| it.meets(span))
    }

    /// Whether one of them holds all of a place.
    #[must_use]
    pub fn hold(&self, span: Span) -> bool {
        self.first_after(span).is_some_and(|it| it.start <= span.start && span.end <= it.end)
    }

    /// The places, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// The first that ends behind the beginning of a place.
    fn first_after(&self, span: Span) -> Option<Span> {
        self.0.get(self.0.partition_point(|it| it.end <= span.start)).copied()
    }
}

impl FromIterator<Span> for Spans {
    fn from_iter<T: IntoIterator<Item = Span>>(spans: T) -> Self {
        let mut spans: Vec<Span> = spans.into_iter().collect();
        spans.sort_unstable();
        let mut out: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match out.last_mut() {
                // A space between two places does not part them.
                Some(last) if span.start <= last.end + 1 => last.end = last.end.max(span.end),
                Some(_) | None => out.push(span),
            }
        }
        Self(out)
    }
}
