//! `jargon`: words that say nothing.

use super::phrases::Phrases;
use super::said::{Voice, voice};
use super::{Desk, Level, Look, Rule, SpotJudge};

/// The rule.
pub const RULE: Rule = Rule {
    name: "jargon",
    level: Level::Off,
    adjustable: true,
    always: false,
    summary: "words that every vendor uses and no buyer says",
    explanation: "\"Seamless\", \"robust\" and \"best-of-breed\" stand on every vendor's page, so they tell buyers nothing. Say what happens instead. Off unless the kit turns it on (`rules: {jargon: warning}`); add the words of your own house with `words.jargon`, and keep some with `words.fine`.",
    bad: "one_liner: A robust, next-generation solution that empowers teams",
    good: "one_liner: A support desk that answers from your own docs",
    looks: &[Look::Spots(prepare)],
};

const ENGLISH: &[&str] = &[
    "synergy",
    "synergies",
    "synergistic",
    "best-of-breed",
    "best of breed",
    "cutting-edge",
    "cutting edge",
    "bleeding-edge",
    "next-generation",
    "next generation",
    "next-gen",
    "state-of-the-art",
    "state of the art",
    "game-changer",
    "game changer",
    "game-changing",
    "paradigm",
    "paradigm shift",
    "seamless",
    "seamlessly",
    "frictionless",
    "robust",
    "holistic",
    "turnkey",
    "mission-critical",
    "future-proof",
    "empower",
    "empowers",
    "empowering",
    "leverage",
    "leverages",
    "leveraging",
    "utilize",
    "utilizes",
    "utilise",
    "operationalize",
    "ideate",
    "deep dive",
    "move the needle",
    "low-hanging fruit",
    "boil the ocean",
    "circle back",
    "win-win",
    "value-add",
    "value add",
    "thought leader",
    "thought leadership",
    "digital transformation",
    "end-to-end solution",
    "one-stop shop",
    "single pane of glass",
    "supercharge",
    "supercharges",
    "revolutionary",
    "revolutionize",
    "disruptive",
    "innovative",
    "hyper-scale",
    "enterprise-grade",
    "bespoke solution",
    "actionable insights",
    "unlock value",
];

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    let phrases = Phrases::of_kit(desk, ENGLISH, &desk.library.settings.words.jargon);
    Box::new(move |spot, found| {
        if spot.is_prose() && voice(spot) != Voice::Others {
            for hit in phrases.find(spot.words()) {
                let message = format!("`{}` says nothing a buyer would say", &spot.words()[hit.clone()]);
                found.push(RULE.at(spot.place_at(desk, hit), message).help("say what happens, in a buyer's words"));
            }
        }
    })
}
