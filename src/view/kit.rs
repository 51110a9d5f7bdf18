//! What collateral on the kit as a whole shows: the index, the objection guide, the claims register, what was heard.

use serde::Serialize;

use super::changes::{self, ChangesView};
use super::collateral::Part;
use super::competitor::{self, CompetitorView};
use super::eye::{Eye, word};
use super::objection;
use super::parts::*;
use super::{Shelf, uses};
use crate::check::budget;
use crate::model::Item;
use crate::model::faq::{Entry, Faq};
use crate::model::field_log::Heard;
use crate::needs;

/// The kit as a whole.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct KitView {
    pub title: String,
    pub company: String,
    /// Pages by piece of collateral, in the order of the list.
    pub shelves: Vec<ShelfView>,
    /// Objections heard most lately, at most five.
    pub lately: Vec<ObjectionView>,
    /// Objections by category.
    pub categories: Vec<CategoryView>,
    /// The first layer of each competitor's card.
    pub cards: Vec<CompetitorView>,
    /// Whether of each card only its name is told, as there are too many for one page.
    pub only_names: bool,
    pub claims: Vec<RegisterView>,
    pub heard: Vec<HeardView>,
    /// Heard, and no objection answers it yet.
    pub unanswered: Vec<HeardView>,
    /// Questions on FAQ pages without an answer.
    pub open: Vec<Link>,
    /// Files with a credit or description.
    pub files: Vec<FileView>,
    /// What changed since an earlier state of the kit; nothing unless it was asked for.
    pub changes: ChangesView,
}

/// Pages of one piece of collateral.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct ShelfView {
    pub piece: String,
    pub pages: Vec<EntryView>,
}

/// A page in the index.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct EntryView {
    /// `new`, `changed`, or empty.
    pub news: &'static str,
    pub title: String,
    pub to: String,
    /// One line on its subject.
    pub line: String,
    pub age: Age,
}

/// Objections of one category.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct CategoryView {
    /// Its address on the page; never an objection's id, as those have no underscore.
    pub id: String,
    pub name: String,
    pub objections: Vec<ObjectionView>,
    /// How many more objections stand on cards, where all are too many for one page.
    pub on_cards: usize,
}

/// A claim in the register.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct RegisterView {
    pub claim: ClaimView,
    pub used_by: Vec<Link>,
}

/// A file under `static/`.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct FileView {
    pub to: String,
    pub alt: String,
    pub credit: String,
}

/// Of the kit as a whole, what is shown; everything else is empty.
pub fn view<'a>(eye: &Eye<'a>, shelf: &Shelf<'a>, shelves: impl Fn() -> Vec<ShelfView>, shows: &[Part]) -> KitView {
    let settings = &eye.library.settings;
    let mut view =
        KitView { title: settings.title.to_string(), company: settings.company.to_string(), ..KitView::default() };
    for part in shows {
        match part {
            Part::Shelves => view.shelves = shelves(),
            Part::Lately => view.lately = lately(eye),
            Part::Categories => view.categories = categories(eye, shelf),
            Part::Cards => {
                view.only_names = eye.library.competitors.len() > budget(settings, "beside");
                view.cards = cards(eye, shelf, view.only_names);
            }
            Part::Claims => view.claims = register(eye),
            Part::Heard => view.heard = all_heard(eye),
            Part::Unanswered => view.unanswered = unanswered(eye),
            Part::Open => view.open = open(eye, shelf),
            Part::Files => view.files = files(eye),
            Part::Changes => view.changes = changes::view(eye),
        }
    }
    view
}

fn lately(eye: &Eye) -> Vec<ObjectionView> {
    let top = objection::by_rank(eye, eye.library.objections.some(eye.heard.keys().copied()));
    top.into_iter().take(5).map(|o| objection::view(eye, o)).collect()
}

fn cards<'a>(eye: &Eye<'a>, shelf: &Shelf<'a>, only_names: bool) -> Vec<CompetitorView> {
    let competitors = || eye.library.competitors.iter();
    if only_names {
        return needs::aside(|| competitors().map(|c| competitor::name(eye, c)).collect());
    }
    competitors().map(|c| competitor::glance(eye, shelf, c)).collect()
}

fn all_heard(eye: &Eye) -> Vec<HeardView> {
    let mut all: Vec<HeardView> = eye.library.field_log.iter().map(|h| heard(eye, h)).collect();
    all.sort_by(|a, b| b.on.cmp(&a.on));
    all
}

fn unanswered(eye: &Eye) -> Vec<HeardView> {
    eye.library.field_log.iter().filter(|h| h.objection.is_none()).map(|h| heard(eye, h)).collect()
}

fn categories<'a>(eye: &Eye<'a>, shelf: &Shelf<'a>) -> Vec<CategoryView> {
    shelf.categories().map(|name| category(eye, shelf, name)).collect()
}

/// The objections of one category.
pub fn category<'a>(eye: &Eye<'a>, shelf: &Shelf<'a>, name: &str) -> CategoryView {
    let gathered = shelf.objections_in(eye, name);
    CategoryView {
        id: format!("s_{}", crate::text::slug(name, "g-")),
        name: name.to_owned(),
        objections: objection::ranked(eye, gathered.whole),
        on_cards: gathered.on_cards,
    }
}

fn register(eye: &Eye) -> Vec<RegisterView> {
    let mut used = needs::aside(|| uses(eye));
    let entry =
        |claim| RegisterView { claim: eye.claim(claim), used_by: used.shift_remove(&*claim.id).unwrap_or_default() };
    eye.library.claims.iter().map(entry).collect()
}

fn heard(eye: &Eye, item: &Item<Heard>) -> HeardView {
    let mut labels = eye.terms("stages", [&*item.stage]);
    labels.extend(eye.terms("segments", [&*item.segment]));
    labels.extend(eye.terms("regions", [&*item.region]));
    let known = |word: String, words: &[&'static str]| words.iter().copied().find(|w| *w == word).unwrap_or_default();
    HeardView {
        on: item.on.map_or(String::new(), |d| d.to_string()),
        words: eye.text(&item.words, &item.origin.file),
        objection: item.objection.as_ref().map(|id| eye.link("objection", id)),
        competitor: item.competitor.as_ref().map(|id| eye.link("competitor", id)),
        persona: item.persona.as_ref().map(|id| eye.link("persona", id)),
        source: known(word(item.source), &["call", "qa", "win-loss", "support", "event"]),
        outcome: known(word(item.outcome), &["won", "lost", "open", "none"]),
        labels,
        note: eye.text(&item.note, &item.origin.file),
    }
}

fn open(eye: &Eye, shelf: &Shelf) -> Vec<Link> {
    let link = |(faq, question): (&Item<Faq>, &Entry)| {
        let home = eye.home("faq", &faq.id);
        let to = if home.is_empty() { String::new() } else { format!("{home}#{}", question.id.0) };
        Link { title: crate::text::inline_plain(&question.ask), to }
    };
    shelf.open().map(link).collect()
}

fn files(eye: &Eye) -> Vec<FileView> {
    let told = |f: &&crate::model::settings::KitFile| !f.alt.is_empty() || !f.credit.is_empty();
    let view = |f: &crate::model::settings::KitFile| FileView {
        to: eye.file(&f.path, crate::project::SETTINGS),
        alt: f.alt.to_string(),
        credit: f.credit.to_string(),
    };
    eye.library.settings.files.iter().filter(told).map(view).collect()
}
