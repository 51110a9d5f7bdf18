//! What was heard since, and which objections rose or fell by it.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;

use super::names::Names;
use super::pair::fingerprint;
use super::words::folded;
use crate::load::Written;
use crate::model::field_log::weight;

/// What happened to the field log.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FieldLog {
    /// Entries that are new, the latest first.
    pub heard: Vec<Heard>,
    /// Entries that are gone.
    pub removed: usize,
    /// Objections heard more by what is new, the highest first.
    pub rose: Vec<Ranked>,
    /// Objections that others passed, or of which entries are gone.
    pub fell: Vec<Ranked>,
}

/// A new entry.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Heard {
    /// The day.
    pub on: String,
    /// The words.
    pub words: String,
    /// The id of the objection; empty: none answers it yet.
    pub objection: String,
}

/// An objection among those that were heard.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Ranked {
    /// Its id.
    pub id: String,
    /// What it says.
    pub name: String,
    /// Place before, from 1; 0: it was not heard.
    pub place_before: usize,
    /// Place now, from 1; 0: it is not heard any more.
    pub place: usize,
    /// Times heard before.
    pub heard_before: usize,
    /// Times heard now.
    pub heard: usize,
    /// Rank before: the sum of its entries' weights, to two digits.
    pub rank_before: f64,
    /// Rank now.
    pub rank: f64,
}

impl FieldLog {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.heard.is_empty() && self.removed == 0 && self.rose.is_empty() && self.fell.is_empty()
    }
}

/// Compares the logs; both are ranked on the same day, so that time alone moves nothing.
pub fn compare(before: &[Written], after: &[Written], names: &Names, today: Date) -> FieldLog {
    let mut known: HashMap<u64, usize> = HashMap::new();
    let entries = |items| entries(items).map(|i| (fingerprint(i.node()), i));
    entries(before).for_each(|(print, _)| *known.entry(print).or_default() += 1);
    let mut heard = Vec::new();
    for (print, entry) in entries(after) {
        match known.get_mut(&print).filter(|left| **left > 0) {
            Some(left) => *left -= 1,
            None => {
                let words = |field| folded(entry.node().text_of(field).unwrap_or_default());
                heard.push(Heard { on: words("on"), words: words("words"), objection: words("objection") });
            }
        }
    }
    heard.sort_by(|a, b| b.on.cmp(&a.on));
    let removed = known.values().sum();
    let (rose, fell) = moves(&ranks(before, today), &ranks(after, today), names);
    FieldLog { heard, removed, rose, fell }
}

fn entries(items: &[Written]) -> impl Iterator<Item = &Written> {
    items.iter().filter(|i| i.kind.folder == "field-log")
}

/// Rank, place and times of each objection that was heard.
type Ranks<'a> = HashMap<&'a str, (f64, usize, usize)>;

fn ranks(items: &[Written], today: Date) -> Ranks<'_> {
    let mut sums: HashMap<&str, (f64, usize)> = HashMap::new();
    for entry in entries(items) {
        let on = entry.node().text_of("on").and_then(|d| d.parse::<Date>().ok());
        if let (Some(objection), Some(on)) = (entry.node().text_of("objection"), on) {
            let sum = sums.entry(objection).or_default();
            sum.0 += weight(on, entry.node().text_of("outcome") == Some("lost"), today);
            sum.1 += 1;
        }
    }
    let mut order: Vec<_> = sums.into_iter().collect();
    order.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then(a.0.cmp(b.0)));
    order.into_iter().enumerate().map(|(at, (id, (rank, times)))| (id, (rank, at + 1, times))).collect()
}

fn moves(before: &Ranks, after: &Ranks, names: &Names) -> (Vec<Ranked>, Vec<Ranked>) {
    let ids = after.keys().chain(before.keys().filter(|id| !after.contains_key(*id)));
    let mut moved: Vec<Ranked> = ids.map(|id| ranked(id, before, after, names)).collect();
    let last = |place: usize| if place == 0 { usize::MAX } else { place };
    moved.sort_by(|a, b| (last(a.place), a.place_before, &a.id).cmp(&(last(b.place), b.place_before, &b.id)));
    let rose = |r: &Ranked| r.rank > r.rank_before;
    let fell = |r: &Ranked| r.rank < r.rank_before || (r.rank == r.rank_before && last(r.place) > last(r.place_before));
    (moved.iter().filter(|r| rose(r)).cloned().collect(), moved.into_iter().filter(fell).collect())
}

fn ranked(id: &str, before: &Ranks, after: &Ranks, names: &Names) -> Ranked {
    let (old, new) = (before.get(id).copied().unwrap_or_default(), after.get(id).copied().unwrap_or_default());
    let rounded = |rank: f64| (rank * 100.0).round() / 100.0;
    Ranked {
        id: id.to_owned(),
        name: names.get("objection", id).to_owned(),
        place_before: old.1,
        place: new.1,
        heard_before: old.2,
        heard: new.2,
        rank_before: rounded(old.0),
        rank: rounded(new.0),
    }
}
