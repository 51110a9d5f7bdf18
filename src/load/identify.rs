//! Gives every entity, question, group and row its permanent address, from the file's name or the words.

use std::collections::{HashMap, HashSet};

use arcstr::literal_substr;

use super::shape::{Misfit, is_id};
use super::tree::{Fault, Node, Value};
use crate::model::{ENTITIES, EntityKind};
use crate::text::{inline_plain, slug};

/// Ids that pages of the site use themselves.
const RESERVED: [&str; 5] = ["index", "search", "404", "assets", "static"];

/// The id of an entity: written, or the file's name when the file holds just this one.
pub fn entity(node: &mut Node, path: &str, single: bool, kind: &EntityKind, found: &mut Vec<Misfit>) {
    if !matches!(node.value, Value::Map(_)) {
        return;
    }
    let mut tell = |rule, message: String, node: &Node, help: &str| {
        found.push(Misfit { rule, fault: Fault::new(message, node.head(), help), fix: None });
    };
    match node.get("id").filter(|id| !id.is_absent()) {
        Some(id) => {
            let word = id.text().unwrap_or_default();
            if RESERVED.contains(&word) || ENTITIES.iter().any(|k| k.folder == word) {
                tell(
                    "bad-id",
                    format!("the id `{word}` is reserved"),
                    id,
                    "choose another; the site needs this one itself",
                );
            }
        }
        None if !single => tell(
            "missing-field",
            "`id` is missing".into(),
            node,
            "in a file that holds a list, each item needs an `id:`",
        ),
        None => {
            let name = path.rsplit('/').next().unwrap_or_default();
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let reserved = RESERVED.contains(&stem) || ENTITIES.iter().any(|k| k.folder == stem);
            if !is_id(stem) || reserved {
                let words = slug(stem, "x-");
                let suggestion = if reserved { format!("{words}-{}", kind.word) } else { words };
                let help = format!("rename the file to `{suggestion}.yaml`, or write `id: {suggestion}` in it");
                tell("bad-id", format!("the file's name `{stem}` cannot be the id of this {}", kind.word), node, &help);
            }
            let id = if is_id(stem) && !reserved { stem.to_owned() } else { slug(stem, "x-") };
            insert(node, id);
        }
    }
}

/// The ids of questions, groups and rows inside an entity.
pub fn parts(node: &mut Node, kind: &EntityKind, found: &mut Vec<Misfit>) {
    match kind.word {
        "faq" => {
            let mut names = Names { taken: written(node, &["questions", "follow_ups"]), counts: HashMap::new(), found };
            each(node, &["questions", "follow_ups"], &mut |n| names.give(n, "ask", "q-", true));
        }
        "comparison" => {
            let mut names = Names { taken: written(node, &["groups", "rows"]), counts: HashMap::new(), found };
            each(node, &["groups"], &mut |n| names.give(n, "name", "g-", false));
            each(node, &["groups", "rows"], &mut |n| {
                if n.get("cells").is_some() || n.get("rows").is_none() {
                    names.give(n, "name", "r-", false);
                }
            });
        }
        _ => {}
    }
}

/// Calls `act` on each mapping in the lists under `keys`, at any depth.
fn each(node: &mut Node, keys: &[&str], act: &mut dyn FnMut(&mut Node)) {
    let Value::Map(entries) = &mut node.value else { return };
    let lists = entries.iter_mut().filter(|(k, _)| k.text().is_some_and(|k| keys.contains(&k)));
    for (_, list) in lists {
        let Value::List(items) = &mut list.value else { continue };
        for item in items.iter_mut().filter(|i| matches!(i.value, Value::Map(_))) {
            act(item);
            each(item, keys, act);
        }
    }
}

fn written(node: &mut Node, keys: &[&str]) -> HashSet<String> {
    let mut ids = HashSet::new();
    each(node, keys, &mut |n| {
        if let Some(id) = n.text_of("id") {
            ids.insert(id.to_owned());
        }
    });
    ids
}

struct Names<'a> {
    /// Ids that are written, then also those that were given.
    taken: HashSet<String>,
    /// How far each address was counted.
    counts: HashMap<String, usize>,
    found: &'a mut Vec<Misfit>,
}

impl Names<'_> {
    /// Leaves a written id as it is; makes one from the words otherwise.
    fn give(&mut self, node: &mut Node, words: &str, prefix: &str, wanted: bool) {
        if node.get("id").is_some_and(|id| !id.is_absent()) {
            return;
        }
        let base = slug(&inline_plain(node.text_of(words).unwrap_or_default()), prefix);
        let mut id = base.clone();
        let mut count = self.counts.get(&base).copied().unwrap_or(1);
        if count > 1 {
            id = format!("{base}-{count}");
        }
        while !self.taken.insert(id.clone()) {
            count += 1;
            id = format!("{base}-{count}");
        }
        self.counts.insert(base, count);
        if count > 1 && wanted {
            let message = format!("another question has this address already, so this one's is `{id}`");
            self.found.push(Misfit {
                fix: None,
                rule: "missing-id",
                fault: Fault::new(message, node.head(), "give it an `id:` of its own, so that links to it stay right"),
            });
        }
        insert(node, id);
    }
}

fn insert(node: &mut Node, id: String) {
    let value = Node::word(id, node);
    let key = Node::word(literal_substr!("id"), node);
    if let Value::Map(entries) = &mut node.value {
        let kept = std::mem::take(entries).into_iter().filter(|(k, _)| k.text() != Some("id"));
        *entries = kept.chain([(key, value)]).collect();
    }
}
