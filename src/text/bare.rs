//! Bare addresses in running text: `https://…` without any markup.

use std::ops::Range;

use super::plain::is_cjk;

/// The next bare `http://` or `https://` address in `text` at or after byte `floor`; no trailing punctuation.
pub(super) fn next(text: &str, floor: usize) -> Option<Range<usize>> {
    let mut from = floor;
    loop {
        let colon = from + text[from..].find(':')?;
        from = colon + 1;
        if !text[from..].starts_with("//") {
            continue;
        }
        from += 2;
        let Some(start) = scheme_start(text, colon).filter(|start| *start >= floor) else { continue };
        if text[from..].starts_with(|c: char| c.is_alphanumeric() && !is_cjk(c)) {
            return Some(start..end_of(text, from));
        }
    }
}

/// Where the scheme before the colon starts; a letter or digit right before it makes it no scheme.
fn scheme_start(text: &str, colon: usize) -> Option<usize> {
    let before = &text.as_bytes()[..colon];
    let length = ["https", "http"].into_iter().map(str::len).find(|length| {
        before.len() >= *length && before[before.len() - length..].eq_ignore_ascii_case(&b"https"[..*length])
    })?;
    let start = colon - length;
    let alone = text[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric() || is_cjk(c));
    alone.then_some(start)
}

fn end_of(text: &str, from: usize) -> usize {
    let stops = |c: char| match c {
        '<' | '>' | '"' | '`' | '|' | '\\' | '^' | '{' | '}' | '[' | ']' => true,
        _ if c.is_ascii() => c.is_ascii_whitespace() || c.is_ascii_control(),
        _ => !c.is_alphanumeric() || is_cjk(c),
    };
    let mut end = from + text[from..].find(stops).unwrap_or(text.len() - from);
    let (mut opened, mut closed) = (0, 0);
    for byte in text[from..end].bytes() {
        opened += usize::from(byte == b'(');
        closed += usize::from(byte == b')');
    }
    while let Some(last) = text[from..end].bytes().next_back() {
        match last {
            b')' if closed > opened => closed -= 1,
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' | b'_' | b'~' => {}
            b'(' => opened -= 1,
            _ => break,
        }
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut all = Vec::new();
        let mut from = 0;
        while let Some(range) = next(text, from) {
            from = range.end;
            all.push(&text[range]);
        }
        all
    }

    #[test]
    fn an_address_ends_before_punctuation() {
        assert_eq!(found("See https://x.example/a_b?c=d&e#f."), ["https://x.example/a_b?c=d&e#f"]);
        assert_eq!(
            found("(http://x.example/a(b)) HTTPS://Y.example!?"),
            ["http://x.example/a(b)", "HTTPS://Y.example"]
        );
        assert_eq!(found("*https://x.example*, <https://y.example>"), ["https://x.example", "https://y.example"]);
    }

    #[test]
    fn japanese_words_around_an_address_are_no_part_of_it() {
        assert_eq!(
            found("詳細はhttps://x.exampleをご覧。https://größe.example/ä、"),
            ["https://x.example", "https://größe.example/ä"]
        );
    }

    #[test]
    fn other_things_with_slashes_are_no_address() {
        assert!(found("ftp://x xhttp://y http:// https://. :// http:///x file://z").is_empty());
    }
}
