//! Which item was which, and what happened to each.

use std::collections::HashMap;

use rayon::prelude::*;

use super::audience::{self, DRAFT, Reach};
use super::claims::Judge;
use super::compare::compare as compare_trees;
use super::names::Names;
use super::pair::{fingerprint_but, same};
use super::{ItemChange, Side, What, head};
use crate::check::is_draft;
use crate::load::Written;
use crate::load::shape;
use crate::load::walk::audience_of;
use crate::model::ENTITIES;
use crate::project::SETTINGS;
use crate::text::Audience;

/// What happened to one item, and what of it other people may see now.
type Told = (ItemChange, Vec<Reach>);

/// Compares all items, and the settings.
pub fn compare(before: &Side, after: &Side, names: &Names, judge: &Judge) -> (Vec<ItemChange>, Vec<Reach>) {
    let mut told: Vec<Told> = Vec::new();
    let known: HashMap<_, &Written> = with_ids(before.items).map(|i| (address(i), i)).collect();
    let stays: HashMap<_, &Written> = with_ids(after.items).map(|i| (address(i), i)).collect();
    let both: Vec<(&Written, &Written)> =
        with_ids(after.items).filter_map(|i| known.get(&address(i)).map(|old| (*old, i))).collect();
    told.par_extend(both.par_iter().filter_map(|(old, new)| pair(old, new, names, judge)));

    let new = with_ids(after.items).filter(|i| !known.contains_key(&address(i)) && !before.unread.contains(&*i.file));
    let gone = with_ids(before.items).filter(|i| !stays.contains_key(&address(i)) && !after.unread.contains(&*i.file));
    told.extend(come_and_gone(new.collect(), gone.collect(), names, judge));
    told.extend(settings(before, after, names));

    let places: HashMap<_, usize> = with_ids(after.items).enumerate().map(|(at, i)| (address(i), at)).collect();
    let sort = |kind: &str| ENTITIES.iter().position(|k| k.word == kind).unwrap_or(ENTITIES.len());
    let place = |item: &ItemChange| places.get(&(item.kind, item.id.as_str())).copied().unwrap_or(usize::MAX);
    told.sort_by_key(|(item, _)| (sort(item.kind), place(item)));
    let (items, reach): (Vec<_>, Vec<_>) = told.into_iter().unzip();
    // What only other people may see, and says the same, is told there.
    (items.into_iter().filter(is_told).collect(), reach.into_iter().flatten().collect())
}

/// Whether something happened to an item besides who may see it.
fn is_told(item: &ItemChange) -> bool {
    item.what != What::Changed || item.state.is_some() || !item.edits.is_empty()
}

fn with_ids(items: &[Written]) -> impl Iterator<Item = &Written> {
    items.iter().filter(|i| i.kind.has_ids)
}

fn address(item: &Written) -> (&'static str, &str) {
    (item.kind.word, item.id.as_str())
}

/// An item as a whole.
fn whole(item: &Written, what: What, names: &Names) -> ItemChange {
    ItemChange {
        kind: item.kind.word,
        id: item.id.clone(),
        was: String::new(),
        name: names.get(item.kind.word, &item.id).to_owned(),
        what,
        file: item.file.to_string(),
        audience: audience(item).name(),
        state: None,
        edits: Vec::new(),
    }
}

fn audience(item: &Written) -> Audience {
    audience_of(&shape::schema(item.kind.folder).mappings[0], item.node(), item.kind.cap, Audience::Internal).0
}

/// An item that is there on both sides; `None` when nothing about it changed.
fn pair(old: &Written, new: &Written, names: &Names, judge: &Judge) -> Option<Told> {
    let state = judge.state(old, new);
    if state.is_none() && same(old.node(), new.node()) {
        return None;
    }
    let schema = shape::schema(new.kind.folder);
    let compared = compare_trees(schema, old.node(), new.node(), (new.kind.cap, Audience::Internal), names);
    let mut item = whole(new, What::Changed, names);
    (item.edits, item.state) = (compared.edits, state);
    if old.id != new.id {
        (item.was, item.what) = (old.id.clone(), What::Moved);
    }
    let spans: Vec<(u32, u32)> = compared.opened.iter().map(|o| o.span).collect();
    let drafts = (is_draft(old.node()), is_draft(new.node()));
    let mut reach: Vec<Reach> = compared.opened.into_iter().map(|o| Reach::of(&item, o)).collect();
    if drafts.0 != drafts.1 {
        reach.clear();
        let word = |draft: bool, item: &Written| if draft { DRAFT } else { audience(item).name() };
        reach.push(Reach::whole(&item, word(drafts.0, old), word(drafts.1, new)));
    } else {
        reach.extend(audience::moved(old, new, &spans, &item));
    }
    (is_told(&item) || !reach.is_empty()).then_some((item, reach))
}

/// Items under ids that only one side has. One that says the same under another id, or goes by the same name, is one
/// item whose address changed.
fn come_and_gone(new: Vec<&Written>, gone: Vec<&Written>, names: &Names, judge: &Judge) -> Vec<Told> {
    let mut by_words: HashMap<_, &Written> = HashMap::new();
    let mut by_name: HashMap<_, &Written> = HashMap::new();
    for old in gone.iter().rev() {
        by_words.insert((old.kind.word, fingerprint_but(old.node(), "id")), old);
        by_name.extend(head::title(old.node()).map(|name| ((old.kind.word, name), *old)));
    }
    let mut told = Vec::new();
    let mut taken: Vec<&str> = Vec::new();
    for item in new {
        let same = by_words.get(&(item.kind.word, fingerprint_but(item.node(), "id")));
        let named = || head::title(item.node()).and_then(|name| by_name.get(&(item.kind.word, name)));
        match same.or_else(named).filter(|old| !taken.contains(&old.id.as_str())) {
            Some(old) => {
                taken.push(&old.id);
                told.extend(pair(old, item, names, judge));
            }
            None => told.push((whole(item, What::Added, names), Vec::new())),
        }
    }
    let gone = gone.into_iter().filter(|old| !taken.contains(&old.id.as_str()));
    told.extend(gone.map(|old| (whole(old, What::Removed, names), Vec::new())));
    told
}

/// The settings, where there are any on both sides.
fn settings(before: &Side, after: &Side, names: &Names) -> Option<Told> {
    let (old, new) = (before.settings?, after.settings?);
    let compared = compare_trees(shape::schema(""), old, new, (Audience::Public, Audience::Public), names);
    let item = ItemChange {
        kind: "settings",
        id: SETTINGS.to_owned(),
        was: String::new(),
        name: SETTINGS.to_owned(),
        what: What::Changed,
        file: SETTINGS.to_owned(),
        audience: Audience::Public.name(),
        state: None,
        edits: compared.edits,
    };
    let reach: Vec<Reach> = compared.opened.into_iter().map(|o| Reach::of(&item, o)).collect();
    (!item.edits.is_empty() || !reach.is_empty()).then_some((item, reach))
}
