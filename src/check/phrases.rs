//! Lists of words and phrases, found in texts as whole words, whatever their case.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::Desk;
use crate::model::value::Name;

/// Phrases of so many bytes in all are looked for by a table of all that can come next: quicker, and up to a thousand
/// times as large as they.
const FEW: usize = 4096;

/// Phrases to look for.
pub struct Phrases {
    search: Option<AhoCorasick>,
}

impl Phrases {
    /// Those of some lists, without those that a kit finds fine.
    pub fn of<'p>(phrases: impl Iterator<Item = &'p str>, fine: &[impl AsRef<str>]) -> Self {
        let is_fine = |p: &str| fine.iter().any(|f| f.as_ref().eq_ignore_ascii_case(p));
        let wanted: Vec<&str> = phrases.map(str::trim).filter(|p| !p.is_empty() && !is_fine(p)).collect();
        let is_little = wanted.iter().map(|phrase| phrase.len()).sum::<usize>() <= FEW;
        let build = || {
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::LeftmostLongest)
                .kind(is_little.then_some(AhoCorasickKind::DFA))
                .build(&wanted)
                .ok()
        };
        Phrases { search: if wanted.is_empty() { None } else { build() } }
    }

    /// Those that a rule knows in English, where the kit is in English, and those that the kit adds.
    pub fn of_kit(desk: &Desk, english: &[&str], own: &[Name]) -> Self {
        let known = english.iter().copied().filter(|_| desk.is_english());
        let fine: Vec<&str> = desk.library.settings.words.fine.iter().map(|f| &**f).collect();
        Phrases::of(known.chain(own.iter().map(|w| &**w)), &fine)
    }

    /// The first place of each phrase in a text, in its order.
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let Some(search) = &self.search else { return Vec::new() };
        let mut found: Vec<Range<usize>> = Vec::new();
        for hit in search.find_iter(text).map(|m| m.range()).filter(|r| is_whole(text, r)) {
            if !found.iter().any(|f| text[f.clone()].eq_ignore_ascii_case(&text[hit.clone()])) {
                found.push(hit);
            }
        }
        found
    }
}

/// Whether a match begins and ends where words do.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let joins = |a: Option<char>, b: Option<char>| {
        let word = |c: char| c.is_alphanumeric() && !crate::text::is_cjk(c);
        a.is_some_and(word) && b.is_some_and(word)
    };
    let hit = &text[range.clone()];
    !joins(text[..range.start].chars().next_back(), hit.chars().next())
        && !joins(hit.chars().next_back(), text[range.end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_as_whole_words_once_each() {
        let phrases = Phrases::of(["lie", "rip-off", "得意"].into_iter(), &["fine"]);
        let found = |text: &str| phrases.find(text).into_iter().map(|r| text[r].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("A lie, a LIE, and a client's rip-off"), ["lie", "rip-off"]);
        assert_eq!(found("believe, relieve, lied"), [""; 0]);
        assert_eq!(found("とても得意です"), ["得意"]);
    }

    #[test]
    fn what_a_kit_finds_fine_is_left_alone() {
        assert!(Phrases::of(["robust"].into_iter(), &["Robust"]).find("robust").is_empty());
    }
}
