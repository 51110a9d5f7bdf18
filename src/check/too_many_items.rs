//! `too-many-items`: a list that nobody reads to its end.

use super::said::budget;
use super::{Desk, Findings, Level, Look, Piece, Rule, desk};
use crate::load::tree::Node;

/// The rule.
pub const RULE: Rule = Rule {
    name: "too-many-items",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "a list of the glance has more items than one remembers",
    explanation: "Nobody remembers nine reasons, and the ninth hides the first. Keep each list that is read at a glance to three to five items, the best first: reasons to win and to lose, when to compete and when to walk away, questions to ask, questions that explore an objection. The number is `budgets.items`.",
    bad: "why_we_lose: [Price, Phone queues, Brand, Size, Reports, Partners]",
    good: "why_we_lose: [They need phone queues, They want one tool for all]",
    looks: &[Look::Pieces(|desk| Box::new(|piece, found| check(desk, piece, found)))],
};

fn check(desk: &Desk, piece: &Piece, found: &mut Findings) {
    let lists: &[&str] = match piece.name() {
        "Competitor" => &["compete_when", "walk_away_when", "why_we_win", "why_we_lose", "discovery", "landmines"],
        "Objection" | "Variant" => &["explore"],
        _ => return,
    };
    let limit = budget(&desk.library.settings, "items");
    for list in lists {
        let items = piece.block.node.get(list).map(Node::items).unwrap_or_default();
        if let Some(first) = items.clone().nth(limit) {
            let message = format!("`{list}` has {} items, and one remembers {limit}", items.count());
            let help = "keep the best, in the order in which they convince";
            found.push(RULE.at(desk::place(piece.item, first), message).help(help));
        }
    }
}
