//! `missing-evidence`: a claim without a source.

use super::{Findings, Level, Look, Piece, Rule, desk};
use crate::text::Audience;

/// The rule.
pub const RULE: Rule = Rule {
    name: "missing-evidence",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "a claim without a source (an error where partners or prospects read it)",
    explanation: "A rep who is asked \"says who?\" needs an answer, and a statement about a rival that nobody can prove is a risk. Write where it comes from: `evidence` with a `title`, a `url` or a `quote`, the day it was `captured`, and a `grade`. A customer's `story` counts as a source. Among insiders a missing source is a warning.",
    bad: "- {id: speed, text: Tickets close twice as fast, audience: public}",
    good: "- id: speed\n  text: Tickets close twice as fast\n  audience: public\n  evidence: [{kind: study, title: Benchmark 2026, url: \"https://bench.example\", grade: A, audience: public}]",
    looks: &[Look::Pieces(|_| Box::new(check))],
};

fn check(piece: &Piece, found: &mut Findings) {
    if piece.name() != "Claim" || !piece.lacks("evidence") || !piece.lacks("story") {
        return;
    }
    let finding = RULE
        .at(desk::door(piece.item), "this claim has no source")
        .help("write `evidence:` with a title, a url or a quote, and a grade");
    found.push(finding.softer(piece.block.audience == Audience::Internal));
}
