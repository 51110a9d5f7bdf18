//! What the items of a kit name: claims, personas, files. Gathered once, when the first rule asks.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::Desk;
use super::link::{Lead, follow};
use crate::load::shape::{self, Leaf};
use crate::load::tree::Node;
use crate::load::walk::{self, Step};
use crate::load::{Paths, Written};
use crate::project::{self, SETTINGS};
use crate::text::{self, Audience, FoundKind};

/// Who names what.
#[derive(Debug, Default)]
pub struct Mentions {
    /// The places in [`crate::load::Kit::items`] of those that list a claim, or whose words print or link it, by the
    /// claim's id and in their order.
    pub claims: HashMap<String, Vec<usize>>,
    /// Personas that something is for, or links to.
    pub personas: HashSet<String>,
    /// Files under `static/` that something shows or links to.
    pub files: HashSet<String>,
}

/// What one item names, each once.
#[derive(Default)]
struct Named {
    claims: HashSet<String>,
    personas: HashSet<String>,
    files: HashSet<String>,
}

impl Mentions {
    /// Goes through a kit.
    pub fn of(desk: &Desk) -> Self {
        let paths = &desk.kit.paths;
        let named = |item: &Written| named(paths, &item.file, item.node(), item.kind.folder, item.kind.cap);
        let all: Vec<Named> = desk.kit.items.par_iter().map(named).collect();
        let mut mentions = Mentions::default();
        for (at, one) in all.into_iter().enumerate() {
            one.claims.into_iter().for_each(|claim| mentions.claims.entry(claim).or_default().push(at));
            mentions.personas.extend(one.personas);
            mentions.files.extend(one.files);
        }
        if let Some(settings) = &desk.kit.settings {
            mentions.files.extend(self::named(paths, SETTINGS, settings.node(), "", Audience::Public).files);
        }
        mentions
    }
}

/// The claims that an item lists, prints or links, sorted and each once.
pub fn claims_of(item: &Written) -> Vec<String> {
    let named = named(&Paths::default(), &item.file, item.node(), item.kind.folder, item.kind.cap);
    let mut claims: Vec<String> = named.claims.into_iter().collect();
    claims.sort_unstable();
    claims
}

/// The claims that a text prints or links, in its order.
pub fn claims_in(words: &str) -> Vec<String> {
    if !leads_inside(words) {
        return Vec::new();
    }
    let claim = |found: text::Found| match found.kind {
        FoundKind::Item(item) if item.entity == "claim" => Some(item.id),
        _ => None,
    };
    text::findings(words).into_iter().filter_map(claim).collect()
}

fn named(paths: &Paths, file: &str, node: Node, folder: &str, cap: Audience) -> Named {
    let mut named = Named::default();
    walk::walk(shape::schema(folder), node, cap, &mut |step| {
        let Step::Leaf { node, leaf, .. } = step else { return };
        let words = node.text().unwrap_or_default();
        match leaf {
            Leaf::Ref(kind) if kind == "persona" => drop(named.personas.insert(words.to_owned())),
            Leaf::Ref(kind) if kind == "claim" => drop(named.claims.insert(words.to_owned())),
            Leaf::Path => named.files.extend(project::join(file, words)),
            Leaf::Url => named.link(paths, file, words),
            Leaf::Line | Leaf::Text | Leaf::Cell if leads_inside(words) => {
                text::findings(words).into_iter().for_each(|found| named.found(paths, file, found.kind));
            }
            _ => {}
        }
    });
    named
}

/// Whether a text may lead to another item or to a file: most lead to the web.
fn leads_inside(words: &str) -> bool {
    words.contains("[[") || words.contains("static/")
}

impl Named {
    fn link(&mut self, paths: &Paths, file: &str, dest: &str) {
        if let Lead::Static { path, .. } = follow(paths, "", file, dest) {
            self.files.insert(path);
        }
    }

    fn found(&mut self, paths: &Paths, file: &str, kind: FoundKind) {
        match kind {
            FoundKind::Link(dest) | FoundKind::Image(dest, _) => self.link(paths, file, &dest),
            FoundKind::Item(item) if item.entity == "persona" => drop(self.personas.insert(item.id)),
            FoundKind::Item(item) if item.entity == "claim" => drop(self.claims.insert(item.id)),
            _ => {}
        }
    }
}
