//! Which pages there are: subjects, paths, titles.

use std::sync::Arc;

use hashbrown::HashMap;
use indexmap::IndexMap;
use rayon::prelude::*;

use super::collateral::{Each, Piece};
use super::eye::Eye;
use super::kit::{EntryView, ShelfView};
use super::parts::Link;
use super::shelf::Shelf;
use super::{Order, Page};
use crate::diagnostic::{Diagnostic, Location};
use crate::model::page::FreePage;
use crate::model::{Item, Library, Table};
use crate::text;

/// The subject of a page before it is looked at.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Which sort.
    pub each: Each,
    id: String,
    name: String,
    file: Arc<str>,
}

/// A page before it is looked at.
pub struct Planned<'a> {
    /// The piece it is one of.
    pub piece: &'a Piece,
    /// What it is made for.
    pub subject: Subject,
    path: String,
    title: String,
}

impl Planned<'_> {
    /// As the renderer meets it.
    pub fn page(self, library: &Library) -> Page {
        Page {
            summary: summary(library, &self.subject, &self.title),
            piece: self.piece.name.clone(),
            path: self.path,
            title: self.title,
            id: self.subject.id,
            file: self.subject.file,
            shows: self.piece.shows.clone(),
            each: self.subject.each,
        }
    }
}

/// Longest summary of a page, in characters: about what a search engine shows.
const SUMMARY: usize = 155;

/// The index is the front door, so it is made whatever else is asked for.
const FRONT_DOOR: &str = "index";
/// The id of the kit as a whole.
pub const KIT: &str = "index";
/// What changed can be told only where an earlier state is known.
const CHANGES: &str = "changes";

/// Whether a piece is among those that are asked for; `only` empty: all are.
pub fn is_asked(only: &[String], name: &str) -> bool {
    only.is_empty() || name == FRONT_DOOR || only.iter().any(|asked| asked == name)
}

/// The pieces that an order asks for, in the order of the list of collateral.
pub fn wanted<'a>(order: &Order<'a>) -> impl Iterator<Item = &'a Piece> {
    order.pieces.iter().filter(|piece| {
        let can_be = piece.name != CHANGES || order.news.is_some();
        is_asked(order.only, &piece.name) && can_be && piece.is_for(order.reader.audience)
    })
}

/// The pages that an order asks for, in the order of the list of collateral.
pub fn plan<'a>(library: &Library, order: &Order<'a>) -> Vec<Planned<'a>> {
    let mut planned = Vec::new();
    for piece in wanted(order) {
        let label = order.labels.get(&piece.name).map_or(piece.name.as_str(), String::as_str);
        let page = |subject: Subject| {
            let words = [
                ("{id}", &*subject.id),
                ("{name}", &subject.name),
                ("{label}", label),
                ("{title}", &library.settings.title),
            ];
            Planned { piece, path: path(piece, &subject.id), title: fill(&piece.title, &words), subject }
        };
        planned.par_extend(subjects(library, piece).into_par_iter().map(page));
    }
    planned
}

/// The path of the page on a subject.
pub fn path(piece: &Piece, id: &str) -> String {
    fill(&piece.path, &[("{id}", id)])
}

fn fill(pattern: &str, words: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(pattern.len() + words.iter().map(|(_, word)| word.len()).sum::<usize>());
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        let (before, here) = rest.split_at(at);
        let (key, word) = words.iter().find(|(key, _)| here.starts_with(key)).unwrap_or(&("{", "{"));
        filled.push_str(before);
        filled.push_str(word);
        rest = &here[key.len()..];
    }
    filled.push_str(rest);
    filled
}

/// The subjects of a piece; pages about the whole kit need something to show.
fn subjects(library: &Library, piece: &Piece) -> Vec<Subject> {
    fn all<T: Sync>(each: Each, items: &Table<T>, name: impl Fn(&T) -> &str + Sync) -> Vec<Subject> {
        let subject = |i: &&Item<T>| Subject {
            each,
            id: i.id.clone(),
            name: text::inline_plain(name(&i.value)),
            file: i.origin.file.clone(),
        };
        items.iter().collect::<Vec<_>>().par_iter().map(subject).collect()
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
            let subject = |name: &str| Subject {
                each,
                id: text::slug(name, "g-"),
                name: name.to_owned(),
                file: crate::project::SETTINGS.into(),
            };
            Shelf::of(library).categories().map(subject).collect()
        }
        Each::Kit if !is_filled(library, piece) => Vec::new(),
        Each::Kit => vec![Subject {
            each,
            id: KIT.into(),
            name: library.settings.title.to_string(),
            file: crate::project::SETTINGS.into(),
        }],
    }
}

