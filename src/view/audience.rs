//! What a reader may see: the one place where items are withheld.
//!
//! Works on the trees as they were written, along their shapes, so no field can be forgotten: what is not for this
//! reader is cut out, and a library is made of what is left. Views and templates never meet the rest.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::{Checked, is_draft};
use crate::load::shape::{self, Leaf, Schema, Shape};
use crate::load::tree::{Node, Root, Tree, Value};
use crate::load::walk::audience_of;
use crate::load::{self, Written};
use crate::model::Library;
use crate::project::SETTINGS;
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
    let settings = checked.kit.settings().and_then(|node| {
        let mut cut = Cut::new("", node, SETTINGS, reader);
        cut.mapping(0, node, Audience::Public, Audience::Public);
        withheld.append(&mut cut.withheld);
        cut.left()
    });
    let library = Arc::new(load::library(settings.as_ref().map(Root::node), &items));
    Seen { left: Some((library, items)), whole: checked, withheld }
}

/// Items as one reader may see them, of a state of the kit that nobody judged.
pub fn left_for(items: &[Written], reader: &Reader) -> Vec<Written> {
    items.par_iter().filter_map(|item| Cut::item(item, reader).0).collect()
}

/// Insiders see everything but drafts and what is for others, so mostly there is nothing to cut.
fn sees_all(checked: &Checked, reader: &Reader) -> bool {
    let everything = reader.audience == Audience::Internal && reader.segment.is_none() && reader.region.is_none();
    everything && (reader.drafts || !checked.kit.items.par_iter().any(|i| is_draft(i.node())))
}

struct Cut<'a> {
    schema: &'static Schema,
    reader: &'a Reader,
    file: &'a str,
    left: Tree,
    withheld: Vec<Withheld>,
}

impl<'a> Cut<'a> {
    fn new(folder: &str, node: Node, file: &'a str, reader: &'a Reader) -> Self {
        Cut { schema: shape::schema(folder), reader, file, left: node.fresh(), withheld: Vec::new() }
    }

    /// What is left; `None` when that is nothing.
    fn left(self) -> Option<Root> {
        Root::all(self.left.finished()).pop()
    }

    fn item(written: &Written, reader: &Reader) -> (Option<Written>, Vec<Withheld>) {
        let node = written.node();
        let mut cut = Cut::new(written.kind.folder, node, &written.file, reader);
        if is_draft(node) && (!reader.drafts || reader.audience > Audience::Internal) {
            cut.withhold(&Shape::Mapping(0), node);
        } else {
            cut.mapping(0, node, written.kind.cap, Audience::Internal);
        }
        let withheld = std::mem::take(&mut cut.withheld);
        let kept = cut.left().map(|root| Written {
            kind: written.kind,
            id: written.id.clone(),
            file: written.file.clone(),
            root,
        });
        (kept, withheld)
    }

    /// Leaves what a reader may see of a mapping; whether anything was left, as it may be withheld as a whole.
    fn mapping(&mut self, place: usize, node: Node, limit: Audience, default: Audience) -> bool {
        let mapping = &self.schema.mappings[place];
        let (audience, _) = audience_of(mapping, node, limit, default);
        if audience < self.reader.audience {
            self.withhold(&Shape::Mapping(place), node);
            return false;
        }
        if self.is_for_others(node) {
            return false;
        }
        let at = self.left.open(node.start(), true);
        for (key, value) in node.entries() {
            let name = key.text().unwrap_or_default();
            if let Some(field) = mapping.fields.get(name) {
                self.entry(key, &field.shape, value, audience.min(field.cap));
            }
        }
        self.left.close(at, node.end());
        let unanswered = |left: Node| {
            !mapping.answered_by.is_empty()
                && mapping.answered_by.iter().all(|f| left.get(f).is_none_or(Node::is_absent))
        };
        if self.reader.audience > Audience::Internal && unanswered(self.left.node(at)) {
            let left = self.left.take(at);
            self.withhold(&Shape::Mapping(place), left.node(0));
            return false;
        }
        true
    }

