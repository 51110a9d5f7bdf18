//! Goes through one item as it was and as it is, side by side along its shape, so that no field can be forgotten.
//!
//! Audiences follow the rule of `load::walk`: a nested value can only narrow, caps hold whatever is written.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::audience::Opened;
use super::names::Names;
use super::pair::{each_text, pairs, same};
use super::words::folded;
use super::{Edit, Mark, Part, What, head};
use crate::load::shape::{Leaf, Mapping, Schema, Shape};
use crate::load::tree::{Node, Tree, Value};
use crate::load::walk::audience_of;
use crate::text::{self, Audience};

/// What one item says on both sides; `None` where a side has nothing.
type Both<'n> = (Option<Node<'n>>, Option<Node<'n>>);
/// An audience on both sides.
type Audiences = (Audience, Audience);

/// Fields that are told elsewhere: addresses pair things, audiences and drafts are told by themselves.
const ELSEWHERE: [&str; 3] = ["id", "audience", "draft"];
/// Fields that a mapping stands for when it is written as one line.
const LINES: [&str; 6] = ["ask", "value", "to", "id", "text", "name"];
/// Lists whose parts have an address on the page.
const ANCHORED: [&str; 4] = ["questions", "follow_ups", "groups", "rows"];

/// The differences inside one item.
#[derive(Debug, Default)]
pub struct Compared {
    /// What changed.
    pub edits: Vec<Edit>,
    /// Mappings whose audience is another.
    pub opened: Vec<Opened>,
}

/// Compares two trees of one sort. `top`: the widest audience they may have, and what they have where none is written.
pub fn compare(schema: &Schema, before: Node, after: Node, top: (Audience, Audience), names: &Names) -> Compared {
    let (path, anchor, known_by, found) = Default::default();
    let mut walk = Walk { schema, names, before, known: OnceCell::new(), path, anchor, known_by, found };
    walk.mapping(0, (Some(before), Some(after)), (top.0, top.0), (top.1, top.1));
    walk.found
}

struct Walk<'a> {
    schema: &'a Schema,
    names: &'a Names,
    /// The whole item as it was.
    before: Node<'a>,
    /// All its texts, gathered when they are asked for.
    known: OnceCell<HashSet<String>>,
    path: Vec<Part>,
    anchor: String,
    /// By what the part of a list that is looked at is known.
    known_by: String,
    found: Compared,
}

