//! `past-date`: something planned for a day that is gone.

use jiff::civil::Date;

use super::{Desk, Findings, Level, Look, Piece, Rule};
use crate::load::tree::Node;
use crate::model::comparison::Mark;

/// The rule.
pub const RULE: Rule = Rule {
    name: "past-date",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "something planned for a day that is gone",
    explanation: "A cell says `planned`, and its `on:` is past. Either it came (write `yes`), or it did not (write a new day, or `no`). A prospect who reads last year's plan asks what else is old.",
    bad: "cells: {fernway-desk: {value: planned, on: 2025-06-01}}",
    good: "cells: {fernway-desk: {value: yes, on: 2025-06-20}}",
    looks: &[Look::Pieces(|desk| Box::new(|piece, found| check(desk, piece, found)))],
};

fn check(desk: &Desk, piece: &Piece, found: &mut Findings) {
    if piece.name() != "Cell" {
        return;
    }
    let node = piece.block.node;
    let Some(day) = node.text_of("on").and_then(|d| d.parse::<Date>().ok()).filter(|d| *d < desk.today) else { return };
    if is_planned(desk, piece.item.node(), node.text_of("value").unwrap_or_default()) {
        let message = format!("planned for {day}, and that day is gone");
        found.push(RULE.at(piece.place("on"), message).help("write what came of it: `yes`, `no`, or a new day"));
    }
}

/// Whether a cell's word stands for `planned`, itself or through `values:` of the table or the kit.
fn is_planned(desk: &Desk, table: Node, word: &str) -> bool {
    let own = table.get("values").and_then(|v| v.get(word)).map(|v| v.text_of("as") == Some("planned"));
    let kit = || desk.library.settings.values.get(word).map(|v| v.mark == Some(Mark::Planned));
    own.or_else(kit).unwrap_or_else(|| Mark::parse(word) == Some(Mark::Planned))
}
