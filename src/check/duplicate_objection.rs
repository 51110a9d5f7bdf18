//! `duplicate-objection`: one objection, written twice.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::{Desk, Findings, Level, Look, Rule, desk};
use crate::diagnostic::{Diagnostic, Location};
use crate::load::Written;
use crate::load::tree::Node;
use crate::model::objection::Objection;
use crate::text::normalized_words;

/// The rule.
pub const RULE: Rule = Rule {
    name: "duplicate-objection",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "two objections have nearly the same words",
    explanation: "A rep who searches the prospect's words finds two answers and trusts neither; the field log counts each half. Two objections collide when a wording of one (`says` or `also`) is that of the other but for small words and one word more, and they are not for different competitors, products or personas. A name, a number or a `not` is never a small difference. Make one of them a wording (`also`) or a variant (`variants`) of the other.",
    bad: "- {id: price, says: You are too expensive for us}\n- {id: too-dear, says: You are too expensive}",
    good: "- {id: price, says: You are too expensive, also: [You are too expensive for us]}",
    looks: &[Look::Kit(check)],
};

/// Words that change nothing of what is meant.
const SMALL: &[&str] = &[
    "a", "an", "the", "you", "your", "we", "our", "us", "i", "it", "its", "they", "is", "are", "s", "re", "m", "be",
    "of", "for", "to", "in", "on", "at", "so", "too", "very", "just", "really", "that", "this", "than", "and", "but",
    "with",
];

/// Words that turn what is meant into its opposite.
const NOT: &[&str] =
    &["not", "no", "never", "cannot", "cant", "dont", "doesnt", "wont", "isnt", "arent", "didnt", "without", "nothing"];

struct Wording<'a> {
    item: &'a Written,
    node: Node<'a>,
    /// Sorted, each once.
    words: Vec<String>,
    /// Those written with a capital inside a sentence.
    names: HashSet<String>,
}

fn check(desk: &Desk, found: &mut Findings) {
    let rivals = rival_words(desk);
    let items: Vec<&Written> = desk.items("objection").collect();
    let all: Vec<Wording> = items.par_iter().flat_map_iter(|item| wordings(item, &rivals)).collect();
    let mut whole: HashMap<Vec<&str>, Vec<usize>> = HashMap::new();
    let mut shorter: HashMap<Vec<&str>, Vec<usize>> = HashMap::new();
    let mut told: HashSet<(&str, &str)> = HashSet::new();
    for (at, wording) in all.iter().enumerate() {
        let (key, less) = keys(wording);
        let same = [whole.get(&key), shorter.get(&key)].into_iter().flatten().flatten();
        let earlier = same.chain(less.iter().filter_map(|k| whole.get(k)).flatten()).map(|i| &all[*i]);
        let twin = earlier
            .filter(|e| e.item.id != wording.item.id && !are_apart(desk, e.item, wording.item))
            .min_by_key(|e| e.node.start());
        if let Some(first) = twin.filter(|f| told.insert((&f.item.id, &wording.item.id))) {
            found.push(finding(wording, first));
        }
        // A wording that thousands share is found through its first bearers.
        let keep = |map: &mut HashMap<_, Vec<usize>>, key| {
            let places = map.entry(key).or_default();
            if places.len() < 8 {
                places.push(at);
            }
        };
        keep(&mut whole, key);
        less.into_iter().for_each(|key| keep(&mut shorter, key));
    }
}

fn finding(wording: &Wording, first: &Wording) -> Diagnostic {
    let message = format!("this is nearly what `{}` says", first.item.id);
    let help = format!("make it a wording (`also`) or a variant of `{}`, or say what sets them apart", first.item.id);
    let place = Location::span(first.item.file.clone(), first.node.head());
    let finding = RULE.at(desk::place(wording.item, wording.node), message).help(help);
    finding.related(place, "the other one").of(desk::about(wording.item))
}

/// The names of rivals: two objections that differ in these are about different rivals.
fn rival_words(desk: &Desk) -> HashSet<String> {
    let names = desk.library.competitors.iter().flat_map(|c| c.aliases.iter().map(|a| &**a).chain([&*c.name.0]));
    names.flat_map(|n| normalized_words(n).split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn wordings<'a>(item: &'a Written, rivals: &HashSet<String>) -> Vec<Wording<'a>> {
    let also = item.node().get("also").map(Node::items).unwrap_or_default();
    let lines = item.node().get("says").into_iter().chain(also).filter(|n| !n.is_absent());
    let words = |node: Node| -> Vec<String> {
        let all = normalized_words(&node.text().unwrap_or_default().replace(['\'', '’'], ""));
        let mut words: Vec<String> =
            all.split_whitespace().filter(|w| !SMALL.contains(w) || rivals.contains(*w)).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    lines
        .map(|node| Wording { item, node, words: words(node), names: names(node) })
        .filter(|w| !w.words.is_empty())
        .collect()
}

/// The words of a wording; and where it has at least four, those with one left out that changes little. Two wordings meet
/// where one is the other, or the other with one word less.
fn keys<'w>(wording: &'w Wording) -> (Vec<&'w str>, Vec<Vec<&'w str>>) {
    let words: Vec<&str> = wording.words.iter().map(String::as_str).collect();
    let weighs =
        |word: &str| NOT.contains(&word) || word.chars().any(|c| c.is_numeric()) || wording.names.contains(word);
    let without = |gone: usize| words.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, w)| *w).collect();
    let light = (0..words.len()).filter(|gone| (4..=24).contains(&words.len()) && !weighs(words[*gone]));
    let less = light.map(without).collect();
    (words, less)
}

fn names(node: Node) -> HashSet<String> {
    let words = node.text().unwrap_or_default().split_whitespace().skip(1);
    words.filter(|w| w.starts_with(char::is_uppercase)).map(|w| normalized_words(w).trim().to_owned()).collect()
}

/// Whether two objections are for different competitors, products or personas, so that each has its own answer.
fn are_apart(desk: &Desk, a: &Written, b: &Written) -> bool {
    let (Some(a), Some(b)) = (desk.library.objections.get(&a.id), desk.library.objections.get(&b.id)) else {
        return false;
    };
    let parted = |of: fn(&Objection) -> Vec<&str>| {
        let (a, b) = (of(a), of(b));
        !a.is_empty() && !b.is_empty() && !a.iter().any(|id| b.contains(id))
    };
    parted(|o| o.competitors.iter().map(|c| &*c.0).collect())
        || parted(|o| o.products.iter().map(|p| &*p.0).collect())
        || parted(|o| o.personas.iter().map(|p| &*p.0).collect())
}
