//! `orphan`: a file that no page shows, a persona that nothing is for, a table that is on no card.

use super::{Desk, Findings, Level, Look, Rule, desk};
use crate::diagnostic::Location;
use crate::load::Written;

/// The rule.
pub const RULE: Rule = Rule {
    name: "orphan",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "a file that no page shows, a persona that nothing names, a table on no card",
    explanation: "What nothing leads to is work that nobody sees. A file under `static/` should be shown or linked somewhere (else it is not copied either), a persona be named by the points and objections that are for them, a table have the column of a rival so that it stands on a card. Name it where it belongs, or remove it.",
    bad: "static/old-chart.png     # and no text shows it",
    good: "text: \"![Tickets a week](static/old-chart.png)\"",
    looks: &[Look::Kit(check)],
};

fn check(desk: &Desk, found: &mut Findings) {
    let personas: Vec<&Written> = desk.items("persona").collect();
    if !personas.is_empty() || !desk.kit.paths.statics.is_empty() {
        let named = desk.mentions();
        for path in desk.kit.paths.statics.keys().filter(|p| !named.files.contains(*p)) {
            let place = Location::file(path.as_str());
            found.push(RULE.at(place, "no page shows this file").help("show or link it in a text, or remove it"));
        }
        for item in personas.into_iter().filter(|p| !named.personas.contains(&p.id)) {
            let message = format!("nothing is for the persona `{}`", item.id);
            let help = format!("name it on points, questions or objections: `personas: [{}]`", item.id);
            found.push(RULE.at(desk::door(item), message).help(help).of(desk::about(item)));
        }
    }
    for item in desk.items("comparison").filter(|i| !has_rival(desk, i)) {
        let message = "this table is on no card: none of its columns is a competitor";
        let help = "name the competitor of a column: `{id: …, of: ticketron, name: …}`";
        found.push(RULE.at(desk::door(item), message).help(help).of(desk::about(item)));
    }
}

fn has_rival(desk: &Desk, item: &Written) -> bool {
    let Some(table) = desk.library.comparisons.get(&item.id) else { return true };
    let mut columns = table.columns.iter().flat_map(|c| [Some(&*c.id.0), c.of.as_ref().map(|o| &*o.0)]).flatten();
    let listed = || desk.library.competitors.iter().any(|c| c.comparisons.iter().any(|t| *t.0 == *item.id));
    columns.any(|id| desk.library.competitors.get(id).is_some()) || listed()
}
