//! `stale-card`: a card, table or answer that nobody has looked at for too long.

use jiff::civil::Date;

use super::{Desk, Findings, Level, Look, Piece, Rule};
use crate::model::value::Day;

/// The rule.
pub const RULE: Rule = Rule {
    name: "stale-card",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "a card, table or answer is past the day it holds",
    explanation: "A card is read as the truth of today. Competitors, products, question pages, tables and objections hold for `freshness.card` days (90) after their `verified:`, single answers until their `expires:`. Read it once more and set `verified:`; mostly nothing needs to change.",
    bad: "name: Ticketron\nverified: 2025-03-01",
    good: "name: Ticketron\nverified: 2026-10-01",
    looks: &[Look::Pieces(|desk| Box::new(|piece, found| check(desk, piece, found)))],
};

/// What of the model is a card in this sense.
const CARDS: [&str; 6] = ["Competitor", "Product", "Faq", "Comparison", "Objection", "Entry"];

fn check(desk: &Desk, piece: &Piece, found: &mut Findings) {
    if !CARDS.contains(&piece.name()) {
        return;
    }
    let day = |key| piece.block.node.text_of(key).and_then(|d| d.parse::<Date>().ok()).map(Day);
    let (verified, expires) = (day("verified"), day("expires").filter(|_| piece.name() == "Entry"));
    let Some(until) = desk.library.settings.holds_until(verified, expires, "card").filter(|d| *d < desk.today) else {
        return;
    };
    let what = if piece.name() == "Entry" { "answer" } else { piece.item.kind.word };
    let (message, key) = match (expires, verified) {
        (None, Some(day)) => (format!("this {what} was last checked on {day}; it holds until {until}"), "verified"),
        _ => (format!("this {what} expired on {until}"), "expires"),
    };
    found.push(RULE.at(piece.place(key), message).help("read it once more and set `verified:`"));
}
