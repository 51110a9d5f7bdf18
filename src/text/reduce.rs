//! A text as a wider audience may see it: insider passages taken out of the source.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Tag, TagEnd};

use super::pieces::{Mark, Piece, read};
use super::source::Source;
use super::{Audience, Flow};

/// A text as one audience may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reduced<'a> {
    /// The text without the passages that are not for this audience.
    pub text: Cow<'a, str>,
    /// The passages taken out, as they were written.
    pub cut: Vec<String>,
}

/// Takes out the insider passages narrower than `audience`; all else stays byte for byte.
pub fn reduce(text: &str, audience: Audience) -> Reduced<'_> {
    let mut reduced = Reduced { text: Cow::Borrowed(text), cut: Vec::new() };
    if audience == Audience::Internal || !text.contains("[!") {
        return reduced;
    }
    loop {
        let ranges = withheld(&reduced.text, audience);
        if ranges.is_empty() {
            return reduced;
        }
        reduced.cut.extend(ranges.iter().map(|range| reduced.text[range.passage.clone()].to_string()));
        let mut rest = String::with_capacity(reduced.text.len());
        let mut from = 0;
        for range in &ranges {
            rest.push_str(&reduced.text[from..range.gone.start.max(from)]);
            from = range.gone.end.max(from);
        }
        rest.push_str(&reduced.text[from..]);
        reduced.text = Cow::Owned(rest);
    }
}

/// A passage to take out, and the bytes that go with it.
struct Cut {
    passage: Range<usize>,
    gone: Range<usize>,
}

/// The outermost passages of `text` that `audience` may not see, in order.
fn withheld(text: &str, audience: Audience) -> Vec<Cut> {
    let source = Source::new(text, Flow::Block);
    let marks = read(&source);
    let mut cuts: Vec<Cut> = Vec::new();
    let mut index = 0;
    while let Some(mark) = marks.get(index) {
        if matches!(mark.piece, Piece::Quote(Some(narrow)) if narrow < audience) {
            let end = closing(&marks, index);
            cuts.push(cut(text, &marks, index, end));
            index = end;
        }
        index += 1;
    }
    cuts
}

