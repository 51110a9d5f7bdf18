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
        write!(f, "{SIGN} kit={} page={} run={}", word(&self.kit), word(&self.key), word(&self.run))
    }
}

/// A value without what would end it.
fn word(value: &str) -> String {
    value.replace('%', "%25").replace(' ', "%20").replace('\n', "%0A")
}

impl Mark {
    /// The mark in a line of words, wherever it stands in it.
    pub fn read(words: &str) -> Option<Mark> {
        let from = words.find(&format!("{SIGN} kit="))?;
        let mut mark = Mark::default();
        for part in words[from..].split_whitespace().skip(1).take(3) {
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
        self.kit == other.kit && self.key == other.key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_back_from_the_words_around_it() {
        let mark = Mark { kit: "a b%".into(), key: "battlecard/ticketron".into(), run: "r1".into() };
        assert_eq!(Mark::read(&format!("/* x */ {mark} (bot)")), Some(mark));
        assert_eq!(Mark::read("talktrack is nice"), None);
        assert_eq!(Mark::read("talktrack kit= page= run="), None);
    }
}
