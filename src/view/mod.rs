//! Turns a checked kit into pages for one reader. A page carries a typed view, already serialised, so templates
//! never meet the model; all pieces on one subject share it.

pub mod audience;
pub mod collateral;
pub mod comparison;
pub mod competitor;
pub mod eye;
pub mod faq;
pub mod kit;
pub mod objection;
pub mod parts;
pub mod persona;
pub mod product;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

use crate::check::{Checked, questions, table_anchors};
use crate::diagnostic::{Diagnostic, Location};
use crate::load::shape::{self, Leaf};
use crate::load::walk::{self, Step};
use crate::model::claim::Claim;
use crate::model::comparison::Comparison;
use crate::model::competitor::Competitor;
use crate::model::objection::Objection;
use crate::model::page::FreePage;
use crate::model::{Item, Library};
use crate::text::{self, FoundKind, Words};
use audience::{Reader, Seen};
use collateral::{Each, Piece};
use eye::Eye;
use kit::{EntryView, ShelfView};
use parts::{Link, More};

/// One page to render: which template, where it goes, and its view.
#[derive(Debug, Clone)]
pub struct Page {
    /// The piece of collateral, and the template's name.
    pub piece: String,
    /// Path without the ending.
    pub path: String,
    /// Its title, as plain words.
    pub title: String,
    /// The id of its subject.
    pub id: String,
    /// The file its subject was written in; for the kit as a whole, the settings.
    pub file: Arc<str>,
    /// What it shows.
    pub view: tera::Value,
}

/// All pages for one reader, and what was withheld from them.
#[derive(Debug)]
pub struct Pages {
    /// In the order of the list of collateral.
    pub pages: Vec<Page>,
    /// What references show: (`claim`, id) or (`faq`, id#anchor) → words and address.
    pub shown: HashMap<(&'static str, String), Mention>,
    /// Files under `static/` that this reader may have.
    pub files: BTreeSet<String>,
    /// The pages of the navigation: the piece's title and its address.
    pub nav: Vec<Link>,
}

/// What a reference to an item shows.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Its name, or a claim's words as inline Markdown.
    pub words: Words,
    /// Its address; empty: none.
    pub to: String,
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
    /// The day of the build.
    pub today: Date,
}

/// The subject of a page before it is looked at.
#[derive(Debug, Clone)]
struct Subject {
    each: Each,
    id: String,
    name: String,
    file: Arc<str>,
}

/// Makes the pages. Two that would share a path are findings.
pub fn view(checked: &Checked, seen: &Seen, order: &Order) -> (Pages, Vec<Diagnostic>) {
    let library = seen.library();
    let planned = plan(library, order);
    let found = same_paths(&planned);
    let homes = homes(library, &planned);
    let nav = navigation(&planned, order);
    let eye = Eye {
        library,
        items: seen.items(),
        whole: checked,
        reader: order.reader,
        today: order.today,
        files: eye::files_for(checked, order.reader),
        homes,
        heard: heard(library, order.today),
    };
    let shelf = Shelf::of(library);
    let views = views(&eye, &shelf, &planned, order);
    let page = |p: &Planned| Page {
        piece: p.piece.name.clone(),
        path: p.path.clone(),
        title: p.title.clone(),
        id: p.subject.id.clone(),
        file: p.subject.file.clone(),
        view: views.get(&(p.subject.each, p.subject.id.as_str())).cloned().unwrap_or_else(tera::Value::none),
    };
    let pages = planned.iter().map(page).collect();
    (Pages { pages, shown: shown(&eye), files: eye.files, nav }, found)
}

struct Planned<'a> {
    piece: &'a Piece,
    subject: Subject,
    path: String,
    title: String,
}

/// The index is the front door, so it is made whatever else is asked for.
const FRONT_DOOR: &str = "index";

fn plan<'a>(library: &Library, order: &Order<'a>) -> Vec<Planned<'a>> {
    let wanted = |p: &&Piece| {
        let asked = order.only.is_empty() || p.name == FRONT_DOOR || order.only.contains(&p.name);
        asked && p.is_for(order.reader.audience)
    };
    let mut planned = Vec::new();
    for piece in order.pieces.iter().filter(wanted) {
        for subject in subjects(library, piece) {
            let label = order.labels.get(&piece.name).map_or(piece.name.as_str(), String::as_str);
            let title = fill(
                &piece.title,
                &[("id", &subject.id), ("name", &subject.name), ("label", label), ("title", &library.settings.title)],
            );
            let path = fill(&piece.path, &[("id", &subject.id)]);
            planned.push(Planned { piece, path, title, subject });
        }
    }
    planned
}

