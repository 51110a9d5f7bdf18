//! Plain text made safe for HTML.

use std::io;

/// Writes `s` as HTML text or as a quoted attribute value; control characters but tab and line feed are dropped.
pub fn escape_html(s: &str, out: &mut dyn io::Write) -> io::Result<()> {
    html_chunks(s, |chunk| out.write_all(chunk.as_bytes()))
}

/// As [`escape_html`], into a string.
pub(super) fn push_html(s: &str, out: &mut String) {
    let pushed: Result<(), std::convert::Infallible> = html_chunks(s, |chunk| {
        out.push_str(chunk);
        Ok(())
    });
    match pushed {
        Ok(()) => {}
    }
}

fn html_chunks<E>(s: &str, mut write: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut from = 0;
    while let Some(found) = s.as_bytes()[from..].iter().position(|byte| HTML_SPECIAL[usize::from(*byte)]) {
        let at = from + found;
        write(&s[from..at])?;
        write(match s.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => "",
        })?;
        from = at + 1;
    }
    write(&s[from..])
}

const HTML_SPECIAL: [bool; 256] = table(b"&<>\"'", b"\t\n");

/// Marks the given bytes and all control characters but the `allowed`.
pub(super) const fn table(special: &[u8], allowed: &[u8]) -> [bool; 256] {
    let mut marked = [false; 256];
    let mut at = 0;
    while at < 0x20 {
        marked[at] = true;
        at += 1;
    }
    let mut at = 0;
    while at < special.len() {
        marked[special[at] as usize] = true;
        at += 1;
    }
    let mut at = 0;
    while at < allowed.len() {
        marked[allowed[at] as usize] = false;
        at += 1;
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_escaped_and_control_characters_go() {
        let mut out = Vec::new();
        escape_html("<a href=\"x\" b='y'>&\u{1}\0\u{1b}\t\n日</a>", &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;\t\n日&lt;/a&gt;");
    }
}
