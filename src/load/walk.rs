//! Goes through a tree along its shape, telling each value's field and the widest audience it may have.
//!
//! The rule of audiences stands here and nowhere else: the default at the top is internal, inside it is that of what
//! encloses; a nested value can only narrow; caps hold whatever is written.

use super::shape::{Leaf, Mapping, Schema, Shape};
use super::tree::{Node, Value};
use crate::text::Audience;

/// The audience a mapping gets, given what is written on it and the widest it may have.
pub fn audience_of(mapping: &Mapping, node: Node, limit: Audience, default: Audience) -> (Audience, bool) {
    let written = node.get("audience").and_then(Node::text).and_then(Audience::parse);
    let wanted = written.or(mapping.default_audience).unwrap_or(default);
    (wanted.min(limit), written.is_some_and(|w| w > limit))
}

/// Goes through an entity. `cap` is the widest audience entities of its sort may have.
pub fn walk<'a>(schema: &'a Schema, node: Node<'a>, cap: Audience, visitor: &mut dyn FnMut(Step<'a>)) {
    Walk { schema, visitor }.mapping(0, node, "", cap, Audience::Internal, false);
}

/// A mapping with fixed fields, and what holds inside it.
#[derive(Debug, Clone, Copy)]
pub struct Block<'a> {
    /// The mapping.
    pub node: Node<'a>,
    /// Its shape.
    pub mapping: &'a Mapping,
    /// The field it stands under; empty for an entity itself.
    pub field: &'a str,
    /// Who may see it.
    pub audience: Audience,
    /// Whether it, or what encloses it, must not name a rival.
    pub neutral: bool,
}

/// What is met on the way.
#[derive(Debug)]
pub enum Step<'a> {
    /// A scalar.
    Leaf {
        /// The scalar.
        node: Node<'a>,
        /// What it is.
        leaf: &'a Leaf,
        /// The field (or key of a free mapping) it stands under.
        field: &'a str,
        /// The widest audience it may have.
        audience: Audience,
        /// The mapping it stands in.
        block: Block<'a>,
    },
    /// A mapping with fixed fields, before what is in it.
    Block(Block<'a>),
    /// A mapping that asks for a wider audience than it may have.
    Widened {
        /// The word it says.
        written: Node<'a>,
        /// What it gets.
        gets: Audience,
    },
}

struct Walk<'a, 'w> {
    schema: &'a Schema,
    visitor: &'w mut dyn FnMut(Step<'a>),
}

impl<'a> Walk<'a, '_> {
    fn mapping(
        &mut self,
        place: usize,
        node: Node<'a>,
        field: &'a str,
        limit: Audience,
        default: Audience,
        neutral: bool,
    ) {
        let mapping = &self.schema.mappings[place];
        let (audience, widened) = audience_of(mapping, node, limit, default);
        if widened && let Some(written) = node.get("audience") {
            (self.visitor)(Step::Widened { written, gets: audience });
        }
        let neutral = neutral || node.get("neutral").is_some_and(Node::is_true);
        let block = Block { node, mapping, field, audience, neutral };
        (self.visitor)(Step::Block(block));
        for (key, value) in node.entries() {
            let name = key.text().unwrap_or_default();
            if let Some(field) = mapping.fields.get(name) {
                self.value(&field.shape, value, name, audience.min(field.cap), block);
            }
        }
    }

    fn value(&mut self, shape: &'a Shape, node: Node<'a>, field: &'a str, audience: Audience, block: Block<'a>) {
        if node.is_absent() {
            return;
        }
        match (shape, node.value()) {
            (Shape::Leaf(leaf) | Shape::LineOr(leaf, _), Value::Scalar { .. }) => {
                (self.visitor)(Step::Leaf { node, leaf, field, audience, block });
            }
            (Shape::List(item) | Shape::OneOrMany(item), Value::List(items)) => {
                items.for_each(|i| self.value(item, i, field, audience, block));
            }
            (Shape::OneOrMany(item), _) => self.value(item, node, field, audience, block),
            (Shape::Free(item), Value::Map(entries)) => {
                for (key, value) in entries.filter(|(k, _)| !k.text().is_some_and(|k| k.starts_with("x-"))) {
                    self.value(item, value, key.text().unwrap_or_default(), audience, block);
                }
            }
            (Shape::Mapping(place) | Shape::LineOr(_, place), Value::Map(_)) => {
                self.mapping(*place, node, field, audience, audience, block.neutral)
            }
            _ => {}
        }
    }
}
