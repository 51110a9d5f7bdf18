//! Insider passages: block quotes that begin `> [!internal]` or `> [!partner]`.

use std::ops::Range;

/// Who may read something: `Internal` is the narrowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Audience {
    /// Our own people.
    #[default]
    Internal,
    /// Those who sell with us.
    Partner,
    /// Everyone.
    Public,
}

impl Audience {
    /// All of them, the narrowest first.
    pub const ALL: [Audience; 3] = [Audience::Internal, Audience::Partner, Audience::Public];

    /// The word authors write.
    pub fn name(self) -> &'static str {
        match self {
            Audience::Internal => "internal",
            Audience::Partner => "partner",
            Audience::Public => "public",
        }
    }

    /// The audience of this name, case as written.
    pub fn parse(name: &str) -> Option<Audience> {
        Audience::ALL.into_iter().find(|audience| audience.name() == name)
    }
}

/// `[!word]` where a block quote begins.
pub(super) struct Marker<'a> {
    /// The word, without spaces around it.
    pub word: &'a str,
    /// The bytes of the marker.
    pub at: Range<usize>,
}

impl Marker<'_> {
    /// The audience the word names, case ignored; `public` narrows nothing and is an ordinary word.
    pub fn audience(&self) -> Option<Audience> {
        [Audience::Internal, Audience::Partner].into_iter().find(|known| known.name().eq_ignore_ascii_case(self.word))
    }

    /// The audience word one or two letters away.
    pub fn nearest(&self) -> Option<&'static str> {
        let word = self.word.to_lowercase();
        let near = |known: &&str| (1..=2).contains(&strsim::osa_distance(&word, known));
        ["internal", "partner"].into_iter().find(near)
    }
}

/// The marker of the quote that starts at `quote` and whose first child starts at `child`.
/// A marker that the parser took for a link definition (`[!internal]: …`) counts too.
pub(super) fn marker(source: &str, quote: usize, child: usize) -> Option<Marker<'_>> {
    let lead = source.get(quote + 1..child)?;
    let start = quote + 1 + lead.find(|c: char| !matches!(c, ' ' | '\t' | '\r' | '\n' | '>')).unwrap_or(lead.len());
    let rest = source[start..].strip_prefix("[!")?;
    let end = rest.find([']', '\n'])?;
    let word = rest[..end].trim();
    let closed = rest[end..].starts_with(']') && !word.is_empty();
    closed.then_some(Marker { word, at: start..start + 2 + end + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn audiences_widen_from_internal_to_public() {
        assert!(Audience::Internal < Audience::Partner && Audience::Partner < Audience::Public);
        assert_eq!(Audience::parse("partner"), Some(Audience::Partner));
        assert_eq!(Audience::parse("Partner"), None);
        assert_eq!(Audience::default().name(), "internal");
    }

    #[test]
    fn a_marker_begins_its_quote() {
        let word = |text: &'static str, child| marker(text, 0, child).map(|found| (found.word, found.audience()));
        assert_eq!(word("> [!Internal] a", 2), Some(("Internal", Some(Audience::Internal))));
        assert_eq!(word(">\n> [! partner ]", 4), Some(("partner", Some(Audience::Partner))));
        assert_eq!(word("> [!note] a", 2), Some(("note", None)));
        assert_eq!(word("> [!public] a", 2), Some(("public", None)));
        for text in ["> a [!internal]", "> [internal]", "> [!internal", "> [!]", "> \\[!internal]"] {
            assert!(word(text, 2).is_none(), "{text}");
        }
    }
}
