//! What pages and labels may be called in a Confluence. A title is unique in its space, whether it is written in
//! capitals or not.

use unicode_normalization::UnicodeNormalization;

use crate::model::settings::Place;
use crate::publish::Heading;

/// Longest title.
const LONGEST: usize = 255;

/// The title of a page: on one line, as Confluence keeps it.
pub fn call(_place: &Place, heading: &Heading) -> String {
    one_line(&heading.title)
}

fn one_line(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What titles are compared by.
pub fn folded(title: &str) -> String {
    one_line(title).nfc().flat_map(char::to_lowercase).collect()
}

/// Why a title will not do.
pub fn refuse(title: &str) -> Option<String> {
    if title.trim().is_empty() {
        return Some("a page needs a title".into());
    }
    if title.chars().any(char::is_control) {
        return Some("there is a control character in its title".into());
    }
    let length = title.encode_utf16().count();
    (length > LONGEST).then(|| format!("its title has {length} characters, and Confluence takes {LONGEST}"))
}

/// A word as a label: in small letters, without blanks and the signs that labels cannot hold.
pub fn label(word: &str) -> String {
    let kept = |c: char| if c.is_whitespace() || "!#&()*,.:;<>?@[]^".contains(c) { '-' } else { c };
    word.to_lowercase().chars().map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_confluence_takes_for_one_fold_to_one() {
        assert_eq!(folded(" Ticketron  vs Fernway "), folded("ticketron vs FERNWAY"));
        assert_eq!(folded("Cafe\u{301}"), folded("CAFÉ"));
        assert_ne!(folded("C++"), folded("C"));
    }

    #[test]
    fn titles_that_are_empty_or_too_long_are_refused() {
        assert_eq!(refuse("日本語 & <Ticketron>"), None);
        assert_eq!(refuse(&"x".repeat(255)), None);
        assert!(refuse(&"x".repeat(256)).is_some_and(|why| why.contains("256")));
        assert!(refuse(&"😀".repeat(128)).is_some());
        assert!(refuse("  ").is_some() && refuse("a\u{7}b").is_some());
    }

    #[test]
    fn labels_hold_no_blanks() {
        assert_eq!(label("Mid Market (EU)"), "mid-market--eu-");
    }
}
