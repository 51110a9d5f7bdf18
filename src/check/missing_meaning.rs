//! `missing-meaning`: an objection without `means`: the why behind the words.

use super::{Findings, Level, Look, Piece, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-meaning",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "an objection without `means`: the why behind the words",
    explanation: "An objection is never only the sentence. A rep who knows what the prospect fears or needs listens instead of reciting. Write `means:` in one or two lines; it is the first thing the page shows after their words.",
    bad: "- {id: price, says: You are too expensive}",
    good: "- id: price\n  says: You are too expensive\n  means: They must defend the number to finance.",
    looks: &[Look::Pieces(|_| Box::new(check))],
};

fn check(piece: &Piece, found: &mut Findings) {
    found.extend(RULE.without(
        piece,
        "means",
        "nobody says what this objection means",
        "write `means:`: what they fear or need",
    ));
}
