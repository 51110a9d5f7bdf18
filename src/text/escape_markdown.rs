//! Plain text made safe for Markdown: it shows exactly that text.

use std::io;

use super::escape::table;

const SPECIAL: [bool; 256] = table(b"\\`[]*~_<!&|#", b"");

/// Writes plain text as one line of Markdown that shows exactly that text, white space folded: safe in paragraphs,
/// headings, list items, table cells and link words.
pub fn escape_markdown(s: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut line = String::with_capacity(s.len() + 8);
    push_markdown(&folded(s), &mut line, Place { line_start: true, cell: true, heading: true, open_end: true });
    out.write_all(line.as_bytes())
}

/// The text in one line: line breaks and runs of spaces become one space, control characters go.
fn folded(s: &str) -> String {
    let mut line = String::with_capacity(s.len());
    for c in s.chars() {
        if matches!(c, ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if c >= ' ' {
            line.push(c);
        }
    }
    line.truncate(line.trim_end_matches(' ').len());
    line
}

/// What the characters around a text make dangerous.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The text begins a line.
    pub line_start: bool,
    /// A `|` would end the table cell.
    pub cell: bool,
    /// A `#` after a space could be taken for the end of the heading.
    pub heading: bool,
    /// A `[` may follow, which would make a `!` at the end a picture.
    pub open_end: bool,
}

/// Writes a run of text; its neighbours are unknown, so what could join with them is escaped.
pub(super) fn push_markdown(text: &str, out: &mut String, place: Place) {
    let text = if place.line_start { text.trim_start_matches([' ', '\t', '\n']) } else { text };
    let danger = if place.line_start { line_start_danger(text) } else { None };
    if danger.is_none() && !text.bytes().any(|byte| SPECIAL[usize::from(byte)]) {
        return out.push_str(text);
    }
    let mut previous = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let rest = &text[at + c.len_utf8()..];
        if danger == Some(at) || needs_escape(c, previous, next, rest, place) {
            out.push('\\');
        }
        match c {
            '\n' | '\t' => out.push(' '),
            '\0'..'\u{20}' => {}
            _ => out.push(c),
        }
        previous = Some(c);
    }
}

/// The byte that would start a list, heading, quote, rule or table if it stood unescaped at the start of a line.
fn line_start_danger(text: &str) -> Option<usize> {
    let second = text.as_bytes().get(1).copied().unwrap_or(b' ');
    match text.bytes().next()? {
        b'#' | b'>' | b'=' | b'|' => Some(0),
        b'-' | b'+' if matches!(second, b' ' | b'-' | b'\t' | b'\n' | b'|' | b':') => Some(0),
        b':' if matches!(second, b'-' | b' ') => Some(0),
        b'0'..=b'9' => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let delimited = matches!(text.as_bytes().get(digits), Some(b'.' | b')'));
            let spaced = matches!(text.as_bytes().get(digits + 1), None | Some(b' ' | b'\t' | b'\n'));
            (delimited && spaced).then_some(digits)
        }
        _ => None,
    }
}

fn needs_escape(c: char, previous: Option<char>, next: Option<char>, rest: &str, place: Place) -> bool {
    let space = |c: Option<char>| matches!(c, Some(' ' | '\n' | '\t'));
    match c {
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation() || next.is_ascii_control()),
        '`' | '[' | ']' => true,
        '*' | '~' => !(space(previous) && space(next)),
        '_' => !(inside_a_word(previous, next, rest) || space(previous) && space(next)),
        '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
        '!' => next.is_none() && place.open_end,
        '&' => looks_like_entity(rest),
        '|' => place.cell,
        '#' => place.heading && previous.is_none_or(|before| before == '#' || before.is_whitespace()),
        _ => false,
    }
}

/// Whether a run of `_` stands between letters or digits, where it starts no emphasis.
fn inside_a_word(previous: Option<char>, next: Option<char>, rest: &str) -> bool {
    let after = if next == Some('_') { rest.trim_start_matches('_').chars().next() } else { next };
    previous.is_some_and(|c| c.is_alphanumeric() || c == '_') && after.is_some_and(char::is_alphanumeric)
}

