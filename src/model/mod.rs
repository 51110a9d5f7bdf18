//! The content model: one file per entity, and the library that holds a whole kit.

use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};

pub mod claim;
pub mod comparison;
pub mod competitor;
pub mod faq;
pub mod field_log;
pub mod objection;
pub mod page;
pub mod persona;
pub mod product;
pub mod schema;
pub mod settings;
pub mod share;
pub mod shared;
pub mod value;

use crate::needs;
use crate::text::Audience;

/// One sort of content: a folder below `content/`.
pub struct EntityKind {
    /// The folder below `content/`, and the schema's file name.
    pub folder: &'static str,
    /// The word for one of them, as in `[[claim:id]]`.
    pub word: &'static str,
    /// The widest audience any of them may have.
    pub cap: Audience,
    /// Whether they have ids.
    pub has_ids: bool,
    /// The schema of one, as the program reads it.
    pub schema: fn() -> serde_json::Value,
}

/// Every sort of content, in the order of the glossary.
pub const ENTITIES: &[EntityKind] = &[
    EntityKind {
        folder: "products",
        word: "product",
        cap: Audience::Public,
        has_ids: true,
        schema: || schema::of::<product::Product>(true),
    },
    EntityKind {
        folder: "competitors",
        word: "competitor",
        cap: Audience::Public,
        has_ids: true,
        schema: || schema::of::<competitor::Competitor>(true),
    },
    EntityKind {
        folder: "personas",
        word: "persona",
        cap: Audience::Partner,
        has_ids: true,
        schema: || schema::of::<persona::Persona>(true),
    },
    EntityKind {
        folder: "claims",
        word: "claim",
        cap: Audience::Public,
        has_ids: true,
        schema: || schema::of::<claim::Claim>(true),
    },
    EntityKind {
        folder: "objections",
        word: "objection",
        cap: Audience::Partner,
        has_ids: true,
        schema: || schema::of::<objection::Objection>(true),
    },
    EntityKind {
        folder: "faqs",
        word: "faq",
        cap: Audience::Public,
        has_ids: true,
        schema: || schema::of::<faq::Faq>(true),
    },
    EntityKind {
        folder: "comparisons",
        word: "comparison",
        cap: Audience::Public,
        has_ids: true,
        schema: || schema::of::<comparison::Comparison>(true),
    },
    EntityKind {
        folder: "field-log",
        word: "field log",
        cap: Audience::Internal,
        has_ids: false,
        schema: || schema::of::<field_log::Heard>(true),
    },
    EntityKind {
        folder: "pages",
        word: "page",
        cap: Audience::Public,
        has_ids: true,
        schema: || schema::of::<page::FreePage>(true),
    },
];

/// The settings' schema, as the program reads it.
pub fn settings_schema() -> serde_json::Value {
    schema::of::<settings::Settings>(false)
}

/// The sort of content whose folder or word this is.
pub fn entity(name: &str) -> Option<&'static EntityKind> {
    ENTITIES.iter().find(|k| k.folder == name || k.word == name)
}

/// Where an entity was written.
#[derive(Debug, Clone)]
pub struct Origin {
    /// Path from the kit's root.
    pub file: Arc<str>,
    /// Bytes to underline when the entity as a whole is meant.
    pub span: Range<usize>,
}

/// An entity with its address, its audience and its place.
#[derive(Debug, Clone)]
pub struct Item<T> {
    /// Its permanent address.
    pub id: String,
    /// Who may see it.
    pub audience: Audience,
    /// Where it was written.
    pub origin: Origin,
    /// What was written.
    pub value: T,
}

impl<T> std::ops::Deref for Item<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// The entities of one sort, by id and in the order of their files.
#[derive(Debug)]
pub struct Table<T> {
    items: Vec<Arc<Item<T>>>,
    /// How many more the kit has, of which this is only a part.
    others: usize,
    /// The places of the items, found by their ids.
    index: HashTable<usize>,
    hasher: DefaultHashBuilder,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table::of(Vec::new())
    }
}

impl<T> Table<T> {
    /// A table of these; the first of an id is kept in the index.
    pub fn of(items: Vec<Arc<Item<T>>>) -> Self {
        let hasher = DefaultHashBuilder::default();
        let mut index = HashTable::with_capacity(items.len());
        let hash = |at: &usize| hasher.hash_one(&items[*at].id);
        for at in 0..items.len() {
            index.entry(hash(&at), |other| items[*other].id == items[at].id, hash).or_insert(at);
        }
        Table { items, others: 0, index, hasher }
    }

