//! Which pages there are: subjects, paths, titles.

use std::sync::Arc;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::catalogue::{self, List};
use super::collateral::{Each, Piece};
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
    /// Its id.
    pub id: String,
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

/// The index is the front door, so it is made whatever else is asked for, with the lists that are too long for it.
const FRONT_DOOR: &str = "index";
/// The id of the kit as a whole.
pub const KIT: &str = "index";
/// What changed can be told only where an earlier state is known.
const CHANGES: &str = "changes";

/// Whether a piece is among those that are asked for; `only` empty: all are.
pub fn is_asked(only: &[String], piece: &Piece) -> bool {
    let is_door = piece.name == FRONT_DOOR || piece.each == Each::Shelf;
    is_door || only.is_empty() || only.contains(&piece.name)
}

/// The pieces that an order asks for, in the order of the list of collateral.
pub fn wanted<'a>(order: &Order<'a>) -> impl Iterator<Item = &'a Piece> {
    order.pieces.iter().filter(|piece| {
        let can_be = piece.name != CHANGES || order.news.is_some();
        is_asked(order.only, piece) && can_be && piece.is_for(order.reader.audience)
    })
}

/// The pages that an order asks for, in the order of the list of collateral, parts of lists last; and which of them are
/// listed together.
pub fn plan<'a>(library: &Library, order: &Order<'a>) -> (Vec<Planned<'a>>, Vec<List>) {
    let mut planned = Vec::new();
    let page = |piece: &'a Piece, subject: Subject| {
        let words = [
            ("{id}", &*subject.id),
            ("{name}", &subject.name),
            ("{label}", label(piece, order)),
            ("{title}", &library.settings.title),
        ];
        Planned { piece, path: path(piece, &subject.id), title: fill(&piece.title, &words), subject }
    };
    for piece in wanted(order) {
        planned.par_extend(subjects(library, piece).into_par_iter().map(|subject| page(piece, subject)));
    }
    let lists = catalogue::lists(&planned, library, order);
    let mut parts = Vec::new();
    for shelf in wanted(order).filter(|piece| piece.each == Each::Shelf) {
        for list in lists.iter().filter(|list| list.is_part) {
            let (first, last) = (&planned[list.pages.start], &planned[list.pages.end - 1]);
            let subject = Subject {
                each: Each::Shelf,
                id: catalogue::id(&first.piece.name, &first.subject.id),
                name: format!("{}: {}", label(first.piece, order), catalogue::span(&first.title, &last.title)),
                file: crate::project::SETTINGS.into(),
            };
            parts.push(page(shelf, subject));
        }
    }
    planned.extend(parts);
    (planned, lists)
}

/// What pages of a piece are called together.
pub fn label<'a>(piece: &'a Piece, order: &Order<'a>) -> &'a str {
    order.labels.get(&piece.name).map_or(&piece.name, String::as_str)
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
        // Known when all other pages are.
        Each::Shelf => Vec::new(),
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

/// What a page is about, in a sentence or two of plain words.
fn summary(library: &Library, subject: &Subject, title: &str) -> String {
    let id = &subject.id;
    let words = match subject.each {
        Each::Faq => library.faqs.get(id).map(|f| f.intro.0.as_str()),
        Each::Comparison => library.comparisons.get(id).map(|c| c.intro.0.as_str()),
        Each::Page => library.pages.get(id).map(|p| p.text.0.as_str()),
        _ => None,
    };
    let words = words.map_or_else(|| line(library, subject.each, id).0, str::to_owned);
    let plain = text::shortened(text::inline_plain(&words), SUMMARY);
    let kit = &*library.settings.title;
    let named = if title == kit { kit.to_owned() } else { format!("{title} · {kit}") };
    if plain.is_empty() { named } else { plain }
}

/// One line on a subject, and the day it was checked.
pub fn line(library: &Library, each: Each, id: &str) -> (String, Option<crate::model::value::Day>) {
    let found = match each {
        Each::Competitor => library.competitors.get(id).map(|c| (c.one_liner.to_string(), c.common.verified)),
        Each::Product => library.products.get(id).map(|p| (p.one_liner.to_string(), p.common.verified)),
        Each::Persona => library.personas.get(id).map(|p| (p.name.to_string(), p.common.verified)),
        Each::Faq => library.faqs.get(id).map(|f| (String::new(), f.common.verified)),
        Each::Comparison => library.comparisons.get(id).map(|c| (String::new(), c.common.verified)),
        Each::Page => library.pages.get(id).map(|p| (String::new(), p.common.verified)),
        Each::ObjectionCategory | Each::Shelf | Each::Kit => None,
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
