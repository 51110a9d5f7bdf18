//! `unverified-claim`: a claim that nobody has checked.

use super::{Findings, Level, Look, Piece, Rule, desk};

/// The rule.
pub const RULE: Rule = Rule {
    name: "unverified-claim",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "a claim that nobody has checked",
    explanation: "A claim without `verified:` was never checked, and one with `status: unverified` waits for it. Reps repeat it all the same. Look it up, write the day, and keep the source as `evidence`.",
    bad: "- {id: seats, text: \"49 € a seat\"}",
    good: "- {id: seats, text: \"49 € a seat\", verified: 2026-10-01}",
    looks: &[Look::Pieces(|_| Box::new(check))],
};

fn check(piece: &Piece, found: &mut Findings) {
    if piece.name() != "Claim" {
        return;
    }
    match piece.block.node.text_of("status") {
        Some("unverified") => found.push(
            RULE.at(piece.place("status"), "this claim waits to be checked")
                .help("look it up, write `verified:` with the day, and remove the status"),
        ),
        Some("disputed" | "outdated") => {}
        _ if piece.lacks("verified") => found.push(
            RULE.at(desk::door(piece.item), "nobody has checked this claim yet")
                .help("look it up and write `verified:` with the day"),
        ),
        _ => {}
    }
}
