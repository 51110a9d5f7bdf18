//! References to items: `[[entity:id#anchor|words]]`.

use std::fmt;
use std::ops::Range;

/// The words that may stand before the colon.
pub const ITEM_ENTITIES: [&str; 8] =
    ["product", "competitor", "persona", "claim", "objection", "faq", "comparison", "page"];

/// Longer references are not looked for, so that a text of open brackets stays cheap.
const LONGEST: usize = 2000;
/// Stands for the `|` of a reference while the parser looks for table cells; one byte, as the pipe is.
pub(super) const MASK: char = '\u{1f}';

/// `[[entity:id#anchor|words]]`, borrowed from the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemRef<'a> {
    /// One of [`ITEM_ENTITIES`].
    pub entity: &'a str,
    /// The id, without surrounding spaces; may be unknown or empty.
    pub id: &'a str,
    /// What follows `#`.
    pub anchor: Option<&'a str>,
    /// What follows `|`: inline Markdown.
    pub words: Option<&'a str>,
}

/// An [`ItemRef`] that owns its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedItemRef {
    /// One of [`ITEM_ENTITIES`].
    pub entity: &'static str,
    /// The id, without surrounding spaces; may be unknown or empty.
    pub id: String,
    /// What follows `#`.
    pub anchor: Option<String>,
    /// What follows `|`: inline Markdown.
    pub words: Option<String>,
}

impl fmt::Display for ItemRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[[{}:{}", self.entity, self.id)?;
        self.anchor.map_or(Ok(()), |anchor| write!(f, "#{anchor}"))?;
        self.words.map_or(Ok(()), |words| write!(f, "|{words}"))?;
        f.write_str("]]")
    }
}

impl From<&ItemRef<'_>> for OwnedItemRef {
    fn from(item: &ItemRef<'_>) -> Self {
        OwnedItemRef {
            entity: ITEM_ENTITIES.into_iter().find(|known| *known == item.entity).unwrap_or_default(),
            id: item.id.to_string(),
            anchor: item.anchor.map(str::to_string),
            words: item.words.map(str::to_string),
        }
    }
}

/// The reference that starts at byte `start`, and the byte after it.
pub(super) fn item_at(source: &str, start: usize) -> Option<(ItemRef<'_>, usize)> {
    let (entity, inner) = bracketed(source, start)?;
    if !ITEM_ENTITIES.contains(&entity) {
        return None;
    }
    let body = &source[inner.clone()];
    let (target, words) = match body.find(['|', MASK]) {
        Some(pipe) => (body[..pipe].trim_end_matches('\\'), Some(body[pipe + 1..].trim())),
        None => (body, None),
    };
    let (id, anchor) = match target.split_once('#') {
        Some((id, anchor)) => (id, Some(anchor.trim())),
        None => (target, None),
    };
    let item = ItemRef { entity, id: id.trim(), anchor, words: words.filter(|words| !words.is_empty()) };
    Some((item, inner.end + 2))
}

/// The reference at byte `start` whose entity word is one slip away from a known one: word, nearest, end.
pub(super) fn near_item_at(source: &str, start: usize) -> Option<(&str, &'static str, usize)> {
    let (word, inner) = bracketed(source, start)?;
    if ITEM_ENTITIES.contains(&word) {
        return None;
    }
    let written = word.trim().to_lowercase();
    let nearest = ITEM_ENTITIES.into_iter().find(|known| strsim::osa_distance(&written, known) <= 1)?;
    Some((word, nearest, inner.end + 2))
}

/// The entity word and the range behind its colon, of `[[word:…]]` at `start`.
fn bracketed(source: &str, start: usize) -> Option<(&str, Range<usize>)> {
    let rest = source.get(start..)?.strip_prefix("[[")?;
    if escaped(source, start) {
        return None;
    }
    let colon = rest.bytes().take(20).position(|byte| matches!(byte, b':' | b'[' | b']' | b'|' | b'\n'))?;
    if rest.as_bytes()[colon] != b':' {
        return None;
    }
    let body = start + 2 + colon + 1;
    let end = body + closing(&source[body..])?;
    Some((&rest[..colon], body..end))
}

