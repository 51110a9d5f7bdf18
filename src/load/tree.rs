//! What was read of a file, as a tree in which every value knows its bytes.
//!
//! A large kit has millions of values, so a tree is one row of small places in the order in which they are written: what
//! stands inside a list or mapping follows it. Words that stand in the file as they are meant are told by their bytes.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use arcstr::ArcStr;

/// The values of a file.
#[derive(Debug, Default, Clone)]
pub struct Tree {
    text: ArcStr,
    places: Vec<Place>,
    /// The words that do not stand in the text as they are meant.
    words: Vec<ArcStr>,
}

/// A value: what it is in the lowest two bits of `form`. Above them, of a collection, how many places are inside it; of
/// a scalar, where its words are.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: u32,
    end: u32,
    form: u32,
}

/// A text has about one value, keys included, for so many bytes.
const BYTES_PER_VALUE: usize = 24;

const PLAIN: u32 = 0;
const QUOTED: u32 = 1;
const LIST: u32 = 2;
const MAP: u32 = 3;

/// The words of a scalar are its bytes.
const AS_WRITTEN: u32 = 0;
/// They are its bytes but for the first and the last.
const IN_QUOTES: u32 = 1;
/// They are kept by themselves, the first under this number.
const APART: u32 = 2;

impl Place {
    #[inline]
    fn sort(self) -> u32 {
        self.form & 3
    }

    #[inline]
    fn more(self) -> u32 {
        self.form >> 2
    }

    #[inline]
    fn is_scalar(self) -> bool {
        self.sort() < LIST
    }

    /// How many places it takes.
    #[inline]
    fn size(self) -> u32 {
        if self.is_scalar() { 1 } else { 1 + self.more() }
    }
}

impl Tree {
    /// A tree without values yet, of a text or a part of it.
    pub fn new(text: &ArcStr) -> Tree {
        Tree { text: text.clone(), places: Vec::new(), words: Vec::new() }
    }

    /// The same, with room for about as many values as such a text has.
    pub fn of(text: &ArcStr) -> Tree {
        Tree { places: Vec::with_capacity(text.len() / BYTES_PER_VALUE), ..Tree::new(text) }
    }

