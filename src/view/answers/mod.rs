//! Everything a rep can look up: what prospects say, rivals, questions, claims, people. Each answer carries enough to
//! go on talking. Made from what the reader may see, like a page.

mod desk;
pub mod index;

use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::quality::FixedState;
use rayon::prelude::*;

use super::eye::Eye;
use super::objection;
use super::shelf::Shelf;
use crate::model::Item;
use crate::model::claim::Claim;
use crate::model::comparison::Comparison;
use crate::model::competitor::Competitor;
use crate::model::faq::Faq;
use crate::model::objection::Objection;
use crate::model::page::FreePage;
use crate::model::persona::Persona;
use crate::model::product::Product;
use crate::needs::{self, Needs};
use desk::Desk;

/// Something to look up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// Which sort: the name of an interface word.
    pub kind: &'static str,
    /// What the prospect says, what is asked, or what a thing is called.
    pub title: String,
    /// Whom or what it is about, by name: rivals, a page, a table. Tells answers apart that are called alike.
    pub about: Vec<String>,
    /// Other wordings and names.
    pub also: Vec<String>,
    /// What else leads here: rivals, people, a category.
    pub keys: String,
    /// Its address; empty: it has no page.
    pub to: String,
    /// How much it was heard lately, in hundredths of the field log's rank.
    pub rank: i64,
    /// What to say, in the order of saying it.
    pub says: Vec<Said>,
}

/// A part of an answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// The interface word that stands before it.
    pub label: &'static str,
    /// Its texts, without markup.
    pub words: Vec<String>,
    /// Whether it is said aloud, so that a rep may copy it.
    pub is_spoken: bool,
}

/// What answers are made of.
#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    Objection(&'a Item<Objection>),
    Competitor(&'a Item<Competitor>),
    Faq(&'a Item<Faq>),
    Product(&'a Item<Product>),
    /// The questions to ask of a competitor.
    Asked(&'a Item<Competitor>),
    Persona(&'a Item<Persona>),
    Claim(&'a Item<Claim>),
    Table(&'a Item<Comparison>),
    Page(&'a Item<FreePage>),
}

/// What answers are made of, to be found again in another build: a sort, a file, and an item in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The place of the sort among all.
    pub sort: u8,
    /// The file, as [`needs::place`] tells it.
    pub file: usize,
    /// The item's id, as a number.
    pub id: u64,
}

/// What was made of the answers of one source.
#[derive(Debug)]
pub struct Told<T> {
    /// The source.
    pub key: Key,
    /// One for each answer.
    pub made: Vec<T>,
    /// What was needed of the kit.
    pub needs: Needs,
}

/// How many sources are looked at before what they say is given away.
const BATCH: usize = 128;

/// Makes something of each answer, those heard most lately first within their sort, and gives it away in batches, so that
/// not all that can be looked up stands in memory at once.
pub fn each<'a, T: Send>(
    eye: &Eye<'a>,
    shelf: &Shelf<'a>,
    make: &(impl Fn(Answer) -> T + Sync),
    give: &mut dyn FnMut(Vec<Told<T>>),
) {
    let desk = Desk::of(eye, shelf);
    for batch in sources(eye).chunks(BATCH) {
        give(batch.par_iter().map(|source| desk.told(*source, make)).collect());
    }
}

/// The same of some sources, where they are still there.
pub fn some<'a, T>(eye: &Eye<'a>, shelf: &Shelf<'a>, keys: &[Key], make: &impl Fn(Answer) -> T) -> Vec<Told<T>> {
    let desk = Desk::of(eye, shelf);
    let wanted = sources(eye).into_iter().filter(|source| keys.contains(&source.key()));
    wanted.map(|source| desk.told(source, make)).collect()
}

/// The answers that `choose` picks by what they are found by (they say nothing yet), in its order. It is given all of them,
/// in their order, and tells places. Only what is picked is made whole.
pub fn picked<'a>(eye: &Eye<'a>, shelf: &Shelf<'a>, choose: impl FnOnce(&[Answer]) -> Vec<usize>) -> Vec<Answer> {
    let sources = sources(eye);
    let heads = Desk::of(eye, shelf).with_heads_only();
    let found: Vec<Vec<Answer>> = sources.par_iter().map(|source| heads.answers(*source)).collect();
    let places = found.iter().zip(&sources).flat_map(|(heads, source)| (0..heads.len()).map(move |at| (*source, at)));
    let places: Vec<(Source, usize)> = places.collect();
    let found: Vec<Answer> = found.into_iter().flatten().collect();
    let whole = heads.whole();
    let chosen = choose(&found).into_iter().filter_map(|at| places.get(at));
    chosen.filter_map(|(source, at)| whole.answers(*source).into_iter().nth(*at)).collect()
}

/// All sources, in the order of their answers.
fn sources<'a>(eye: &Eye<'a>) -> Vec<Source<'a>> {
    let library = eye.library;
    let said = objection::by_rank(eye, library.objections.iter().collect());
    let mut sources: Vec<Source> = said.into_iter().map(Source::Objection).collect();
    sources.extend(library.competitors.iter().map(Source::Competitor));
    sources.extend(library.faqs.iter().map(Source::Faq));
    sources.extend(library.products.iter().map(Source::Product));
    sources.extend(library.competitors.iter().map(Source::Asked));
    sources.extend(library.personas.iter().map(Source::Persona));
    sources.extend(library.claims.iter().map(Source::Claim));
    sources.extend(library.comparisons.iter().map(Source::Table));
    sources.extend(library.pages.iter().map(Source::Page));
    sources
}

impl Source<'_> {
    fn key(&self) -> Key {
        let (sort, id, _) = self.parts();
        Key { sort, file: needs::place(self.file()), id: FixedState::default().hash_one(id) }
    }

    fn file(&self) -> &Arc<str> {
        self.parts().2
    }

    /// The place of its sort among all, the id and the file of its item.
    fn parts(&self) -> (u8, &str, &Arc<str>) {
        match self {
            Source::Objection(i) => (0, &i.id, &i.origin.file),
            Source::Competitor(i) => (1, &i.id, &i.origin.file),
            Source::Faq(i) => (2, &i.id, &i.origin.file),
            Source::Product(i) => (3, &i.id, &i.origin.file),
            Source::Asked(i) => (4, &i.id, &i.origin.file),
            Source::Persona(i) => (5, &i.id, &i.origin.file),
            Source::Claim(i) => (6, &i.id, &i.origin.file),
            Source::Table(i) => (7, &i.id, &i.origin.file),
            Source::Page(i) => (8, &i.id, &i.origin.file),
        }
    }
}

impl Answer {
    /// The names of the interface words that it uses.
    pub fn words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.says.iter().map(|said| said.label).chain([self.kind])
    }
}
