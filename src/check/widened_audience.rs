//! `widened-audience`: an item asks for more readers than it may have.

use super::{Level, Rule};
use crate::diagnostic::{Diagnostic, Location};
use crate::load::tree::Node;
use crate::text::Audience;

/// The rule.
pub const RULE: Rule = Rule {
    name: "widened-audience",
    level: Level::Warning,
    adjustable: true,
    always: true,
    summary: "an item asks for more readers than what encloses it, or than its field may have",
    explanation: "Inside an item, audiences only narrow: something `public` in an `internal` card stays internal. Some fields never leave the house (`why_we_lose`, `rep_notes`, `record` …), others never reach prospects (objections, personas, `discovery` …). The narrower audience holds; this tells you that the wider one has no effect.",
    bad: "why_we_lose:\n  - {text: We have no phone queue, audience: public}",
    good: "why_we_lose:\n  - {text: We have no phone queue}",
    looks: &[],
};

/// Tells of one mapping.
pub fn finding(file: &str, written: Node, gets: Audience) -> Diagnostic {
    let wanted = written.text().unwrap_or_default();
    let message = format!("`audience: {wanted}` has no effect here: this is {} at most", gets.name());
    let help = "remove it, or widen what encloses it; some fields can never be wider (see `talktrack explain widened-audience`)";
    RULE.at(Location::span(file, written.head()), message).help(help)
}
