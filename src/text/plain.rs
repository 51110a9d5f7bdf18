//! The words of a text without its markup: for titles, counts and the leak scan.

use pulldown_cmark::{Tag, TagEnd};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::Flow;
use super::ordinary::is_ordinary;
use super::parsed::Parsed;
use super::pieces::{Mark, Piece, read};
use super::source::Source;

/// The one control character that means nothing to Markdown and is dropped all the same.
const DELETE: char = '\u{7f}';

/// The words a reader sees: markup dropped, one line for each block, table cells apart by a space.
pub fn plain(text: &str) -> String {
    let trimmed = text.trim_end();
    if is_ordinary(trimmed, Flow::Block) && !trimmed.contains(DELETE) {
        return trimmed.replace('\n', " ");
    }
    Parsed::of(&Source::new(text, Flow::Block)).plain()
}

/// The words of a text in one line.
pub fn inline_plain(text: &str) -> String {
    let line = text.trim();
    if is_ordinary(line, Flow::Inline) && !line.contains("  ") && !line.contains(DELETE) {
        return line.to_string();
    }
    let source = Source::new(text, Flow::Inline);
    let words = words_of(&read(&source));
    if words.contains('\n') || words.contains("  ") {
        return words.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    words
}

/// A text of at most so many characters; a longer one ends where a word ends, with an ellipsis.
pub fn shortened(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    let Some((limit, _)) = text.char_indices().nth(most) else { return text };
    let end = text[..limit].rfind(char::is_whitespace).filter(|end| *end > limit / 2).unwrap_or(limit);
    format!("{}…", text[..end].trim_end())
}

/// The words of a part of a text.
pub(super) fn words_of(marks: &[Mark]) -> String {
    let mut out = String::new();
    for mark in marks {
        push(&mark.piece, &mut out);
    }
    tidied(&out)
}

fn push(piece: &Piece, out: &mut String) {
    match piece {
        Piece::Text(text) | Piece::Code(text) | Piece::Raw(text) => {
            if !text.bytes().any(|byte| byte.is_ascii_control()) {
                return out.push_str(text);
            }
            let shown = |c: char| !c.is_ascii_control() || matches!(c, '\n' | '\t');
            text.split(|c| !shown(c)).for_each(|part| out.push_str(part));
        }
        Piece::Item(item) => match item.words {
            Some(words) if !words.contains('[') => out.push_str(&inline_plain(words)),
            words => out.push_str(words.unwrap_or(item.id)),
        },
        Piece::Soft => out.push(' '),
        Piece::End(TagEnd::TableCell) => out.push(' '),
        Piece::Hard | Piece::Rule | Piece::Quote(_) | Piece::QuoteEnd(_) => out.push('\n'),
        Piece::Start(tag) if is_block(tag) => out.push('\n'),
        Piece::End(tag) if ends_block(*tag) => out.push('\n'),
        _ => {}
    }
}

fn is_block(tag: &Tag) -> bool {
    ends_block(tag.to_end())
}

fn ends_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image | TagEnd::TableCell
    )
}

/// Without empty lines and without spaces at the ends of lines.
fn tidied(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

/// Words by the Unicode rules; two Chinese, Japanese or Korean characters count as one word, and so do five signs of
/// Thai, Lao, Burmese and Khmer, which have no spaces either.
pub fn word_count(text: &str) -> usize {
    if text.is_ascii() {
        return ascii_words(text).count();
    }
    let (mut words, mut characters, mut letters) = (0, 0, 0);
    for word in text.unicode_words() {
        match word.chars().filter(|c| is_cjk(*c)).count() {
            0 if word.chars().any(is_unspaced) => letters += word.chars().count(),
            0 => words += 1,
            some => characters += some,
        }
    }
    words + usize::div_ceil(characters, 2) + usize::div_ceil(letters, 5)
}

/// The words of a text, by the Unicode rules.
pub fn words(text: &str) -> Box<dyn Iterator<Item = &str> + '_> {
    if text.is_ascii() { Box::new(ascii_words(text)) } else { Box::new(text.unicode_words()) }
}

/// The Unicode rules for plain letters, many times faster: letters, digits and `_` stay together, also over one `'`, `.`
/// or `:` between letters, and one `'`, `.`, `,` or `;` between digits.
fn ascii_words(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let joins = move |at: usize| {
        let (before, after) = (bytes[at - 1], bytes.get(at + 1).copied().unwrap_or(b' '));
        let (letters, digits) = (
            before.is_ascii_alphabetic() && after.is_ascii_alphabetic(),
            before.is_ascii_digit() && after.is_ascii_digit(),
        );
        match bytes[at] {
            b'\'' | b'.' => letters || digits,
            b':' => letters,
            b',' | b';' => digits,
            _ => false,
        }
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            while at < bytes.len() && !is_word(at) {
                at += 1;
            }
            let start = at;
            while at < bytes.len() && (is_word(at) || (at > start && joins(at))) {
                at += 1;
            }
            let word = &text[start..at];
            if word.is_empty() {
                return None;
            }
            if word.bytes().any(|b| b.is_ascii_alphanumeric()) {
                return Some(word);
            }
        }
    })
}

