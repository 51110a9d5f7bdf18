//! Publishing to a company wiki: plan and apply, like a migration. A person's edit is never lost: what stands there is
//! read first, compared with what we wrote, and changed only if nobody else changed it.
//!
//! `wiki` is what a wiki can do, one file each implements it; everything about safety is in `decide` and `apply`.

pub mod adopt;
pub mod apply;
mod confluence;
pub mod decide;
mod dokuwiki;
mod form;
mod git;
pub mod http;
pub mod journal;
pub mod leaves;
pub mod ledger;
pub mod mark;
mod mediawiki;
pub mod place;
pub mod plan;
pub mod prune;
pub mod pull;
pub mod read;
pub mod resume;
mod steps;
pub mod tell;
pub mod wiki;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::settings::Place;
use crate::render::names::Names;
use http::Secret;
use wiki::{Fault, Patience, Wiki};

/// One sort of wiki.
pub struct Sort {
    /// Its name, as `to:` has it.
    pub name: &'static str,
    /// The target its pages are made for.
    pub target: &'static str,
    /// What a page is called there.
    pub call: fn(&Place, &Heading) -> String,
    /// What a file is called there, from a name in letters that every wiki keeps.
    pub file: fn(&Place, &str) -> String,
    /// Names that fold to one are one page there.
    pub fold: fn(&Place, &str) -> String,
    /// Why it would not have a page of this name; `None`: it would.
    pub refuse: fn(&Place, &str) -> Option<String>,
    /// What links to pages and files are there, by their addresses in the kit (`page:…`, `file:…`); for wikis whose
    /// target writes names, nothing.
    pub links: fn(&Place, &Names) -> BTreeMap<String, String>,
    /// The last touch on a page's text, such as what tells its title.
    pub dress: fn(&Place, &Called, String) -> String,
    /// Pages that the wiki wants besides the kit's own, such as a sidebar.
    pub beside: fn(&Place, &[Called]) -> Vec<Leaf>,
    /// What is missing or wrong in the settings: field, what is wrong, and what to do.
    pub needs: fn(&Place) -> Vec<(&'static str, String, String)>,
    /// Opens it.
    pub open: fn(&Place, Access) -> Opened,
}

/// A wiki that was opened, or why not.
pub type Opened = Result<Box<dyn Wiki>, Fault>;

/// Every sort of wiki.
pub const WIKIS: &[Sort] = &[confluence::SORT, mediawiki::SORT, dokuwiki::SORT, git::SORT];

/// The sort of wiki of this name.
pub fn sort(name: &str) -> Option<&'static Sort> {
    WIKIS.iter().find(|s| s.name == name)
}

/// What a page is called after.
#[derive(Debug, Clone, Default)]
pub struct Heading {
    /// Path in the kit, such as `battlecard/ticketron`: the page's key.
    pub path: String,
    /// The piece of collateral, and the word for it.
    pub piece: String,
    /// The word for its piece, such as `Battlecard`.
    pub label: String,
    /// Its title, put into the place's pattern.
    pub title: String,
    /// It is the first page, which lists the others.
    pub is_index: bool,
}

/// A heading and the name it got.
#[derive(Debug, Clone, Default)]
pub struct Called {
    /// What it was called after.
    pub heading: Heading,
    /// Its name at the wiki.
    pub name: String,
}

/// A page that a place should hold.
#[derive(Debug, Clone, Default)]
pub struct Leaf {
    /// Its path in the kit; pages that only a wiki wants begin with `@`.
    pub key: String,
    /// Its name at the wiki.
    pub name: String,
    /// The key of the page above; `None`: the place's own root.
    pub parent: Option<String>,
    /// Its text, in the form of the place's target.
    pub text: String,
    /// Words to file it under.
    pub labels: Vec<String>,
    /// The file its subject was written in.
    pub file: Arc<str>,
    /// The pictures it shows: name at the wiki → bytes.
    pub files: BTreeMap<String, Arc<[u8]>>,
}

/// All pages that a place should hold, parents first.
pub struct Shelf {
    /// The place.
    pub place: String,
    /// Its settings.
    pub settings: Place,
    /// Its sort.
    pub sort: &'static Sort,
    /// The pages.
    pub leaves: Vec<Leaf>,
}

impl Shelf {
    /// A name as the wiki folds it.
    pub fn fold(&self, name: &str) -> String {
        (self.sort.fold)(&self.settings, name)
    }
}

/// What is needed to open a wiki besides its settings.
pub struct Access {
    /// The name to log in with; empty: none was given.
    pub user: String,
    /// The token or password; empty: none was given.
    pub token: Secret,
    /// Certificates to trust instead of the machine's own, as PEM.
    pub authority: Option<Vec<u8>>,
    /// How long to wait.
    pub patience: Patience,
    /// The kit, as it stands in marks.
    pub kit: String,
    /// Told what is waited for.
    pub say: Box<dyn FnMut(&str)>,
}
