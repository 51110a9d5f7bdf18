//! Most texts are plain words: told at a glance, they need no parser.

use super::Flow;
use super::escape::table;

/// Whether nothing in the text means anything to Markdown.
pub(super) fn is_ordinary(text: &str, flow: Flow) -> bool {
    let bytes = text.as_bytes();
    let Some(first) = bytes.first() else { return true };
    let starts_block = flow != Flow::Inline && (first.is_ascii_digit() || b"#>-+= ".contains(first));
    if starts_block || first.is_ascii_whitespace() {
        return false;
    }
    let mut from = 0;
    while let Some(found) = bytes[from..].iter().position(|byte| MEANS[usize::from(*byte)]) {
        let at = from + found;
        let is_plain = match bytes[at] {
            b':' => bytes.get(at + 1) != Some(&b'/'),
            b'\n' => {
                let next_is_word = bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphabetic() || *next >= 0x80);
                flow == Flow::Block && next_is_word && bytes[at - 1] != b' '
            }
            _ => false,
        };
        if !is_plain {
            return false;
        }
        from = at + 1;
    }
    true
}

/// The signs that may mean something to Markdown.
const MEANS: [bool; 256] = table(b"\\`*_[<&~|:", b"");