/// The words for comparing texts by meaning: compatibility forms folded, lower case, every run of letters and
/// digits a word, every Chinese, Japanese or Korean character a word of its own; one space between, before and after.
pub fn normalized_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    if text.is_ascii() {
        push_ascii_words(text, &mut out);
    } else {
        push_words(text, &mut out);
    }
    out
}

fn push_ascii_words(text: &str, out: &mut String) {
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
        out.push(' ');
    }
}

fn push_words(text: &str, out: &mut String) {
    let mut in_word = false;
    for c in text.nfkc().filter(|c| !is_joiner(*c)).flat_map(char::to_lowercase) {
        let letter = c.is_alphanumeric();
        if in_word && (!letter || is_cjk(c)) {
            out.push(' ');
            in_word = false;
        }
        if letter {
            out.push(c);
            in_word = true;
            if is_cjk(c) {
                out.push(' ');
                in_word = false;
            }
        }
    }
    if in_word {
        out.push(' ');
    }
}

/// Characters that stand inside words unseen.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Thai, Lao, Burmese, Khmer and their kin: letters and marks that stand in a row without spaces.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{19df}' | '\u{1a20}'..='\u{1aaf}')
}

/// Han, Hiragana, Katakana and Hangul.
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}'
        | '\u{3031}'..='\u{3035}' | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{318e}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{a960}'..='\u{a97c}'
        | '\u{ac00}'..='\u{d7fb}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ffdc}' | '\u{1b000}'..='\u{1b16f}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_dropped_and_blocks_get_a_line_each() {
        let text = "# Head\n\nA **b** [c](d) `e` &amp; ~~f~~\\\ng\nh\n\n- i\n- [x] j\n\n> k\n\n| l | m |\n|---|---|\n| n | o |\n\n```x\np\n```\n<b>q</b>";
        assert_eq!(plain(text), "Head\nA b c e & f\ng h\ni\nj\nk\nl m\nn o\np\n<b>q</b>");
        assert_eq!(plain("> [!internal] secret\n> more"), "secret more");
        assert_eq!(plain("See [[claim:x|the *words*]] and [[claim:y]]"), "See the words and y");
    }

    #[test]
    fn a_line_keeps_the_characters_that_would_start_a_block() {
        for line in
            ["1. first", "# 1", "- none", "+ 5 %", "> 30 %", "2015. Founded", "---", "=", "[x]: y", "| a", "~~~"]
        {
            assert_eq!(inline_plain(line), line);
        }
        assert_eq!(inline_plain("*a* `b`"), "a b");
        assert_eq!(inline_plain("_a_ b"), "a b");
        assert_eq!(inline_plain("# a\n\n- b\n- c"), "a b c");
        assert_eq!(inline_plain("![alt](x.png) <b>"), "alt <b>");
    }

    #[test]
    fn two_cjk_characters_count_as_one_word() {
        assert_eq!(word_count("It's 3.5 % better, isn't it?"), 5);
        assert_eq!(word_count("日本語の製品"), 3);
        assert_eq!(word_count("カタカナ API 한국어"), 5);
        assert_eq!(word_count("ราคาแพงเกินไปสำหรับเรา"), 5);
        assert_eq!(word_count(""), 0);
    }

    #[test]
    fn the_fast_way_to_words_is_the_unicode_way() {
        for text in [
            "It's 3.5 % better, isn't it? a.b a:b 1:2 1,000;5 e.g. well-known x_1 __ 'quoted' ...a 12'34 a1.2b 1.a a.1 it''s",
            "https://a.example/b_c?d=e#f a@b.c 10:30 v1.2.3 -5 +6 $7 (a)b [c] C++ C# .NET a'1 1'a _a_ a_",
        ] {
            assert_eq!(ascii_words(text).collect::<Vec<_>>(), text.unicode_words().collect::<Vec<_>>());
        }
    }

    #[test]
    fn normalized_words_compare_as_meaning() {
        assert_eq!(normalized_words("Hello, WORLD—it’s"), " hello world it s ");
        assert_eq!(normalized_words("ＡＢＣ①日本 ｶﾞ"), " abc1 日 本 ガ ");
        assert_eq!(normalized_words("se\u{ad}cret"), " secret ");
        assert_eq!(normalized_words("…"), " ");
    }

    #[test]
    fn the_fast_way_past_the_parser_tells_the_same_words() {
        let parsed = |text: &str, flow: Flow| words_of(&read(&Source::new(text, flow)));
        for text in [
            "Plain words, 12 % & more",
            "Two lines\nof one paragraph",
            "A line\n\nAnother",
            "A line \nbroken",
            "Line\n- item",
            "It's (so) \"good\"! $5 @ 3: a; b/c {d} e^f",
            "a  b",
            "http://a.example b",
            "日本語。\n二行目",
            "a\u{7f}b",
            "word\n===",
            "Ends with blanks  ",
            "",
        ] {
            assert_eq!(plain(text), parsed(text, Flow::Block), "{text:?}");
            let line = parsed(text, Flow::Inline).split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(inline_plain(text), line, "{text:?}");
        }
    }
}
