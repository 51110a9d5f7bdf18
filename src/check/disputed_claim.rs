//! `disputed-claim`: a claim that somebody contests.

use super::{Findings, Level, Look, Piece, Rule};

/// The rule.
pub const RULE: Rule = Rule {
    name: "disputed-claim",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "a claim that somebody contests",
    explanation: "`status: disputed` says that the claim may be wrong: the rival objected, or a source took it back. While that is open it should stand on no page. Settle it, then write `status: verified` with the day, or take the claim out.",
    bad: "- {id: outage, text: They were down for a day, status: disputed}",
    good: "- {id: outage, text: They were down for six hours, status: verified, verified: 2026-10-01}",
    looks: &[Look::Pieces(|_| Box::new(check))],
};

fn check(piece: &Piece, found: &mut Findings) {
    if piece.name() == "Claim" && piece.block.node.text_of("status") == Some("disputed") {
        let help = "settle it, then set `status: verified` and `verified:`; until then mark it `draft: true`";
        found.push(RULE.at(piece.place("status"), "this claim is disputed").help(help));
    }
}
