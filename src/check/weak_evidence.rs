//! `weak-evidence`: something partners or prospects read that rests on hearsay, or on nothing they may see.

use super::{Findings, Level, Look, Piece, Rule, desk};
use crate::load::tree::Node;
use crate::text::Audience;

/// The rule.
pub const RULE: Rule = Rule {
    name: "weak-evidence",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "a statement for partners or prospects rests on grade C or D only, or on no source they may see",
    explanation: "What leaves the house must be proven in front of those who read it: by a primary source (grade A) or a customer or partner (grade B), and by at least one source that has the audience of the statement. Evidence is internal and grade C unless it says otherwise. Find a better source, ask for permission to show it (`audience: public` on the evidence), or narrow the statement.",
    bad: "- id: speed\n  text: Twice as fast\n  audience: public\n  evidence: [{kind: call, title: A rep heard it, grade: D}]",
    good: "- id: speed\n  text: Twice as fast\n  audience: public\n  evidence: [{kind: study, title: Benchmark 2026, url: \"https://bench.example\", grade: A, audience: public}]",
    looks: &[Look::Pieces(|_| Box::new(check))],
};

fn check(piece: &Piece, found: &mut Findings) {
    let audience = piece.block.audience;
    if audience == Audience::Internal || !matches!(piece.name(), "Claim" | "Point" | "Entry") {
        return;
    }
    let node = piece.block.node;
    let evidence = node.get("evidence").map(Node::items).unwrap_or_default();
    let prints = |key| node.text_of(key).is_some_and(|t| t.contains("[[claim:"));
    let claims_too = piece.name() != "Claim"
        && (!piece.lacks("claims") || ["text", "fact", "short", "answer"].into_iter().any(prints));
    if evidence.is_empty() || claims_too || !piece.lacks("story") {
        return;
    }
    let strong = |e: Node| matches!(e.text_of("grade"), Some("A" | "B"));
    let shown = |e: Node| e.text_of("audience").and_then(Audience::parse).is_some_and(|a| a >= audience);
    let place = if piece.name() == "Claim" { desk::door(piece.item) } else { piece.place("evidence") };
    let reader = audience.name();
    if !evidence.clone().any(strong) {
        let message = format!("this {reader} statement rests on sources of grade C or D only");
        found.push(RULE.at(place, message).help("find a source of grade A or B, or narrow the audience"));
    } else if !evidence.clone().any(|e| strong(e) && shown(e)) {
        let message = format!("this is {reader}, and none of its sources of grade A or B is");
        let help = format!("write `audience: {reader}` on a source that may be shown, or narrow the statement");
        found.push(RULE.at(place, message).help(help));
    }
}
