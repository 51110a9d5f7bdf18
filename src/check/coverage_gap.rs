//! `coverage-gap`: a card with nothing for somebody we talk to.

use std::collections::{HashMap, HashSet};

use super::{Desk, Findings, Level, Look, Rule, desk};
use crate::load::Written;
use crate::load::shape::{self, Leaf};
use crate::load::walk::{self, Step};
use crate::model::objection::Objection;

/// The rule.
pub const RULE: Rule = Rule {
    name: "coverage-gap",
    level: Level::Off,
    adjustable: true,
    always: false,
    summary: "a competitor's card has nothing for one of the personas",
    explanation: "A rep who meets the finance chief wants the line for the finance chief. This report goes through every competitor and persona: is there a point, a question, an objection or a claim about this rival that names this persona? Off unless asked for: `talktrack check --only coverage-gap`.",
    bad: "why_we_win: [Agents trust drafts that show their source]     # for nobody in particular",
    good: "why_we_win: [{text: Agents trust drafts that show their source, personas: [head-of-support]}]",
    looks: &[Look::Kit(check)],
};

fn check(desk: &Desk, found: &mut Findings) {
    let library = desk.library;
    let mut covered: HashMap<&str, HashSet<&str>> = HashMap::new();
    let objections: HashMap<&str, &Objection> = library.objections.iter().map(|o| (&*o.id, &o.value)).collect();
    for objection in library.objections.iter() {
        for rival in objection.competitors.iter().map(|c| &*c.0) {
            covered.entry(rival).or_default().extend(objection.personas.iter().map(|p| &*p.0));
        }
    }
    for claim in library.claims.iter() {
        if let Some(about) = &claim.about {
            covered.entry(&about.0).or_default().extend(claim.personas.iter().map(|p| &*p.0));
        }
    }
    for item in desk.items("competitor") {
        let mut named: HashSet<&str> = covered.remove(item.id.as_str()).unwrap_or_default();
        named.extend(personas_in(item));
        let listed = library.competitors.get(&item.id).into_iter().flat_map(|c| &c.objections);
        named.extend(listed.filter_map(|o| objections.get(&*o.0)).flat_map(|o| o.personas.iter().map(|p| &*p.0)));
        let missing: Vec<&str> = desk.items("persona").map(|p| p.id.as_str()).filter(|p| !named.contains(p)).collect();
        if !missing.is_empty() {
            let message = format!("this card has nothing for {}", missing.join(", "));
            let help = "name the persona on a point, question, objection or claim: `personas: […]`";
            found.push(RULE.at(desk::door(item), message).help(help).of(desk::about(item)));
        }
    }
}

/// The personas that an item names anywhere.
fn personas_in(item: &Written) -> Vec<&str> {
    let mut named = Vec::new();
    walk::walk(shape::schema(item.kind.folder), item.node(), item.kind.cap, &mut |step| {
        if let Step::Leaf { node, leaf: Leaf::Ref(kind), .. } = step
            && kind == "persona"
        {
            named.extend(node.text());
        }
    });
    named
}
