//! `faceless-objection`: an objection that no persona says.

use super::{Findings, Level, Look, Piece, Rule, desk};

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
    if piece.name() == "Objection" && piece.lacks("personas") {
        found.push(
            RULE.at(desk::door(piece.item), "nobody is named who says this").help("name one or more under `personas:`"),
        );
    }
}
