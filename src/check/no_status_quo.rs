//! `no-status-quo`: the rival that wins most deals has no card.

use super::{Desk, Findings, Level, Look, Rule};
use crate::diagnostic::Location;

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-status-quo",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "no competitor of `kind: status-quo`",
    explanation: "Most lost deals are lost to doing nothing: the shared inbox, the spreadsheet, next year. A kit with several competitors and none of `kind: status-quo` leaves reps alone with it. Write a card for what prospects do today. The finding is about the kit as a whole: where doing nothing is no rival, turn it off under `rules:`.",
    bad: "name: Ticketron\nkind: vendor     # and no other competitor",
    good: "name: A shared inbox\nkind: status-quo",
    looks: &[Look::Kit(check)],
};

fn check(desk: &Desk, found: &mut Findings) {
    if desk.items("competitor").count() < 2 {
        return;
    }
    if !desk.items("competitor").any(|i| i.node().text_of("kind") == Some("status-quo")) {
        let message = "no card is about doing nothing: none of the competitors is of `kind: status-quo`";
        let help = "write one for what prospects do today, such as a shared inbox or a spreadsheet";
        found.push(RULE.at(Location::file("content/competitors"), message).help(help));
    }
}
