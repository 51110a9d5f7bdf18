//! What the checks need to know of a text: its links, pictures, references and slips.

use std::ops::Range;

use pulldown_cmark::{LinkType, Tag, TagEnd};

use super::Flow;
use super::bare;
use super::href::{Kind, destination, kind};
use super::insider::marker;
use super::outline::end_of;
use super::parsed::Parsed;
use super::pieces::{Mark, Piece};
use super::plain::words_of;
use super::refs::{OwnedItemRef, near_item_at};
use super::source::Source;

/// One thing found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Bytes into the text.
    pub range: Range<usize>,
    /// What stands there.
    pub kind: FoundKind,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundKind {
    /// `[[entity:id]]` with a known entity word; the id may be unknown.
    Item(OwnedItemRef),
    /// `[[word:id]]` with a word one slip away from an entity.
    NearItem {
        /// The word as it stands.
        written: String,
        /// The entity it resembles.
        nearest: &'static str,
    },
    /// A link or a bare address, entities decoded.
    Link(String),
    /// A picture: its source and its alternative text.
    Image(String, String),
    /// A destination with a scheme that is never linked.
    UnsafeLink(String),
    /// `> [!word]` with a word one or two letters away from an insider word.
    NearInsider {
        /// The word as it stands.
        written: String,
        /// The word it resembles.
        nearest: &'static str,
    },
}

/// All that the checks look at, in the order of the text.
pub fn findings(text: &str) -> Vec<Found> {
    if memchr::memchr3(b'[', b'<', b':', text.as_bytes()).is_none() {
        return Vec::new();
    }
    Parsed::of(&Source::new(text, Flow::Block)).findings()
}

/// The same of a text that is parsed.
pub(super) fn found_in(source: &Source, marks: &[Mark]) -> Vec<Found> {
    let mut all = Finder { source: source.text(), found: Vec::new() };
    let mut linked = 0usize;
    for (index, mark) in marks.iter().enumerate() {
        match &mark.piece {
            Piece::Start(Tag::Link { link_type, dest_url, .. }) => {
                linked += 1;
                all.link(*link_type, dest_url, mark);
            }
            Piece::End(TagEnd::Link | TagEnd::Image) => linked -= 1,
            Piece::Start(Tag::Image { dest_url, .. }) => {
                linked += 1;
                let alt = words_of(&marks[index + 1..end_of(marks, index).max(index + 1)]);
                all.image(dest_url, alt, mark);
            }
            Piece::Item(item) => all.add(mark.at.clone(), FoundKind::Item(item.into())),
            Piece::Text(words) => all.text(words, linked > 0, mark),
            Piece::Quote(None) => all.quote(mark, marks.get(index + 1)),
            _ => {}
        }
    }
    all.found
}

struct Finder<'s> {
    source: &'s str,
    found: Vec<Found>,
}

impl Finder<'_> {
    fn add(&mut self, range: Range<usize>, kind: FoundKind) {
        self.found.push(Found { range, kind });
    }

    fn link(&mut self, link: LinkType, dest: &str, mark: &Mark) {
        let dest = destination(link, dest).into_owned();
        let found = if kind(&dest) == Kind::Unsafe { FoundKind::UnsafeLink(dest) } else { FoundKind::Link(dest) };
        self.add(mark.at.clone(), found);
    }

    fn image(&mut self, dest: &str, alt: String, mark: &Mark) {
        let dest = dest.to_string();
        let found = if kind(&dest) == Kind::Unsafe { FoundKind::UnsafeLink(dest) } else { FoundKind::Image(dest, alt) };
        self.add(mark.at.clone(), found);
    }

    /// Bare addresses and near references in running text.
    fn text(&mut self, words: &str, linked: bool, mark: &Mark) {
        let mut from = 0;
        while let Some(range) = bare::next(words, from).filter(|_| !linked) {
            from = range.end;
            let dest = words[range.clone()].to_string();
            let verbatim = words.len() == mark.at.len();
            let at = if verbatim { mark.at.start + range.start..mark.at.start + range.end } else { mark.at.clone() };
            self.add(at, FoundKind::Link(dest));
        }
        let mut from = mark.at.start;
        while let Some(at) = memchr::memchr(b'[', &self.source.as_bytes()[from..mark.at.end]) {
            let start = from + at;
            from = start + 1;
            if from < mark.at.end
                && let Some((written, nearest, end)) = near_item_at(self.source, start)
            {
                let written = written.to_string();
                self.add(start..end, FoundKind::NearItem { written, nearest });
                from = end.min(mark.at.end);
            }
        }
    }

    fn quote(&mut self, quote: &Mark, child: Option<&Mark>) {
        let child = match child {
            Some(Mark { piece: Piece::QuoteEnd(_), .. }) | None => quote.at.end,
            Some(child) => child.at.start,
        };
        if let Some(marker) = marker(self.source, quote.at.start, child)
            && let Some(nearest) = marker.nearest()
        {
            let written = marker.word.to_string();
            self.add(marker.at, FoundKind::NearInsider { written, nearest });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(String, FoundKind)> {
        findings(text).into_iter().map(|found| (text[found.range].to_string(), found.kind)).collect()
    }

    fn pair(written: &str, kind: FoundKind) -> (String, FoundKind) {
        (written.to_string(), kind)
    }

    #[test]
    fn links_and_pictures_are_found_where_they_stand() {
        let link = |dest: &str| FoundKind::Link(dest.to_string());
        assert_eq!(
            kinds("é [a](b.html) <https://c.example> https://d.example/e_f."),
            [
                pair("[a](b.html)", link("b.html")),
                pair("<https://c.example>", link("https://c.example")),
                pair("https://d.example/e_f", link("https://d.example/e_f")),
            ]
        );
        assert_eq!(
            kinds("[![a *b*](c.png)](d)"),
            [
                pair("[![a *b*](c.png)](d)", link("d")),
                pair("![a *b*](c.png)", FoundKind::Image("c.png".to_string(), "a b".to_string())),
            ]
        );
        assert_eq!(
            kinds("[a](&#106;avascript:x) ![](data:y)"),
            [
                pair("[a](&#106;avascript:x)", FoundKind::UnsafeLink("javascript:x".to_string())),
                pair("![](data:y)", FoundKind::UnsafeLink("data:y".to_string())),
            ]
        );
    }

    #[test]
    fn references_and_their_slips_are_found() {
        let found = kinds("| [[claim:x|y]] |\n|---|\n| [[clam:x]] `[[claim:z]]` [[other:x]] \\[[claim:z]] |");
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].0, "[[claim:x|y]]");
        let FoundKind::Item(item) = &found[0].1 else { panic!("{found:?}") };
        assert_eq!((item.entity, item.id.as_str(), item.words.as_deref()), ("claim", "x", Some("y")));
        assert_eq!(found[1], pair("[[clam:x]]", FoundKind::NearItem { written: "clam".to_string(), nearest: "claim" }));
    }

    #[test]
    fn insider_words_with_a_slip_are_found() {
        let near = |written: &str, nearest| FoundKind::NearInsider { written: written.to_string(), nearest };
        assert_eq!(kinds("> [!intern] a"), [pair("[!intern]", near("intern", "internal"))]);
        assert_eq!(kinds("- > [!Internl]\n  > a"), [pair("[!Internl]", near("Internl", "internal"))]);
        assert_eq!(kinds("> [!partners]: b"), [pair("[!partners]", near("partners", "partner"))]);
        for text in ["> [!internal] a", "> [!PARTNER] a", "> [!note] a", "[!intern] a", "> a [!intern]", "> [!public]"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
