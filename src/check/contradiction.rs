//! `contradiction`: one fact with two values.

use std::collections::HashMap;
use std::sync::LazyLock;

use rayon::prelude::*;
use regex::Regex;

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
    /// What is compared.
    value: String,
    /// How it is written.
    shown: String,
    item: &'a Written,
    node: Node<'a>,
}

fn check(desk: &Desk, found: &mut Findings) {
    let mut prices: HashMap<String, Stated> = HashMap::new();
    for item in desk.items("competitor").chain(desk.items("product")) {
        let plans = item.node().get("pricing").and_then(|p| p.get("plans")).map(Node::items).unwrap_or_default();
        for plan in plans {
            if let Some((key, stated)) = price(desk, item, plan) {
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
        let message = format!("{what} says `{}` here and `{}` elsewhere", stated.shown, first.shown);
        let place = |s: &Stated| Location::span(s.item.file.clone(), s.node.head());
        let finding = RULE.at(place(&stated), message).help("look it up, and correct the one that is wrong");
        found.push(finding.related(place(first), "the other value").of(desk::about(stated.item)));
    }
}

/// A plan's price under the product and plan it is for. Prices told in other words (by the year, for schools, in another
/// currency, with another note) are other prices.
fn price<'a>(desk: &Desk, item: &'a Written, plan: Node<'a>) -> Option<(String, Stated<'a>)> {
    let price = plan.get("price").filter(|p| !p.is_absent())?;
    let lines: Vec<&str> = price.text().into_iter().chain(price.items().filter_map(Node::text)).collect();
    let shown = lines.join(" · ");
    let (value, unit) = amount(&shown)?;
    let product = plan.text_of("product").unwrap_or(&item.id);
    let named = desk
        .library
        .products
        .iter()
        .map(|p| (&p.id, &p.name))
        .chain(desk.library.competitors.iter().map(|c| (&c.id, &c.name)));
    let known = named.into_iter().find(|(id, name)| *id == product || &***name == product).map(|(id, _)| id.as_str());
    let product = text::normalized_words(known.unwrap_or(product));
    let name = text::normalized_words(plan.text_of("name")?);
    let note = plan.text_of("note").map(text::normalized_words).unwrap_or_default();
    Some((format!("{product}|{name}|{unit}|{note}"), Stated { value, shown, item, node: price }))
}

/// How numbers and currencies look.
static FORMS: LazyLock<Option<(Regex, Regex)>> = LazyLock::new(|| {
    let number = Regex::new(r"\d+(?:[.,  ’']\d{3})*(?:[.,]\d{1,2})?\b").ok()?;
    let money = Regex::new(r"(?i)[$€£¥￥]|\b(?:eur|usd|gbp|chf|jpy|yen)\b|円").ok()?;
    Some((number, money))
});

/// The amounts of money in a price, and everything else that is said of them; none where there is no amount.
fn amount(price: &str) -> Option<(String, String)> {
    let (number, money) = FORMS.as_ref()?;
    let mut amounts = Vec::new();
    let mut rest = String::new();
    let mut at = 0;
    for found in number.find_iter(price) {
        let before = price[at..found.start()].trim_end();
        let after = price[found.end()..].trim_start();
        let near = money.find_iter(before).last().is_some_and(|m| m.end() == before.len())
            || money.find(after).is_some_and(|m| m.start() == 0);
        rest.push_str(&price[at..found.start()]);
        if near {
            amounts.push(plain_number(found.as_str()))
        } else {
            rest.push_str(found.as_str())
        }
        at = found.end();
    }
    rest.push_str(&price[at..]);
    let currency: String = money.find_iter(&rest).map(|m| m.as_str().to_lowercase()).collect();
    (!amounts.is_empty()).then(|| (amounts.join(" "), currency + &text::normalized_words(&rest)))
}

/// `1,000.00`, `1.000` and `1000` as one.
fn plain_number(number: &str) -> String {
    let (whole, part) = match number.rfind(['.', ',']).filter(|at| number.len() - at <= 3) {
        Some(at) => (&number[..at], number[at + 1..].trim_end_matches('0')),
        None => (number, ""),
    };
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    if part.is_empty() { digits } else { format!("{digits}.{part}") }
}

/// The cells of a table that say something definite, each under its rival and row.
fn table_cells<'a>(desk: &Desk, item: &'a Written) -> Vec<(String, Stated<'a>)> {
    let groups = item.node().get("groups").map(Node::items).unwrap_or_default();
    let rows = groups.chain([item.node()]).filter_map(|n| n.get("rows")).flat_map(Node::items);
    let mut cells = Vec::new();
    for row in rows {
        let Some(name) = row.text_of("name").map(text::normalized_words) else { continue };
        for (column, cell) in row.get("cells").map(Node::entries).unwrap_or_default() {
            let column = column.text().unwrap_or_default();
            let is_rival = super::references::exists(desk, "rival", column);
            let value = cell.get("value").unwrap_or(cell);
            let said = value.text().map(|v| meaning(desk, item.node(), v)).filter(|v| !v.is_empty());
            if let Some(said) = said.filter(|_| is_rival) {
                cells
                    .push((format!("{column}|{name}"), Stated { shown: said.clone(), value: said, item, node: value }));
            }
        }
    }
    cells
}

/// What a cell says, where it is one of the few words or a bare number; empty where it says more, or nothing definite.
fn meaning(desk: &Desk, table: Node, word: &str) -> String {
    let own = table.get("values").and_then(|v| v.get(word)).and_then(|v| v.text_of("as").map(str::to_owned));
    let kit = || desk.library.settings.values.get(word).and_then(|v| v.mark).map(|m| format!("{m:?}"));
    let meant = own.or_else(kit).unwrap_or_else(|| word.to_owned()).trim().to_lowercase();
    match meant.as_str() {
        "true" | "yes" => "yes".to_owned(),
        "false" | "no" => "no".to_owned(),
        "partial" | "planned" => meant,
        _ => meant.parse::<f64>().map_or(String::new(), |n| n.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn one_price_written_in_two_ways_is_one() {
        let same = |a, b| assert_eq!(amount(a), amount(b));
        same("€50 / agent", "50 € / agent");
        same("1,000 €", "1.000 €");
        same("€49", "€ 49.00");
        let other = |a, b| {
            let (a, b) = (amount(a), amount(b));
            assert_ne!(a.map(|x| x.1), b.map(|x| x.1));
        };
        other("$49", "€49");
        other("€20 for 10 agents", "€15 for 50 agents");
        other("49 € a month", "490 € a year");
        assert_eq!(amount("on request, from 10 agents"), None);
    }
}
