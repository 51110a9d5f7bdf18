//! What belongs together: objections by competitor, tables by rival … Sorted once for the kit.

use hashbrown::HashMap;
use indexmap::IndexMap;

use super::eye::Eye;
use super::parts::Link;
use crate::check::questions;
use crate::model::claim::Claim;
use crate::model::comparison::Comparison;
use crate::model::competitor::Competitor;
use crate::model::faq::{Entry, Faq};
use crate::model::objection::Objection;
use crate::model::{Item, Library};
use crate::needs;

/// Objections in one place.
#[derive(Debug)]
pub struct Gathered<'a> {
    /// Those that stand there whole.
    pub whole: Vec<&'a Item<Objection>>,
    /// How many more there are, each on the card of a competitor that it is about.
    pub on_cards: usize,
}

/// What belongs together, found once for the kit and not once a page.
#[derive(Debug)]
pub struct Shelf<'a> {
    by_competitor: HashMap<&'a str, Vec<&'a Item<Objection>>>,
    by_product: HashMap<&'a str, Vec<&'a Item<Objection>>>,
    by_persona: HashMap<&'a str, Vec<&'a Item<Objection>>>,
    claims_by_persona: HashMap<&'a str, Vec<&'a Item<Claim>>>,
    tables_by_rival: HashMap<&'a str, Vec<&'a Item<Comparison>>>,
    faqs_by_rival: HashMap<&'a str, Vec<&'a Item<Faq>>>,
    open: Vec<(&'a Item<Faq>, &'a Entry)>,
    /// In the order in which categories are met.
    by_category: IndexMap<&'a str, Vec<&'a Item<Objection>>>,
}

impl<'a> Shelf<'a> {
    /// Sorts a library.
    pub fn of(library: &'a Library) -> Self {
        let mut shelf = Shelf {
            by_competitor: HashMap::new(),
            by_product: HashMap::new(),
            by_persona: HashMap::new(),
            claims_by_persona: HashMap::new(),
            tables_by_rival: HashMap::new(),
            faqs_by_rival: HashMap::new(),
            open: Vec::new(),
            by_category: IndexMap::new(),
        };
        for item in library.objections.iter() {
            item.competitors.iter().for_each(|c| shelf.by_competitor.entry(&c.0).or_default().push(item));
            item.products.iter().for_each(|p| shelf.by_product.entry(&p.0).or_default().push(item));
            item.personas.iter().for_each(|p| shelf.by_persona.entry(&p.0).or_default().push(item));
            shelf.by_category.entry(&item.category.0).or_default().push(item);
        }
        for claim in library.claims.iter() {
            claim.personas.iter().for_each(|p| shelf.claims_by_persona.entry(&p.0).or_default().push(claim));
        }
        for table in library.comparisons.iter() {
            let rivals = table.columns.iter().flat_map(|c| [Some(&*c.id.0), c.of.as_ref().map(|o| &*o.0)]).flatten();
            for rival in rivals {
                let tables = shelf.tables_by_rival.entry(rival).or_default();
                // If it is there, it is the last: our own column stands in every table.
                if !tables.last().is_some_and(|t| std::ptr::eq(*t, table)) {
                    tables.push(table);
                }
            }
        }
        for faq in library.faqs.iter() {
            faq.about.iter().for_each(|a| shelf.faqs_by_rival.entry(&a.0).or_default().push(faq));
            questions(&faq.questions, &mut |question| {
                if question.is_open() && question.follow_ups.is_empty() {
                    shelf.open.push((faq, question));
                }
            });
        }
        shelf
    }

    /// Those a competitor names, then those that name it.
    pub fn objections_of(&self, eye: &Eye<'a>, item: &'a Item<Competitor>) -> Vec<&'a Item<Objection>> {
        let mut all: Vec<_> = item.objections.iter().filter_map(|id| eye.library.objections.get(id)).collect();
        for objection in handed(&self.by_competitor, &item.id, "objections of") {
            if !all.iter().any(|o| o.id == objection.id) {
                all.push(objection);
            }
        }
        all
    }

    /// Those about a product.
    pub fn objections_on(&self, eye: &Eye<'a>, product: &str) -> Gathered<'a> {
        needs::question(("objections on", product));
        let all = self.by_product.get(product).map_or(&[][..], Vec::as_slice);
        gathered(eye, all, all.len())
    }

    /// Those a persona says.
    pub fn objections_by(&self, eye: &Eye<'a>, persona: &str) -> Gathered<'a> {
        needs::question(("objections by", persona));
        let all = self.by_persona.get(persona).map_or(&[][..], Vec::as_slice);
        gathered(eye, all, all.len())
    }

    /// Those of a category, as one of all.
    pub fn objections_in(&self, eye: &Eye<'a>, category: &str) -> Gathered<'a> {
        let all = self.by_category.get(category).map_or(&[][..], Vec::as_slice);
        gathered(eye, all, eye.library.objections.len())
    }

    /// Claims a persona cares about.
    pub fn claims_for(&self, persona: &str) -> Vec<&'a Item<Claim>> {
        handed(&self.claims_by_persona, persona, "claims for").collect()
    }

    /// Those a competitor names; else all with a column of it.
    pub fn tables_of(&self, eye: &Eye<'a>, item: &'a Item<Competitor>) -> Vec<&'a Item<Comparison>> {
        if !item.comparisons.is_empty() {
            return item.comparisons.iter().filter_map(|id| eye.library.comparisons.get(id)).collect();
        }
        handed(&self.tables_by_rival, &item.id, "tables of").collect()
    }

    /// Pages of questions about a product or competitor.
    pub fn faqs_about(&self, eye: &Eye<'a>, id: &str) -> Vec<Link> {
        handed(&self.faqs_by_rival, id, "questions about").map(|faq| eye.link("faq", &faq.id)).collect()
    }

    /// Questions without an answer, with their pages.
    pub fn open(&self) -> impl Iterator<Item = (&'a Item<Faq>, &'a Entry)> {
        self.open.iter().copied().inspect(|(faq, _)| needs::file(&faq.origin.file))
    }

    /// The categories of objections, in the order in which they are met.
    pub fn categories(&self) -> impl Iterator<Item = &'a str> {
        self.by_category.keys().copied()
    }
}

/// Some objections in a place that gathers so many: all whole, or of too many those that no card has.
fn gathered<'a>(eye: &Eye<'a>, some: &[&'a Item<Objection>], count: usize) -> Gathered<'a> {
    let is_on_card = |objection: &&'a Item<Objection>| eye.mentions.card_of(objection).is_some();
    let too_many = || needs::aside(|| some.iter().copied().partition(is_on_card));
    let (on_cards, whole): (Vec<_>, Vec<_>) =
        if count > eye.mentions.most_gathered() { too_many() } else { (Vec::new(), some.to_vec()) };
    whole.iter().for_each(|objection| needs::file(&objection.origin.file));
    Gathered { whole, on_cards: on_cards.len() }
}

/// The items that belong to a key, given to whoever asked what does.
fn handed<'a, T>(
    shelf: &HashMap<&'a str, Vec<&'a Item<T>>>,
    key: &str,
    what: &str,
) -> impl Iterator<Item = &'a Item<T>> {
    needs::question((what, key));
    let found = shelf.get(key).into_iter().flatten().copied();
    found.inspect(|item| needs::file(&item.origin.file))
}
