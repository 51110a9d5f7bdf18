//! What changed between two states of a kit, in the words of its subject and not in lines: cards, answers, claims,
//! prices, audiences. Two read kits go in, plain data comes out; `talktrack diff` prints it, and the page of changes
//! shows it. Nothing here touches the disk, and nothing knows git.

mod audience;
mod claims;
mod compare;
mod field_log;
mod findings;
mod head;
mod items;
mod names;
mod news;
mod pages;
mod pair;
pub mod print;
mod words;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::load::Written;
use crate::load::tree::Node;
pub use audience::Reach;
pub use claims::State;
pub use field_log::{FieldLog, Heard, Ranked};
pub use findings::{Findings, Told};
pub use head::Marked;
pub use names::Names;
pub use news::{Mark, News};
pub use pages::{Pages, Printed, PrintedPages};

/// One state of a kit.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// All entities, or those that one reader may see.
    pub items: &'a [Written],
    /// The tree of `talktrack.yaml`; none where there was no kit.
    pub settings: Option<Node<'a>>,
    /// Files that could not be read; what stands in them on the other side is not compared.
    pub unread: &'a BTreeSet<String>,
}

/// What happened to something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// It says something else.
    #[default]
    Changed,
    /// It stands elsewhere: an item under another id, a list in another order.
    Moved,
}

impl What {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            What::Added => "added",
            What::Removed => "removed",
            What::Changed => "changed",
            What::Moved => "moved",
        }
    }
}

/// A step on the way into an item: a field and, in a list or a free mapping, which of its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The field; empty where the part itself is written as one line.
    pub field: String,
    /// What the part is called; empty: the field as a whole, or a part without a name.
    pub name: String,
}

/// Lists whose name says nothing that the names of their parts do not.
const SILENT: [&str; 6] = ["groups", "rows", "cells", "questions", "follow_ups", "plans"];

impl Part {
    /// What its field is called in an item of a sort; empty where the part's own name says enough.
    pub fn key(&self, kind: &str) -> &str {
        match self.field.as_str() {
            field if SILENT.contains(&field) && !self.name.is_empty() => "",
            "respond" if kind == "objection" => "answer",
            field => field,
        }
    }
}

/// One change inside an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// Where: from the field of the item inwards.
    pub path: Vec<Part>,
    /// The address on the item's page, where the part has one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub anchor: String,
    /// What happened there.
    pub what: What,
    /// The words before; empty: there were none.
    pub before: String,
    /// The words now; empty: there are none.
    pub after: String,
    /// Who may see it: as it is now, or was when it is gone.
    pub audience: &'static str,
    /// Whether a price changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub price: bool,
    /// By what the part is known again on a page.
    #[serde(skip)]
    pub known_by: String,
    /// How pages mark that part.
    #[serde(skip)]
    pub mark: Mark,
}

impl Edit {
    /// The words before and now, each cut down to what is around the change.
    pub fn shown(&self) -> (String, String) {
        match self.what {
            What::Changed if !self.before.is_empty() => words::around(&self.before, &self.after),
            _ => (words::start(&self.before), words::start(&self.after)),
        }
    }
}

/// What happened to an item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemChange {
    /// Which sort: `competitor`, `objection` … or `settings`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its id before, where that was another.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub was: String,
    /// What it is called, without markup.
    pub name: String,
    /// What happened.
    pub what: What,
    /// The file it stands in, or stood in.
    pub file: String,
    /// Who may see it: now, or before when it is gone.
    pub audience: &'static str,
    /// Of a claim: whether it stopped holding, or holds again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// The changes inside it.
    pub edits: Vec<Edit>,
}

/// Everything that changed in what was written.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Changes {
    /// What more people may see now.
    pub widened: Vec<Reach>,
    /// What fewer people may see now.
    pub narrowed: Vec<Reach>,
    /// Items, by sort and in the order of their files; those that are gone stand behind.
    pub items: Vec<ItemChange>,
    /// What was heard since, and what it did to the order of objections.
    pub field_log: FieldLog,
    /// Files that could not be read on one side.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub unread: BTreeSet<String>,
}

impl Changes {
    /// Compares two states of a kit, both judged on the same day.
    pub fn of(before: Side, after: Side, today: Date) -> Changes {
        let names = Names::of(before.items, after.items);
        let judge = claims::Judge::of(&before, &after, today);
        let (items, reach) = items::compare(&before, &after, &names, &judge);
        let (widened, narrowed) = reach.into_iter().partition(|r: &Reach| r.is_wider());
        let field_log = field_log::compare(before.items, after.items, &names, today);
        let unread = before.unread.union(after.unread).cloned().collect();
        Changes { widened, narrowed, items, field_log, unread }
    }

    /// Whether nothing changed in what was written.
    pub fn is_empty(&self) -> bool {
        let reach = self.widened.is_empty() && self.narrowed.is_empty();
        reach && self.items.is_empty() && self.field_log.is_empty()
    }
}

/// Everything that a review looks at. Its JSON is a contract: fields are added, never renamed or dropped.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Review {
    /// What is compared with, as it was named.
    pub before: String,
    /// What is compared.
    pub after: String,
    /// Whether there was a kit before.
    pub is_new: bool,
    /// What changed in what was written.
    #[serde(flatten)]
    pub changes: Changes,
    /// Findings of the checks, of both sides on the same day.
    pub findings: Findings,
    /// Pages that differ.
    pub pages: Pages,
}

impl Review {
    /// Whether nothing changed at all.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.findings.is_empty() && self.pages.is_empty()
    }
}
