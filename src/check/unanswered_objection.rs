//! `unanswered-objection`: heard in the field, and a rep finds no answer.

use std::collections::HashMap;

use super::{Desk, Findings, Level, Look, Rule, desk};
use crate::load::tree::Node;

/// The rule.
pub const RULE: Rule = Rule {
    name: "unanswered-objection",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "something was heard in the field, and no objection answers it",
    explanation: "The field log holds what prospects said. An entry without `objection:` waits for an answer, and so does an objection that was heard but has neither `respond` nor `concede_when` nor a variant. Write the answer, and name it in the log.",
    bad: "- {on: 2026-10-05, words: does it run in our own cloud?, source: qa}",
    good: "- {on: 2026-10-05, words: does it run in our own cloud?, source: qa, objection: own-cloud}",
    looks: &[Look::Kit(check)],
};

fn check(desk: &Desk, found: &mut Findings) {
    let mut heard: HashMap<&str, usize> = HashMap::new();
    for entry in desk.items("field log") {
        match entry.node().text_of("objection") {
            Some(id) => *heard.entry(id).or_default() += 1,
            None => {
                let help = "answer it in objections/, and name that objection here: `objection: …`";
                found.push(
                    RULE.at(desk::door(entry), "this was heard, and no objection answers it")
                        .help(help)
                        .of(desk::about(entry)),
                );
            }
        }
    }
    let says = |node: Node| ["respond", "concede_when"].iter().any(|key| node.text_of(key).is_some());
    let answered = |node: Node| says(node) || node.get("variants").is_some_and(|v| v.items().any(says));
    for item in desk.items("objection").filter(|i| !answered(i.node())) {
        if let Some(times) = heard.get(item.id.as_str()) {
            let often = if *times == 1 { "once".to_owned() } else { format!("{times} times") };
            let message = format!("this was heard {often}, and nothing answers it");
            found.push(
                RULE.at(desk::door(item), message)
                    .help("write `respond:`, or `concede_when:` where it is simply true")
                    .of(desk::about(item)),
            );
        }
    }
}
