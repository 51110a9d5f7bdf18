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
    let todo = ["short", "answer"].iter().filter_map(|key| piece.block.node.text_of(key)).any(is_placeholder);
    if piece.name() == "Entry" && todo {
        found.push(
            RULE.at(piece.place("ask"), "this answer is still to be written")
                .help("write it, or leave it out: an open question stays off partner and public pages"),
        );
    }
    if piece.name() == "Entry" && open {
        found.push(
            RULE.at(piece.place("ask"), "nobody has answered this question yet").help("write `short:` or `answer:`"),
        );
    }
}

/// Whether an answer only says that it is still to come.
fn is_placeholder(text: &str) -> bool {
    let start = text.trim_start().to_ascii_lowercase();
    ["todo", "tbd", "tba", "fixme", "xxx", "???", "lorem ipsum"]
        .iter()
        .any(|mark| start.strip_prefix(mark).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}