    /// The value that holds all others.
    pub fn root(&self) -> Option<Node<'_>> {
        (!self.places.is_empty()).then(|| self.node(0))
    }

    /// The value at a place.
    pub fn node(&self, at: usize) -> Node<'_> {
        Node { tree: self, at: at as u32 }
    }

    /// How many places there are, which is where the next value will stand.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Adds a scalar; `plain` when written without quotes and not as a block.
    pub fn scalar(&mut self, span: Range<u32>, plain: bool, words: impl AsRef<str> + Into<ArcStr>) {
        let written = self.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        let in_quotes = |written: &str, words: &str| {
            written.len() == words.len() + 2 && written.get(1..written.len() - 1) == Some(words)
        };
        let more = if written == words.as_ref() {
            AS_WRITTEN
        } else if in_quotes(written, words.as_ref()) {
            IN_QUOTES
        } else {
            self.words.push(words.into());
            APART + self.words.len() as u32 - 1
        };
        let sort = if plain { PLAIN } else { QUOTED };
        self.places.push(Place { start: span.start, end: span.end.max(span.start), form: more << 2 | sort });
    }

    /// Begins a list, or a mapping, of which keys and values are added in turn.
    pub fn open(&mut self, start: u32, is_map: bool) -> usize {
        self.places.push(Place { start, end: start, form: if is_map { MAP } else { LIST } });
        self.len() - 1
    }

    /// Ends the list or mapping that began at a place: all that was added since is inside it.
    pub fn close(&mut self, at: usize, end: u32) {
        let inside = (self.len() - at - 1) as u32;
        let place = &mut self.places[at];
        place.end = end.max(place.start);
        place.form = inside << 2 | place.sort();
    }

    /// Adds a value of a tree of the same text, with all that is inside it.
    pub fn copy(&mut self, node: Node) {
        let at = node.at as usize;
        for place in &node.tree.places[at..at + node.size()] {
            let mut place = *place;
            if place.is_scalar() && place.more() >= APART {
                let words = node.tree.words[(place.more() - APART) as usize].clone();
                place.form = (APART + self.words.len() as u32) << 2 | place.sort();
                self.words.push(words);
            }
            self.places.push(place);
        }
    }

    /// Takes away all that was added from a place on.
    pub fn cut(&mut self, from: usize) {
        let apart = self.places.drain(from..).filter(|place| place.is_scalar() && place.more() >= APART).count();
        self.words.truncate(self.words.len() - apart);
    }

    /// Takes away the value at a place, with all that was added since; it comes back as a tree of its own.
    pub fn take(&mut self, at: usize) -> Tree {
        let node = self.node(at);
        let mut taken = node.fresh();
        taken.copy(node);
        self.cut(at);
        taken
    }

    /// The same values, and words that nobody wrote: in place of a value, or under a key at the end of a mapping.
    pub fn with(mut self, given: &BTreeMap<usize, Given>) -> Tree {
        let written = std::mem::take(&mut self.places);
        self.places.reserve_exact(written.len() + 2 * given.len());
        // Of each collection that is open: where it ends as it is written, where it begins now, and what comes at its end.
        let mut open: Vec<(usize, usize, Option<&Given>)> = Vec::new();
        let mut given = given.iter().peekable();
        let mut at = 0;
        while at < written.len() {
            let place = written[at];
            let given = given.next_if(|(place, _)| **place == at).map(|(_, given)| given);
            match given {
                Some(Given::Value(words)) => {
                    self.scalar(place.start..place.start, false, words.as_str());
                    at += place.size() as usize;
                }
                _ => {
                    self.places.push(place);
                    if !place.is_scalar() {
                        open.push((at + place.size() as usize, self.len() - 1, given));
                    }
                    at += 1;
                }
            }
            while let Some((_, begun, given)) = open.pop_if(|(end, ..)| *end == at) {
                let Place { start, end, .. } = self.places[begun];
                if let Some(Given::Entry(key, words)) = given {
                    self.scalar(start..start, false, key.clone());
                    self.scalar(start..start, false, words.as_str());
                }
                self.close(begun, end);
            }
        }
        self
    }

    /// Gives back the memory that was held ready for more.
    pub fn finished(mut self) -> Tree {
        self.places.shrink_to_fit();
        self.words.shrink_to_fit();
        self
    }
}

/// What stands in a tree without having been written.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// In place of a value.
    Value(String),
    /// A key and what is under it, at the end of a mapping.
    Entry(ArcStr, String),
}

/// A value and its place.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    at: u32,
}