impl Walk<'_> {
    fn mapping(&mut self, place: usize, both: Both, limits: Audiences, defaults: Audiences) {
        let mapping = &self.schema.mappings[place];
        let of = |node: Option<Node>, limit, default| node.map_or(limit, |n| audience_of(mapping, n, limit, default).0);
        let gets = (of(both.0, limits.0, defaults.0), of(both.1, limits.1, defaults.1));
        if let (Some(before), Some(after)) = both
            && gets.0 != gets.1
            && (gets != limits || self.path.is_empty())
        {
            self.opened(mapping, before, after, gets);
        }
        for (name, field) in mapping.fields.iter().filter(|(n, _)| !ELSEWHERE.contains(&n.as_str())) {
            let inner = (both.0.and_then(|n| n.get(name)), both.1.and_then(|n| n.get(name)));
            self.path.push(Part { field: name.clone(), name: String::new() });
            self.value(&field.shape, inner, (gets.0.min(field.cap), gets.1.min(field.cap)));
            self.path.pop();
        }
    }

    /// Remembers a mapping whose audience changed, with the fields that this moves.
    fn opened(&mut self, mapping: &Mapping, before: Node, after: Node, gets: Audiences) {
        let moved = |name: &str| mapping.fields.get(name).is_some_and(|f| gets.0.min(f.cap) != gets.1.min(f.cap));
        let names = after.entries().filter(|(_, v)| !v.is_absent()).filter_map(|(k, _)| k.text());
        let fields = names.filter(|n| moved(n) && !ELSEWHERE.contains(n)).map(str::to_owned).collect();
        let span = (before.start(), before.end());
        let (path, anchor) = (self.path.clone(), self.anchor.clone());
        self.found.opened.push(Opened { path, anchor, from: gets.0, to: gets.1, fields, span });
    }

    fn value(&mut self, shape: &Shape, both: Both, gets: Audiences) {
        let both = (both.0.filter(|n| !n.is_absent()), both.1.filter(|n| !n.is_absent()));
        if both.0.is_none() && both.1.is_none() {
            return;
        }
        match shape {
            Shape::Leaf(leaf) => self.leaf(leaf, both, gets),
            Shape::List(item) => self.list(item, (parts(both.0), parts(both.1)), gets),
            Shape::OneOrMany(item) => match (parts(both.0), parts(both.1)) {
                (one, two) if one.len() < 2 && two.len() < 2 => {
                    self.value(item, (one.first().copied(), two.first().copied()), gets)
                }
                lists => self.list(item, lists, gets),
            },
            Shape::Free(item) => self.free(item, both, gets),
            Shape::Mapping(place) => self.mapping(*place, both, gets, gets),
            Shape::LineOr(_, place) => {
                let line = self.line_field(*place);
                let (mut old, mut new) = Default::default();
                let lifted = (both.0.map(|n| lifted(n, line, &mut old)), both.1.map(|n| lifted(n, line, &mut new)));
                self.mapping(*place, lifted, gets, gets);
            }
        }
    }

    /// The field that one line stands for.
    fn line_field(&self, place: usize) -> &'static str {
        let fields = &self.schema.mappings[place].fields;
        LINES.into_iter().find(|l| fields.contains_key(*l)).unwrap_or("text")
    }

    fn leaf(&mut self, leaf: &Leaf, both: Both, gets: Audiences) {
        let written = |node: Option<Node>| node.and_then(Node::text).unwrap_or_default().to_owned();
        let (before, after) = (written(both.0), written(both.1));
        if folded(&before) != folded(&after) {
            let shown = (self.shown(leaf, &before), self.shown(leaf, &after));
            // Where only markup changed, the markup is what is shown.
            let (before, after) = if shown.0 == shown.1 { (folded(&before), folded(&after)) } else { shown };
            self.tell(before, after, gets, (self.known_by.clone(), Mark::Changed));
        }
    }

    fn shown(&self, leaf: &Leaf, words: &str) -> String {
        match leaf {
            Leaf::Ref(kind) => self.names.get(kind, words).to_owned(),
            Leaf::Text => folded(&text::plain(words)),
            Leaf::Line | Leaf::Name | Leaf::Cell => text::inline_plain(words),
            _ => folded(words),
        }
    }

    fn free(&mut self, item: &Shape, both: Both, gets: Audiences) {
        let keys = |node: Option<Node>| -> Vec<String> {
            let keys = node.into_iter().flat_map(Node::entries).filter_map(|(k, _)| k.text());
            keys.filter(|k| !k.starts_with("x-")).map(str::to_owned).collect()
        };
        let mut all = keys(both.1);
        all.extend(keys(both.0).into_iter().filter(|k| both.1.is_none_or(|n| n.get(k).is_none())));
        for key in all {
            let inner = (both.0.and_then(|n| n.get(&key)), both.1.and_then(|n| n.get(&key)));
            let is_column = self.path.last().is_some_and(|p| p.field == "cells");
            self.name(if is_column { self.names.get("rival", &key).to_owned() } else { key.clone() });
            self.value(item, inner, gets);
        }
        self.name(String::new());
    }

    fn list(&mut self, item: &Shape, (before, after): (Vec<Node>, Vec<Node>), gets: Audiences) {
        let is_words = !matches!(item, Shape::Leaf(Leaf::Ref(_) | Leaf::Term(_) | Leaf::Id));
        let pairs = pairs(&before, &after, is_words);
        for pair in &pairs {
            match *pair {
                (Some(b), Some(a)) if same(before[b], after[a]) => {
                    self.part(item, (before[b], after[a]), gets, true);
                }
                (Some(b), Some(a)) => self.part(item, (before[b], after[a]), gets, false),
                (None, Some(a)) => {
                    let who = self.audience(item, after[a], gets.1);
                    let mark = self.mark_of_new(item, after[a]);
                    self.tell(String::new(), self.summary(item, after[a]), (who, who), mark);
                }
                (Some(b), None) => {
                    let who = self.audience(item, before[b], gets.0);
                    let mark = (self.known_by.clone(), Mark::Changed);
                    self.tell(self.summary(item, before[b]), String::new(), (who, who), mark);
                }
                (None, None) => {}
            }
        }
        let order: Vec<usize> = pairs.iter().filter(|(_, a)| a.is_some()).filter_map(|(b, _)| *b).collect();
        if is_words && !order.is_sorted() {
            self.push(What::Moved, String::new(), String::new(), gets.1, Default::default());
        }
    }

    /// One part of a list on both sides. A part that says the same is looked at only where its audience may differ.
    fn part(&mut self, item: &Shape, (before, after): (Node, Node), gets: Audiences, same: bool) {
        if same && gets.0 == gets.1 {
            return;
        }
        let line = match item {
            Shape::LineOr(_, place) => self.line_field(*place),
            _ => "text",
        };
        let named = if matches!(item, Shape::Leaf(_)) {
            String::new()
        } else {
            let (mut old, mut new) = Default::default();
            head::name(lifted(before, line, &mut old), lifted(after, line, &mut new))
        };
        let anchored = self.path.last().is_some_and(|p| ANCHORED.contains(&p.field.as_str()));
        let anchor = after.text_of("id").filter(|_| anchored).unwrap_or(&self.anchor).to_owned();
        let outer =
            (std::mem::replace(&mut self.anchor, anchor), std::mem::replace(&mut self.known_by, head::mark(after)));
        self.name(named);
        self.value(item, (Some(before), Some(after)), gets);
        self.name(String::new());
        (self.anchor, self.known_by) = outer;
    }

    /// How a part that came is marked: as new by itself, unless its words stood elsewhere in the item; a line changes
    /// what it stands in.
    fn mark_of_new(&self, item: &Shape, part: Node) -> (String, Mark) {
        let known = self.known.get_or_init(|| {
            let mut all = HashSet::new();
            each_text(self.before, &mut |text| all.extend([folded(text)]));
            all
        });
        let mut is_new = false;
        each_text(part, &mut |text| is_new |= !known.contains(&folded(text)));
        match item {
            Shape::Leaf(_) => (self.known_by.clone(), Mark::Changed),
            _ if is_new => (head::mark(part), Mark::New),
            _ => Default::default(),
        }
    }

    /// Names the part of the current field.
    fn name(&mut self, name: String) {
        if let Some(part) = self.path.last_mut() {
            part.name = name;
        }
    }

    fn summary(&self, item: &Shape, node: Node) -> String {
        match (item, node.text()) {
            (Shape::Leaf(leaf) | Shape::LineOr(leaf, _), Some(words)) => self.shown(leaf, words),
            _ => head::summary(node),
        }
    }

    fn audience(&self, item: &Shape, node: Node, limit: Audience) -> Audience {
        match (item, node.value()) {
            (Shape::Mapping(place) | Shape::LineOr(_, place), Value::Map(_)) => {
                audience_of(&self.schema.mappings[*place], node, limit, limit).0
            }
            _ => limit,
        }
    }

    fn tell(&mut self, before: String, after: String, gets: Audiences, mark: (String, Mark)) {
        let (what, who) = match (before.is_empty(), after.is_empty()) {
            (true, _) => (What::Added, gets.1),
            (_, true) => (What::Removed, gets.0),
            _ => (What::Changed, gets.1),
        };
        self.push(what, before, after, who, mark);
    }

    fn push(&mut self, what: What, before: String, after: String, who: Audience, (known_by, mark): (String, Mark)) {
        let mut path = self.path.clone();
        // A part that is written as one line is told as the part itself.
        if path.len() > 1
            && path.last().is_some_and(|p| p.name.is_empty() && LINES.contains(&p.field.as_str()))
            && !known_by.is_empty()
        {
            path.pop();
        }
        let price = is_price(&self.path);
        let anchor = self.anchor.clone();
        self.found.edits.push(Edit { path, anchor, what, before, after, audience: who.name(), price, known_by, mark });
    }
}

/// A plan that came, went or costs something else, or another way of selling.
fn is_price(path: &[Part]) -> bool {
    let fields: Vec<&str> = path.iter().map(|p| p.field.as_str()).collect();
    matches!(fields[..], ["pricing", "plans"] | ["pricing", "plans", "price"] | ["pricing", "model"])
}

/// The items of a list, or the one that stands for a list.
fn parts(node: Option<Node>) -> Vec<Node> {
    match node.map(Node::value) {
        Some(Value::List(items)) => items.collect(),
        _ => node.into_iter().collect(),
    }
}

/// A mapping, also where it is written as one line; then it is made in the room that is given.
fn lifted<'n>(node: Node<'n>, line: &str, room: &'n mut Tree) -> Node<'n> {
    match node.value() {
        Value::Scalar { .. } => {
            *room = node.under(line);
            room.node(0)
        }
        _ => node,
    }
}
