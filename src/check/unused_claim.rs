//! `unused-claim`: a claim that nothing rests on.

use super::{Desk, Findings, Level, Look, Rule, desk};

/// The rule.
pub const RULE: Rule = Rule {
    name: "unused-claim",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "a claim that nothing rests on",
    explanation: "A claim is kept true with work. When no card, answer or table names it (in `claims:` or as `[[claim:id]]`), that work helps nobody. Use it where it convinces, or take it out.",
    bad: "- {id: old-award, text: Best newcomer 2019, verified: 2026-10-01}",
    good: "why_we_win:\n  - {text: Judges liked it, claims: [old-award]}",
    looks: &[Look::Kit(check)],
};

fn check(desk: &Desk, found: &mut Findings) {
    for item in desk.items("claim").filter(|i| desk.users(&i.id).all(|u| u.kind.word == "claim" && u.id == i.id)) {
        let message = format!("nothing rests on the claim `{}`", item.id);
        let help = format!("name it where it convinces (`claims: [{}]`), or remove it", item.id);
        found.push(RULE.at(desk::door(item), message).help(help).of(desk::about(item)));
    }
}
