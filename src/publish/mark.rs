//! Whose page it is: kit, page and run, as one line that stands in a wiki's edit summary, version message, property or
//! commit message. It lets a lost ledger be rebuilt, and keeps two kits from fighting over a page.

use std::fmt;

/// What the line begins with.
const SIGN: &str = "talktrack";

/// A mark.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The kit.
    pub kit: String,
    /// The page's key: its path in the kit.
    pub key: String,
    /// The run that wrote it.
    pub run: String,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let key = short(&self.key);
        write!(f, "{SIGN} kit={} page={} run={}", word(&short(&self.kit)), word(&key), word(&self.run))
    }
}

/// A value without what would end it.
fn word(value: &str) -> String {
    value.replace('%', "%25").replace(' ', "%20").replace('\n', "%0A")
}

/// Longest kit or key that is written out, in bytes: edit summaries hold 255.
const LONGEST: usize = 90;

/// A long word, cut, and told from others by its hash.
fn short(word: &str) -> String {
    if word.len() <= LONGEST {
        return word.to_owned();
    }
    let hash = blake3::hash(word.as_bytes()).to_hex();
    format!("{}~{}", &word[..word.floor_char_boundary(LONGEST - 17)], &hash[..16])
}

impl Mark {
    /// The first mark in some words, wherever it stands in them.
    pub fn read(words: &str) -> Option<Mark> {
        Mark::all(words).next()
    }

    /// The mark of the same page in some words, which may hold marks of several.
    pub fn same_in(&self, words: &str) -> Option<Mark> {
        Mark::all(words).find(|mark| mark.is_same_page(self))
    }

    fn all(words: &str) -> impl Iterator<Item = Mark> {
        words
            .match_indices(&format!("{SIGN} kit="))
            .filter_map(|(from, _)| Mark::at(&words[from..]))
            .collect::<Vec<_>>()
            .into_iter()
    }

    fn at(words: &str) -> Option<Mark> {
        let mut mark = Mark::default();
        for part in words.split_whitespace().skip(1).take(3) {
            let (name, value) = part.split_once('=')?;
            let value = value.replace("%0A", "\n").replace("%20", " ").replace("%25", "%");
            match name {
                "kit" => mark.kit = value,
                "page" => mark.key = value,
                "run" => mark.run = value,
                _ => return None,
            }
        }
        (!mark.key.is_empty()).then_some(mark)
    }

    /// Whether it names the same page of the same kit.
    pub fn is_same_page(&self, other: &Mark) -> bool {
        short(&self.kit) == short(&other.kit) && short(&self.key) == short(&other.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_mark_fits_into_a_summary_and_is_still_known() {
        let long = Mark { kit: "k".repeat(300), key: "ü".repeat(200), run: "r1".into() };
        let read = Mark::read(&long.to_string()).unwrap();
        assert!(long.to_string().len() < 255, "{long}");
        assert!(read.is_same_page(&long) && !read.is_same_page(&Mark { key: "ü".repeat(201), ..long }));
    }

    #[test]
    fn a_mark_is_read_back_from_the_words_around_it() {
        let mark = Mark { kit: "a b%".into(), key: "battlecard/ticketron".into(), run: "r1".into() };
        assert_eq!(Mark::read(&format!("/* x */ {mark} (bot)")), Some(mark));
        assert_eq!(Mark::read("talktrack is nice"), None);
        assert_eq!(Mark::read("talktrack kit= page= run="), None);
    }
}
