//! What the page of changes shows: the same data that a review is made of, as this reader may see it.

use serde::Serialize;

use super::eye::Eye;
use super::parts::Link;
use crate::diff::{Edit, ItemChange, News, Ranked, State, What};

/// Everything that changed since an earlier state of the kit.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct ChangesView {
    /// What that state was called; empty for readers outside.
    pub since: String,
    /// Its day; empty: nobody asked what changed.
    pub day: String,
    /// How many items are new, changed and gone.
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    pub prices: Vec<PriceChangeView>,
    /// Items by sort.
    pub groups: Vec<ChangeGroupView>,
    /// Objections heard more than before.
    pub rose: Vec<RoseView>,
    /// New entries in the field log.
    pub heard: usize,
}

/// Items of one sort.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct ChangeGroupView {
    /// The interface word of its collateral.
    pub piece: &'static str,
    pub items: Vec<ItemChangeView>,
}

/// An item.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct ItemChangeView {
    pub item: Link,
    /// `added`, `removed`, `changed` or `moved`.
    pub what: &'static str,
    /// Of a claim: `expired`, `holds-again`, or empty.
    pub state: &'static str,
    /// Of an objection: the cards that show it.
    pub cards: Vec<Link>,
    pub edits: Vec<EditView>,
}

/// A change inside an item.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct EditView {
    pub path: Vec<PartView>,
    /// `added`, `removed`, `changed` or `moved`.
    pub what: &'static str,
    pub before: String,
    pub after: String,
    /// The place on the page; empty: the item's.
    pub to: String,
}

/// A step on the way into an item.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct PartView {
    /// The field as an interface word; empty where the name says enough.
    pub key: String,
    /// The same in the words of its author, where there is no interface word.
    pub words: String,
    pub name: String,
}

/// A price.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct PriceChangeView {
    pub item: Link,
    pub edit: EditView,
}

/// An objection that was heard more.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct RoseView {
    pub item: Link,
    pub place: usize,
    /// 0: it was not heard before.
    pub place_before: usize,
    pub heard: usize,
    pub heard_before: usize,
}

/// Sorts of items with the collateral whose name they stand under, in the order of the page.
const GROUPS: [(&str, &str); 8] = [
    ("competitor", "battlecard"),
    ("objection", "objections"),
    ("claim", "claims"),
    ("faq", "faq"),
    ("comparison", "comparison"),
    ("product", "positioning"),
    ("persona", "persona"),
    ("page", "page"),
];
/// Most objections that are listed as heard more.
const MOST: usize = 5;

/// What changed; empty when nobody asked.
pub fn view(eye: &Eye) -> ChangesView {
    let Some(news) = eye.news else { return ChangesView::default() };
    let items = &news.changes.items;
    let count = |test: fn(What) -> bool| items.iter().filter(|i| test(i.what)).count();
    let group = |(kind, piece): (&str, &'static str)| {
        let told = items.iter().filter(|i| i.kind == kind && !is_only_prices(i));
        ChangeGroupView { piece, items: told.map(|i| item(eye, i)).collect() }
    };
    ChangesView {
        since: news.since.clone(),
        day: news.day.to_string(),
        added: count(|w| w == What::Added),
        changed: count(|w| matches!(w, What::Changed | What::Moved)),
        removed: count(|w| w == What::Removed),
        prices: items.iter().flat_map(|i| prices(eye, i)).collect(),
        groups: GROUPS.into_iter().map(group).filter(|g| !g.items.is_empty()).collect(),
        rose: rose(eye, news),
        heard: news.changes.field_log.heard.len(),
    }
}

fn is_only_prices(item: &ItemChange) -> bool {
    item.what == What::Changed && item.state.is_none() && item.edits.iter().all(|e| e.price)
}

fn item(eye: &Eye, item: &ItemChange) -> ItemChangeView {
    let link = link(eye, item);
    let objection = eye.library.objections.get(&item.id).filter(|_| item.kind == "objection");
    let edits = item.edits.iter().filter(|e| !e.price).map(|e| edit(item, e, &link.to)).collect();
    ItemChangeView {
        what: item.what.word(),
        state: match item.state {
            Some(State::Expired) => "expired",
            Some(State::HoldsAgain) => "holds-again",
            None => "",
        },
        cards: objection.map(|o| eye.links(&o.competitors)).unwrap_or_default(),
        edits,
        item: link,
    }
}

fn link(eye: &Eye, item: &ItemChange) -> Link {
    let to = if item.what == What::Removed { String::new() } else { eye.home(item.kind, &item.id) };
    Link { title: item.name.clone(), to }
}

fn prices(eye: &Eye, item: &ItemChange) -> Vec<PriceChangeView> {
    let link = link(eye, item);
    let told = item.edits.iter().filter(|e| e.price);
    // Under the heading of prices, the first step says nothing.
    let view = |e: &Edit| {
        let mut view = edit(item, e, &link.to);
        view.path.remove(0);
        PriceChangeView { item: link.clone(), edit: view }
    };
    told.map(view).collect()
}

fn edit(item: &ItemChange, edit: &Edit, home: &str) -> EditView {
    let (before, after) = edit.shown();
    let page = home.split('#').next().unwrap_or_default();
    let is_placed = !edit.anchor.is_empty() && !page.is_empty();
    EditView {
        path: edit.path.iter().map(|p| part(item.kind, p)).collect(),
        what: edit.what.word(),
        before,
        after,
        to: if is_placed { format!("{page}#{}", edit.anchor) } else { String::new() },
    }
}

fn part(kind: &str, part: &crate::diff::Part) -> PartView {
    // Where the interface has the word under another key.
    let key = match part.key(kind) {
        "text" => "words",
        "plans" => "plan",
        "expires" => "until",
        key => key,
    };
    PartView { key: key.to_owned(), words: part.field.replace('_', " "), name: part.name.clone() }
}

fn rose(eye: &Eye, news: &News) -> Vec<RoseView> {
    let view = |r: &Ranked| RoseView {
        item: eye.link("objection", &r.id),
        place: r.place,
        place_before: r.place_before,
        heard: r.heard,
        heard_before: r.heard_before,
    };
    news.changes.field_log.rose.iter().take(MOST).map(view).collect()
}
