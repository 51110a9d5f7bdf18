//! What the front door lists: all pages, by piece of collateral. Where a piece has so many pages that nobody would read them
//! all (and no wiki would take the page), they are listed in parts, each on a page of its own.

use std::hash::BuildHasher;
use std::ops::Range;

use foldhash::quality::FixedState;
use serde::Serialize;

use super::collateral::{Each, Piece};
use super::eye::Eye;
use super::kit::{EntryView, ShelfView};
use super::parts::Link;
use super::plan::{self, Planned};
use super::{Order, Page};
use crate::check::budget;
use crate::model::Library;

/// A part ends with a page whose hash begins with a byte below this, with each sixty-fourth as a rule: so a new page
/// changes the part it comes into, and the others stay as they are.
const LAST: u64 = 4;
/// Fewest and most pages in one part, but for the last part.
const LEAST: usize = 64;
const MOST: usize = 256;

/// Pages of one piece that are listed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Their places among the pages as they were planned.
    pub pages: Range<usize>,
    /// Whether they are not all of their piece, and have a page of their own.
    pub is_part: bool,
}

/// What the front door lists.
#[derive(Debug)]
pub struct Catalogue {
    lists: Vec<List>,
    /// Where each page stands now, in the order of the plan.
    places: Vec<usize>,
}

/// A part of a list that is too long for the front door.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct ListView {
    pub pages: Vec<EntryView>,
    /// The parts before and after it.
    pub before: Option<Link>,
    pub after: Option<Link>,
}

/// Which pages are listed together, in the order of the plan.
pub fn lists(planned: &[Planned], library: &Library, order: &Order) -> Vec<List> {
    let has_pages = shelf(order).is_some();
    let most = if has_pages { budget(&library.settings, "listed") } else { usize::MAX };
    let mut lists = Vec::new();
    let mut start = 0;
    for of in planned.chunk_by(|a, b| a.piece.name == b.piece.name) {
        let pages = start..start + of.len();
        start = pages.end;
        if of[0].subject.each == Each::Kit {
            continue;
        }
        if of.len() <= most {
            lists.push(List { pages, is_part: false });
            continue;
        }
        let mut first = pages.start;
        for (at, page) in pages.clone().zip(of) {
            let long = at + 1 - first;
            let is_last = FixedState::default().hash_one(&page.subject.id) >> 56 < LAST;
            if (is_last && long >= LEAST) || long == MOST || at + 1 == pages.end {
                lists.push(List { pages: first..at + 1, is_part: true });
                first = at + 1;
            }
        }
    }
    lists
}

/// The piece that a page with a part of a list is one of.
fn shelf<'a>(order: &Order<'a>) -> Option<&'a Piece> {
    plan::wanted(order).find(|piece| piece.each == Each::Shelf)
}

/// The id of a part, by its piece and the subject of its first page.
pub fn id(piece: &str, first: &str) -> String {
    format!("{piece}-{first}")
}

/// What a part is called, by the titles of its first and last page.
pub fn span(first: &str, last: &str) -> String {
    if first == last { first.to_owned() } else { format!("{first} – {last}") }
}

impl Catalogue {
    /// Of the pages in their final order, each with its place in the plan.
    pub fn of(lists: Vec<List>, pages: &[(usize, Page)]) -> Catalogue {
        let mut places = vec![0; pages.len()];
        pages.iter().enumerate().for_each(|(place, (planned, _))| places[*planned] = place);
        Catalogue { lists, places }
    }

    /// The lists of the front door.
    pub fn shelves(&self, pages: &[Page], eye: &Eye, order: &Order) -> Vec<ShelfView> {
        let mut shelves: Vec<(&str, ShelfView)> = Vec::new();
        for list in &self.lists {
            let Some((first, _)) = self.ends(list, pages) else { continue };
            if shelves.last().is_none_or(|(piece, _)| *piece != first.piece) {
                let name = order.pieces.iter().find(|piece| piece.name == first.piece);
                let piece = name.map_or(first.piece.clone(), |piece| plan::label(piece, order).to_owned());
                shelves.push((&first.piece, ShelfView { piece, pages: Vec::new() }));
            }
            let Some((_, shelf)) = shelves.last_mut() else { continue };
            match self.link(list, pages, order).filter(|_| list.is_part) {
                Some(Link { title, to }) => shelf.pages.push(EntryView { title, to, ..EntryView::default() }),
                None => shelf.pages.extend(self.entries(list, pages, eye)),
            }
        }
        shelves.into_iter().map(|(_, shelf)| shelf).collect()
    }

    /// A part of a list, by its id.
    pub fn part(&self, wanted: &str, pages: &[Page], eye: &Eye, order: &Order) -> Option<ListView> {
        let is_wanted = |list: &List| {
            let after_piece =
                |first: &Page| wanted.strip_prefix(&first.piece)?.strip_prefix('-').map(|id| id == first.id);
            list.is_part && self.ends(list, pages).and_then(|(first, _)| after_piece(first)) == Some(true)
        };
        let at = self.lists.iter().position(is_wanted)?;
        let of = |list: &List| Some(&self.ends(list, pages)?.0.piece);
        let near = |list: Option<&List>| {
            let list = list.filter(|list| of(list) == of(&self.lists[at]))?;
            self.link(list, pages, order)
        };
        Some(ListView {
            pages: self.entries(&self.lists[at], pages, eye),
            before: near(at.checked_sub(1).and_then(|at| self.lists.get(at))),
            after: near(self.lists.get(at + 1)),
        })
    }

    /// Its first and its last page.
    fn ends<'p>(&self, list: &List, pages: &'p [Page]) -> Option<(&'p Page, &'p Page)> {
        let page = |at: usize| pages.get(*self.places.get(at)?);
        Some((page(list.pages.start)?, page(list.pages.end.checked_sub(1)?)?))
    }

    /// Where a part is listed.
    fn link(&self, list: &List, pages: &[Page], order: &Order) -> Option<Link> {
        let (first, last) = self.ends(list, pages)?;
        let to = format!("page:{}", plan::path(shelf(order)?, &id(&first.piece, &first.id)));
        Some(Link { title: span(&first.title, &last.title), to })
    }

    /// The pages of a list, as they are told.
    fn entries(&self, list: &List, pages: &[Page], eye: &Eye) -> Vec<EntryView> {
        let entry = |page: &Page| {
            let (line, verified) = plan::line(eye.library, page.each, &page.id);
            EntryView {
                news: page.each.word().map_or("", |word| eye.item_news(word, &page.id)),
                title: page.title.clone(),
                to: format!("page:{}", page.path),
                line,
                age: eye.age(verified, None, "card"),
            }
        };
        let places = self.places.get(list.pages.clone()).unwrap_or_default();
        places.iter().filter_map(|place| pages.get(*place)).map(entry).collect()
    }
}
