//! What a reader may see: the one place where items are withheld.
//!
//! Works on the trees as they were written, along their shapes, so no field can be forgotten: what is not for this
//! reader is cut out, and a library is made of what is left. Views and templates never meet the rest.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::{Checked, is_draft};
use crate::load::shape::{self, Leaf, Schema, Shape};
use crate::load::tree::{Node, Value};
use crate::load::walk::audience_of;
use crate::load::{self, Written};
use crate::model::Library;
use crate::text::{self, Audience};

/// For whom a site is built.
#[derive(Debug, Clone, PartialEq)]
pub struct Reader {
    /// Who reads it.
    pub audience: Audience,
    /// Whether drafts are shown; only ever to insiders.
    pub drafts: bool,
    /// Leave out items that name only other segments.
    pub segment: Option<String>,
    /// Leave out items that name only other regions.
    pub region: Option<String>,
}

/// Words that were withheld, and where they stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Withheld {
    /// The words as they were written.
    pub text: String,
    /// Whether they are an address.
    pub is_url: bool,
    /// The file.
    pub file: String,
    /// First byte in it.
    pub start: u32,
    /// Byte behind the last.
    pub end: u32,
}

/// A kit as one reader sees it.
#[derive(Debug)]
pub struct Seen<'a> {
    left: Option<(Arc<Library>, Vec<Written>)>,
    whole: &'a Checked,
    /// What was cut out for the sake of the audience.
    pub withheld: Vec<Withheld>,
}

impl Seen<'_> {
    /// Whether nothing was cut out.
    pub fn is_whole(&self) -> bool {
        self.left.is_none()
    }

    /// What is left for this reader.
    pub fn library(&self) -> &Arc<Library> {
        self.left.as_ref().map_or(&self.whole.library, |(library, _)| library)
    }

    /// The trees it was made of.
    pub fn items(&self) -> &[Written] {
        self.left.as_ref().map_or(&self.whole.kit.items, |(_, items)| items)
    }
}

/// Cuts a kit down to what a reader may see.
pub fn seen_by<'a>(checked: &'a Checked, reader: &Reader) -> Seen<'a> {
    if sees_all(checked, reader) {
        return Seen { left: None, whole: checked, withheld: Vec::new() };
    }
    let cut: Vec<_> = checked.kit.items.par_iter().map(|item| Cut::item(item, reader)).collect();
    let mut items = Vec::new();
    let mut withheld = Vec::new();
    for (item, mut cut) in cut {
        withheld.append(&mut cut);
        items.extend(item);
    }
    let settings = checked.kit.settings.as_ref().and_then(|node| {
        let mut cut = Cut { schema: shape::schema(""), reader, file: crate::project::SETTINGS, withheld: Vec::new() };
        let left = cut.mapping(0, node, Audience::Public, Audience::Public);
        withheld.append(&mut cut.withheld);
        left
    });
    let library = Arc::new(load::library(settings.as_ref(), &items));
    Seen { left: Some((library, items)), whole: checked, withheld }
}

/// Items as one reader may see them, of a state of the kit that nobody judged.
pub fn left_for(items: &[Written], reader: &Reader) -> Vec<Written> {
    items.par_iter().filter_map(|item| Cut::item(item, reader).0).collect()
}

/// Insiders see everything but drafts and what is for others, so mostly there is nothing to cut.
fn sees_all(checked: &Checked, reader: &Reader) -> bool {
    let everything = reader.audience == Audience::Internal && reader.segment.is_none() && reader.region.is_none();
    everything && (reader.drafts || !checked.kit.items.par_iter().any(|i| is_draft(&i.node)))
}

struct Cut<'a> {
    schema: &'static Schema,
    reader: &'a Reader,
    file: &'a str,
    withheld: Vec<Withheld>,
}