fn fill(pattern: &str, words: &[(&str, &str)]) -> String {
    words.iter().fold(pattern.to_owned(), |text, (key, word)| text.replace(&format!("{{{key}}}"), word))
}

/// The subjects of a piece; pages about the whole kit need something to show.
fn subjects(library: &Library, piece: &Piece) -> Vec<Subject> {
    fn all<T>(each: Each, items: &crate::model::Table<T>, name: impl Fn(&T) -> &str) -> Vec<Subject> {
        let subject = |i: &Item<T>| Subject {
            each,
            id: i.id.clone(),
            name: text::inline_plain(name(&i.value)),
            file: i.origin.file.clone(),
        };
        items.iter().map(subject).collect()
    }
    let each = piece.each;
    match each {
        Each::Competitor => all(each, &library.competitors, |c| &c.name),
        Each::Product => all(each, &library.products, |p| &p.name),
        Each::Persona => all(each, &library.personas, |p| &p.role),
        Each::Faq => all(each, &library.faqs, |f| &f.title),
        Each::Comparison => all(each, &library.comparisons, |c| &c.title),
        Each::Page => {
            let mut pages: Vec<&Item<FreePage>> = library.pages.iter().collect();
            pages.sort_by_key(|p| p.order.unwrap_or(i64::MAX));
            let subject = |p: &Item<FreePage>| Subject {
                each,
                id: p.id.clone(),
                name: text::inline_plain(&p.title),
                file: p.origin.file.clone(),
            };
            pages.into_iter().map(subject).collect()
        }
        Each::ObjectionCategory => {
            let subject = |name: &&str| Subject {
                each,
                id: text::slug(name, "g-"),
                name: (*name).to_owned(),
                file: crate::project::SETTINGS.into(),
            };
            Shelf::of(library).categories.keys().map(subject).collect()
        }
        Each::Kit if piece.home_of.iter().all(|word| is_empty(library, word)) && !piece.home_of.is_empty() => {
            Vec::new()
        }
        Each::Kit => vec![Subject {
            each,
            id: "index".into(),
            name: library.settings.title.0.clone(),
            file: crate::project::SETTINGS.into(),
        }],
    }
}

fn is_empty(library: &Library, word: &str) -> bool {
    match word {
        "claim" => library.claims.is_empty(),
        "objection" => library.objections.is_empty(),
        "field log" => library.field_log.is_empty(),
        _ => false,
    }
}

/// Two pages would be one file, also where a disk does not tell capitals from small letters.
fn same_paths(planned: &[Planned]) -> Vec<Diagnostic> {
    let mut first: HashMap<String, &Planned> = HashMap::new();
    let mut found = Vec::new();
    for page in planned {
        if let Some(earlier) = first.insert(page.path.to_lowercase(), page) {
            let message = format!(
                "`{}` of {} and of {} would be one file: `{}`",
                page.subject.id, earlier.piece.name, page.piece.name, page.path
            );
            let help = "change an id, or a `path` in templates/collateral.yaml";
            found.push(Diagnostic::error("same-path", Location::file(page.subject.file.clone()), message).help(help));
        }
    }
    found
}

/// The first piece in the list that is made for an item is where links to it lead.
fn homes(library: &Library, planned: &[Planned]) -> HashMap<(&'static str, String), String> {
    let mut homes = HashMap::new();
    for page in planned {
        let address = format!("page:{}", page.path);
        let word = match page.subject.each {
            Each::Competitor => "competitor",
            Each::Product => "product",
            Each::Persona => "persona",
            Each::Faq => "faq",
            Each::Comparison => "comparison",
            Each::Page => "page",
            Each::ObjectionCategory | Each::Kit => {
                hold(library, page, &address, &mut homes);
                continue;
            }
        };
        homes.entry((word, page.subject.id.clone())).or_insert(address);
    }
    homes
}

