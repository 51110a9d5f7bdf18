//! `talktrack.yaml`: names of rules, levels, budgets and freshness that exist; files that are there.

use super::{Desk, Findings, Level, Look, RULES, Rule, Spot, said};
use crate::diagnostic::{Diagnostic, Location, nearest};
use crate::load::shape::{Leaf, short};
use crate::load::tree::Node;
use crate::project::SETTINGS;

/// The rule.
pub const RULE: Rule = Rule {
    name: "unknown-rule",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "`rules:` or `allow:` names a rule that does not exist",
    explanation: "A name with a slip would change nothing and nobody would notice. `talktrack explain` lists the rules.",
    bad: "rules: {brocken-link: error}",
    good: "rules: {broken-link: error}",
    looks: &[Look::Spots(|_| Box::new(check_rule_name)), Look::Kit(check)],
};

/// What `freshness:` may name.
const FRESHNESS: [&str; 7] = ["pricing", "feature", "security", "market", "customer", "performance", "card"];

/// Judges names and levels of the settings.
fn check(desk: &Desk, all: &mut Findings) {
    let Some(settings) = desk.kit.settings() else { return };
    keys(settings, "freshness", &FRESHNESS, all);
    keys(settings, "budgets", &said::budget_names().collect::<Vec<_>>(), all);
    levels(settings, all);
    for entry in settings.get("overrides").map(Node::items).unwrap_or_default() {
        levels(entry, all);
        for path in entry.get("paths").map(Node::items).unwrap_or_default() {
            if let Err(error) = globset::Glob::new(path.text().unwrap_or_default()) {
                let place = Location::span(SETTINGS, path.head());
                let message = format!("this pattern of paths cannot be read: {}", error.kind());
                all.push(
                    Diagnostic::error("wrong-type", place, message).help("write it like `content/competitors/old-*`"),
                );
            }
        }
    }
}

/// The entries of a `rules:`.
fn levels(node: Node, all: &mut Findings) {
    for (name, level) in node.get("rules").map(Node::entries).unwrap_or_default() {
        rule_name(SETTINGS, name, &mut |d| all.push(d));
        let word = level.text().unwrap_or_default();
        if !level.is_absent() && Level::parse(word).is_none() {
            let help = nearest(word, Level::WORDS)
                .map_or("write error, warning or off".to_owned(), |n| format!("did you mean `{n}`?"));
            let place = Location::span(SETTINGS, level.head());
            all.push(Diagnostic::error("unknown-word", place, format!("`{}` is not a level", short(word))).help(help));
        }
    }
}

fn keys(settings: Node, field: &str, known: &[&str], all: &mut Findings) {
    for (key, _) in settings.get(field).map(Node::entries).unwrap_or_default() {
        let name = key.text().unwrap_or_default();
        if !known.contains(&name) && !name.starts_with("x-") {
            let help = nearest(name, known.iter().copied())
                .map_or_else(|| format!("known: {}", known.join(", ")), |n| format!("did you mean `{n}`?"));
            all.push(
                Diagnostic::error(
                    "unknown-key",
                    Location::span(SETTINGS, key.head()),
                    format!("`{field}` knows no `{}`", short(name)),
                )
                .help(help),
            );
        }
    }
}

/// `allow: [{rule: …}]` anywhere.
fn check_rule_name(spot: &Spot, findings: &mut Findings) {
    if *spot.leaf == Leaf::Rule {
        rule_name(spot.file, spot.node, &mut |d| findings.push(d));
    }
}

fn rule_name(file: &str, node: Node, tell: &mut dyn FnMut(Diagnostic)) {
    let name = node.text().unwrap_or_default();
    let known = || RULES.iter().filter(|r| r.adjustable).map(|r| r.name);
    let place = Location::span(file, node.head());
    if RULES.iter().any(|r| r.name == name && !r.adjustable) {
        let help = "mend what it finds; it tells of something that cannot be built";
        tell(Diagnostic::error(RULE.name, place, format!("the rule `{name}` cannot be changed or excused")).help(help));
    } else if !known().any(|k| k == name) && !name.starts_with("x-") {
        let help = nearest(name, known())
            .map_or_else(|| "`talktrack explain` lists the rules".to_owned(), |n| format!("did you mean `{n}`?"));
        tell(Diagnostic::error(RULE.name, place, format!("no rule is called `{}`", short(name))).help(help));
    }
}
