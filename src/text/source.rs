//! A text made ready for the Markdown parser.

use std::borrow::Cow;

use super::Flow;
use super::refs::mask;

/// The parser's text. Bytes keep their places, but for a `lead` of bytes put in front.
pub struct Source<'a> {
    text: Cow<'a, str>,
    lead: usize,
    masked: bool,
}

impl<'a> Source<'a> {
    /// In [`Flow::Inline`] a text of one line is a line: its first characters start no list, heading or quote.
    pub fn new(text: &'a str, flow: Flow) -> Self {
        let text = if flow == Flow::Inline { text.trim() } else { text };
        if flow == Flow::Inline && starts_a_block(text) && !text.contains('\n') && !is_insider(text) {
            return Source { text: Cow::Owned(format!(".{text}")), lead: 1, masked: false };
        }
        match mask(text) {
            Some(masked) => Source { text: Cow::Owned(masked), lead: 0, masked: true },
            None => Source { text: Cow::Borrowed(text), lead: 0, masked: false },
        }
    }

    /// The parser's text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// How many bytes were put in front.
    pub(super) fn lead(&self) -> usize {
        self.lead
    }

    /// Whether pipes in references are replaced by [`MASK`](super::refs::MASK).
    pub(super) fn is_masked(&self) -> bool {
        self.masked
    }
}

fn starts_a_block(line: &str) -> bool {
    let first = line.bytes().next().unwrap_or(b'a');
    b"#>-+*_=~`<[|:&".contains(&first) || first.is_ascii_digit()
}

/// An insider passage of one line stays a passage.
fn is_insider(line: &str) -> bool {
    line.starts_with('>') && line.contains("[!")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_gets_a_lead_only_where_it_would_start_a_block() {
        assert_eq!(Source::new("# a", Flow::Inline).text(), ".# a");
        assert_eq!(Source::new("    a\n", Flow::Inline).text(), "a");
        assert_eq!(Source::new("# a\n\nb", Flow::Inline).lead(), 0);
        assert_eq!(Source::new("> [!internal] a", Flow::Inline).lead(), 0);
        assert_eq!(Source::new("# a", Flow::Block).text(), "# a");
    }

    #[test]
    fn references_are_masked_only_beside_tables() {
        assert!(Source::new("| [[claim:x|y]] |\n|---|", Flow::Block).is_masked());
        assert!(!Source::new("[[claim:x|y]]\n\na", Flow::Block).is_masked());
    }
}
