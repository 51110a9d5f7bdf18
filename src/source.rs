//! The texts of the files that were read, and the way from a byte to a line and column.

use std::collections::BTreeMap;
use std::sync::Arc;

use arcstr::ArcStr;

/// Texts by path from the kit's root. Files that are not text are not here.
#[derive(Debug, Default, Clone)]
pub struct Sources(BTreeMap<Arc<str>, ArcStr>);

/// Where a byte stands: 1-based line, 1-based column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
}

impl FromIterator<(Arc<str>, ArcStr)> for Sources {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, ArcStr)>>(texts: I) -> Self {
        Sources(texts.into_iter().collect())
    }
}

impl Sources {
    /// Remembers a text.
    pub fn insert(&mut self, file: Arc<str>, text: ArcStr) {
        self.0.insert(file, text);
    }

    /// Takes over all texts of another collection.
    pub fn append(&mut self, mut other: Sources) {
        self.0.append(&mut other.0);
    }

    /// All texts together, in bytes.
    pub fn size(&self) -> usize {
        self.0.values().map(|text| text.len()).sum()
    }

    /// The text of a file.
    pub fn text(&self, file: &str) -> Option<&ArcStr> {
        self.0.get(file)
    }

    /// All texts, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (&**path, &**text))
    }

    /// Line and column of a byte; bytes past the end, or inside a character, are moved back.
    pub fn position(&self, file: &str, byte: usize) -> Option<Position> {
        self.text(file).map(|text| position(text, byte))
    }
}

/// Line and column of a byte of `text`.
pub fn position(text: &str, byte: usize) -> Position {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    Position {
        line: before.bytes().filter(|b| *b == b'\n').count() + 1,
        column: before[line_start..].trim_start_matches('\u{feff}').chars().count() + 1,
    }
}