/// Where the closing `]]` of a reference stands in `body`; brackets inside its words are allowed in pairs.
fn closing(body: &str) -> Option<usize> {
    let bytes = body.as_bytes();
    let mut open = 0usize;
    for (at, byte) in bytes.iter().enumerate().take(LONGEST) {
        match byte {
            b'[' => open += 1,
            b']' if open > 0 => open -= 1,
            b']' if bytes.get(at + 1) == Some(&b']') => return Some(at),
            b'\n'
                if body[at + 1..].lines().next().is_none_or(|line| line.trim_matches([' ', '\t', '>']).is_empty()) =>
            {
                return None;
            }
            _ => {}
        }
    }
    None
}

/// Whether the byte at `at` stands behind a backslash that is not itself escaped.
pub(super) fn escaped(source: &str, at: usize) -> bool {
    source.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Replaces the dividing `|` of every reference by [`MASK`], so that it does not divide table cells.
/// Returns `None` where there is nothing to replace.
pub(super) fn mask(text: &str) -> Option<String> {
    if !text.contains("[[") || !text.lines().any(may_divide_columns) || text.contains(MASK) {
        return None;
    }
    let mut masked = None::<Vec<u8>>;
    let mut from = 0;
    while let Some(found) = text[from..].find("[[") {
        let start = from + found;
        from = start + 1;
        let Some((_, inner)) = item_at(text, start).and_then(|_| bracketed(text, start)) else { continue };
        let Some(pipe) = text[inner.clone()].find('|').map(|at| inner.start + at) else { continue };
        if text.as_bytes()[pipe - 1] != b'\\' {
            masked.get_or_insert_with(|| text.as_bytes().to_vec())[pipe] = MASK as u8;
        }
    }
    masked.and_then(|bytes| String::from_utf8(bytes).ok())
}

/// Whether a line may be the second of a table.
fn may_divide_columns(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t' | b'>')) && line.contains('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(text: &str) -> ItemRef<'_> {
        item_at(text, 0).unwrap().0
    }

    #[test]
    fn all_parts_of_a_reference_are_read() {
        let full = item("[[faq:pricing#pay-yearly|pay *yearly*]] x");
        assert_eq!(
            full,
            ItemRef { entity: "faq", id: "pricing", anchor: Some("pay-yearly"), words: Some("pay *yearly*") }
        );
        assert_eq!(item("[[claim:x]]"), ItemRef { entity: "claim", id: "x", anchor: None, words: None });
        assert_eq!(item("[[claim:x\\|y]]").words, Some("y"));
        assert_eq!(item("[[claim:x|]]").words, None);
    }

    #[test]
    fn brackets_in_the_words_come_in_pairs() {
        assert_eq!(item_at("[[claim:x|see [b]]]", 0).unwrap().1, 19);
        assert_eq!(item_at("[[claim:x]]]", 0).unwrap().1, 11);
    }

    #[test]
    fn other_brackets_are_no_reference() {
        for text in ["[[x]]", "[[clam:x]]", "[claim:x]", "[[claim:x]", "[[claim:x\n\ny]]", "[[", "[[:x]]"] {
            assert_eq!(item_at(text, 0), None, "{text}");
        }
        assert_eq!(item_at("\\[[claim:x]]", 1), None);
    }

    #[test]
    fn one_slip_in_the_entity_word_is_near() {
        assert_eq!(near_item_at("[[clam:x]]", 0), Some(("clam", "claim", 10)));
        for text in ["[[Claim:x]]", "[[claims:x]]", "[[claim :x]]", "[[calim:x]]"] {
            assert_eq!(near_item_at(text, 0).map(|found| found.1), Some("claim"), "{text}");
        }
        assert_eq!(near_item_at("[[note:x]]", 0), None);
    }

    #[test]
    fn a_pipe_in_a_reference_is_masked_byte_for_byte() {
        let text = "| [[claim:x|y]] | [[z|w]] |\n|-|-|";
        assert_eq!(mask(text).unwrap(), text.replacen("x|y", "x\u{1f}y", 1));
        assert_eq!(mask("[[claim:x|y]]"), None);
    }
}
