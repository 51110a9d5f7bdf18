//! Words that show in MediaWiki exactly as they are.

use std::fmt::Write;

/// Signs that may begin markup anywhere.
const ALWAYS: &str = "&<>[]{}|~";
/// Signs that are markup where a line begins.
const AT_START: &str = "*#:;=-!+＃ ";
/// Signs that are markup in pairs.
const PAIRED: &str = "'_!＿";
/// Words before a number that make it a link.
const NUMBERED: [&str; 3] = ["RFC", "PMID", "ISBN"];

/// Writes words; where the line begins with them, their first sign is guarded too.
pub fn push_text(text: &str, out: &mut String) {
    let mut before = None;
    let mut starts_line = out.is_empty() || out.ends_with('\n');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let guarded = ALWAYS.contains(c)
            || starts_line && AT_START.contains(c)
            || PAIRED.contains(c) && is_paired(c, before, next)
            // Letters, a colon and something behind it may be an address.
            || c == ':' && before.is_some_and(char::is_alphanumeric) && next.is_some_and(|n| !n.is_whitespace())
            || c == ' ' && next.is_some_and(char::is_numeric) && NUMBERED.iter().any(|word| out.ends_with(word));
        if guarded {
            push_entity(c, out)
        } else {
            out.push(c)
        }
        starts_line = false;
        before = Some(c);
    }
}

/// Apostrophes at an end may meet a mark.
fn is_paired(c: char, before: Option<char>, next: Option<char>) -> bool {
    let at_end = c == '\'' && (before.is_none() || next.is_none());
    at_end || before == Some(c) || next == Some(c)
}

fn push_entity(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        c => {
            let _ = write!(out, "&#{};", u32::from(c));
        }
    }
}

/// Writes what stands between `<pre>` and `</pre>`.
pub fn push_code(text: &str, out: &mut String) {
    for c in text.chars() {
        if "&<>".contains(c) { push_entity(c, out) } else { out.push(c) }
    }
}

/// The value of an attribute.
pub fn attribute(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if ALWAYS.contains(c) || c == '"' || c == '\'' { push_entity(c, &mut out) } else { out.push(c) }
    }
    out
}
