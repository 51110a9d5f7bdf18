//! `faceless-objection`: an objection that no persona says.

use super::{Findings, Level, Look, Piece, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    name: "faceless-objection",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "an objection that no persona says",
    explanation: "The same sentence means one thing from a finance chief and another from an engineer. Name who says it under `personas:`, and it shows on their page too.",
    bad: "- {id: price, says: You are too expensive}",
    good: "- id: price\n  says: You are too expensive\n  personas: [cfo]",
    looks: &[Look::Pieces(|_| Box::new(check))],
};

fn check(piece: &Piece, found: &mut Findings) {
    found.extend(RULE.without(
        piece,
        "personas",
        "nobody is named who says this",
        "name one or more under `personas:`",
    ));
}
