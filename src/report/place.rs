//! Finds lines and columns for many findings: each file's line starts are listed once.

use std::collections::HashMap;
use std::ops::Range;

use super::Report;
use crate::diagnostic::Location;
use crate::source::Position;

/// The line starts of every file the findings of a report speak of.
pub(super) struct Places<'a>(HashMap<&'a str, Lines<'a>>);

/// A file's text and the byte where each line starts.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

/// A span as an author sees it.
pub(super) struct Place<'a> {
    /// Of its first character.
    pub start: Position,
    /// Of the character after its last.
    pub end: Position,
    /// The line it starts on, without line end and byte order mark.
    pub line: &'a str,
    /// Bytes of `line` inside the span.
    pub marked: Range<usize>,
}

impl<'a> Places<'a> {
    /// Lists the line starts of every file the report needs.
    pub fn of(report: &Report<'a>) -> Self {
        let mut files = HashMap::new();
        for diagnostic in &report.diagnostics.0 {
            let related = diagnostic.related.as_ref().map(|(location, _)| location);
            for location in [Some(&diagnostic.location), related].into_iter().flatten() {
                let file: &'a str = &location.file;
                if location.span.is_some()
                    && !files.contains_key(file)
                    && let Some(text) = report.sources.text(file)
                {
                    files.insert(file, Lines::of(text));
                }
            }
        }
        Places(files)
    }

    /// Where a location is; `None` if it is the file as a whole or the file's text is not known.
    pub fn find(&self, location: &Location) -> Option<Place<'a>> {
        let span = location.span.as_ref()?;
        Some(self.0.get(&*location.file)?.place(span))
    }
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Lines { text, starts }
    }

    /// The span moved into the text and out to whole characters.
    fn place(&self, span: &Range<usize>) -> Place<'a> {
        let start = self.text.floor_char_boundary(span.start);
        let end = self.text.ceil_char_boundary(span.end).max(start);
        let at = self.line_of(start);
        let line_end = self.starts.get(at + 1).map_or(self.text.len(), |next| next - 1);
        let line = &self.text[self.starts[at]..line_end];
        let shown = line.trim_start_matches('\u{feff}');
        let shown_start = line_end - shown.len();
        let shown = shown.strip_suffix('\r').unwrap_or(shown);
        let within = |byte: usize| byte.saturating_sub(shown_start).min(shown.len());
        let marked = within(start)..within(end);
        Place { start: self.position(start), end: self.position(end), line: shown, marked }
    }

    /// As `source::position`, without reading the text from its start.
    fn position(&self, byte: usize) -> Position {
        let line = self.line_of(byte);
        let before = self.text[self.starts[line]..byte].trim_start_matches('\u{feff}');
        Position { line: line + 1, column: before.chars().count() + 1 }
    }

    /// The 0-based line of a byte.
    fn line_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    #[test]
    fn a_place_is_where_source_says_it_is() {
        let text = "\u{feff}é: 1\r\n\n日本\u{feff}: x\n\n";
        let lines = Lines::of(text);
        for byte in 0..text.len() + 5 {
            assert_eq!(lines.place(&(byte..byte)).start, source::position(text, byte), "byte {byte}");
        }
    }

    #[test]
    fn a_line_comes_without_line_end_and_byte_order_mark() {
        let place = Lines::of("\u{feff}a: b\r\nc").place(&(0..8));
        assert_eq!((place.line, place.marked), ("a: b", 0..4));
    }

    #[test]
    fn a_span_over_several_lines_marks_its_first_line() {
        let place = Lines::of("a\nbcd\ne\n").place(&(3..7));
        assert_eq!((place.line, place.marked), ("bcd", 1..3));
        assert_eq!((place.start.line, place.end.line, place.end.column), (2, 3, 2));
    }

    #[test]
    fn a_span_at_the_end_of_the_text_is_on_the_empty_last_line() {
        let place = Lines::of("a\n").place(&(2..2));
        assert_eq!((place.line, place.marked, place.start.line), ("", 0..0, 2));
    }

    #[test]
    fn a_span_inside_a_character_covers_it() {
        assert_eq!(Lines::of("aéb").place(&(2..2)).marked, 1..3);
    }
}
