//! Goes through a tree along its shape, telling each value's field and the widest audience it may have.
//!
//! The rule of audiences stands here and nowhere else: the default at the top is internal, inside it is that of what
//! encloses; a nested value can only narrow; caps hold whatever is written.

use super::shape::{Leaf, Mapping, Schema, Shape};
use super::tree::{Node, Value};
use crate::text::Audience;

/// The audience a mapping gets, given what is written on it and the widest it may have.
pub fn audience_of(mapping: &Mapping, node: &Node, limit: Audience, default: Audience) -> (Audience, bool) {
    let written = node.get("audience").and_then(Node::text).and_then(Audience::parse);
    let wanted = written.or(mapping.default_audience).unwrap_or(default);
    (wanted.min(limit), written.is_some_and(|w| w > limit))
}

/// Goes through an entity. `cap` is the widest audience entities of its sort may have, `excuse` tells whether an
/// `allow` entry counts (it may have ended).
pub fn walk<'a>(
    schema: &'a Schema,
    node: &'a Node,
    cap: Audience,
    excuse: &dyn Fn(&Node) -> bool,
    visitor: &mut dyn FnMut(Step<'a, '_>),
) {
    let mut walk = Walk { schema, excuse, visitor, allowed: Vec::new() };
    walk.mapping(0, node, cap, Audience::Internal);
}

/// What is met on the way.
pub enum Step<'a, 'w> {
    /// A scalar.
    Leaf {
        /// The scalar.
        node: &'a Node,
        /// What it is.
        leaf: &'a Leaf,
        /// The field (or key of a free mapping) it stands under.
        field: &'a str,
        /// The widest audience it may have.
        audience: Audience,
        /// Rules excused here.
        allowed: &'w [&'a str],
    },
    /// A mapping that asks for a wider audience than it may have.
    Widened {
        /// The word it says.
        written: &'a Node,
        /// What it gets.
        gets: Audience,
        /// Rules excused here.
        allowed: &'w [&'a str],
    },
}

struct Walk<'a, 'w> {
    schema: &'a Schema,
    excuse: &'w dyn Fn(&Node) -> bool,
    visitor: &'w mut dyn FnMut(Step<'a, '_>),
    allowed: Vec<&'a str>,
}

impl<'a> Walk<'a, '_> {
    fn mapping(&mut self, place: usize, node: &'a Node, limit: Audience, default: Audience) {
        let mapping = &self.schema.mappings[place];
        let before = self.allowed.len();
        for excuse in node.get("allow").map(Node::items).unwrap_or_default().iter().filter(|e| (self.excuse)(e)) {
            self.allowed.extend(excuse.text_of("rule"));
        }
        let (audience, widened) = audience_of(mapping, node, limit, default);
        if let (true, Some(written)) = (widened, node.get("audience")) {
            (self.visitor)(Step::Widened { written, gets: audience, allowed: &self.allowed });
        }
        for (key, value) in node.entries() {
            let name = key.text().unwrap_or_default();
            if let Some(field) = mapping.fields.get(name) {
                self.value(&field.shape, value, name, audience.min(field.cap));
            }
        }
        self.allowed.truncate(before);
    }

    fn value(&mut self, shape: &'a Shape, node: &'a Node, field: &'a str, audience: Audience) {
        if node.is_absent() {
            return;
        }
        match (shape, &node.value) {
            (Shape::Leaf(leaf) | Shape::LineOr(leaf, _), Value::Scalar { .. }) => {
                (self.visitor)(Step::Leaf { node, leaf, field, audience, allowed: &self.allowed });
            }
            (Shape::List(item) | Shape::OneOrMany(item), Value::List(items)) => {
                items.iter().for_each(|i| self.value(item, i, field, audience));
            }
            (Shape::OneOrMany(item), _) => self.value(item, node, field, audience),
            (Shape::Free(item), Value::Map(entries)) => {
                for (key, value) in entries.iter().filter(|(k, _)| !k.text().is_some_and(|k| k.starts_with("x-"))) {
                    self.value(item, value, key.text().unwrap_or_default(), audience);
                }
            }
            (Shape::Mapping(place) | Shape::LineOr(_, place), Value::Map(_)) => {
                self.mapping(*place, node, audience, audience)
            }
            _ => {}
        }
    }
}
