//! `missing-losses`: a card that never loses.

use super::{Findings, Level, Look, Piece, Rule, desk};

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-losses",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "a card without `why_we_lose` or `walk_away_when`",
    explanation: "A card on which we always win is not believed, and sends reps into deals they cannot win. Two honest lines, why we lose and when to walk away, make the rest of the card worth reading. Both stay in the house whatever the card's audience.",
    bad: "name: Ticketron\nwhy_we_win: [Agents trust drafts that show their source]",
    good: "name: Ticketron\nwhy_we_win: [Agents trust drafts that show their source]\nwhy_we_lose: [They need phone queues and want one tool]",
    looks: &[Look::Pieces(|_| Box::new(check))],
};

fn check(piece: &Piece, found: &mut Findings) {
    let against = piece.block.node.text_of("relation") != Some("complementary");
    if piece.name() == "Competitor" && against && piece.lacks("why_we_lose") && piece.lacks("walk_away_when") {
        let message = "this card never says why we lose, or when to walk away";
        found.push(RULE.at(desk::door(piece.item), message).help("write two honest lines under `why_we_lose:`"));
    }
}