/// What references to each item of the whole kit show this reader.
fn shown(eye: &Eye) -> HashMap<(&'static str, String), Mention> {
    let mut shown = HashMap::new();
    let whole = &eye.whole.library;
    let mut tell = |word: &'static str, id: &str| {
        let words = match eye.library.claims.get(id).filter(|_| word == "claim") {
            Some(claim) => Words::Markdown(eye.text(&eye::claim_text(claim), &claim.origin.file)),
            None => Words::Plain(eye.name(word, id)),
        };
        shown.insert((word, id.to_owned()), Mention { words, to: eye.home(word, id) });
    };
    whole.products.iter().for_each(|i| tell("product", &i.id));
    whole.competitors.iter().for_each(|i| tell("competitor", &i.id));
    whole.personas.iter().for_each(|i| tell("persona", &i.id));
    whole.claims.iter().for_each(|i| tell("claim", &i.id));
    whole.objections.iter().for_each(|i| tell("objection", &i.id));
    whole.faqs.iter().for_each(|i| tell("faq", &i.id));
    whole.comparisons.iter().for_each(|i| tell("comparison", &i.id));
    whole.pages.iter().for_each(|i| tell("page", &i.id));
    for faq in eye.library.faqs.iter() {
        let home = eye.home("faq", &faq.id);
        questions(&faq.questions, &mut |q| {
            let to = if home.is_empty() { String::new() } else { format!("{home}#{}", q.id.0) };
            shown.insert(
                ("faq", format!("{}#{}", faq.id, q.id.0)),
                Mention { words: Words::Plain(text::inline_plain(&q.ask)), to },
            );
        });
    }
    for table in eye.library.comparisons.iter() {
        let home = eye.home("comparison", &table.id);
        for anchor in table_anchors(table) {
            let to = if home.is_empty() { String::new() } else { format!("{home}#{anchor}") };
            shown.insert(
                ("comparison", format!("{}#{anchor}", table.id)),
                Mention { words: Words::Plain(eye.name("comparison", &table.id)), to },
            );
        }
    }
    shown
}

/// A page on the kit, or on a category, holds many items at their own places.
fn hold(library: &Library, page: &Planned, address: &str, homes: &mut HashMap<(&'static str, String), String>) {
    for word in &page.piece.home_of {
        match word.as_str() {
            "claim" => {
                for claim in library.claims.iter() {
                    homes.entry(("claim", claim.id.clone())).or_insert(format!("{address}#{}", claim.id));
                }
            }
            "objection" => {
                let here = |o: &&Item<Objection>| {
                    page.subject.each == Each::Kit || text::slug(&o.category, "g-") == page.subject.id
                };
                for objection in library.objections.iter().filter(here) {
                    homes.entry(("objection", objection.id.clone())).or_insert(format!("{address}#{}", objection.id));
                }
            }
            _ => {}
        }
    }
}

fn navigation(planned: &[Planned], order: &Order) -> Vec<Link> {
    let kit = planned.iter().filter(|p| p.subject.each == Each::Kit);
    kit.map(|p| Link {
        title: order.labels.get(&p.piece.name).cloned().unwrap_or_else(|| p.title.clone()),
        to: format!("page:{}", p.path),
    })
    .collect()
}

/// The rank of each objection: the sum of 0.5^(age in days / 90), lost deals counting double; how often; the last day.
fn heard(library: &Library, today: Date) -> HashMap<&str, (f64, usize, Date)> {
    let mut heard: HashMap<&str, (f64, usize, Date)> = HashMap::new();
    for entry in library.field_log.iter() {
        let (Some(objection), Some(on)) = (&entry.objection, entry.on) else { continue };
        let age = f64::from((today - on.0).get_days().max(0));
        let weight = if entry.outcome == Some(crate::model::field_log::Outcome::Lost) { 2.0 } else { 1.0 };
        let sum = heard.entry(&objection.0).or_insert((0.0, 0, on.0));
        sum.0 += weight * 0.5f64.powf(age / 90.0);
        sum.1 += 1;
        sum.2 = sum.2.max(on.0);
    }
    heard
}

/// What belongs together, found once for the kit and not once a page.
#[derive(Debug)]
pub struct Shelf<'a> {
    by_competitor: HashMap<&'a str, Vec<&'a Item<Objection>>>,
    by_product: HashMap<&'a str, Vec<&'a Item<Objection>>>,
    by_persona: HashMap<&'a str, Vec<&'a Item<Objection>>>,
    claims_by_persona: HashMap<&'a str, Vec<&'a Item<Claim>>>,
    tables_by_rival: HashMap<&'a str, Vec<&'a Item<Comparison>>>,
    faqs_by_rival: HashMap<&'a str, Vec<&'a str>>,
    /// Objections by category, in the order in which categories are met.
    pub categories: IndexMap<&'a str, Vec<&'a Item<Objection>>>,
}

