//! `future-date`: something was checked, seen or heard on a day that is yet to come.

use jiff::civil::Date;

use super::{Desk, Findings, Level, Look, Rule, Spot};
use crate::load::shape::Leaf;

/// The rule.
pub const RULE: Rule = Rule {
    name: "future-date",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "something was checked, seen or heard on a day that is yet to come",
    explanation: "A `verified:` with a slip in its year (2062 for 2026) keeps a claim fresh for decades, and an entry of the field log from next year stands first for ever. Correct the day.",
    bad: "verified: 2062-10-01",
    good: "verified: 2026-10-01",
    looks: &[Look::Spots(|desk| Box::new(|spot, found| check(desk, spot, found)))],
};

fn check(desk: &Desk, spot: &Spot, found: &mut Findings) {
    let is_past = matches!((spot.within(), spot.field), (_, "verified" | "captured") | ("Heard" | "Move", "on"));
    if *spot.leaf != Leaf::Date || !is_past {
        return;
    }
    // Somewhere it is tomorrow already.
    let tomorrow = desk.today.tomorrow().unwrap_or(desk.today);
    if let Some(day) = spot.words().parse::<Date>().ok().filter(|day| *day > tomorrow) {
        let message = format!("`{}` says {day}, which is yet to come", spot.field);
        found.push(RULE.at(spot.place(), message).help("correct the day"));
    }
}
