//! Turns a checked kit into pages for one reader. A page carries a typed view, already serialised, so templates
//! never meet the model; all pieces on one subject share it.

pub mod answers;
pub mod audience;
mod catalogue;
mod changes;
pub mod collateral;
pub mod comparison;
pub mod competitor;
pub mod eye;
pub mod face;
pub mod faq;
pub mod kit;
mod mention;
pub mod objection;
pub mod parts;
pub mod persona;
mod plan;
pub mod product;
pub mod shelf;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

use crate::check::{Checked, mentions};
use crate::diagnostic::Diagnostic;
use crate::diff::News;
use crate::model::field_log;
use crate::model::page::FreePage;
use crate::model::{Item, Library};
use crate::needs;
use crate::text;
use answers::{Answer, Key, Told};
use audience::{Reader, Seen};
use catalogue::Catalogue;
use collateral::{Each, Part, Piece};
use eye::Eye;
pub use mention::{Mention, Mentions};
use parts::{Link, More};
pub use plan::is_asked;
pub use shelf::Shelf;

/// One page to render: which template, and where it goes.
#[derive(Debug, Clone)]
pub struct Page {
    /// The piece of collateral, and the template's name.
    pub piece: String,
    /// Path without the ending.
    pub path: String,
    /// Its title, as plain words.
    pub title: String,
    /// What it is about, as plain words.
    pub summary: String,
    /// The id of its subject.
    pub id: String,
    /// The file its subject was written in; for the kit as a whole, the settings.
    pub file: Arc<str>,
    each: Each,
    /// Of the kit as a whole.
    shows: Vec<Part>,
}

/// All pages for one reader. What they show is looked at subject by subject, so that a large kit need not stand in
/// memory at once.
#[derive(Debug)]
pub struct Pages<'a> {
    /// Pages on one subject stand together.
    pub pages: Vec<Page>,
    catalogue: Catalogue,
    eye: Eye<'a>,
    shelf: Shelf<'a>,
    order: &'a Order<'a>,
    /// Files under `static/` that this reader may have.
    pub files: Arc<BTreeSet<String>>,
    /// The pages of the navigation: the piece's title and its address.
    pub nav: Vec<Link>,
    /// How many items the reader may see.
    pub count: usize,
}

/// What to make.
#[derive(Debug)]
pub struct Order<'a> {
    /// For whom.
    pub reader: &'a Reader,
    /// Only these pieces; empty: all.
    pub only: &'a [String],
    /// The pieces there are.
    pub pieces: &'a [Piece],
    /// Interface words.
    pub labels: &'a BTreeMap<String, String>,
    /// What is new to the reader; `None`: nobody asked.
    pub news: Option<&'a News>,
    /// The day of the build.
    pub today: Date,
}

/// Makes the pages. Two that would share a path are findings.
pub fn view<'a>(checked: &'a Checked, seen: &'a Seen, order: &'a Order) -> (Pages<'a>, Vec<Diagnostic>) {
    let library = seen.library();
    let ((pages, catalogue, nav, found), shelf) = rayon::join(|| planned(library, order), || Shelf::of(library));
    let eye = Eye {
        library,
        items: seen.items(),
        whole: checked,
        reader: order.reader,
        today: order.today,
        news: order.news,
        files: eye::files_for(checked, order.reader),
        mentions: Arc::new(Mentions::of(checked.library.clone(), library.clone(), order)),
        heard: heard(library, order.today),
    };
    let count = eye.items.len();
    (Pages { pages, catalogue, shelf, files: Arc::new(eye.files.clone()), nav, count, order, eye }, found)
}

/// The pages, subject by subject; how they are listed; the navigation; what is wrong with their paths.
fn planned(library: &Library, order: &Order) -> (Vec<Page>, Catalogue, Vec<Link>, Vec<Diagnostic>) {
    let (planned, lists) = plan::plan(library, order);
    let (nav, found) = (plan::navigation(&planned, order), plan::same_paths(&planned));
    let mut pages: Vec<(usize, Page)> = planned.into_par_iter().map(|p| p.page(library)).enumerate().collect();
    pages.sort_by(|(_, a), (_, b)| (a.each as u8, &a.id).cmp(&(b.each as u8, &b.id)));
    let catalogue = Catalogue::of(lists, &pages);
    (pages.into_iter().map(|(_, page)| page).collect(), catalogue, nav, found)
}