/// What stands at a place.
#[derive(Debug, Clone)]
pub enum Value<'t> {
    /// A scalar.
    Scalar {
        /// As written, escapes resolved (`1.10` stays `1.10`).
        text: &'t str,
        /// Without quotes, not as a block.
        plain: bool,
    },
    /// A sequence.
    List(Items<'t>),
    /// A mapping; keys are scalars, each once.
    Map(Entries<'t>),
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}

impl<'t> Node<'t> {
    #[inline]
    fn place(self) -> Place {
        self.tree.places[self.at as usize]
    }

    /// Where it stands in its tree.
    pub fn at(self) -> usize {
        self.at as usize
    }

    /// How many places it takes in its tree, with all that is inside it.
    #[inline]
    pub fn size(self) -> usize {
        self.place().size() as usize
    }

    /// First byte in the file's text.
    pub fn start(self) -> u32 {
        self.place().start
    }

    /// Byte behind the last.
    pub fn end(self) -> u32 {
        self.place().end
    }

    /// Its bytes.
    pub fn span(self) -> Range<usize> {
        self.start() as usize..self.end() as usize
    }

    /// What stands behind a scalar without quotes on its line, comments too; empty for all else.
    pub fn behind(self) -> &'t str {
        let place = self.place();
        let rest = self.tree.text.get(place.end as usize..).filter(|_| place.sort() == PLAIN);
        rest.and_then(|rest| rest.split('\n').next()).unwrap_or_default()
    }

    /// The bytes to underline: a scalar whole, of a collection its first key or item.
    pub fn head(self) -> Range<usize> {
        self.inside().next().map_or_else(|| self.span(), Node::head)
    }

    /// The keys and values, or items, of a collection; none for a scalar.
    #[inline]
    fn inside(self) -> Items<'t> {
        let place = self.place();
        Items { tree: Some(self.tree), at: self.at + 1, end: self.at + place.size() }
    }

    /// What stands here.
    #[inline]
    pub fn value(self) -> Value<'t> {
        match self.place().sort() {
            MAP => Value::Map(Entries(self.inside())),
            LIST => Value::List(self.inside()),
            sort => Value::Scalar { text: self.text().unwrap_or_default(), plain: sort == PLAIN },
        }
    }

    /// Whether it is a mapping.
    #[inline]
    pub fn is_map(self) -> bool {
        self.place().sort() == MAP
    }

    /// The words of a scalar.
    #[inline]
    pub fn text(self) -> Option<&'t str> {
        self.words().map(|(words, _)| words)
    }

    /// The words of a scalar, and the text that they are a part of.
    #[inline]
    pub fn words(self) -> Option<(&'t str, &'t ArcStr)> {
        let place = self.place();
        let (start, end, text) = (place.start as usize, place.end as usize, &self.tree.text);
        match place.more() {
            _ if !place.is_scalar() => None,
            AS_WRITTEN => Some((text.get(start..end)?, text)),
            IN_QUOTES => Some((text.get(start + 1..end - 1)?, text)),
            apart => self.tree.words.get((apart - APART) as usize).map(|words| (words.as_str(), words)),
        }
    }

    /// Whether these are the words of a scalar.
    #[inline]
    fn says(self, words: &str) -> bool {
        let place = self.place();
        match place.more() {
            // Looked at most of all: keys. Their length tells most of them apart.
            AS_WRITTEN if place.is_scalar() => {
                let written = place.start as usize..place.end as usize;
                written.len() == words.len() && self.tree.text.as_bytes().get(written) == Some(words.as_bytes())
            }
            _ => self.text() == Some(words),
        }
    }

    /// Whether nothing is written: null, `""`, or an empty list or mapping.
    #[inline]
    pub fn is_absent(self) -> bool {
        let place = self.place();
        if place.is_scalar() {
            // Whatever is longer, its quotes included, is no `null`.
            let is_short = place.end - place.start < 5 || place.more() >= APART;
            is_short && self.text().is_some_and(|t| t.is_empty() || (place.sort() == PLAIN && is_null(t)))
        } else {
            place.more() == 0
        }
    }

    /// The value under a key of a mapping.
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        self.entry(key).map(|(_, value)| value)
    }

    /// Key and value of a mapping.
    pub fn entry(self, key: &str) -> Option<(Node<'t>, Node<'t>)> {
        self.entries().find(|(k, _)| k.says(key))
    }

    /// The entries of a mapping; none for anything else.
    #[inline]
    pub fn entries(self) -> Entries<'t> {
        if self.is_map() { Entries(self.inside()) } else { Entries::default() }
    }

    /// The items of a list; none for anything else.
    #[inline]
    pub fn items(self) -> Items<'t> {
        if self.place().sort() == LIST { self.inside() } else { Items::default() }
    }

    /// The words under a key, unless absent.
    pub fn text_of(self, key: &str) -> Option<&'t str> {
        self.get(key).filter(|n| !n.is_absent()).and_then(Node::text)
    }

    /// Whether `true` is written, as in `draft: true`.
    pub fn is_true(self) -> bool {
        self.text().is_some_and(|t| t.eq_ignore_ascii_case("true"))
    }

    /// A mapping in which this stands under a key that nobody wrote.
    pub fn under(self, key: &str) -> Tree {
        let mut tree = Tree::new(&self.tree.text);
        let at = tree.open(self.start(), true);
        tree.scalar(self.start()..self.start(), false, key);
        tree.copy(self);
        tree.close(at, self.end());
        tree
    }

    /// A tree for a part of this value.
    pub fn fresh(self) -> Tree {
        Tree::new(&self.tree.text)
    }
}

/// Items of a list.
#[derive(Clone, Default)]
pub struct Items<'t> {
    tree: Option<&'t Tree>,
    at: u32,
    end: u32,
}

impl<'t> Iterator for Items<'t> {
    type Item = Node<'t>;

    #[inline]
    fn next(&mut self) -> Option<Node<'t>> {
        let node = self.tree.filter(|_| self.at < self.end).map(|tree| Node { tree, at: self.at })?;
        self.at += node.size() as u32;
        Some(node)
    }
}

impl fmt::Debug for Items<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl Items<'_> {
    /// Whether there are none left.
    pub fn is_empty(&self) -> bool {
        self.at >= self.end
    }
}

