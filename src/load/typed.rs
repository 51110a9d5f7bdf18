//! Trees become a typed library. An item whose tree did not change since it was last read is not made again.

use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;

use super::tree::{Node, Root};
use super::walk::audience_of;
use super::{Written, de, id_span, shape};
use crate::model::claim::Claim;
use crate::model::comparison::Comparison;
use crate::model::competitor::Competitor;
use crate::model::faq::Faq;
use crate::model::field_log::Heard;
use crate::model::objection::Objection;
use crate::model::page::FreePage;
use crate::model::persona::Persona;
use crate::model::product::Product;
use crate::model::{Item, Library, Origin, Table};
use crate::text::Audience;

/// Items that were made before, with their trees, in the order of their files; `None` where one could not be made.
type Known<T> = Vec<Option<(Root, Arc<Item<T>>)>>;

/// Items that were made before, sort by sort.
#[derive(Debug, Default)]
pub struct Typed {
    products: Known<Product>,
    competitors: Known<Competitor>,
    personas: Known<Persona>,
    claims: Known<Claim>,
    objections: Known<Objection>,
    faqs: Known<Faq>,
    comparisons: Known<Comparison>,
    pages: Known<FreePage>,
    field_log: Known<Heard>,
}

/// The typed library of a kit, or of a part of it. A value that does not fit its field is left out; `shape` reported it.
pub fn library(settings: Option<Node>, items: &[Written]) -> Library {
    library_again(settings, items, &mut Typed::default())
}

/// The same, with what did not change taken from memory.
pub fn library_again(settings: Option<Node>, items: &[Written], known: &mut Typed) -> Library {
    Library {
        settings: settings.and_then(|node| de::typed(node).ok()).unwrap_or_default(),
        products: table(items, "products", &mut known.products),
        competitors: table(items, "competitors", &mut known.competitors),
        personas: table(items, "personas", &mut known.personas),
        claims: table(items, "claims", &mut known.claims),
        objections: table(items, "objections", &mut known.objections),
        faqs: table(items, "faqs", &mut known.faqs),
        comparisons: table(items, "comparisons", &mut known.comparisons),
        pages: table(items, "pages", &mut known.pages),
        field_log: table(items, "field-log", &mut known.field_log),
    }
}

fn table<T: DeserializeOwned + Send + Sync>(items: &[Written], folder: &str, known: &mut Known<T>) -> Table<T> {
    let of_sort: Vec<&Written> = items.iter().filter(|w| w.kind.folder == folder).collect();
    // An item stands where it stood, told from the front or, behind one that came or went, from the back.
    let behind = |at: usize| (known.len() + at).checked_sub(of_sort.len());
    let read = |(at, written): (usize, &&Written)| {
        let same = |(root, item): &&(Root, Arc<Item<T>>)| {
            root.is(&written.root) && item.id == written.id && item.origin.file == written.file
        };
        let before = [Some(at), behind(at)].into_iter().flatten().find_map(|at| known.get(at)?.as_ref().filter(same));
        let item = before.map_or_else(|| made(written, folder).map(Arc::new), |(_, item)| Some(item.clone()));
        Some((written.root.clone(), item?))
    };
    let read: Known<T> = of_sort.par_iter().enumerate().map(read).collect();
    *known = read;
    Table::of(known.iter().flatten().map(|(_, item)| item.clone()).collect())
}

fn made<T: DeserializeOwned>(written: &Written, folder: &str) -> Option<Item<T>> {
    let top = &shape::schema(folder).mappings[0];
    let (audience, _) = audience_of(top, written.node(), written.kind.cap, Audience::Internal);
    let origin = Origin { file: written.file.clone(), span: id_span(written.node()) };
    Some(Item { id: written.id.clone(), audience, origin, value: de::typed(written.node()).ok()? })
}