    /// A part of a table that has so many items in all.
    pub fn of_so_many(self, all: usize) -> Self {
        Table { others: all.saturating_sub(self.items.len()), ..self }
    }

    /// The one with this id.
    pub fn get(&self, id: &str) -> Option<&Item<T>> {
        let found = self.place(id).map(|at| handed(&self.items[at]));
        if found.is_none() {
            needs::question((std::any::type_name::<T>(), id));
        }
        found
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.index.find(self.hasher.hash_one(id), |at| self.items[*at].id == id).copied()
    }

    /// The ones before and behind the one with this id, in the order of their files and round their end; `None` when it
    /// is the only one.
    pub fn beside(&self, id: &str) -> Option<(&Item<T>, &Item<T>)> {
        let (at, count) = (self.place(id)?, self.items.len());
        (count > 1).then(|| (handed(&self.items[(at + count - 1) % count]), handed(&self.items[(at + 1) % count])))
    }

    /// Those with these ids, in the order of their files.
    pub fn some<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Vec<&Item<T>> {
        let mut places: Vec<usize> = ids.filter_map(|id| self.place(id)).collect();
        places.sort_unstable();
        places.into_iter().map(|at| handed(&self.items[at])).collect()
    }

    /// All, in the order of their files.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Item<T>> + ExactSizeIterator + Clone {
        self.items.iter().map(handed)
    }

    /// How many the kit has.
    pub fn len(&self) -> usize {
        self.items.len() + self.others
    }

    /// Whether the kit has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// An item that is given to whoever asked for it.
fn handed<T>(item: &Arc<Item<T>>) -> &Item<T> {
    needs::file(&item.origin.file);
    item
}

/// A whole kit.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct Library {
    pub settings: settings::Settings,
    pub products: Table<product::Product>,
    pub competitors: Table<competitor::Competitor>,
    pub personas: Table<persona::Persona>,
    pub claims: Table<claim::Claim>,
    pub objections: Table<objection::Objection>,
    pub faqs: Table<faq::Faq>,
    pub comparisons: Table<comparison::Comparison>,
    pub pages: Table<page::FreePage>,
    pub field_log: Table<field_log::Heard>,
}

/// How many items there are of each sort, in the order of [`ENTITIES`].
pub type Counts = [usize; ENTITIES.len()];

impl Library {
    /// How many items the kit has.
    pub fn counts(&self) -> Counts {
        [
            self.products.len(),
            self.competitors.len(),
            self.personas.len(),
            self.claims.len(),
            self.objections.len(),
            self.faqs.len(),
            self.comparisons.len(),
            self.field_log.len(),
            self.pages.len(),
        ]
    }

    /// A part of a library that has so many items in all.
    pub fn of_so_many(self, counts: &Counts) -> Library {
        let [products, competitors, personas, claims, objections, faqs, comparisons, field_log, pages] = *counts;
        Library {
            settings: self.settings,
            products: self.products.of_so_many(products),
            competitors: self.competitors.of_so_many(competitors),
            personas: self.personas.of_so_many(personas),
            claims: self.claims.of_so_many(claims),
            objections: self.objections.of_so_many(objections),
            faqs: self.faqs.of_so_many(faqs),
            comparisons: self.comparisons.of_so_many(comparisons),
            pages: self.pages.of_so_many(pages),
            field_log: self.field_log.of_so_many(field_log),
        }
    }

    /// How many items have ids.
    pub fn named(&self) -> usize {
        self.counts().iter().zip(ENTITIES).filter(|(_, kind)| kind.has_ids).map(|(count, _)| count).sum()
    }

    /// Whether there is an item of a sort (`rival`: a product or competitor) with this id.
    pub fn has(&self, word: &str, id: &str) -> bool {
        match word {
            "product" => self.products.get(id).is_some(),
            "competitor" => self.competitors.get(id).is_some(),
            "rival" => self.products.get(id).is_some() || self.competitors.get(id).is_some(),
            "persona" => self.personas.get(id).is_some(),
            "claim" => self.claims.get(id).is_some(),
            "objection" => self.objections.get(id).is_some(),
            "faq" => self.faqs.get(id).is_some(),
            "comparison" => self.comparisons.get(id).is_some(),
            "page" => self.pages.get(id).is_some(),
            _ => false,
        }
    }
}
