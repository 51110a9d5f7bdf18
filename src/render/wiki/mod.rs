//! Pages for wikis. Templates write one neutral markup (`read.rs` says which); it becomes a tree, and each wiki's writer
//! writes the tree in its own syntax, with its own escape at the leaves. What pages link to on other pages is known
//! only when all of them are read, so they are written together.

mod blanks;
mod confluence;
mod dokuwiki;
pub mod fold;
mod mediawiki;
mod read;
#[cfg(test)]
mod sample;
mod tree;
pub mod xml;

use std::collections::{HashMap, HashSet};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use rayon::prelude::*;

pub use confluence::CONFLUENCE;
pub use dokuwiki::DOKUWIKI;
pub use mediawiki::MEDIAWIKI;
pub use read::read;
pub use tree::Doc;

use super::names::Names;
use tree::To;

/// How one wiki writes.
#[derive(Debug)]
pub struct Dialect {
    /// The name of a page, from its path and title, as the wiki would fold it.
    pub name: fn(path: &str, title: &str) -> String,
    /// What the wiki calls the places of a page: anchor → name.
    anchors: fn(&Doc) -> HashMap<String, String>,
    /// A page in its syntax.
    write: fn(&Doc, &Surroundings) -> String,
}

/// What is known of all pages of a site.
pub struct Atlas<'a> {
    dialect: &'static Dialect,
    names: &'a Names,
    anchors: HashMap<&'a str, HashMap<String, String>>,
    linked: HashSet<(&'a str, &'a str)>,
}

impl<'a> Atlas<'a> {
    /// Looks through pages, by path.
    pub fn of(dialect: &'static Dialect, names: &'a Names, docs: &[(&'a str, &'a Doc)]) -> Atlas<'a> {
        let anchors = docs.par_iter().map(|(path, doc)| (*path, (dialect.anchors)(doc))).collect();
        let links = docs.iter().flat_map(|(path, doc)| {
            doc.links.iter().map(|(page, anchor)| (page.as_deref().unwrap_or(path), anchor.as_str()))
        });
        Atlas { dialect, names, anchors, linked: links.collect() }
    }

    /// A page in the syntax of the wiki.
    pub fn write(&self, path: &str, doc: &Doc) -> String {
        (self.dialect.write)(doc, &Surroundings { atlas: self, path })
    }
}

/// What a page knows of the others.
struct Surroundings<'a> {
    atlas: &'a Atlas<'a>,
    path: &'a str,
}

/// Where a link leads in a wiki.
enum Lead<'a> {
    /// To a page: its name, and the name of a place on it.
    Page(&'a str, Option<&'a str>),
    /// To a place on this page.
    Here(&'a str),
    /// To a file, by its name.
    File(&'a str),
    /// Out of the wiki.
    Web(&'a str),
    /// Nowhere: only the words are shown.
    Words,
}

impl Surroundings<'_> {
    fn lead<'t>(&'t self, to: &'t To) -> Lead<'t> {
        let names = self.atlas.names;
        let page = |path: &str| names.pages.get(path).map(String::as_str);
        match to {
            To::Page { path, anchor } => {
                page(path).map_or(Lead::Words, |name| Lead::Page(name, self.place(path, anchor)))
            }
            To::Here(anchor) => self.place(self.path, anchor).map_or(Lead::Words, Lead::Here),
            To::File(path) => self.file(path).map_or(Lead::Words, Lead::File),
            To::Web(address) => Lead::Web(address),
            To::Nowhere => Lead::Words,
        }
    }

    /// What the wiki calls a place of a page.
    fn place(&self, path: &str, anchor: &str) -> Option<&str> {
        self.atlas.anchors.get(path).and_then(|places| places.get(anchor)).map(String::as_str)
    }

    /// The name of a file.
    fn file(&self, path: &str) -> Option<&str> {
        self.atlas.names.files.get(path).map(String::as_str)
    }

    /// Whether something links to a place of this page.
    fn is_linked(&self, anchor: &str) -> bool {
        self.atlas.linked.contains(&(self.path, anchor))
    }
}

/// Signs that would end an address in a wiki's markup, or mean something in it.
const IN_ADDRESSES: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// An address of the web as it can stand in any markup.
fn address(target: &str) -> String {
    utf8_percent_encode(target, IN_ADDRESSES).to_string()
}

/// Anchors that the wiki keeps as they are.
fn kept(doc: &Doc) -> HashMap<String, String> {
    doc.anchors.iter().map(|anchor| (anchor.clone(), anchor.clone())).collect()
}
