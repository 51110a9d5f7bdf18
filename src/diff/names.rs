//! What items are called, on either side.

use std::collections::HashMap;

use super::head;
use crate::load::Written;
use crate::load::tree::Node;
use crate::text;

/// Names of items by sort and id; those of the later side win.
#[derive(Debug, Default)]
pub struct Names(HashMap<(&'static str, String), String>);

impl Names {
    /// The names of two states of a kit.
    pub fn of(before: &[Written], after: &[Written]) -> Names {
        let all = before.iter().chain(after).filter(|i| i.kind.has_ids);
        Names(all.map(|i| ((i.kind.word, i.id.clone()), name(i.node(), &i.id))).collect())
    }

    /// The name behind a reference; the id where there is none.
    pub fn get<'n>(&'n self, kind: &str, id: &'n str) -> &'n str {
        let kinds: &[&'static str] = match kind {
            "rival" => &["product", "competitor"],
            kind => crate::model::entity(kind).map_or(&[], |k| std::slice::from_ref(&k.word)),
        };
        let found = kinds.iter().find_map(|k| self.0.get(&(*k, id.to_owned())));
        found.map_or(id, String::as_str)
    }
}

/// What an item is called, without markup: its name, else what it says, else its id.
fn name(node: Node, id: &str) -> String {
    let quote = || node.get("evidence").and_then(|e| e.items().find_map(|e| e.text_of("quote")));
    let result = || node.get("story").and_then(|s| s.text_of("result"));
    let words = head::first(node, &["name", "title", "role", "says", "text"]).or_else(quote).or_else(result);
    let words = text::inline_plain(node.text_of("role").or(words).unwrap_or_default());
    if words.is_empty() { id.to_owned() } else { words }
}
