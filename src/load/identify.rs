//! Gives every entity, question, group and row its permanent address, from the file's name or the words.

use std::collections::{BTreeMap, HashMap, HashSet};

use arcstr::literal;

use super::shape::{Misfit, is_id};
use super::tree::{Given, Node, Tree};
use super::yaml::Fault;
use crate::model::{ENTITIES, EntityKind};
use crate::text::{inline_plain, slug};

/// Ids that pages of the site use themselves.
const RESERVED: [&str; 5] = ["index", "search", "404", "assets", "static"];

/// Ids that nobody wrote, by their places in the tree.
#[derive(Debug, Default)]
pub struct Ids(BTreeMap<usize, Given>);

impl Ids {
    /// The id of an entity: written, or the file's name when the file holds just this one.
    pub fn entity(&mut self, node: Node, path: &str, single: bool, kind: &EntityKind, found: &mut Vec<Misfit>) {
        if !node.is_map() {
            return;
        }
        let mut tell = |rule, message: String, node: Node, help: &str| {
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
                    let message = format!("the file's name `{stem}` cannot be the id of this {}", kind.word);
                    tell("bad-id", message, node, &help);
                }
                let id = if is_id(stem) && !reserved { stem.to_owned() } else { slug(stem, "x-") };
                give(&mut self.0, node, id);
            }
        }
    }

    /// The ids of questions, groups and rows inside an entity.
    pub fn parts(&mut self, node: Node, kind: &EntityKind, found: &mut Vec<Misfit>) {
        match kind.word {
            "faq" => {
                let lists = ["questions", "follow_ups"];
                let mut names = Names::of(written(node, &lists), &mut self.0, found);
                each(node, &lists, &mut |n| names.give(n, "ask", "q-", true));
            }
            "comparison" => {
                let lists = ["groups", "rows"];
                let mut names = Names::of(written(node, &lists), &mut self.0, found);
                each(node, &["groups"], &mut |n| names.give(n, "name", "g-", false));
                each(node, &lists, &mut |n| {
                    if n.get("cells").is_some() || n.get("rows").is_none() {
                        names.give(n, "name", "r-", false);
                    }
                });
            }
            _ => {}
        }
    }

    /// The tree with these ids in it.
    pub fn written_into(&self, tree: Tree) -> Tree {
        if self.0.is_empty() { tree.finished() } else { tree.with(&self.0) }
    }
}

/// Gives a mapping an id: in place of one that says nothing, or beside all else.
fn give(ids: &mut BTreeMap<usize, Given>, node: Node, id: String) {
    match node.get("id") {
        Some(absent) => ids.insert(absent.at(), Given::Value(id)),
        None => ids.insert(node.at(), Given::Entry(literal!("id"), id)),
    };
}

/// Calls `act` on each mapping in the lists under `keys`, at any depth.
fn each<'t>(node: Node<'t>, keys: &[&str], act: &mut dyn FnMut(Node<'t>)) {
    for (_, list) in node.entries().filter(|(k, _)| k.text().is_some_and(|k| keys.contains(&k))) {
        for item in list.items().filter(|item| item.is_map()) {
            act(item);
            each(item, keys, act);
        }
    }
}

fn written(node: Node, keys: &[&str]) -> HashSet<String> {
    let mut ids = HashSet::new();
    each(node, keys, &mut |n| ids.extend(n.text_of("id").map(str::to_owned)));
    ids
}

struct Names<'a> {
    /// Ids that are written, then also those that were given.
    taken: HashSet<String>,
    /// How far each address was counted.
    counts: HashMap<String, usize>,
    given: &'a mut BTreeMap<usize, Given>,
    found: &'a mut Vec<Misfit>,
}

impl<'a> Names<'a> {
    fn of(taken: HashSet<String>, given: &'a mut BTreeMap<usize, Given>, found: &'a mut Vec<Misfit>) -> Names<'a> {
        Names { taken, counts: HashMap::new(), given, found }
    }

    /// Leaves a written id as it is; makes one from the words otherwise.
    fn give(&mut self, node: Node, words: &str, prefix: &str, wanted: bool) {
        let id = node.get("id");
        if id.is_some_and(|id| !id.is_absent()) || self.given.contains_key(&id.unwrap_or(node).at()) {
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
        give(self.given, node, id);
    }
}