impl<'a> Shelf<'a> {
    fn of(library: &'a Library) -> Self {
        let mut shelf = Shelf {
            by_competitor: HashMap::new(),
            by_product: HashMap::new(),
            by_persona: HashMap::new(),
            claims_by_persona: HashMap::new(),
            tables_by_rival: HashMap::new(),
            faqs_by_rival: HashMap::new(),
            categories: IndexMap::new(),
        };
        for item in library.objections.iter() {
            item.competitors.iter().for_each(|c| shelf.by_competitor.entry(&c.0).or_default().push(item));
            item.products.iter().for_each(|p| shelf.by_product.entry(&p.0).or_default().push(item));
            item.personas.iter().for_each(|p| shelf.by_persona.entry(&p.0).or_default().push(item));
            shelf.categories.entry(&item.category.0).or_default().push(item);
        }
        for claim in library.claims.iter() {
            claim.personas.iter().for_each(|p| shelf.claims_by_persona.entry(&p.0).or_default().push(claim));
        }
        for table in library.comparisons.iter() {
            let rivals = table.columns.iter().flat_map(|c| [Some(&*c.id.0), c.of.as_ref().map(|o| &*o.0)]).flatten();
            for rival in rivals {
                let tables = shelf.tables_by_rival.entry(rival).or_default();
                if !tables.iter().any(|t| std::ptr::eq(*t, table)) {
                    tables.push(table);
                }
            }
        }
        for faq in library.faqs.iter() {
            faq.about.iter().for_each(|a| shelf.faqs_by_rival.entry(&a.0).or_default().push(&faq.id));
        }
        shelf
    }

    /// Those a competitor names, then those that name it.
    fn objections_of(&self, eye: &Eye<'a>, item: &'a Item<Competitor>) -> Vec<&'a Item<Objection>> {
        let mut all: Vec<_> = item.objections.iter().filter_map(|id| eye.library.objections.get(id)).collect();
        for objection in self.by_competitor.get(&*item.id).into_iter().flatten() {
            if !all.iter().any(|o| o.id == objection.id) {
                all.push(objection);
            }
        }
        all
    }

    fn objections_on(&self, product: &str) -> Vec<&'a Item<Objection>> {
        self.by_product.get(product).cloned().unwrap_or_default()
    }

    fn objections_by(&self, persona: &str) -> Vec<&'a Item<Objection>> {
        self.by_persona.get(persona).cloned().unwrap_or_default()
    }

    fn claims_for(&self, persona: &str) -> Vec<&'a Item<Claim>> {
        self.claims_by_persona.get(persona).cloned().unwrap_or_default()
    }

    fn tables_of(&self, eye: &Eye<'a>, item: &'a Item<Competitor>) -> Vec<&'a Item<Comparison>> {
        if !item.comparisons.is_empty() {
            return item.comparisons.iter().filter_map(|id| eye.library.comparisons.get(id)).collect();
        }
        self.tables_by_rival.get(&*item.id).cloned().unwrap_or_default()
    }

    fn faqs_about(&self, eye: &Eye<'a>, id: &str) -> Vec<Link> {
        self.faqs_by_rival.get(id).into_iter().flatten().map(|faq| eye.link("faq", faq)).collect()
    }
}

/// A free page.
#[derive(Debug, Default, Serialize)]
struct FreePageView {
    id: String,
    title: String,
    text: String,
    more: More,
}

type Key<'a> = (Each, &'a str);

/// The view of each subject, made once however many pieces show it.
fn views<'p>(eye: &Eye, shelf: &Shelf, planned: &'p [Planned], order: &Order) -> HashMap<Key<'p>, tera::Value> {
    let mut subjects: Vec<Key<'p>> = planned.iter().map(|p| (p.subject.each, p.subject.id.as_str())).collect();
    subjects.sort_by_key(|(each, id)| (*each as u8, *id));
    subjects.dedup();
    let deep = planned.iter().any(|p| p.subject.each == Each::Kit && p.piece.name != FRONT_DOOR);
    subjects.into_par_iter().map(|key| (key, look(eye, shelf, key, planned, order, deep))).collect()
}