/// Entries of a mapping.
#[derive(Clone, Default)]
pub struct Entries<'t>(Items<'t>);

impl<'t> Iterator for Entries<'t> {
    type Item = (Node<'t>, Node<'t>);

    #[inline]
    fn next(&mut self) -> Option<(Node<'t>, Node<'t>)> {
        let Items { tree, at, end } = self.0;
        // A key is a scalar, so it takes one place.
        let node = |at| tree.filter(|_| at < end).map(|tree| Node { tree, at });
        let (key, value) = (node(at)?, node(at + 1)?);
        self.0.at = value.at + value.place().size();
        Some((key, value))
    }
}

impl fmt::Debug for Entries<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.clone()).finish()
    }
}

impl Entries<'_> {
    /// Whether there are none left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// An entity in the tree of its file; shared, as a kit that is read again keeps what did not change.
#[derive(Debug, Clone)]
pub struct Root {
    tree: Arc<Tree>,
    at: u32,
}

impl Root {
    /// The mappings that are entities of their own: the root, or the items of a list at the root.
    pub fn all(tree: Tree) -> Vec<Root> {
        let tree = Arc::new(tree);
        let of = |node: Node| node.is_map().then(|| Root { tree: tree.clone(), at: node.at });
        let Some(root) = tree.root() else { return Vec::new() };
        of(root).into_iter().chain(root.items().filter_map(of)).collect()
    }

    /// Its value.
    pub fn node(&self) -> Node<'_> {
        Node { tree: &self.tree, at: self.at }
    }

    /// Whether it is the same in memory, and so unchanged.
    pub fn is(&self, other: &Root) -> bool {
        self.address() == other.address()
    }

    /// Where it is in memory.
    pub fn address(&self) -> (usize, u32) {
        (Arc::as_ptr(&self.tree) as usize, self.at)
    }
}

/// Whether a plain scalar is YAML's null.
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Whether a plain scalar is YAML 1.2's true or false.
pub fn is_bool(text: &str) -> bool {
    matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::yaml::read;

    fn tree(text: &str) -> Tree {
        read(&ArcStr::from(text)).expect("well formed").expect("not empty")
    }

    #[test]
    fn words_are_told_by_their_bytes_where_these_are_what_is_meant() {
        let tree = tree("a: plain\nb: 'in quotes'\nc: \"a\\ttab\"\nd: |\n  one\n  two\ne: ''\nf: ~\n");
        let root = tree.node(0);
        let said = ["a", "b", "c", "d", "e", "f"].map(|key| root.get(key).and_then(Node::text));
        assert_eq!(said, [Some("plain"), Some("in quotes"), Some("a\ttab"), Some("one\ntwo\n"), Some(""), Some("~")]);
        assert_eq!(tree.words, ["a\ttab", "one\ntwo\n"]);
        let absent = root.entries().filter(|(_, value)| value.is_absent()).filter_map(|(key, _)| key.text());
        assert_eq!(absent.collect::<String>(), "ef");
    }

    #[test]
    fn what_is_taken_away_takes_its_words_along() {
        let source = tree("- \"one\\n\"\n- [\"two\\n\", {three: \"four\\n\"}]\n- \"five\\n\"\n");
        let mut made = source.node(0).fresh();
        let at = made.open(0, false);
        let items: Vec<Node> = source.node(0).items().collect();
        made.copy(items[2]);
        let part = made.len();
        made.copy(items[1]);
        let taken = made.take(part);
        made.copy(items[0]);
        made.close(at, 0);
        assert_eq!(made.words, ["five\n", "one\n"]);
        assert_eq!(made.node(0).items().filter_map(Node::text).collect::<Vec<_>>(), ["five\n", "one\n"]);
        assert_eq!(format!("{:?}", taken.node(0)), format!("{:?}", items[1]));
    }

    #[test]
    fn a_value_under_a_key_is_a_mapping_of_its_own() {
        let source = tree("[word, [a, b]]");
        for item in source.node(0).items() {
            let made = item.under("text");
            let (key, value) = made.node(0).entry("text").expect("under its key");
            assert_eq!(
                (key.span(), value.span(), made.node(0).size()),
                (item.span().start..item.span().start, item.span(), 2 + item.size())
            );
        }
    }
}
