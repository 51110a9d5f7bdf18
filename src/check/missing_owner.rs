//! `missing-owner`: a page that nobody keeps true.

use super::{Findings, Level, Look, Piece, Rule, desk};

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-owner",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "a card, question page or table that nobody keeps true",
    explanation: "When a fact turns out wrong, a rep needs a person to tell, and a stale card needs somebody whose turn it is. Write `owner:` on each competitor, product, question page and table. It is never shown outside.",
    bad: "name: Ticketron",
    good: "name: Ticketron\nowner: Ines Aldana",
    looks: &[Look::Pieces(|_| Box::new(check))],
};

fn check(piece: &Piece, found: &mut Findings) {
    if matches!(piece.name(), "Competitor" | "Product" | "Faq" | "Comparison") && piece.lacks("owner") {
        let message = format!("nobody is named who keeps this {} true", piece.item.kind.word);
        found.push(RULE.at(desk::door(piece.item), message).help("write `owner:` with a name"));
    }
}