impl Pages<'_> {
    /// The pages on each subject, as far as they show the same.
    pub fn subjects(&self) -> Vec<&[Page]> {
        self.pages.chunk_by(|a, b| (a.each, &a.id, &a.shows) == (b.each, &b.id, &b.shows)).collect()
    }

    /// What references show.
    pub fn mentions(&self) -> &Arc<Mentions> {
        &self.eye.mentions
    }

    /// Makes something of everything that can be looked up on these pages, and gives it away in batches.
    pub fn answers<T: Send>(&self, make: &(impl Fn(Answer) -> T + Sync), give: &mut dyn FnMut(Vec<Told<T>>)) {
        answers::each(&self.eye, &self.shelf, make, give);
    }

    /// The same of some of it.
    pub fn some_answers<T>(&self, keys: &[Key], make: &impl Fn(Answer) -> T) -> Vec<Told<T>> {
        answers::some(&self.eye, &self.shelf, keys, make)
    }

    /// The answers that `choose` picks by what they are found by; only these are made whole.
    pub fn picked_answers(&self, choose: impl FnOnce(&[Answer]) -> Vec<usize>) -> Vec<Answer> {
        answers::picked(&self.eye, &self.shelf, choose)
    }

    /// What the pages on a subject show.
    pub fn look(&self, of: &[Page]) -> tera::Value {
        let Some(page) = of.first() else { return tera::Value::none() };
        let (eye, shelf, id) = (&self.eye, &self.shelf, page.id.as_str());
        let library = eye.library;
        let none = tera::Value::none;
        match page.each {
            Each::Competitor => {
                library.competitors.get(id).map_or_else(none, |i| value(&competitor::view(eye, shelf, i)))
            }
            Each::Product => library.products.get(id).map_or_else(none, |i| value(&product::view(eye, shelf, i))),
            Each::Persona => library.personas.get(id).map_or_else(none, |i| value(&persona::view(eye, shelf, i))),
            Each::Faq => library.faqs.get(id).map_or_else(none, |i| value(&faq::view(eye, i))),
            Each::Comparison => library.comparisons.get(id).map_or_else(none, |i| value(&comparison::view(eye, i))),
            Each::Page => library.pages.get(id).map_or_else(none, |i| value(&free_page(eye, i))),
            Each::ObjectionCategory => {
                let category = shelf.categories().find(|name| text::slug(name, "g-") == id);
                category.map_or_else(none, |name| value(&kit::category(eye, shelf, name)))
            }
            Each::Shelf => {
                let part = needs::aside(|| self.catalogue.part(id, &self.pages, eye, self.order));
                part.map_or_else(none, |part| value(&part))
            }
            Each::Kit => {
                let shelves = || needs::aside(|| self.catalogue.shelves(&self.pages, eye, self.order));
                value(&kit::view(eye, shelf, shelves, &page.shows))
            }
        }
    }
}

/// The rank of each objection, which is the sum of its entries' weights; how often; the last day.
fn heard(library: &Library, today: Date) -> HashMap<&str, (f64, usize, Date)> {
    let mut heard: HashMap<&str, (f64, usize, Date)> = HashMap::new();
    for entry in library.field_log.iter() {
        let (Some(objection), Some(on)) = (&entry.objection, entry.on) else { continue };
        let sum = heard.entry(&objection.0).or_insert((0.0, 0, on.0));
        sum.0 += field_log::weight(on.0, entry.outcome == Some(field_log::Outcome::Lost), today);
        sum.1 += 1;
        sum.2 = sum.2.max(on.0);
    }
    heard
}

/// A free page.
#[derive(Debug, Default, Serialize)]
struct FreePageView {
    id: String,
    title: String,
    text: String,
    more: More,
}

fn free_page<'a>(eye: &Eye<'a>, item: &'a Item<FreePage>) -> FreePageView {
    let file = &*item.origin.file;
    FreePageView {
        id: item.id.clone(),
        title: item.title.to_string(),
        text: eye.text(&item.text, file),
        more: eye.more(&item.common, file),
    }
}

fn value<T: Serialize>(view: &T) -> tera::Value {
    tera::Value::from_serializable(view)
}

/// Which items rest on each claim: those that list it, and those whose words print it.
fn uses(eye: &Eye) -> IndexMap<String, Vec<Link>> {
    let mut uses: IndexMap<String, Vec<Link>> = IndexMap::new();
    for item in eye.items.iter().filter(|i| i.kind.has_ids) {
        let link = eye.link(item.kind.word, &item.id);
        mentions::claims_of(item).into_iter().for_each(|claim| uses.entry(claim).or_default().push(link.clone()));
    }
    uses
}
