//! What is new to a reader, as one plain set: pages ask it by an item, or by a file and the words of a part.

use std::collections::HashMap;

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
pub enum News {
    /// Nothing: it was there.
    #[default]
    None,
    /// It was not there.
    New,
    /// It says something else.
    Changed,
}

impl News {
    /// The word that templates ask for; empty: no mark.
    pub fn word(self) -> &'static str {
        match self {
            News::None => "",
            News::New => "new",
            News::Changed => "changed",
        }
    }
}

/// Everything that carries a mark.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    items: HashMap<(&'static str, String), News>,
    parts: HashMap<(String, Marked), News>,
}

impl Marks {
    /// Out of what changed.
    pub fn of(changes: &Changes) -> Marks {
        let mut marks = Marks::default();
        for item in &changes.items {
            let news = match item.what {
                What::Added => News::New,
                What::Removed => continue,
                _ if item.edits.iter().any(is_loud) => News::Changed,
                _ => News::None,
            };
            marks.items.insert((item.kind, item.id.clone()), news);
            for edit in item.edits.iter().filter(|e| is_loud(e) && !e.mark.is_empty()) {
                let part = marks.parts.entry((item.file.clone(), Marked::read(&edit.mark))).or_default();
                // A part that came is new, whatever else was done to it.
                *part = if *part == News::New { News::New } else { edit.news };
            }
        }
        marks
    }

    /// The mark of an item.
    pub fn item(&self, kind: &'static str, id: &str) -> News {
        self.items.get(&(kind, id.to_owned())).copied().unwrap_or_default()
    }

    /// The mark of a part: by the file its item stands in, and what it is known by.
    pub fn part(&self, file: &str, known_by: Marked) -> News {
        self.parts.get(&(file.to_owned(), known_by)).copied().unwrap_or_default()
    }
}

fn is_loud(edit: &Edit) -> bool {
    edit.what != What::Moved && !edit.path.iter().any(|p| QUIET.contains(&p.field.as_str()))
}
