//! `avoid-said`: an answer that says what the team agreed not to say.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use super::{Desk, Level, Look, Rule, SpotJudge};
use crate::load::tree::Node;
use crate::text::{self, normalized_words};

/// The rule.
pub const RULE: Rule = Rule {
    name: "avoid-said",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "an answer uses a phrase that stands under `avoid`",
    explanation: "An objection lists under `avoid:` what must not be said, because it hurt before. If the phrase stands in some answer all the same, a rep will say it. Of a line with words in quotation marks the quoted words count, else the whole line; fewer than two words are not looked for.",
    bad: "avoid: [You get what you pay for]\nrespond: As they say, you get what you pay for.",
    good: "avoid: [You get what you pay for]\nrespond: Count three years, and ours is the smaller bill.",
    looks: &[Look::Spots(prepare)],
};

/// Fields that a rep says or a reader is answered with.
const ANSWERS: [&str; 14] = [
    "respond",
    "acknowledge",
    "explore",
    "confirm",
    "short",
    "answer",
    "pitch",
    "truth",
    "talk_track",
    "quick_dismiss",
    "difference",
    "ask",
    "why_we_win",
    "text",
];

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    let mut phrases: HashMap<String, &str> = HashMap::new();
    for item in desk.items("objection") {
        for line in item.node().get("avoid").map(Node::items).unwrap_or_default().filter_map(Node::text) {
            for phrase in quoted(line).into_iter().map(|p| normalized_words(&p)).filter(|p| is_enough(p)) {
                phrases.entry(phrase).or_insert(&item.id);
            }
        }
    }
    let (phrases, of): (Vec<String>, Vec<&str>) = phrases.into_iter().unzip();
    let search = AhoCorasick::new(&phrases).ok().filter(|_| !phrases.is_empty());
    Box::new(move |spot, found| {
        let said =
            ANSWERS.contains(&spot.field) && !matches!((spot.within(), spot.field), ("Entry", "ask") | ("FreePage", _));
        let is_other = matches!(spot.within(), "Evidence" | "Person" | "Claim");
        let Some(search) = search.as_ref().filter(|_| said && spot.is_prose() && !is_other) else { return };
        let words = normalized_words(spot.heard());
        if let Some(hit) = search.find(&words) {
            let phrase = phrases[hit.pattern().as_usize()].trim();
            let message =
                format!("this says `{phrase}`, which the objection `{}` asks to avoid", of[hit.pattern().as_usize()]);
            found.push(RULE.at(spot.place(), message).help("say it in other words, or take the phrase off `avoid:`"));
        }
    })
}

/// The parts in quotation marks; the whole line where there is none.
fn quoted(line: &str) -> Vec<String> {
    let plain = text::inline_plain(line).replace(['“', '”', '„', '«', '»'], "\"");
    let parts: Vec<String> = plain.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    if parts.is_empty() { vec![plain] } else { parts }
}

fn is_enough(phrase: &str) -> bool {
    phrase.split_whitespace().count() >= 2
}
