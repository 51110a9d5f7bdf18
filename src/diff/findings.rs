//! Findings that are new, and findings that are gone. Lines move, so findings are known again by their rule and item.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};

/// What happened to the findings of the checks.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Findings {
    /// Those that are new: errors first.
    pub new: Vec<Told>,
    /// Those that are gone.
    pub solved: Vec<Told>,
    /// The side that could not be judged, because some file of it could not be read: nothing is compared.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unjudged: String,
}

/// One finding.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The rule.
    pub rule: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// The item, as in `objection:price`; else empty.
    pub item: String,
    /// The file.
    pub file: String,
    /// What is wrong.
    pub message: String,
}

impl Findings {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.solved.is_empty() && self.unjudged.is_empty()
    }

    /// Compares the findings of both sides, counted by rule, weight and item.
    pub fn of(before: &Diagnostics, after: &Diagnostics) -> Findings {
        let (old, new) = (counted(before), counted(after));
        let none = Vec::new();
        let more = |these: &Counted, than: &Counted| -> Vec<Told> {
            let groups = these.iter().map(|(key, group)| excess(group, than.get(key).unwrap_or(&none)));
            groups.flatten().map(told).collect()
        };
        Findings { new: more(&new, &old), solved: more(&old, &new), unjudged: String::new() }
    }
}

/// Weight, rule, and the item or else the file.
type Key<'a> = (Severity, &'static str, &'a str);
type Counted<'a> = BTreeMap<Key<'a>, Vec<&'a Diagnostic>>;

fn counted(all: &Diagnostics) -> Counted<'_> {
    let mut counted = Counted::new();
    for d in &all.0 {
        let about = d.item.as_deref().unwrap_or(&d.location.file);
        counted.entry((d.severity, d.rule, about)).or_default().push(d);
    }
    counted
}

/// As many as there are more of, those first whose words are new.
fn excess<'a>(these: &[&'a Diagnostic], than: &[&Diagnostic]) -> Vec<&'a Diagnostic> {
    let count = these.len().saturating_sub(than.len());
    let known = |d: &&Diagnostic| than.iter().any(|other| other.message == d.message);
    let (old, new): (Vec<_>, Vec<_>) = these.iter().copied().partition(known);
    new.into_iter().chain(old).take(count).collect()
}

fn told(d: &Diagnostic) -> Told {
    Told {
        rule: d.rule,
        severity: d.severity,
        item: d.item.as_deref().unwrap_or_default().to_owned(),
        file: d.location.file.to_string(),
        message: d.message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Location;

    fn finding(item: &str, message: &str, at: usize) -> Diagnostic {
        Diagnostic { item: Some(item.into()), ..Diagnostic::warning("r", Location::span("f", at..at + 1), message) }
    }

    #[test]
    fn a_finding_that_only_moved_is_neither_new_nor_gone() {
        let before = Diagnostics(vec![finding("claim:a", "41 words", 3)]);
        let after = Diagnostics(vec![finding("claim:a", "43 words", 90), finding("claim:b", "x", 1)]);
        let found = Findings::of(&before, &after);
        assert_eq!(found.new.iter().map(|f| f.item.as_str()).collect::<Vec<_>>(), ["claim:b"]);
        assert!(found.solved.is_empty());
    }

    #[test]
    fn of_several_on_one_item_the_one_with_new_words_is_told() {
        let before = Diagnostics(vec![finding("a", "one", 1)]);
        let after = Diagnostics(vec![finding("a", "one", 1), finding("a", "two", 2)]);
        assert_eq!(Findings::of(&before, &after).new[0].message, "two");
    }
}
