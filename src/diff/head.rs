//! By what a part of an item is known: its title, its first words.

use super::words::folded;
use crate::load::tree::{Node, Value};
use crate::text;

/// Fields that name a part.
const TITLES: [&str; 10] = ["title", "name", "ask", "says", "they_say", "attribute", "what", "period", "path", "rule"];
/// Fields that a part is known by where nothing names it.
const BODIES: [&str; 12] =
    ["text", "fact", "quote", "value", "to", "price", "url", "truth", "respond", "short", "answer", "id"];
/// Fields that tell parts of pages apart, in the order in which views tell them.
const MARKS: [&str; 8] = ["title", "name", "ask", "they_say", "what", "text", "fact", "product"];
/// Longest name of a part, in characters.
const LONGEST: usize = 60;

/// The first of some fields that is written.
pub fn first<'n>(node: Node<'n>, fields: &[&str]) -> Option<&'n str> {
    fields.iter().find_map(|field| node.text_of(field))
}

/// What names a part; not its matter.
pub fn title(node: Node<'_>) -> Option<&str> {
    first(node, &TITLES)
}

/// What a part is paired by: its id where pages use that, else what names it, else its matter.
pub fn key(node: Node) -> String {
    if let Some(words) = node.text() {
        return folded(words);
    }
    let numbered = ["ask", "rows", "cells", "name"].iter().any(|f| node.get(f).is_some());
    let id = node.text_of("id").filter(|_| numbered).map(|id| format!("#{id}"));
    let product = node.text_of("product").unwrap_or_default();
    id.unwrap_or_else(|| {
        folded(&format!("{} {product}", title(node).or_else(|| first(node, &BODIES)).unwrap_or_default()))
    })
}

/// What a part is called where it stays the same part: its title, else its matter if that did not change.
pub fn name(before: Node, after: Node) -> String {
    let same = || first(after, &BODIES).filter(|words| first(before, &BODIES) == Some(words));
    let words = title(after).or_else(same).unwrap_or_default();
    text::shortened(text::inline_plain(words), LONGEST)
}

/// A part in one line: title and matter, without markup.
pub fn summary(node: Node) -> String {
    if let Some(words) = node.text() {
        return text::inline_plain(words);
    }
    let words = |words: &str| text::plain(words).split_whitespace().collect::<Vec<_>>().join(" ");
    let price = || node.get("price").map(|p| p.items().filter_map(Node::text).collect::<Vec<_>>().join(", "));
    let body = first(node, &BODIES[..BODIES.len() - 1]).map(str::to_owned).or_else(price).filter(|b| !b.is_empty());
    match (title(node), body) {
        (Some(title), Some(body)) => format!("{}: {}", words(title), words(&body)),
        (Some(one), None) => words(one),
        (None, Some(one)) => words(&one),
        (None, None) => node.text_of("id").unwrap_or_default().to_owned(),
    }
}

/// By what a part is known on a page. Views make the same out of their fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Marked(String);

impl Marked {
    /// Out of the written fields of a view, in the order of the tree's.
    pub fn of(fields: &[&str]) -> Marked {
        let words: Vec<String> = fields.iter().filter(|w| !w.is_empty()).map(|w| folded(w)).collect();
        Marked(words.join("\u{1f}"))
    }

    /// Out of what an edit remembers.
    pub fn read(mark: &str) -> Marked {
        Marked(mark.to_owned())
    }
}

/// The mark of a part as its tree has it.
pub fn mark(node: Node) -> String {
    match node.value() {
        Value::Scalar { text, .. } => Marked::of(&[text]).0,
        _ => {
            let fields: Vec<&str> = MARKS.iter().filter_map(|f| node.text_of(f)).collect();
            Marked::of(&fields).0
        }
    }
}
