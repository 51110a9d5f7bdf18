//! `long-sentence`: a spoken sentence that needs a second breath.

use super::said::{budget, budget_of};
use super::{Desk, Findings, Level, Look, Rule, Spot};
use crate::load::shape::short;
use crate::text::Sentence;

/// The rule.
pub const RULE: Rule = Rule {
    name: "long-sentence",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "a sentence in a spoken field that is longer than a breath",
    explanation: "A sentence of more than 25 words cannot be said in one breath, and its end makes listeners forget its beginning. Make two of it. The number is `budgets.sentence`.",
    bad: "respond: We know that it looks dearer at first, but when you count the add-ons that you need for reports, for audit and for the second brand, which most teams do, it is not.",
    good: "respond: It looks dearer at first. Count the add-ons for reports, audit and a second brand, and it is not.",
    looks: &[Look::Spots(|desk| Box::new(|spot, found| check(desk, spot, found)))],
};

fn check(desk: &Desk, spot: &Spot, found: &mut Findings) {
    let limit = budget(&desk.library.settings, "sentence");
    // A word and its space take two bytes at least.
    if !spot.is_prose() || spot.words().len() <= 2 * limit || budget_of(spot).is_none() {
        return;
    }
    for Sentence { at, words } in spot.reading().sentences.iter().filter(|sentence| sentence.words > limit) {
        let sentence = &spot.heard()[at.clone()];
        let message = format!("a sentence of {words} words: `{}`", short(sentence));
        let start: String = sentence.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
        found.push(RULE.at(spot.place_of(desk, &start), message).help("make two of it"));
    }
}
