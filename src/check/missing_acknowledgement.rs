//! `missing-acknowledgement`: an objection without `acknowledge`: a line that shows we heard them.

use super::{Findings, Level, Look, Piece, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-acknowledgement",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "an objection without `acknowledge`: a line that shows we heard them",
    explanation: "Before an answer counts, the prospect must feel heard. Write `acknowledge:`, one short sentence that a rep can say without agreeing.",
    bad: "- {id: price, says: You are too expensive}",
    good: "- id: price\n  says: You are too expensive\n  acknowledge: A number you can't explain is no fun.",
    looks: &[Look::Pieces(|_| Box::new(check))],
};

fn check(piece: &Piece, found: &mut Findings) {
    found.extend(RULE.without(
        piece,
        "acknowledge",
        "there is no line that shows we heard them",
        "write `acknowledge:` in one short sentence",
    ));
}
