//! `missing-question`: an objection without `explore`: a question to ask.

use super::{Findings, Level, Look, Piece, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-question",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "an objection without `explore`: a question to ask",
    explanation: "Answering at once ends the conversation. One open question shows whether the objection is real, and lets the prospect find the answer. Write at least one under `explore:`.",
    bad: "- {id: price, says: You are too expensive}",
    good: "- id: price\n  says: You are too expensive\n  explore: [\"What happens to your bill when the team doubles?\"]",
    looks: &[Look::Pieces(|_| Box::new(check))],
};

fn check(piece: &Piece, found: &mut Findings) {
    found.extend(RULE.without(
        piece,
        "explore",
        "there is no question to ask here",
        "write one open question under `explore:`",
    ));
}
