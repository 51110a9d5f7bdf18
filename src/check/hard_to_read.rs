//! `hard-to-read`: spoken words that take more school than a listener brings along.

use super::said::{budget, budget_of};
use super::{Desk, Findings, Level, Look, Rule, Spot};
use crate::text::Reading;

/// The rule.
pub const RULE: Rule = Rule {
    name: "hard-to-read",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "a spoken field whose words and sentences are too long to follow by ear (English only)",
    explanation: "What is said aloud is heard once. The grade (Flesch-Kincaid) counts the years of school that a text takes: long sentences and long words raise it. Above 8, a listener who is also reading mail is lost. Say it as you would to a friend: one thought a sentence, short words. Names and figures are not counted as long words; texts of fewer than 20 words are not judged, those of fewer than 30 only from grade 12, and neither are other languages than English. The number is `budgets.grade`.",
    bad: "respond: Our differentiated methodology facilitates considerable operational efficiencies, notwithstanding comparatively significant implementation requirements across organisational departments.",
    good: "respond: You save about a day a week. Setting it up takes two days, and we do most of it with you.",
    looks: &[Look::Spots(prepare)],
};

/// Fewer words tell nothing.
const LEAST: usize = 20;
/// Fewer words than these tell little: one sentence of plain words can reach grade 11.
const ENOUGH: usize = 30;

fn prepare<'a>(desk: &'a Desk<'a>) -> super::SpotJudge<'a> {
    let limit = budget(&desk.library.settings, "grade") as f64;
    let english = desk.is_english();
    Box::new(move |spot, found| {
        if english && spot.is_prose() && spot.words().len() > LEAST * 3 && budget_of(spot).is_some() {
            check(spot, limit, found);
        }
    })
}

fn check(spot: &Spot, limit: f64, found: &mut Findings) {
    let Reading { words, grade, .. } = *spot.reading();
    let doubt = if words < ENOUGH { 4.0 } else { 1.0 };
    if words >= LEAST && grade >= limit + doubt {
        let message = format!("`{}` reads at grade {grade:.0}, and a listener follows {limit:.0}", spot.field);
        found.push(RULE.at(spot.place(), message).help("one thought a sentence, and short words"));
    }
}
