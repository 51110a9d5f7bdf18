//! Default ids, made from words.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The id that words get where none is written: compatibility forms unfolded, marks dropped, lower case, every
/// other run one hyphen; only `a-z`, `0-9` and inner hyphens remain. Where nothing remains: `prefix` and 8 hex
/// digits of the SHA-256 of the words.
pub fn slug(words: &str, prefix: &str) -> String {
    let mut id = String::with_capacity(words.len());
    if words.is_ascii() {
        push(words.chars().map(|c| c.to_ascii_lowercase()), &mut id);
    } else {
        push(words.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase), &mut id);
    }
    if id.is_empty() { format!("{prefix}{}", hash(words, 4)) } else { id }
}

fn push(characters: impl Iterator<Item = char>, id: &mut String) {
    let mut gap = false;
    for c in characters {
        if c.is_ascii_alphanumeric() {
            if gap && !id.is_empty() {
                id.push('-');
            }
            gap = false;
            id.push(c);
        } else if !is_combining_mark(c) {
            gap = true;
        }
    }
}

/// The first `bytes` of the SHA-256 of `words`, in hex.
pub(super) fn hash(words: &str, bytes: usize) -> String {
    let digest = Sha256::digest(words.as_bytes());
    digest.iter().take(bytes).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_hyphenated_ascii() {
        assert_eq!(slug("Can we pay yearly?", "q-"), "can-we-pay-yearly");
        assert_eq!(slug("  Größe & Café №5 ", "q-"), "gro-e-cafe-no5");
        assert_eq!(slug("İstanbul ﬁx Ａ①", "q-"), "istanbul-fix-a1");
        assert_eq!(slug("C++ / C#", "h-"), "c-c");
    }

    #[test]
    fn words_without_latin_letters_get_a_stable_hash() {
        assert_eq!(slug("概要", "h-"), format!("h-{}", hash("概要", 4)));
        assert_eq!(slug("概要", "h-").len(), 10);
        assert_ne!(slug("概要", "h-"), slug("価格", "h-"));
        assert_eq!(slug("", "q-"), "q-e3b0c442");
    }
}
