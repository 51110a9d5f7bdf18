//! Link destinations: which are allowed, and how they are written.

use std::borrow::Cow;

use pulldown_cmark::LinkType;

/// What a destination is, judged as a browser would read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Relative, `/…`, `#…` or empty.
    Relative,
    /// `http:` or `https:`.
    Web,
    /// `//host/…`.
    ProtocolRelative,
    /// `mailto:` or `tel:`.
    Contact,
    /// Any other scheme: never a link.
    Unsafe,
}

/// The kind of an entity-decoded destination; white space and control characters hide no scheme.
pub(super) fn kind(dest: &str) -> Kind {
    if dest.starts_with("https://") || dest.starts_with("http://") {
        return Kind::Web;
    }
    if !dest.contains(':') && dest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '#' | '?')) {
        return Kind::Relative;
    }
    let mut visible = dest.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c));
    let mut head = String::new();
    while let Some(c) = visible.next() {
        match c {
            ':' => return scheme(&head),
            '/' | '\\' if head.is_empty() => {
                let second = visible.next();
                return if matches!(second, Some('/' | '\\')) { Kind::ProtocolRelative } else { Kind::Relative };
            }
            '/' | '\\' | '?' | '#' => return Kind::Relative,
            _ => head.push(c.to_ascii_lowercase()),
        }
    }
    Kind::Relative
}

fn scheme(name: &str) -> Kind {
    match name {
        "http" | "https" => Kind::Web,
        "mailto" | "tel" => Kind::Contact,
        _ => Kind::Unsafe,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The destination of a link; `<a@b.example>` leads to a mail.
pub(super) fn destination<'a>(link: LinkType, dest: &'a str) -> Cow<'a, str> {
    if link == LinkType::Email { Cow::Owned(format!("mailto:{dest}")) } else { Cow::Borrowed(dest) }
}

/// The destination of a picture, `//host` made `https://host`.
pub(super) fn picture_source(dest: &str) -> Cow<'_, str> {
    match kind(dest) {
        Kind::ProtocolRelative => Cow::Owned(format!("https://{}", dest.trim_start().trim_start_matches(['/', '\\']))),
        _ => Cow::Borrowed(dest),
    }
}

/// Writes an address as the value of a quoted HTML attribute.
pub(super) fn push_html_address(address: &str, out: &mut String) {
    if address
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b':' | b'-' | b'#' | b'_'))
    {
        return out.push_str(address);
    }
    for c in address.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            '"' | '<' | '>' | '`' | '\0'..=' ' | '\u{7f}' => percent(c, out),
            _ => out.push(c),
        }
    }
}

/// Writes an address as a Markdown link destination, in `<…>` where it holds spaces or parentheses.
pub(super) fn push_markdown_address(address: &str, out: &mut String) {
    let bracketed = address.is_empty() || address.contains([' ', '(', ')']) || address.starts_with('<');
    if bracketed {
        out.push('<');
    }
    for (at, c) in address.char_indices() {
        match c {
            '<' | '>' | '`' | '|' | '\0'..'\u{20}' | '\u{7f}' => percent(c, out),
            '\\' => out.push_str("\\\\"),
            '&' if address[at..].contains(';') => out.push_str("\\&"),
            _ => out.push(c),
        }
    }
    if bracketed {
        out.push('>');
    }
}

fn percent(c: char, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut utf8 = [0; 4];
    for byte in c.encode_utf8(&mut utf8).bytes() {
        out.push('%');
        out.push(char::from(HEX[usize::from(byte >> 4)]));
        out.push(char::from(HEX[usize::from(byte & 15)]));
    }
}

/// The bytes behind `%XX`, where they are valid text.
pub(super) fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match digits.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_schemes_are_safe() {
        for dest in [
            "javascript:x",
            " JavaScript:x",
            "java\nscript:x",
            "\u{1}javascript:x",
            "data:x",
            "vbscript:x",
            "file:///x",
        ] {
            assert_eq!(kind(dest), Kind::Unsafe, "{dest:?}");
        }
        for dest in ["blob:x", "x:y", "java\u{200b}script:x", "%6aavascript:x", "12:30", ":x", "日本:x", "ftp://x"] {
            assert_eq!(kind(dest), Kind::Unsafe, "{dest:?}");
        }
        assert_eq!(kind("HTTPS://x"), Kind::Web);
        assert_eq!(kind("mailto:a@b"), Kind::Contact);
        assert_eq!(kind("tel:+1"), Kind::Contact);
    }

    #[test]
    fn relative_destinations_have_no_scheme() {
        for dest in ["", "a.html", "../a:b", "/a", "#a:b", "?a:b", "./x", "a b.html"] {
            assert_eq!(kind(dest), Kind::Relative, "{dest:?}");
        }
        for dest in ["//host", "/\\host", "\\\\host", " /\t/host"] {
            assert_eq!(kind(dest), Kind::ProtocolRelative, "{dest:?}");
        }
        assert_eq!(picture_source("//host/a.png"), "https://host/a.png");
    }

    #[test]
    fn addresses_cannot_leave_their_place() {
        let mut html = String::new();
        push_html_address("a\" onclick='x' <b>&\n日", &mut html);
        assert_eq!(html, "a%22%20onclick=&#39;x&#39;%20%3Cb%3E&amp;%0A日");
        let mut markdown = String::new();
        push_markdown_address("a b(c)<d>|`\n&amp;\\", &mut markdown);
        assert_eq!(markdown, "<a b(c)%3Cd%3E%7C%60%0A\\&amp;\\\\>");
    }

    #[test]
    fn percent_decoding_leaves_what_it_cannot_read() {
        assert_eq!(percent_decoded("a%20b%E6%97%A5"), "a b日");
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%FF"), "%FF");
    }
}
