//! Many phrases, found in a text in one pass, however many there are.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// Every phrase has so many words at least.
pub const FEWEST: usize = 4;

/// Phrases of plain words, as [`crate::text::normalized_words`] writes them: a space before, between and after.
#[derive(Debug, Default)]
pub struct Phrases {
    /// How long the phrases are that begin with some words, in bytes, by the number of these words.
    lengths: HashMap<u64, Vec<usize>, FixedState>,
    places: HashMap<String, usize, FixedState>,
}

impl Phrases {
    /// Adds a phrase, which will be told by its place; `false`: it is known already, or has too few words.
    pub fn add(&mut self, words: &str) -> bool {
        let spaces: Vec<usize> = memchr::memchr_iter(b' ', words.as_bytes()).take(FEWEST + 1).collect();
        if spaces.len() <= FEWEST || self.places.contains_key(words) {
            return false;
        }
        self.places.insert(words.to_owned(), self.places.len());
        let lengths = self.lengths.entry(number(&words[..=spaces[FEWEST]])).or_default();
        if let Err(at) = lengths.binary_search(&words.len()) {
            lengths.insert(at, words.len());
        }
        true
    }

    /// Tells the place of each phrase that a text of plain words holds, as often as it does.
    pub fn each(&self, plain: &str, tell: &mut dyn FnMut(usize)) {
        let spaces: Vec<usize> = memchr::memchr_iter(b' ', plain.as_bytes()).collect();
        for window in spaces.windows(FEWEST + 1) {
            let (start, end) = (window[0], window[FEWEST]);
            let lengths = self.lengths.get(&number(&plain[start..=end]));
            let held = lengths.into_iter().flatten().filter_map(|length| plain.get(start..start + length));
            held.filter_map(|held| self.places.get(held)).for_each(|place| tell(*place));
        }
    }
}

fn number(words: &str) -> u64 {
    FixedState::default().hash_one(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: &[&str], text: &str) -> Vec<usize> {
        let mut known = Phrases::default();
        phrases.iter().for_each(|words| assert!(known.add(words), "{words}"));
        let mut found = Vec::new();
        known.each(text, &mut |place| found.push(place));
        found
    }

    #[test]
    fn each_phrase_is_found_wherever_it_stands() {
        let phrases = [" we pay ten percent ", " pay ten percent more ", " we pay ten percent and no more "];
        assert_eq!(found(&phrases, " we pay ten percent "), [0]);
        assert_eq!(found(&phrases, " they say we pay ten percent and no more than that "), [0, 2]);
        assert_eq!(found(&phrases, " we pay ten percent more "), [0, 1]);
        assert_eq!(found(&phrases, " we pay ten percent we pay ten percent "), [0, 0]);
    }

    #[test]
    fn what_only_begins_so_is_no_phrase() {
        let phrases = [" we pay ten percent and no more "];
        for text in [
            "",
            " ",
            " we pay ten ",
            " we pay ten percent ",
            " we pay ten percent and no mor ",
            " e pay ten percent and no more ",
        ] {
            assert!(found(&phrases, text).is_empty(), "{text}");
        }
        assert_eq!(found(&[" 高 い 価 格 "], " 高 い 価 格 で す "), [0]);
    }

    #[test]
    fn a_phrase_is_known_once_and_has_words_enough() {
        let mut known = Phrases::default();
        assert!(known.add(" a b c d ") && !known.add(" a b c d ") && !known.add(" a b c ") && !known.add(" "));
    }
}
