//! A review as a comment on a pull request. Its content is data: it cannot end the comment's lists and folds, bring
//! markup or links with it, or call people and other threads.

use super::lines::{Line, Piece};
use super::{Section, sections, summary};
use crate::diff::Review;
use crate::text::escape_markdown;

/// A section of more lines than this is folded.
const FOLDED: usize = 8;
/// Longest comment, in bytes: a little less than forges take.
const LONGEST: usize = 60_000;
/// Signs that call people or other threads on one forge or another when a letter or digit follows.
const CALLS: &str = "@#!~%&$";

/// Prints a review.
pub fn print(review: &Review) -> String {
    let sections = sections(review);
    let most = [usize::MAX, 100, 30, 10, 3];
    let texts = most.iter().map(|most| whole(review, &sections, *most));
    let mut last = String::new();
    for text in texts {
        last = text;
        if last.len() <= LONGEST {
            break;
        }
    }
    last
}

fn whole(review: &Review, sections: &[Section], most: usize) -> String {
    let mut out = format!("**Sales content:** {}\n", summary(review));
    let (before, after) = (data(&review.before), data(&review.after));
    out.push_str(&format!("\nCompared: {before} → {after}\n"));
    if review.is_new {
        out.push_str(&format!("\nThere was no kit at {before}, so everything is new.\n"));
    }
    for section in sections {
        let lines = section.lines.len();
        let list: String = section.lines.iter().take(most).map(item).collect();
        let more = if lines > most { format!("- and {} more\n", lines - most) } else { String::new() };
        let title = &section.title;
        out.push_str(&if lines > FOLDED {
            format!("\n<details><summary><b>{title}</b> ({lines} lines)</summary>\n\n{list}{more}\n</details>\n")
        } else {
            format!("\n**{title}**\n\n{list}{more}")
        });
    }
    out
}

fn item(line: &Line) -> String {
    let mut out = if line.is_deep { "  - " } else { "- " }.to_owned();
    for piece in &line.pieces {
        out.push_str(&match piece {
            Piece::Say(words) => words.clone(),
            Piece::Data(words) => data(words),
            Piece::Name(words) => format!("**{}**", data(words)),
            Piece::Quote(words) | Piece::Old(words) | Piece::New(words) => format!("“{}”", data(words)),
        });
    }
    out + "\n"
}

/// Data that shows exactly as it is, and does nothing.
fn data(words: &str) -> String {
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _ = escape_markdown(&quiet(words), &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// Words in which nothing is a mention, a reference or an address: a space of no width stands behind each sign that
/// would make one. Signs that reorder text are left out.
fn quiet(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    let mut letters = words.chars().filter(|c| !is_reordering(*c)).peekable();
    while let Some(c) = letters.next() {
        out.push(c);
        let next = letters.peek().copied().unwrap_or(' ');
        let calls = CALLS.contains(c) && (next.is_alphanumeric() || matches!(next, '"' | '_' | '-'));
        let ends = |word: &str| out.len() >= 3 && out.as_bytes()[out.len() - 3..].eq_ignore_ascii_case(word.as_bytes());
        let links = (c == ':' && next == '/') || (next == '.' && ends("www"));
        let names_thread = c == '-' && ends("gh-");
        if calls || links || names_thread {
            out.push('\u{200b}');
        }
    }
    out
}

fn is_reordering(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_calls_nobody_and_links_nowhere() {
        for hostile in
            ["@channel", "#123", "!7", "GH-12", "https://evil.example", "www.evil.example", "a/b#1", "x@y.zz"]
        {
            let shown = data(hostile);
            assert!(shown.contains('\u{200b}'), "{shown}");
            assert_eq!(shown.replace(['\u{200b}', '\\'], ""), hostile);
        }
    }

    #[test]
    fn data_brings_no_markup() {
        let shown = data("</details><img src=x> [a](b) `c` **d**\n\n# e | f");
        let bare = shown.replace("\\<", "").replace("\\]", "");
        assert!(!bare.contains(['\n', '<']) && !bare.contains("]("), "{shown}");
    }
}
