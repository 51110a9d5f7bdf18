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
    pub fn objections_on(&self, product: &str) -> Vec<&'a Item<Objection>> {
        handed(&self.by_product, product, "objections on").collect()
    }

    /// Those a persona says.
    pub fn objections_by(&self, persona: &str) -> Vec<&'a Item<Objection>> {
        handed(&self.by_persona, persona, "objections by").collect()
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

    /// Objections by category, in the order in which categories are met.
    pub fn categories(&self) -> impl Iterator<Item = (&'a str, &[&'a Item<Objection>])> {
        self.by_category.iter().map(|(name, objections)| {
            objections.iter().for_each(|objection| needs::file(&objection.origin.file));
            (*name, objections.as_slice())
        })
    }
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
