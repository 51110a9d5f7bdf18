//! Comparisons: columns that exist, cells under a column, words that mean something.

use std::collections::HashSet;

use super::references::{exists, suggestion};
use super::{Desk, Findings};
use crate::diagnostic::{Diagnostic, Location, nearest};
use crate::load::Written;
use crate::load::shape::short;
use crate::load::tree::{Items, Node};
use crate::model::comparison::Mark;

/// Judges one comparison.
pub fn check(desk: &Desk, item: &Written, found: &mut Findings) {
    let values = item.node().get("values").map(Node::entries).unwrap_or_default();
    let kit_values = desk.library.settings.values.keys().map(String::as_str);
    let words: HashSet<&str> = values.filter_map(|(k, _)| k.text()).chain(kit_values).collect();
    let columns = item.node().get("columns").map(Node::items).unwrap_or_default();
    let ids: Vec<&str> = columns.clone().filter_map(column_id).collect();
    let mut table = Table { desk, file: &item.file, ids, words, found };
    table.columns(columns);
    let groups = item.node().get("groups").map(Node::items).unwrap_or_default();
    for rows in groups.chain([item.node()]).filter_map(|n| n.get("rows")) {
        rows.items().for_each(|row| table.row(row));
    }
}

fn column_id(column: Node<'_>) -> Option<&str> {
    column.text().or_else(|| column.text_of("id"))
}

struct Table<'a> {
    desk: &'a Desk<'a>,
    file: &'a str,
    ids: Vec<&'a str>,
    /// The table's own cell words.
    words: HashSet<&'a str>,
    found: &'a mut Findings,
}

impl<'a> Table<'a> {
    fn place(&self, node: Node) -> Location {
        Location::span(self.file, node.head())
    }

    fn columns(&mut self, columns: Items<'a>) {
        let mut seen = HashSet::new();
        for column in columns.filter(|c| !c.is_absent()) {
            let Some(id) = column_id(column) else { continue };
            let place = self.place(column.get("id").unwrap_or(column));
            if !seen.insert(id) {
                self.found.push(
                    Diagnostic::error(
                        "duplicate-id",
                        place.clone(),
                        format!("the column `{}` is there twice", short(id)),
                    )
                    .help("remove one of them"),
                );
            }
            let named = column.text_of("name").is_some() || column.text_of("of").is_some();
            if !named && !exists(self.desk, "rival", id) {
                let message = format!("no product or competitor has the id `{}`", short(id));
                let help = format!(
                    "{}; a column of its own is written `{{id: {}, name: …}}`",
                    suggestion(self.desk, "rival", id),
                    short(id)
                );
                self.found.push(Diagnostic::error("unknown-id", place, message).help(help));
            }
        }
    }

    fn row(&mut self, row: Node<'a>) {
        for (key, cell) in row.get("cells").map(Node::entries).unwrap_or_default() {
            let column = key.text().unwrap_or_default();
            if !column.starts_with("x-") && !self.ids.contains(&column) {
                self.unknown_column(key, column);
            }
            let value = if cell.is_map() { cell.get("value") } else { Some(cell) };
            if let Some(value) = value.filter(|v| !v.is_absent()) {
                self.cell(value);
            }
        }
        let advantage = row.get("advantage").map(|a| a.get("to").unwrap_or(a));
        if let Some(to) = advantage.filter(|a| a.text().is_some() && !a.is_absent()) {
            let word = to.text().unwrap_or_default();
            if !["us", "them", "even"].contains(&word) && !self.ids.contains(&word) {
                let help = match nearest(word, self.ids.iter().copied().chain(["us", "them", "even"])) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "write us, them, even, or the id of a column".to_owned(),
                };
                self.found.push(
                    Diagnostic::error(
                        "unknown-id",
                        self.place(to),
                        format!("`{}` is no column of this table", short(word)),
                    )
                    .help(help),
                );
            }
        }
    }

    fn unknown_column(&mut self, key: Node, column: &str) {
        let help = match nearest(column, self.ids.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("columns of this table: {}", self.ids.join(", ")),
        };
        self.found.push(
            Diagnostic::error("unknown-id", self.place(key), format!("`{}` is no column of this table", short(column)))
                .help(help),
        );
    }

    /// With own words, a single word must be one of them; without, a slip of a keyword is worth a warning.
    fn cell(&mut self, value: Node) {
        let word = value.text().unwrap_or_default();
        let single = !word.contains(char::is_whitespace);
        if !single || Mark::parse(word).is_some() || self.words.contains(word) {
            return;
        }
        let place = self.place(value);
        if !self.words.is_empty() {
            let mut known: Vec<&str> = self.words.iter().copied().collect();
            known.sort_unstable();
            let help = match nearest(word, known.iter().copied().chain(Mark::WORDS)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write {}, or one of yes, no, partial, planned, na, unknown", known.join(", ")),
            };
            self.found.push(
                Diagnostic::error(
                    "unknown-word",
                    place,
                    format!("`{}` is not among the `values` of this table", short(word)),
                )
                .help(help),
            );
        } else if let Some(near) = slip(word) {
            let message = format!("`{}` is shown as it stands", short(word));
            self.found
                .push(Diagnostic::warning("unknown-word", place, message).help(format!("did you mean `{near}`?")));
        }
    }
}

/// The keyword that a word is a slip of: two letters for the long ones, one for `yes`.
fn slip(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    [("partial", 2), ("planned", 2), ("unknown", 2), ("yes", 1)]
        .into_iter()
        .find(|(keyword, off)| strsim::damerau_levenshtein(&word, keyword) <= *off)
        .map(|(keyword, _)| keyword)
}
