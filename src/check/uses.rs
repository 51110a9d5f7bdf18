//! Who rests on which claim, for the rules that ask.

use std::collections::HashMap;

use rayon::prelude::*;

use super::Desk;
use crate::load::Written;
use crate::load::shape::{self, Leaf};
use crate::load::walk::{self, Step};
use crate::text::{self, FoundKind};

/// The items that list a claim or whose words print or link it, by the claim's id, in the order of their files.
pub fn uses<'a>(desk: &Desk<'a>) -> HashMap<String, Vec<&'a Written>> {
    let named: Vec<Vec<String>> = desk.kit.items.par_iter().map(claims_of).collect();
    let mut uses: HashMap<String, Vec<&Written>> = HashMap::new();
    for (item, claims) in desk.kit.items.iter().zip(named) {
        claims.into_iter().for_each(|claim| uses.entry(claim).or_default().push(item));
    }
    uses
}

/// The claims that an item rests on, each once.
fn claims_of(item: &Written) -> Vec<String> {
    let mut claims = Vec::new();
    walk::walk(shape::schema(item.kind.folder), &item.node, item.kind.cap, &mut |step| {
        let Step::Leaf { node, leaf, .. } = step else { return };
        let words = node.text().unwrap_or_default();
        match leaf {
            Leaf::Ref(kind) if kind == "claim" => claims.push(words.to_owned()),
            Leaf::Line | Leaf::Text | Leaf::Cell if words.contains("[[claim:") => {
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
    claims
}
