//! `talktrack.yaml`: names of rules, levels, budgets and freshness that exist; files that are there.

use super::{Desk, Findings, RESERVED, RULES, Rule, Spot, judge_spot, low_contrast};
use crate::diagnostic::{Diagnostic, Location, Severity, nearest};
use crate::load::shape::{self, Leaf, short};
use crate::load::tree::Node;
use crate::load::walk::{self, Step};
use crate::project::SETTINGS;
use crate::text::Audience;

/// The rule.
pub const RULE: Rule = Rule {
    name: "unknown-rule",
    level: Severity::Error,
    adjustable: false,
    summary: "`rules:` or `allow:` names a rule that does not exist",
    explanation: "A name with a slip would change nothing and nobody would notice. `talktrack explain` lists the rules.",
    bad: "rules: {brocken-link: error}",
    good: "rules: {broken-link: error}",
};

/// What `freshness:` may name.
const FRESHNESS: [&str; 7] = ["pricing", "feature", "security", "market", "customer", "performance", "card"];
/// What `budgets:` may name.
const BUDGETS: [&str; 9] = ["pitch", "acknowledge", "question", "respond", "point", "short", "glance", "card", "brief"];

/// Judges the settings.
pub fn check(desk: &Desk) -> Vec<Diagnostic> {
    let Some(settings) = &desk.kit.settings else { return Vec::new() };
    let mut all = Vec::new();
    walk::walk(shape::schema(""), settings, Audience::Public, &|_| true, &mut |step| {
        if let Step::Leaf { node, leaf, field, audience, allowed, .. } = step {
            let spot = Spot { item: None, file: SETTINGS, node, leaf, field, audience, found: &[] };
            let mut findings = Findings { list: std::mem::take(&mut all), allowed };
            judge_spot(desk, &spot, &mut findings);
            low_contrast::check(&spot, &mut findings);
            all = findings.list;
        }
    });
    keys(settings, "freshness", &FRESHNESS, &mut all);
    keys(settings, "budgets", &BUDGETS, &mut all);
    for (name, level) in settings.get("rules").map(Node::entries).unwrap_or_default() {
        rule_name(SETTINGS, name, &mut |d| all.push(d));
        let word = level.text().unwrap_or_default();
        if !level.is_absent() && !["error", "warning", "off"].contains(&word) {
            let help = nearest(word, ["error", "warning", "off"])
                .map_or("write error, warning or off".to_owned(), |n| format!("did you mean `{n}`?"));
            all.push(
                Diagnostic::error(
                    "unknown-word",
                    Location::span(SETTINGS, level.head()),
                    format!("`{}` is not a level", short(word)),
                )
                .help(help),
            );
        }
    }
    all
}

fn keys(settings: &Node, field: &str, known: &[&str], all: &mut Vec<Diagnostic>) {
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
pub fn check_rule_name(spot: &Spot, findings: &mut Findings) {
    if *spot.leaf == Leaf::Rule {
        rule_name(spot.file, spot.node, &mut |d| findings.push(d));
    }
}

fn rule_name(file: &str, node: &Node, tell: &mut dyn FnMut(Diagnostic)) {
    let name = node.text().unwrap_or_default();
    let known = || RULES.iter().filter(|r| r.adjustable).map(|r| r.name).chain(RESERVED.iter().copied());
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
