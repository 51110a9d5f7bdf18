//! What is new to a reader, as plain sets: pages ask it by an item, or by a file and the words of a part.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Changes, Edit, Marked, What};

/// Fields that tell what an item is filed under or how it is kept: a change there is not news to a reader.
const QUIET: [&str; 20] = [
    "owner",
    "verified",
    "expires",
    "allow",
    "neutral",
    "tags",
    "segments",
    "regions",
    "personas",
    "stages",
    "also",
    "aliases",
    "order",
    "related",
    "products",
    "competitors",
    "objections",
    "comparisons",
    "website",
    "logo",
];

/// What a mark says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing: it was there.
    #[default]
    None,
    /// It was not there.
    New,
    /// It says something else.
    Changed,
}

impl Mark {
    /// The word that templates ask for; empty: no mark.
    pub fn word(self) -> &'static str {
        match self {
            Mark::None => "",
            Mark::New => "new",
            Mark::Changed => "changed",
        }
    }
}

/// What is new to a reader since an earlier state of the kit.
#[derive(Debug, Clone, Default)]
pub struct News {
    /// What the author called that state; empty where that is not the reader's business.
    pub since: String,
    /// Its day.
    pub day: Date,
    /// What changed.
    pub changes: Changes,
    items: HashMap<(&'static str, String), Mark>,
    parts: HashMap<(String, Marked), Mark>,
}

impl News {
    /// Out of what changed for a reader. `keeps_past`: whether this reader may read what is not there any more.
    pub fn of(mut changes: Changes, since: &str, day: Date, keeps_past: bool) -> News {
        changes.items.retain(|i| i.kind != "settings");
        if !keeps_past {
            changes.forget_past();
        }
        let since = if keeps_past { since.to_owned() } else { String::new() };
        let mut news = News { since, day, ..News::default() };
        for item in &changes.items {
            let mark = match item.what {
                What::Added => Mark::New,
                What::Removed => continue,
                _ if item.edits.iter().any(is_loud) => Mark::Changed,
                _ => Mark::None,
            };
            news.items.insert((item.kind, item.id.clone()), mark);
            for edit in item.edits.iter().filter(|e| is_loud(e) && !e.known_by.is_empty()) {
                let part = news.parts.entry((item.file.clone(), Marked::read(&edit.known_by))).or_default();
                // A part that came is new, whatever else was done to it.
                *part = if *part == Mark::New { Mark::New } else { edit.mark };
            }
        }
        News { changes, ..news }
    }

    /// The mark of an item.
    pub fn item(&self, kind: &'static str, id: &str) -> Mark {
        self.items.get(&(kind, id.to_owned())).copied().unwrap_or_default()
    }

    /// The mark of a part: by the file its item stands in, and what it is known by.
    pub fn part(&self, file: &str, known_by: Marked) -> Mark {
        self.parts.get(&(file.to_owned(), known_by)).copied().unwrap_or_default()
    }
}

impl Changes {
    /// Drops every word that is not there any more. What is gone is told by its address alone.
    fn forget_past(&mut self) {
        self.widened.clear();
        self.narrowed.clear();
        for item in &mut self.items {
            if item.what == What::Removed {
                item.name = item.id.replace('-', " ");
            }
            for edit in &mut item.edits {
                edit.before.clear();
                if edit.what == What::Removed {
                    edit.path.iter_mut().for_each(|part| part.name.clear());
                }
            }
        }
    }
}

fn is_loud(edit: &Edit) -> bool {
    edit.what != What::Moved && !edit.path.iter().any(|p| QUIET.contains(&p.field.as_str()))
}