/// The index of the mark that closes the quote at `open`.
fn closing(marks: &[Mark], open: usize) -> usize {
    let mut depth = 0;
    for (index, mark) in marks.iter().enumerate().skip(open) {
        match mark.piece {
            Piece::Quote(_) => depth += 1,
            Piece::QuoteEnd(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    marks.len() - 1
}

/// The bytes to take out for the quote between two marks, so that what stands around it keeps its structure.
fn cut(text: &str, marks: &[Mark], open: usize, close: usize) -> Cut {
    let quote = marks[open].at.clone();
    let passage = quote.start..trimmed_end(text, &quote);
    let end = line_end(text, &passage);
    let line = text[..quote.start].rfind('\n').map_or(0, |at| at + 1);
    let follower = marks.get(close + 1).filter(|next| next.at.start >= passage.end && begins_block(&next.piece));
    let prefix = &text[line..quote.start];
    if prefix.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>')) {
        let glued = follower.is_some() && !blank_line_before(text, line) && !blank_line_at(text, end);
        let gone = if glued { quote.start..passage.end } else { line..end };
        return Cut { passage, gone };
    }
    let gone = match (follower, alone_in_item(marks, open, close)) {
        (Some(next), _) => quote.start..next.at.start,
        (None, Some(item)) => item_line(text, item.start)..end,
        (None, None) => quote.start..passage.end,
    };
    Cut { passage, gone }
}

/// The end of the quote without the line break and the next line's prefix that the parser may count in.
fn trimmed_end(text: &str, quote: &Range<usize>) -> usize {
    let mut inside = &text[quote.clone()];
    if let Some(at) = inside.rfind('\n')
        && inside[at..].bytes().all(|byte| byte.is_ascii_whitespace() || byte == b'>')
        && !text[quote.end..].starts_with(['\n', '\r'])
    {
        inside = &inside[..at];
    }
    quote.start + inside.trim_end().len()
}

/// The byte after the line on which the passage ends.
fn line_end(text: &str, passage: &Range<usize>) -> usize {
    text[passage.end..].find('\n').map_or(text.len(), |at| passage.end + at + 1)
}

fn blank_line_before(text: &str, line: usize) -> bool {
    text[..line].lines().next_back().is_none_or(|before| before.trim_matches([' ', '\t', '>', '\r']).is_empty())
}

fn blank_line_at(text: &str, at: usize) -> bool {
    text[at..].lines().next().is_none_or(|after| after.trim_matches([' ', '\t', '>', '\r']).is_empty())
}

/// Whether a block of the same container begins here.
fn begins_block(piece: &Piece) -> bool {
    match piece {
        Piece::Start(tag) => !matches!(tag, Tag::Item),
        Piece::End(_) | Piece::QuoteEnd(_) => false,
        _ => true,
    }
}

/// The list item that holds nothing but the quote.
fn alone_in_item(marks: &[Mark], open: usize, close: usize) -> Option<Range<usize>> {
    let before = marks.get(open.checked_sub(1)?)?;
    let after = marks.get(close + 1)?;
    let alone = matches!(before.piece, Piece::Start(Tag::Item)) && matches!(after.piece, Piece::End(TagEnd::Item));
    alone.then(|| before.at.clone())
}

/// Where to begin when an item goes: at its line where nothing but quote marks and spaces stand before it.
fn item_line(text: &str, item: usize) -> usize {
    let line = text[..item].rfind('\n').map_or(0, |at| at + 1);
    let free = text[line..item].bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
    if free { line } else { item }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(text: &str) -> String {
        reduce(text, Audience::Public).text.into_owned()
    }

    #[test]
    fn narrower_passages_go_and_the_rest_stays_byte_for_byte() {
        let text =
            "A *b*  \r\n\r\n> [!internal] secret\r\n> more\r\n\r\nC  d\n\n> [!partner] deal\n\n> [!note] stays\n";
        assert_eq!(public(text), "A *b*  \r\n\r\n\r\nC  d\n\n\n> [!note] stays\n");
        let partner = reduce(text, Audience::Partner);
        assert_eq!(partner.text, "A *b*  \r\n\r\n\r\nC  d\n\n> [!partner] deal\n\n> [!note] stays\n");
        assert_eq!(partner.cut, ["> [!internal] secret\r\n> more"]);
        assert!(matches!(reduce(text, Audience::Internal).text, Cow::Borrowed(_)));
    }

    #[test]
    fn every_way_to_write_a_passage_is_cut() {
        for text in [
            "> [!INTERNAL] secret",
            ">[!partner] secret",
            "> [!internal]\n> secret",
            "> [!internal]\nsecret by laziness\nand secret more",
            "> [!internal] secret\n>\n> secret two",
            ">\n> [!internal] secret",
            "   > [!internal] secret",
            "> [!internal]: secret\n> secret",
            "> [!internal]: /x\n> secret",
            "> [!internal](secret) secret",
            "> > [!internal] secret",
            "> [!internal]\n> - secret\n> \n>   > secret\n>\n> ```\n> secret\n> ```",
            "- > [!internal] secret\n  > secret",
            "1. > > [!internal] secret\nsecret",
            "> [ !internal] open\n\n> [! internal ] secret",
        ] {
            let reduced = reduce(text, Audience::Public);
            assert!(!reduced.text.contains("secret"), "{text:?} leaves {:?}", reduced.text);
            assert!(reduced.cut.concat().contains("secret"), "{text:?}");
        }
    }

    #[test]
    fn what_stands_around_a_passage_keeps_its_structure() {
        assert_eq!(public("- a\n  > [!internal] x\n  y\n- b"), "- a\n- b");
        assert_eq!(public("- > [!internal] x\n\n  b\n- c"), "- b\n- c");
        assert_eq!(public("- a\n- > [!internal] x\n- b\n"), "- a\n- b\n");
        assert_eq!(public("> a\n>\n> > [!internal] x\n> > y\n>\n> b"), "> a\n>\n>\n> b");
        assert_eq!(public("> > [!internal] x\n>\n> b"), ">\n> b");
        let heading = public("a\n> [!internal] x\n---\nb");
        assert_eq!(heading, "a\n\n---\nb");
        assert_eq!(public("```\n> [!internal] x\n```"), "```\n> [!internal] x\n```");
    }

    #[test]
    fn a_cut_never_leaves_a_passage() {
        let parts = [
            "> ",
            "- ",
            "  ",
            "\n",
            "[!internal] ",
            "[!partner]",
            "a",
            "\n\n",
            "    ",
            "1. ",
            "```\n",
            "# ",
            "|",
            "[",
            "]: b",
            "\r\n",
        ];
        let mut seed = 3u64;
        for round in 0..30_000 {
            let mut text = String::new();
            for _ in 0..round % 14 + 2 {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                text.push_str(parts[(seed >> 33) as usize % parts.len()]);
            }
            let reduced = reduce(&text, Audience::Public);
            assert!(withheld(&reduced.text, Audience::Public).is_empty());
            assert_eq!(reduced.cut.is_empty(), reduced.text == text, "{text:?}");
        }
    }

    #[test]
    fn ten_thousand_passages_are_cut_quickly() {
        let start = std::time::Instant::now();
        assert_eq!(public(&"> [!internal] a\n\n".repeat(10_000)).trim(), "");
        public(&"> [!internal] ".repeat(10_000));
        public(&("> ".repeat(10_000) + "[!internal] a"));
        public(&"- > [!internal] a\n".repeat(10_000));
        assert!(start.elapsed().as_secs_f32() < 2.0, "{:?}", start.elapsed());
    }
}