fn look(eye: &Eye, shelf: &Shelf, (each, id): Key, planned: &[Planned], order: &Order, deep: bool) -> tera::Value {
    let library = eye.library;
    let none = tera::Value::none;
    match each {
        Each::Competitor => library.competitors.get(id).map_or_else(none, |i| value(&competitor::view(eye, shelf, i))),
        Each::Product => library.products.get(id).map_or_else(none, |i| value(&product::view(eye, shelf, i))),
        Each::Persona => library.personas.get(id).map_or_else(none, |i| value(&persona::view(eye, shelf, i))),
        Each::Faq => library.faqs.get(id).map_or_else(none, |i| value(&faq::view(eye, i))),
        Each::Comparison => library.comparisons.get(id).map_or_else(none, |i| value(&comparison::view(eye, i))),
        Each::Page => library.pages.get(id).map_or_else(none, |i| {
            let file = &*i.origin.file;
            value(&FreePageView {
                id: i.id.clone(),
                title: i.title.0.clone(),
                text: eye.text(&i.text, file),
                more: eye.more(&i.common, file),
            })
        }),
        Each::ObjectionCategory => {
            let category = shelf.categories.iter().find(|(name, _)| text::slug(name, "g-") == id);
            category.map_or_else(none, |(name, objections)| {
                value(&kit::CategoryView {
                    id: id.to_owned(),
                    name: (*name).to_owned(),
                    objections: objection::ranked(eye, objections.clone()),
                })
            })
        }
        Each::Kit => value(&kit::view(eye, shelf, shelves(eye, planned, order), deep)),
    }
}

fn value<T: Serialize>(view: &T) -> tera::Value {
    tera::Value::from_serializable(view)
}

/// The pages of the index, by piece.
fn shelves(eye: &Eye, planned: &[Planned], order: &Order) -> Vec<ShelfView> {
    let mut shelves: IndexMap<&str, ShelfView> = IndexMap::new();
    for page in planned.iter().filter(|p| p.subject.each != Each::Kit) {
        let shelf = shelves.entry(&page.piece.name).or_insert_with(|| ShelfView {
            piece: order.labels.get(&page.piece.name).cloned().unwrap_or_else(|| page.piece.name.clone()),
            pages: Vec::new(),
        });
        let (line, verified) = line(eye.library, &page.subject);
        shelf.pages.push(EntryView {
            title: page.title.clone(),
            to: format!("page:{}", page.path),
            line,
            age: eye.age(verified, None, eye.freshness("card")),
        });
    }
    shelves.into_values().collect()
}

/// One line on a subject, and the day it was checked.
fn line(library: &Library, subject: &Subject) -> (String, Option<crate::model::value::Day>) {
    let id = &subject.id;
    let found = match subject.each {
        Each::Competitor => library.competitors.get(id).map(|c| (c.one_liner.0.clone(), c.common.verified)),
        Each::Product => library.products.get(id).map(|p| (p.one_liner.0.clone(), p.common.verified)),
        Each::Persona => library.personas.get(id).map(|p| (p.name.0.clone(), p.common.verified)),
        Each::Faq => library.faqs.get(id).map(|f| (String::new(), f.common.verified)),
        Each::Comparison => library.comparisons.get(id).map(|c| (String::new(), c.common.verified)),
        Each::Page => library.pages.get(id).map(|p| (String::new(), p.common.verified)),
        Each::ObjectionCategory | Each::Kit => None,
    };
    found.unwrap_or_default()
}

/// Which items rest on each claim: those that list it, and those whose words print it.
fn uses(eye: &Eye) -> IndexMap<String, Vec<Link>> {
    let mut uses: IndexMap<String, Vec<Link>> = IndexMap::new();
    for item in eye.items.iter().filter(|i| i.kind.has_ids) {
        let mut claims: Vec<String> = Vec::new();
        walk::walk(shape::schema(item.kind.folder), &item.node, item.kind.cap, &|_| false, &mut |step| {
            let Step::Leaf { node, leaf, .. } = step else { return };
            let words = node.text().unwrap_or_default();
            match leaf {
                Leaf::Ref(kind) if kind == "claim" => claims.push(words.to_owned()),
                Leaf::Line | Leaf::Text if words.contains("[[claim:") => {
                    claims.extend(text::findings(words).into_iter().filter_map(|f| match f.kind {
                        FoundKind::Item(i) if i.entity == "claim" => Some(i.id),
                        _ => None,
                    }));
                }
                _ => {}
            }
        });
        claims.sort();
        claims.dedup();
        let link = eye.link(item.kind.word, &item.id);
        claims.into_iter().for_each(|claim| uses.entry(claim).or_default().push(link.clone()));
    }
    uses
}