fn looks_like_entity(rest: &str) -> bool {
    let name = rest.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    matches!(rest.as_bytes().get(name), None | Some(b';')) && (name > 0 || rest.is_empty())
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;

    const NAUGHTY: &[&str] = &[
        "# no heading",
        "1. no list",
        "12) no list",
        "2015.",
        "- no bullet",
        "+ no bullet",
        "+",
        "* no bullet",
        "> no quote",
        "---",
        "***",
        "___",
        "===",
        "```",
        "~~~",
        "~~no~~",
        "~no~",
        "a_b_c",
        "_a_",
        "__a__",
        "a__b",
        "snake_case_name_",
        "*a*",
        "5 * 3 * 2",
        "a ~ b",
        "C# and F# #",
        "x ##",
        "#",
        "C:\\Users\\*",
        "\\",
        "a\\",
        "&amp;",
        "&#65;",
        "AT&T; x",
        "a & b &",
        "<script>alert(1)</script>",
        "a < b > c",
        "a <",
        "<!-- x -->",
        "<https://x.example>",
        "[a](b)",
        "[a]: b",
        "![a](b)",
        "!",
        "[^1]: note",
        "[^1]",
        "[ ] task",
        "[x] task",
        "| a | b |",
        "|-|-|",
        ":--",
        ":-:|-",
        "- | -",
        "-:",
        "a | b",
        "`a` ``b``",
        "`",
        "javascript:alert(1)",
        "{{ a_b }} {% if %}",
        "[[claim:x|y]]",
        "a\nb\r\nc",
        "  lead and trail  ",
        "\t tab",
        "日本_語_",
        "*日本*",
        "https://x.example/_a_?b=c&d_e",
        "a\u{b}b",
        "e\u{301}_x",
        "“q” ‘s’",
        "\u{a0}x\u{a0}",
        "$5 and $6",
        "a@b.example",
        "<a@b.example>",
        "-",
        "=",
        ":",
        "a*",
        "*a",
        "a**b**",
        "~",
        "\u{2028}x",
        "1)",
        "1.",
        "&",
        "&lt",
        "<",
        "![",
        "](x)",
        "x]",
        "www.x.example",
        "- [ ] x",
        "\u{202e}rtl",
        "(´・ω・`)",
        "﷽",
        "Ω≈ç√∫",
        "1;DROP TABLE",
        "$(touch x)",
        "%s%n",
        "NULL",
        "'\"><img src=x onerror=alert(1)>",
        "a  b",
        "\\# x",
        "\\\\",
        "\\_a\\_",
        "a\\*b*",
        "____",
        "_",
        "__",
        "a _ b",
        "_ a",
        "a_",
    ];

    fn markdown(text: &str) -> String {
        let mut out = Vec::new();
        escape_markdown(text, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The words that a page shows, and whether anything but plain text came out of them.
    fn shown(page: &str) -> (String, bool) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES;
        let mut words = String::new();
        let mut active = false;
        for event in Parser::new_ext(page, options) {
            match event {
                Event::Text(text) => words.push_str(&text),
                Event::Html(_) | Event::InlineHtml(_) | Event::Code(_) | Event::TaskListMarker(_) => active = true,
                Event::FootnoteReference(_) | Event::SoftBreak | Event::HardBreak | Event::Rule => active = true,
                Event::Start(tag) => {
                    words.push_str(if format!("{tag:?}").starts_with("TableCell") { "¦" } else { "" });
                    active |= ["Emph", "Strong", "Strike", "Image", "Html", "Code", "BlockQuote"]
                        .iter()
                        .any(|name| format!("{tag:?}").starts_with(name));
                }
                _ => {}
            }
        }
        (words, active)
    }

    #[test]
    fn escaped_markdown_shows_exactly_the_naughty_text() {
        for text in NAUGHTY {
            assert_exact(text);
        }
    }

    fn assert_exact(text: &str) {
        let (escaped, expected) = (markdown(text), folded(text));
        let places = [
            (escaped.clone(), String::new(), String::new()),
            (format!("# {escaped}"), String::new(), String::new()),
            (format!("- {escaped}"), String::new(), String::new()),
            (format!("a {escaped} z"), "a ".into(), " z".into()),
            (format!("| h | {escaped} |\n|---|---|\n| x | {escaped} |"), format!("¦h¦{expected}¦x¦"), String::new()),
            (format!("[{escaped}](https://x.example)"), String::new(), String::new()),
        ];
        for (page, before, after) in places {
            let (words, active) = shown(&page);
            assert_eq!(words, format!("{before}{expected}{after}"), "{text:?} as {escaped:?} in {page:?}");
            assert!(!active, "{text:?} as {escaped:?} in {page:?}");
        }
    }

    #[test]
    fn escaped_markdown_shows_exactly_any_text() {
        let alphabet: Vec<char> = "ab1 _*`~[]()<>!&#|\\-+=:.;/\n日é".chars().collect();
        let mut seed = 7u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..(seed >> 40) % 14 + 1 {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                text.push(alphabet[(seed >> 33) as usize % alphabet.len()]);
            }
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1);
            assert_exact(&text);
        }
    }

    #[test]
    fn ordinary_words_are_left_alone() {
        for text in ["Fernway Desk", "snake_case", "a & b", "3 < 4", "C#", "€49 per agent (yearly)", "10-20 %"] {
            assert_eq!(markdown(text), text);
        }
        assert_eq!(markdown("1. first"), "1\\. first");
    }
}