/// Whether a page about the whole kit has something to show.
pub fn is_filled(library: &Library, piece: &Piece) -> bool {
    piece.home_of.is_empty() || !piece.home_of.iter().all(|word| is_empty(library, word))
}

fn is_empty(library: &Library, word: &str) -> bool {
    match word {
        "claim" => library.claims.is_empty(),
        "objection" => library.objections.is_empty(),
        "beside" => library.competitors.len() < 2,
        "field log" => library.field_log.is_empty(),
        _ => false,
    }
}

/// Two pages would be one file, also where a disk does not tell capitals from small letters.
pub fn same_paths(planned: &[Planned]) -> Vec<Diagnostic> {
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

/// Pages about the whole kit are in the navigation of every page.
pub fn navigation(planned: &[Planned], order: &Order) -> Vec<Link> {
    let kit = planned.iter().filter(|p| p.subject.each == Each::Kit);
    kit.map(|p| Link {
        title: order.labels.get(&p.piece.name).cloned().unwrap_or_else(|| p.title.clone()),
        to: format!("page:{}", p.path),
    })
    .collect()
}

/// The pages of the index, by piece.
pub fn shelves(eye: &Eye, order: &Order) -> Vec<ShelfView> {
    let mut shelves: IndexMap<&str, ShelfView> = IndexMap::new();
    let planned = plan(eye.library, order);
    for page in planned.iter().filter(|p| p.subject.each != Each::Kit) {
        let shelf = shelves.entry(&page.piece.name).or_insert_with(|| ShelfView {
            piece: order.labels.get(&page.piece.name).cloned().unwrap_or_else(|| page.piece.name.clone()),
            pages: Vec::new(),
        });
        let (line, verified) = line(eye.library, &page.subject);
        shelf.pages.push(EntryView {
            news: page.subject.each.word().map_or("", |word| eye.item_news(word, &page.subject.id)),
            title: page.title.clone(),
            to: format!("page:{}", page.path),
            line,
            age: eye.age(verified, None, "card"),
        });
    }
    shelves.into_values().collect()
}

/// What a page is about, in a sentence or two of plain words.
fn summary(library: &Library, subject: &Subject, title: &str) -> String {
    let id = &subject.id;
    let words = match subject.each {
        Each::Faq => library.faqs.get(id).map(|f| f.intro.0.as_str()),
        Each::Comparison => library.comparisons.get(id).map(|c| c.intro.0.as_str()),
        Each::Page => library.pages.get(id).map(|p| p.text.0.as_str()),
        _ => None,
    };
    let words = words.map_or_else(|| line(library, subject).0, str::to_owned);
    let plain = text::shortened(text::inline_plain(&words), SUMMARY);
    let kit = &*library.settings.title;
    let named = if title == kit { kit.to_owned() } else { format!("{title} · {kit}") };
    if plain.is_empty() { named } else { plain }
}

/// One line on a subject, and the day it was checked.
fn line(library: &Library, subject: &Subject) -> (String, Option<crate::model::value::Day>) {
    let id = &subject.id;
    let found = match subject.each {
        Each::Competitor => library.competitors.get(id).map(|c| (c.one_liner.to_string(), c.common.verified)),
        Each::Product => library.products.get(id).map(|p| (p.one_liner.to_string(), p.common.verified)),
        Each::Persona => library.personas.get(id).map(|p| (p.name.to_string(), p.common.verified)),
        Each::Faq => library.faqs.get(id).map(|f| (String::new(), f.common.verified)),
        Each::Comparison => library.comparisons.get(id).map(|c| (String::new(), c.common.verified)),
        Each::Page => library.pages.get(id).map(|p| (String::new(), p.common.verified)),
        Each::ObjectionCategory | Each::Kit => None,
    };
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_is_not_filled_in_again() {
        let words = [("{id}", "a"), ("{name}", "The {id} {"), ("{label}", "Card")];
        assert_eq!(fill("{label}: {name} {{id} {other}", &words), "Card: The {id} { {a {other}");
    }
}
