//! `contradiction`: one fact with two values.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{Desk, Findings, Level, Look, Rule, desk};
use crate::diagnostic::Location;
use crate::load::Written;
use crate::load::tree::Node;
use crate::text;

/// The rule.
pub const RULE: Rule = Rule {
    name: "contradiction",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "one price or table cell has two values in the kit",
    explanation: "A plan of one product has two prices, or two tables say different things of the same rival in the same row. One of them is wrong, and a prospect may see both. Look it up, and keep the fact in one place: other pages can show the same table or name the same claim.",
    bad: "rows: [{name: Single sign-on, cells: {ticketron: yes}}]     # one table\nrows: [{name: Single sign-on, cells: {ticketron: no}}]      # another",
    good: "comparisons: [support-desks]     # both cards show the same table",
    looks: &[Look::Kit(check)],
};

/// A value, where it stands, and what it is told of.
struct Stated<'a> {
    value: String,
    item: &'a Written,
    node: &'a Node,
}

fn check(desk: &Desk, found: &mut Findings) {
    let mut prices: HashMap<String, Stated> = HashMap::new();
    for item in desk.items("competitor").chain(desk.items("product")) {
        let plans = item.node.get("pricing").and_then(|p| p.get("plans")).map(Node::items).unwrap_or_default();
        for plan in plans {
            if let Some((key, stated)) = price(item, plan) {
                compare(&mut prices, key, stated, "this plan", found);
            }
        }
    }
    let mut cells: HashMap<String, Stated> = HashMap::new();
    let tables: Vec<&Written> = desk.items("comparison").collect();
    let stated: Vec<_> = tables.par_iter().flat_map_iter(|item| table_cells(desk, item)).collect();
    for (key, stated) in stated {
        compare(&mut cells, key, stated, "this row", found);
    }
}

fn compare<'a>(
    known: &mut HashMap<String, Stated<'a>>,
    key: String,
    stated: Stated<'a>,
    what: &str,
    found: &mut Findings,
) {
    let Some(first) = known.get(&key) else {
        known.insert(key, stated);
        return;
    };
    if first.value != stated.value {
        let message = format!("{what} says `{}` here and `{}` elsewhere", stated.value, first.value);
        let place = |s: &Stated| Location::span(s.item.file.clone(), s.node.head());
        let finding = RULE.at(place(&stated), message).help("look it up, and correct the one that is wrong");
        found.push(finding.related(place(first), "the other value").of(desk::about(stated.item)));
    }
}

/// A plan's price under the product and plan it is for. Prices told in different words (by the year, for schools) are
/// different prices.
fn price<'a>(item: &'a Written, plan: &'a Node) -> Option<(String, Stated<'a>)> {
    let price = plan.get("price").filter(|p| !p.is_absent())?;
    let lines: Vec<&str> = price.text().into_iter().chain(price.items().iter().filter_map(Node::text)).collect();
    let value = lines.join(" · ");
    let unit: String = text::normalized_words(&value).chars().filter(|c| !c.is_ascii_digit()).collect();
    let product = plan.text_of("product").map_or_else(|| item.id.clone(), text::normalized_words);
    let name = text::normalized_words(plan.text_of("name")?);
    let key = format!("{product}|{name}|{}", unit.split_whitespace().collect::<Vec<_>>().join(" "));
    Some((key, Stated { value, item, node: price }))
}

/// The cells of a table that say something definite, each under its rival and row.
fn table_cells<'a>(desk: &Desk, item: &'a Written) -> Vec<(String, Stated<'a>)> {
    let groups = item.node.get("groups").map(Node::items).unwrap_or_default();
    let rows = groups.iter().chain([&*item.node]).filter_map(|n| n.get("rows")).flat_map(Node::items);
    let mut cells = Vec::new();
    for row in rows {
        let Some(name) = row.text_of("name").map(text::normalized_words) else { continue };
        for (column, cell) in row.get("cells").map(Node::entries).unwrap_or_default() {
            let column = column.text().unwrap_or_default();
            let is_rival = super::references::exists(desk, "rival", column);
            let value = cell.get("value").unwrap_or(cell);
            let said = value.text().map(|v| meaning(desk, &item.node, v)).filter(|v| !v.is_empty());
            if let Some(said) = said.filter(|_| is_rival) {
                cells.push((format!("{column}|{name}"), Stated { value: said, item, node: value }));
            }
        }
    }
    cells
}

/// What a cell's word means; empty where it says nothing definite.
fn meaning(desk: &Desk, table: &Node, word: &str) -> String {
    let own = table.get("values").and_then(|v| v.get(word)).and_then(|v| v.text_of("as").map(str::to_owned));
    let kit = || desk.library.settings.values.get(word).and_then(|v| v.mark).map(|m| format!("{m:?}"));
    let meant = own.or_else(kit).unwrap_or_else(|| word.to_owned()).trim().to_lowercase();
    match meant.as_str() {
        "true" => "yes".to_owned(),
        "false" => "no".to_owned(),
        "na" | "unknown" => String::new(),
        _ => meant,
    }
}
