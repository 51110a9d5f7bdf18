//! `unanswered-question`: a question on a FAQ page that nobody has answered.

use super::{Findings, Level, Look, Piece, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    name: "unanswered-question",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "a question without an answer",
    explanation: "A question with neither `short`, `answer` nor `rep_notes` is open. Insiders see it listed for its owner; partners and prospects do not see it at all. Answer it, or ask somebody who can.",
    bad: "questions: [{ask: Can we pay yearly?}]",
    good: "questions: [{ask: Can we pay yearly?, short: \"Yes, with 10 % off.\"}]",
    looks: &[Look::Pieces(|_| Box::new(check))],
};

fn check(piece: &Piece, found: &mut Findings) {
    let open = ["short", "answer", "rep_notes", "follow_ups"].iter().all(|key| piece.lacks(key));
    if piece.name() == "Entry" && open {
        found.push(
            RULE.at(piece.place("ask"), "nobody has answered this question yet").help("write `short:` or `answer:`"),
        );
    }
}
