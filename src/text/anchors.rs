//! Ids that stay unique although each text of a page is written alone.
//!
//! A text marks itself with [`START`], each id it gives and each link to one with a [`MARK`] on either side.
//! Content can hold neither: escaping drops control characters.

use std::collections::{HashMap, HashSet};

/// Stands on both sides of `i` + id (given here) or `r` + id (meant here).
const MARK: char = '\u{1}';
/// Stands where a text that gives ids begins.
pub(super) const START: char = '\u{2}';

/// Writes the value of an `id` attribute.
pub(super) fn push_id(id: &str, out: &mut String) {
    push_token('i', id, out);
}

/// Writes the fragment of a link to an id of the same text, without `#`.
pub(super) fn push_target(id: &str, out: &mut String) {
    push_token('r', id, out);
}

fn push_token(kind: char, id: &str, out: &mut String) {
    out.extend([MARK, kind]);
    out.push_str(id);
    out.push(MARK);
}

/// Makes the ids of all texts on a page final: one that the page already has gets `-2`, `-3` and so on, and links
/// within the text follow it.
pub fn settle_anchors(page: String) -> String {
    if memchr::memchr2(MARK as u8, START as u8, page.as_bytes()).is_none() {
        return page;
    }
    let finals = settled(&page);
    let mut out = String::with_capacity(page.len());
    let mut text = 0;
    for (place, part) in page.split(MARK).enumerate() {
        if place % 2 == 1 {
            let id = part.get(1..).unwrap_or_default();
            out.push_str(finals.get(&(text, id)).map_or(id, String::as_str));
            continue;
        }
        for (at, piece) in part.split(START).enumerate() {
            text += usize::from(at > 0);
            out.push_str(piece);
        }
    }
    out
}

/// The final id for each text and the id it asked for.
fn settled(page: &str) -> HashMap<(usize, &str), String> {
    let mut taken: HashSet<String> = plain_ids(page).map(str::to_string).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut finals = HashMap::new();
    let mut text = 0;
    for (place, part) in page.split(MARK).enumerate() {
        if place % 2 == 0 {
            text += part.matches(START).count();
        } else if let Some(id) = part.strip_prefix('i') {
            let count = counts.entry(id).or_insert(1);
            let mut free = id.to_string();
            while !taken.insert(free.clone()) {
                *count += 1;
                free = format!("{id}-{count}");
            }
            finals.entry((text, id)).or_insert(free);
        }
    }
    finals
}

/// The ids that the templates wrote.
fn plain_ids(page: &str) -> impl Iterator<Item = &str> {
    page.match_indices("id=\"").filter_map(|(at, found)| {
        let before = page[..at].chars().next_back()?;
        let value = page[at + found.len()..].split('"').next()?;
        (before.is_ascii_whitespace() && !value.contains(MARK)).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(ids: &[&str], targets: &[&str]) -> String {
        let mut out = String::from(START);
        for id in ids {
            out.push_str("<h2 id=\"");
            push_id(id, &mut out);
            out.push_str("\">");
        }
        for id in targets {
            out.push_str("<a href=\"#");
            push_target(id, &mut out);
            out.push_str("\">");
        }
        out
    }

    #[test]
    fn an_id_that_the_page_has_is_counted_up_and_links_follow() {
        let page = format!("{}{}<p id=\"a\">", text(&["a", "b"], &["a"]), text(&["a", "b"], &["b", "a"]));
        assert_eq!(
            settle_anchors(page),
            "<h2 id=\"a-2\"><h2 id=\"b\"><a href=\"#a-2\">\
             <h2 id=\"a-3\"><h2 id=\"b-2\"><a href=\"#b-2\"><a href=\"#a-3\"><p id=\"a\">"
        );
    }

    #[test]
    fn a_counted_id_that_exists_is_passed_over() {
        let page = format!("<p id=\"a\"><p id=\"a-2\">{}{}", text(&["a"], &[]), text(&["a-3"], &["a-3"]));
        assert!(settle_anchors(page).ends_with("<h2 id=\"a-3\"><h2 id=\"a-3-2\"><a href=\"#a-3-2\">"));
    }

    #[test]
    fn a_page_without_marks_comes_back_as_it_is() {
        assert_eq!(settle_anchors("<p id=\"a\">x</p>".to_string()), "<p id=\"a\">x</p>");
    }

    #[test]
    fn ten_thousand_equal_ids_settle_in_linear_time() {
        let page: String = (0..10_000).map(|_| text(&["a"], &["a"])).collect();
        assert!(settle_anchors(page).ends_with("<h2 id=\"a-10000\"><a href=\"#a-10000\">"));
    }
}