    /// Leaves a key with what a reader may see of its value, if that is anything.
    fn entry(&mut self, key: Node, shape: &Shape, value: Node, audience: Audience) {
        let at = self.left.len();
        self.left.copy(key);
        if !self.value(shape, value, audience) {
            self.left.cut(at);
        }
    }

    fn value(&mut self, shape: &Shape, node: Node, audience: Audience) -> bool {
        if node.is_absent() {
            return false;
        }
        if audience < self.reader.audience {
            self.withhold(shape, node);
            return false;
        }
        match (shape, node.value()) {
            (Shape::Leaf(Leaf::Text), Value::Scalar { text, plain }) => {
                let text::Reduced { text: left, cut } = text::reduce(text, self.reader.audience);
                let place = self.withheld_at(node);
                self.withheld.extend(cut.into_iter().map(|words| Withheld { text: words, ..place.clone() }));
                match left {
                    Cow::Borrowed(_) => self.left.copy(node),
                    Cow::Owned(left) if left.trim().is_empty() => return false,
                    Cow::Owned(left) => self.left.scalar(node.start()..node.end(), plain, left),
                }
                true
            }
            (Shape::List(item) | Shape::OneOrMany(item), Value::List(items)) => {
                let at = self.left.open(node.start(), false);
                let left = items.filter(|i| self.value(item, *i, audience)).count();
                self.left.close(at, node.end());
                if left == 0 {
                    self.left.cut(at);
                }
                left > 0
            }
            (Shape::OneOrMany(item), _) => self.value(item, node, audience),
            (Shape::Free(item), Value::Map(entries)) => {
                let at = self.left.open(node.start(), true);
                entries.for_each(|(key, value)| self.entry(key, item, value, audience));
                self.left.close(at, node.end());
                true
            }
            (Shape::Mapping(place) | Shape::LineOr(_, place), Value::Map(_)) => {
                self.mapping(*place, node, audience, audience)
            }
            (Shape::LineOr(leaf, _), Value::Scalar { .. }) if self.is_point(shape) => {
                self.value(&Shape::Leaf(if *leaf == Leaf::Line { Leaf::Text } else { leaf.clone() }), node, audience)
            }
            _ => {
                self.left.copy(node);
                true
            }
        }
    }

    /// A point may be written as one line that is a Text.
    fn is_point(&self, shape: &Shape) -> bool {
        matches!(shape, Shape::LineOr(_, place) if self.schema.mappings[*place].fields.contains_key("text"))
    }

    /// Whether an item names segments or regions, and not the one the site is for.
    fn is_for_others(&self, node: Node) -> bool {
        let only = |field: &str, wanted: &Option<String>| match (wanted, node.get(field).map(Node::items)) {
            (Some(wanted), Some(mut named)) => !named.is_empty() && !named.any(|n| n.text() == Some(wanted)),
            _ => false,
        };
        only("segments", &self.reader.segment) || only("regions", &self.reader.region)
    }

    fn withheld_at(&self, node: Node) -> Withheld {
        Withheld {
            text: String::new(),
            is_url: false,
            file: self.file.to_owned(),
            start: node.start(),
            end: node.end(),
        }
    }

    /// Remembers the words of everything below. Names, titles, ids and dates are never secrets.
    fn withhold(&mut self, shape: &Shape, node: Node) {
        if self.reader.audience == Audience::Internal || node.is_absent() {
            return;
        }
        match (shape, node.value()) {
            (Shape::Leaf(leaf) | Shape::LineOr(leaf, _), Value::Scalar { text, .. }) => {
                if matches!(leaf, Leaf::Line | Leaf::Text | Leaf::Cell | Leaf::Url) {
                    let is_url = *leaf == Leaf::Url;
                    self.withheld.push(Withheld { text: text.to_string(), is_url, ..self.withheld_at(node) });
                }
            }
            (Shape::List(item) | Shape::OneOrMany(item), Value::List(items)) => {
                items.for_each(|i| self.withhold(item, i))
            }
            (Shape::OneOrMany(item), _) => self.withhold(item, node),
            (Shape::Free(item), Value::Map(entries)) => entries.for_each(|(_, v)| self.withhold(item, v)),
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