impl Cut<'_> {
    fn item(written: &Written, reader: &Reader) -> (Option<Written>, Vec<Withheld>) {
        let mut cut =
            Cut { schema: shape::schema(written.kind.folder), reader, file: &written.file, withheld: Vec::new() };
        let node = if is_draft(&written.node) && (!reader.drafts || reader.audience > Audience::Internal) {
            cut.withhold(&Shape::Mapping(0), &written.node);
            None
        } else {
            cut.mapping(0, &written.node, written.kind.cap, Audience::Internal)
        };
        let kept = node.map(|node| Written {
            kind: written.kind,
            id: written.id.clone(),
            file: written.file.clone(),
            node: Arc::new(node),
        });
        (kept, cut.withheld)
    }

    /// What is left of a mapping; `None` when it is withheld as a whole.
    fn mapping(&mut self, place: usize, node: &Node, limit: Audience, default: Audience) -> Option<Node> {
        let mapping = &self.schema.mappings[place];
        let (audience, _) = audience_of(mapping, node, limit, default);
        if audience < self.reader.audience {
            self.withhold(&Shape::Mapping(place), node);
            return None;
        }
        if self.is_for_others(node) {
            return None;
        }
        let mut entries = Vec::with_capacity(node.entries().len());
        for (key, value) in node.entries() {
            let name = key.text().unwrap_or_default();
            let Some(field) = mapping.fields.get(name) else { continue };
            if let Some(left) = self.value(&field.shape, value, audience.min(field.cap)) {
                entries.push((key.clone(), left));
            }
        }
        let left = Node { start: node.start, end: node.end, value: Value::Map(entries.into()) };
        let unanswered = !mapping.answered_by.is_empty()
            && mapping.answered_by.iter().all(|f| left.get(f).is_none_or(Node::is_absent));
        if unanswered && self.reader.audience > Audience::Internal {
            self.withhold(&Shape::Mapping(place), &left);
            return None;
        }
        Some(left)
    }

    fn value(&mut self, shape: &Shape, node: &Node, audience: Audience) -> Option<Node> {
        if node.is_absent() {
            return None;
        }
        if audience < self.reader.audience {
            self.withhold(shape, node);
            return None;
        }
        let like = |value| Some(Node { start: node.start, end: node.end, value });
        match (shape, &node.value) {
            (Shape::Leaf(Leaf::Text), Value::Scalar { text, plain }) => {
                let text::Reduced { text: left, cut } = text::reduce(text, self.reader.audience);
                let place = self.withheld_at(node);
                self.withheld.extend(cut.into_iter().map(|words| Withheld { text: words, ..place.clone() }));
                match left {
                    Cow::Borrowed(_) => Some(node.clone()),
                    Cow::Owned(left) if left.trim().is_empty() => None,
                    Cow::Owned(left) => like(Value::Scalar { text: left.into(), plain: *plain }),
                }
            }
            (Shape::List(item) | Shape::OneOrMany(item), Value::List(items)) => {
                let left: Vec<Node> = items.iter().filter_map(|i| self.value(item, i, audience)).collect();
                if left.is_empty() { None } else { like(Value::List(left.into())) }
            }
            (Shape::OneOrMany(item), _) => self.value(item, node, audience),
            (Shape::Free(item), Value::Map(entries)) => {
                let left = entries.iter().filter_map(|(k, v)| Some((k.clone(), self.value(item, v, audience)?)));
                like(Value::Map(left.collect()))
            }
            (Shape::Mapping(place) | Shape::LineOr(_, place), Value::Map(_)) => {
                self.mapping(*place, node, audience, audience)
            }
            (Shape::LineOr(leaf, _), Value::Scalar { .. }) if self.is_point(shape) => {
                self.value(&Shape::Leaf(if *leaf == Leaf::Line { Leaf::Text } else { leaf.clone() }), node, audience)
            }
            _ => Some(node.clone()),
        }
    }

    /// A point may be written as one line that is a Text.
    fn is_point(&self, shape: &Shape) -> bool {
        matches!(shape, Shape::LineOr(_, place) if self.schema.mappings[*place].fields.contains_key("text"))
    }

    /// Whether an item names segments or regions, and not the one the site is for.
    fn is_for_others(&self, node: &Node) -> bool {
        let only = |field: &str, wanted: &Option<String>| match (wanted, node.get(field).map(Node::items)) {
            (Some(wanted), Some(named)) => !named.is_empty() && !named.iter().any(|n| n.text() == Some(wanted)),
            _ => false,
        };
        only("segments", &self.reader.segment) || only("regions", &self.reader.region)
    }

    fn withheld_at(&self, node: &Node) -> Withheld {
        Withheld { text: String::new(), is_url: false, file: self.file.to_owned(), start: node.start, end: node.end }
    }

    /// Remembers the words of everything below. Names, titles, ids and dates are never secrets.
    fn withhold(&mut self, shape: &Shape, node: &Node) {
        if self.reader.audience == Audience::Internal || node.is_absent() {
            return;
        }
        match (shape, &node.value) {
            (Shape::Leaf(leaf) | Shape::LineOr(leaf, _), Value::Scalar { text, .. }) => {
                if matches!(leaf, Leaf::Line | Leaf::Text | Leaf::Cell | Leaf::Url) {
                    let is_url = *leaf == Leaf::Url;
                    self.withheld.push(Withheld { text: text.to_string(), is_url, ..self.withheld_at(node) });
                }
            }
            (Shape::List(item) | Shape::OneOrMany(item), Value::List(items)) => {
                items.iter().for_each(|i| self.withhold(item, i))
            }
            (Shape::OneOrMany(item), _) => self.withhold(item, node),
            (Shape::Free(item), Value::Map(entries)) => entries.iter().for_each(|(_, v)| self.withhold(item, v)),
            (Shape::Mapping(place) | Shape::LineOr(_, place), Value::Map(entries)) => {
                let fields = &self.schema.mappings[*place].fields;
                for (key, value) in entries {
                    if let Some(field) = key.text().and_then(|k| fields.get(k)) {
                        self.withhold(&field.shape, value);
                    }
                }
            }
            _ => {}
        }
    }
}
