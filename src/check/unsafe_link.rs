//! `unsafe-link`: a link that could run something, or leads to a place pages do not link to.

use super::{Desk, Findings, Level, Look, Rule, Spot};
use crate::diagnostic::Diagnostic;
use crate::load::shape::{Leaf, short};
use crate::text::FoundKind;

/// The rule.
pub const RULE: Rule = Rule {
    name: "unsafe-link",
    level: Level::Warning,
    adjustable: true,
    always: true,
    summary: "a link with a scheme that pages do not link to",
    explanation: "Pages link to `http`, `https`, `mailto`, `tel` and to files of the kit. Anything else (`javascript:`, `data:`, `file:` …) could run something in a reader's browser, and is shown as plain words.",
    bad: "[the deck](file:///home/me/deck.pdf)",
    good: "[the deck](static/deck.pdf)",
    looks: &[Look::Spots(|desk| Box::new(|spot, found| check(desk, spot, found)))],
};

/// Judges one scalar.
fn check(desk: &Desk, spot: &Spot, findings: &mut Findings) {
    let unsafe_url = *spot.leaf == Leaf::Url && !allowed(spot.words());
    let in_text = spot.found.iter().filter_map(|f| match &f.kind {
        FoundKind::UnsafeLink(dest) => Some((dest.as_str(), spot.words().get(f.range.clone()).unwrap_or_default())),
        _ => None,
    });
    for (dest, written) in in_text.chain(unsafe_url.then(|| (spot.words(), spot.words()))) {
        let message = format!("`{}` is not shown as a link", short(dest));
        let help = "link to http, https, mailto, tel, or a file of the kit";
        findings.push(Diagnostic::warning(RULE.name, spot.place_of(desk, written), message).help(help));
    }
}

/// Whether a page links to this address.
pub fn allowed(url: &str) -> bool {
    let clean = url.chars().filter(|c| !c.is_control() && !c.is_whitespace());
    let before: String = clean.take_while(|c| !matches!(c, '/' | '?' | '#')).collect();
    match before.split_once(':') {
        Some((scheme, _)) => ["http", "https", "mailto", "tel"].contains(&scheme.to_ascii_lowercase().as_str()),
        None => true,
    }
}
