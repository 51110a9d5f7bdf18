//! A text that is parsed once for all that is asked of it.

use super::findings::{Found, found_in};
use super::pieces::{Mark, read};
use super::plain::words_of;
use super::source::Source;

/// A text as the parser saw it.
pub struct Parsed<'s> {
    source: &'s Source<'s>,
    marks: Vec<Mark<'s>>,
}

impl<'s> Parsed<'s> {
    /// Parses a text.
    pub fn of(source: &'s Source<'s>) -> Self {
        Parsed { source, marks: read(source) }
    }

    /// All that the checks look at, in the order of the text.
    pub fn findings(&self) -> Vec<Found> {
        found_in(self.source, &self.marks)
    }

    /// The words a reader sees: markup dropped, one line for each block, table cells apart by a space.
    pub fn plain(&self) -> String {
        words_of(&self.marks)
    }
}
