//! `allow:`, and the rule `unused-allow`: an allowance that has ended, or that excuses nothing.
//!
//! An allowance holds for findings of its rule inside the mapping it is written on.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::levels::Levels;
use super::{Desk, Findings, Level, Look, Rule, Verdict, desk, rule};
use crate::diagnostic::{Diagnostic, Location};
use crate::load::tree::Node;
use crate::load::walk::Block;
use crate::load::{Kit, Written};
use crate::project::SETTINGS;

/// The rule.
pub const RULE: Rule = Rule {
    name: "unused-allow",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "an `allow:` that excuses nothing or has ended, or an override that speaks of no file",
    explanation: "An allowance is a debt with a reason. When what it excuses is mended, or its `until` is past, it should go: left in place it would hide the next finding. Remove the entry, or set a new day with a new reason.",
    bad: "respond: Short by now.\nallow: [{rule: over-budget, reason: legal wording, until: 2025-01-31}]",
    good: "respond: Short by now.",
    looks: &[Look::Kit(overrides)],
};

/// One entry of an `allow:`.
#[derive(Debug, Clone)]
pub struct Allowance {
    rule: String,
    /// The mapping it is written on and what merges bring into it, in bytes of the file.
    covers: Vec<Range<usize>>,
    /// Whether it is written on the entity itself.
    whole: bool,
    /// Where its rule is named.
    place: Range<usize>,
    until: Option<Date>,
}

/// Collects the allowances written on a mapping.
pub fn gather(block: &Block, all: &mut Vec<Allowance>) {
    for entry in block.node.get("allow").map(Node::items).unwrap_or_default() {
        let Some(named) = entry.get("rule") else { continue };
        all.push(Allowance {
            rule: named.text().unwrap_or_default().to_owned(),
            covers: nodes(block).map(|n| n.span()).collect(),
            whole: block.field.is_empty(),
            place: named.head(),
            until: entry.text_of("until").and_then(|d| d.parse().ok()),
        });
    }
}

/// A mapping and its values, which may come from elsewhere in the file.
fn nodes<'a>(block: &Block<'a>) -> impl Iterator<Item = Node<'a>> {
    std::iter::once(block.node).chain(block.node.entries().map(|(_, value)| value))
}

impl Allowance {
    fn excuses(&self, found: &Diagnostic, today: Date) -> bool {
        let adjustable = rule(found.rule).is_none_or(|r| r.adjustable);
        let inside = || found.location.span.as_ref().is_some_and(|s| self.covers.iter().any(|c| c.contains(&s.start)));
        adjustable && self.rule == found.rule && self.until.is_none_or(|day| day >= today) && (self.whole || inside())
    }
}

/// What is left when all that is excused is taken out, with what is to say of the allowances themselves.
pub fn excused(kit: &Kit, verdicts: Vec<Arc<Verdict>>, levels: &Levels, today: Date) -> Findings {
    let asked = levels.rules().any(|r| r.name == RULE.name);
    let left = |(item, verdict): (&Written, Arc<Verdict>)| {
        let verdict = Arc::unwrap_or_clone(verdict);
        if verdict.allowed.is_empty() {
            return verdict.found;
        }
        let mut used = vec![false; verdict.allowed.len()];
        let mut left: Findings = Vec::with_capacity(verdict.found.len());
        for found in verdict.found {
            let mut excused = false;
            for (at, _) in verdict.allowed.iter().enumerate().filter(|(_, a)| a.excuses(&found, today)) {
                used[at] = true;
                excused = true;
            }
            if !excused {
                left.push(found);
            }
        }
        // A merge may bring one allowance to several places.
        let places: HashSet<usize> =
            verdict.allowed.iter().zip(&used).filter(|(_, used)| **used).map(|(a, _)| a.place.start).collect();
        let used = verdict.allowed.iter().map(|a| places.contains(&a.place.start)).collect::<Vec<_>>();
        let unused = verdict.allowed.iter().zip(used).filter(|(a, used)| asked && !used && was_judged(a, item, levels));
        let mine = |(a, _): (&Allowance, bool)| finding(a, item, today);
        let told: Findings = unused.map(mine).collect();
        let silent = |d: &Diagnostic| verdict.allowed.iter().any(|a| a.excuses(d, today));
        left.extend(told.into_iter().filter(|d| !silent(d)));
        left
    };
    kit.items.par_iter().zip(verdicts).flat_map_iter(left).collect()
}

/// An override whose paths are those of no file changes nothing.
fn overrides(desk: &Desk, found: &mut Findings) {
    let entries = desk.kit.settings().and_then(|s| s.get("overrides")).map(Node::items).unwrap_or_default();
    for path in entries.filter_map(|entry| entry.get("paths")).flat_map(Node::items) {
        let pattern = path.text().unwrap_or_default().trim_start_matches("./");
        let Ok(glob) = globset::Glob::new(pattern).map(|g| g.compile_matcher()) else { continue };
        let mut files =
            desk.kit.items.iter().map(|i| &*i.file).chain(desk.kit.paths.statics.keys().map(String::as_str));
        if !files.any(|file| glob.is_match(file)) {
            let message = format!("`{pattern}` is the path of no file");
            let help = "paths are told from the kit's root, as in `content/competitors/old/**`";
            found.push(RULE.at(Location::span(SETTINGS, path.head()), message).help(help));
        }
    }
}

/// Only a rule that looked here can have found nothing.
fn was_judged(allowance: &Allowance, item: &Written, levels: &Levels) -> bool {
    allowance.rule != RULE.name
        && levels.rules().any(|r| r.name == allowance.rule && levels.level(r, &item.file) != Level::Off)
}

fn finding(allowance: &Allowance, item: &Written, today: Date) -> Diagnostic {
    let place = Location::span(item.file.clone(), allowance.place.clone());
    let found = match allowance.until.filter(|day| *day < today) {
        Some(day) => RULE
            .at(place, format!("this allowance of `{}` ended on {day}", allowance.rule))
            .help("mend what it excused, or set a new day with a new reason"),
        None => RULE
            .at(place, format!("nothing here breaks `{}`, so there is nothing to excuse", allowance.rule))
            .help("remove this entry of `allow:`"),
    };
    Diagnostic { item: Some(desk::about(item).into()), ..found }
}
