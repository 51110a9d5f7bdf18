//! `withheld-reference`: words for a wide audience that rest on a claim for a narrower one.

use super::{Desk, Findings, Level, Look, Rule, Spot};
use crate::diagnostic::Diagnostic;
use crate::load::shape::Leaf;
use crate::text::{self, FoundKind};

/// The rule.
pub const RULE: Rule = Rule {
    name: "withheld-reference",
    level: Level::Error,
    adjustable: true,
    always: true,
    summary: "a text rests on a claim that its readers may not see",
    explanation: "A public answer that rests on an internal claim has no proof its readers may see, and printing the claim would leak it. Widen the claim (with evidence that may be shown), narrow the text, or rest on another claim. `[[claim:id|other words]]` links without printing the claim, and is fine.",
    bad: "audience: public\nclaims: [an-internal-claim]",
    good: "audience: public\nclaims: [a-public-claim]",
    looks: &[Look::Spots(|desk| Box::new(|spot, found| check(desk, spot, found)))],
};

/// Judges one scalar.
fn check(desk: &Desk, spot: &Spot, findings: &mut Findings) {
    let is_listed = matches!(spot.leaf, Leaf::Ref(kind) if kind == "claim");
    let is_claim = |found: &crate::text::Found| matches!(&found.kind, FoundKind::Item(item) if item.entity == "claim");
    if !is_listed && !spot.found.iter().any(is_claim) {
        return;
    }
    let listed = is_listed.then(|| (spot.words().to_owned(), spot.place()));
    // Words inside an insider passage are read by fewer; what is left without them is what this text's readers see.
    let read = text::reduce(spot.words(), spot.audience).text;
    let printed = spot.found.iter().filter_map(|found| match &found.kind {
        FoundKind::Item(item) if item.entity == "claim" && item.words.is_none() => {
            let written = spot.words().get(found.range.clone()).filter(|w| read.contains(*w))?;
            Some((item.id.clone(), spot.place_of(desk, written)))
        }
        _ => None,
    });
    for (id, place) in listed.into_iter().chain(printed) {
        let Some(claim) = desk.library.claims.get(&id).filter(|c| c.audience < spot.audience) else { continue };
        let message = format!("this is {}, and the claim `{id}` is {}", spot.audience.name(), claim.audience.name());
        let help = "widen the claim, narrow this, or rest on another claim";
        let finding = Diagnostic::error(RULE.name, place, message).help(help);
        let origin = crate::diagnostic::Location::span(claim.origin.file.clone(), claim.origin.span.clone());
        findings.push(finding.related(origin, "the claim"));
    }
}
