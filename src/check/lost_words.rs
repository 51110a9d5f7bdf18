//! `lost-words`: words that YAML takes for a comment.

use super::{Desk, Level, Look, Rule, SpotJudge};
use crate::diagnostic::Location;
use crate::load::shape::Leaf;

/// The rule.
pub const RULE: Rule = Rule {
    name: "lost-words",
    level: Level::Warning,
    adjustable: true,
    always: true,
    summary: "a text that ends where a `#` makes the rest a comment",
    explanation: "In YAML a `#` after a space begins a comment, so `We are #1 in support` says `We are` on every page. Put the whole text in quotes. Where a comment is meant, a space after the `#` says so.",
    bad: "text: We are #1 in support",
    good: "text: \"We are #1 in support\"",
    looks: &[Look::Spots(prepare)],
};

fn prepare<'a>(_: &'a Desk<'a>) -> SpotJudge<'a> {
    Box::new(|spot, found| {
        if !(spot.is_prose() || matches!(spot.leaf, Leaf::Name)) {
            return;
        }
        let behind = spot.node.behind();
        let lost = behind.trim();
        if !lost.strip_prefix('#').is_some_and(|words| words.starts_with(char::is_alphanumeric)) {
            return;
        }
        let start = spot.node.span().end + behind.find('#').unwrap_or_default();
        let place = Location::span(spot.file, start..start + lost.len());
        let message = format!("`{lost}` is a comment, so no page says it");
        found.push(
            RULE.at(place, message).help("put the whole text in quotes; for a comment, write a space after the `#`"),
        );
    })
}
