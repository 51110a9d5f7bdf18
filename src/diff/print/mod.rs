//! A review in words: sections of lines, the same for every way of printing them.

mod human;
mod lines;
mod markdown;

use super::{ItemChange, Review, What};
use lines::Line;

/// A way to print a review.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Prints; `color`: whether a terminal shows colours.
    pub print: fn(&Review, color: bool) -> String,
}

/// Every way.
pub const FORMATS: &[Format] = &[
    Format { name: "human", print: human::print },
    Format { name: "markdown", print: |review, _| markdown::print(review) },
    Format { name: "json", print: |review, _| json(review) },
];

/// The way of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}

fn json(review: &Review) -> String {
    serde_json::to_string_pretty(review).unwrap_or_default() + "\n"
}

/// Lines under a heading.
struct Section {
    title: String,
    lines: Vec<Line>,
}

/// The sorts of items with their headings, in the order of the review.
const SORTS: [(&str, &str); 9] = [
    ("claim", "Claims"),
    ("competitor", "Cards"),
    ("objection", "Objections"),
    ("product", "Products"),
    ("persona", "Personas"),
    ("faq", "Questions and answers"),
    ("comparison", "Comparisons"),
    ("page", "Pages of text"),
    ("settings", "Settings"),
];

/// Everything there is to say; first what a reviewer must see.
fn sections(review: &Review) -> Vec<Section> {
    let changes = &review.changes;
    let mut all = vec![
        section("More people may see this", changes.widened.iter().map(lines::reach)),
        section("New findings", review.findings.new.iter().map(lines::finding)),
        section("Prices", changes.items.iter().flat_map(lines::prices)),
    ];
    for (kind, title) in SORTS {
        let items = changes.items.iter().filter(|i| i.kind == kind);
        all.push(section(title, items.flat_map(lines::item)));
    }
    all.push(section("Heard in the field", lines::field_log(&changes.field_log)));
    all.push(section("Fewer people may see this", changes.narrowed.iter().map(lines::reach)));
    all.push(section("Solved findings", review.findings.solved.iter().map(lines::finding)));
    all.push(section("Pages that differ", lines::pages(&review.pages)));
    all.push(section("Not compared", lines::gaps(review)));
    all.retain(|s| !s.lines.is_empty());
    all
}

fn section(title: &str, lines: impl IntoIterator<Item = Line>) -> Section {
    Section { title: title.to_owned(), lines: lines.into_iter().collect() }
}

/// The review in one line.
fn summary(review: &Review) -> String {
    let changes = &review.changes;
    let items = |what: fn(&ItemChange) -> bool| changes.items.iter().filter(|i| what(i)).count();
    let prices = changes.items.iter().flat_map(|i| &i.edits).filter(|e| e.price).count();
    let counts = [
        (changes.widened.len(), "part reaches more people", "parts reach more people"),
        (review.findings.new.len(), "new finding", "new findings"),
        (review.findings.solved.len(), "solved finding", "solved findings"),
        (prices, "price changed", "prices changed"),
        (items(|i| i.what == What::Added), "item added", "items added"),
        (items(|i| matches!(i.what, What::Changed | What::Moved)), "item changed", "items changed"),
        (items(|i| i.what == What::Removed), "item removed", "items removed"),
        (changes.field_log.heard.len(), "new entry in the field log", "new entries in the field log"),
        (review.pages.count(), "page differs", "pages differ"),
    ];
    let told = counts.iter().filter(|(count, ..)| *count > 0);
    let told = told.map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }));
    let told: Vec<String> = told.collect();
    match (review.is_empty(), told.is_empty()) {
        (true, _) => "nothing changed".to_owned(),
        (false, true) => "nothing changed in what could be compared".to_owned(),
        (false, false) => told.join(", "),
    }
}
