//! Which parts of two lists are the same part: equal ones, then those known by the same name, then those that say much
//! the same.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::head;
use crate::load::tree::{Node, Value};
use crate::text;

/// How alike two parts must be to be one that changed: shared words in a hundred of all.
const ALIKE: usize = 45;
/// Comparisons of words in one list; beyond, parts without a name are gone and new ones came.
const MOST: usize = 20_000;

/// A place before and a place after; one is missing where a part came or went.
pub type Pair = (Option<usize>, Option<usize>);

/// Pairs the parts of two lists, in the order of the later; those that are gone stand behind. `by_words`: whether
/// parts that say much the same are one.
pub fn pairs(before: &[Node], after: &[Node], by_words: bool) -> Vec<Pair> {
    let mut pairing = Pairing { of: vec![None; after.len()], taken: vec![false; before.len()] };
    pairing.by(before, after, fingerprint);
    pairing.by(before, after, head::key);
    if by_words {
        pairing.by_likeness(before, after);
    }
    let gone = pairing.taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(b, _)| (Some(b), None));
    let kept = pairing.of.iter().enumerate().map(|(a, b)| (*b, Some(a)));
    kept.chain(gone).collect()
}

struct Pairing {
    /// For each place after, the place before.
    of: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl Pairing {
    fn by<K: Hash + Eq>(&mut self, before: &[Node], after: &[Node], key: fn(Node) -> K) {
        let mut free: HashMap<K, Vec<usize>> = HashMap::new();
        for (b, node) in before.iter().enumerate().rev().filter(|(b, _)| !self.taken[*b]) {
            free.entry(key(*node)).or_default().push(b);
        }
        for (a, node) in after.iter().enumerate() {
            if self.of[a].is_none()
                && let Some(b) = free.get_mut(&key(*node)).and_then(Vec::pop)
            {
                self.of[a] = Some(b);
                self.taken[b] = true;
            }
        }
    }

    fn by_likeness(&mut self, before: &[Node], after: &[Node]) {
        let words = |nodes: &[Node], free: &dyn Fn(usize) -> bool| -> Vec<(usize, Vec<String>)> {
            nodes.iter().enumerate().filter(|(i, _)| free(*i)).map(|(i, n)| (i, sorted_words(*n))).collect()
        };
        let one = words(before, &|b| !self.taken[b]);
        let two = words(after, &|a| self.of[a].is_none());
        if one.len() * two.len() > MOST {
            return;
        }
        let mut all: Vec<(usize, usize, usize)> = Vec::new();
        for (a, new) in &two {
            all.extend(one.iter().map(|(b, old)| (likeness(old, new), *a, *b)).filter(|(like, ..)| *like >= ALIKE));
        }
        all.sort_by_key(|(like, a, b)| (std::cmp::Reverse(*like), *a, *b));
        for (_, a, b) in all {
            if self.of[a].is_none() && !self.taken[b] {
                self.of[a] = Some(b);
                self.taken[b] = true;
            }
        }
    }
}

fn sorted_words(node: Node) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    each_text(node, &mut |text| words.extend(text::normalized_words(text).split_whitespace().map(str::to_owned)));
    words.sort_unstable();
    words
}

/// Calls `act` on every scalar of a tree.
pub fn each_text(node: Node, act: &mut dyn FnMut(&str)) {
    match node.value() {
        Value::Scalar { text, .. } => act(text),
        Value::List(items) => items.for_each(|i| each_text(i, act)),
        Value::Map(entries) => entries.for_each(|(_, v)| each_text(v, act)),
    }
}

/// Shared words of two sorted lists, in a hundred of all.
fn likeness(one: &[String], two: &[String]) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < one.len() && j < two.len() {
        match one[i].cmp(&two[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
        }
    }
    200 * shared / (one.len() + two.len()).max(1)
}

/// What a tree says, wherever it stands, as a number.
pub fn fingerprint(node: Node) -> u64 {
    let mut hasher = DefaultHasher::new();
    feed(node, &mut hasher);
    hasher.finish()
}

/// The same of a mapping, but for what it says under one key.
pub fn fingerprint_but(node: Node, key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (k, value) in node.entries().filter(|(k, _)| k.text() != Some(key)) {
        feed(k, &mut hasher);
        feed(value, &mut hasher);
    }
    hasher.finish()
}

fn feed(node: Node, hasher: &mut DefaultHasher) {
    match node.value() {
        Value::Scalar { text, .. } => (0u8, text).hash(hasher),
        Value::List(items) => {
            (1u8, items.clone().count()).hash(hasher);
            items.for_each(|i| feed(i, hasher));
        }
        Value::Map(entries) => {
            (2u8, entries.clone().count()).hash(hasher);
            entries.for_each(|(k, v)| {
                feed(k, hasher);
                feed(v, hasher);
            });
        }
    }
}

/// Whether two trees say the same, wherever they stand.
pub fn same(one: Node, two: Node) -> bool {
    if one.size() != two.size() {
        return false;
    }
    match (one.value(), two.value()) {
        (Value::Scalar { text: a, .. }, Value::Scalar { text: b, .. }) => a == b,
        (Value::List(a), Value::List(b)) => a.zip(b).all(|(a, b)| same(a, b)),
        (Value::Map(a), Value::Map(b)) => a.zip(b).all(|((k, v), (l, w))| same(k, l) && same(v, w)),
        _ => false,
    }
}
