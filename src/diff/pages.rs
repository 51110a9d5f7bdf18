//! Which pages differ.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;

use super::What;

/// A page as it is made.
#[derive(Debug)]
pub struct Printed {
    /// The piece of collateral it is one of.
    pub piece: String,
    /// Its title.
    pub title: String,
    /// Its bytes, in one target.
    pub bytes: Vec<u8>,
}

/// Pages by path.
pub type PrintedPages = BTreeMap<String, Printed>;

/// Pages that differ, for an internal reader.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Pages {
    /// By piece of collateral.
    pub by_piece: IndexMap<String, Vec<PageChange>>,
    /// The side whose errors stop a build: pages are not compared.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unbuilt: String,
}

/// A page that differs.
#[derive(Debug, Clone, Serialize)]
pub struct PageChange {
    /// Its path, without the ending.
    pub path: String,
    /// Its title.
    pub title: String,
    /// What happened.
    pub what: What,
}

impl Pages {
    /// Whether no page differs.
    pub fn is_empty(&self) -> bool {
        self.by_piece.is_empty() && self.unbuilt.is_empty()
    }

    /// How many pages differ.
    pub fn count(&self) -> usize {
        self.by_piece.values().map(Vec::len).sum()
    }

    /// Compares pages byte for byte.
    pub fn of(before: &PrintedPages, after: &PrintedPages) -> Pages {
        let mut pages = Pages::default();
        let mut tell = |path: &String, page: &Printed, what| {
            let change = PageChange { path: path.clone(), title: page.title.clone(), what };
            pages.by_piece.entry(page.piece.clone()).or_default().push(change);
        };
        for (path, page) in after {
            match before.get(path) {
                None => tell(path, page, What::Added),
                Some(old) if old.bytes != page.bytes => tell(path, page, What::Changed),
                Some(_) => {}
            }
        }
        before.iter().filter(|(path, _)| !after.contains_key(*path)).for_each(|(p, page)| tell(p, page, What::Removed));
        pages
    }
}
