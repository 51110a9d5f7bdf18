//! `bashing`: mockery, fear and accusations.

use super::phrases::Phrases;
use super::said::{Voice, voice};
use super::{Desk, Level, Look, Rule, SpotJudge};
use crate::text::Audience;

/// The rule.
pub const RULE: Rule = Rule {
    name: "bashing",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "mockery, fear or accusations (an error where partners or prospects read it)",
    explanation: "A prospect who chose the other tool last time hears the mockery as meant for them, and an accusation without proof can end in court. Say what is so and what it means for this buyer; let them draw the conclusion. What prospects, rivals and sources say is not judged. Among insiders it is a warning. English words are known; add others with `words.bashing`, and excuse some with `words.fine`.",
    bad: "weaknesses: [Their search is a joke]",
    good: "weaknesses: [{fact: Their search finds whole words only, impact: agents miss tickets with a slip}]",
    looks: &[Look::Spots(prepare)],
};

/// Words that mock, frighten or accuse. Words with an innocent sense in this trade (fraud detection, garbage collection, a
/// legacy system) stand only in phrases that leave no doubt.
const ENGLISH: &[&str] = &[
    "a joke",
    "laughable",
    "laughing stock",
    "pathetic",
    "ridiculous",
    "is garbage",
    "are garbage",
    "is rubbish",
    "are rubbish",
    "is junk",
    "it's junk",
    "piece of junk",
    "crap",
    "crappy",
    "shitty",
    "trashy",
    "sucks",
    "suck at",
    "stupid",
    "idiot",
    "idiots",
    "idiotic",
    "moron",
    "morons",
    "are fools",
    "clueless",
    "incompetent",
    "incompetence",
    "amateurish",
    "amateur hour",
    "dinosaur",
    "dinosaurs",
    "dumpster fire",
    "train wreck",
    "trainwreck",
    "horror show",
    "is a disaster",
    "is a nightmare",
    "are a nightmare",
    "snake oil",
    "vaporware",
    "vapourware",
    "smoke and mirrors",
    "liar",
    "liars",
    "they lie",
    "lies to",
    "are lying",
    "is lying",
    "dishonest",
    "deceitful",
    "shady",
    "sleazy",
    "scammers",
    "is a scam",
    "are fraudsters",
    "crooks",
    "thieves",
    "cheaters",
    "cheat on",
    "cheats on",
    "rip-off",
    "rip off",
    "ripoff",
    "ripping off",
    "con artists",
    "stole our",
    "stolen from us",
    "steals our",
    "copycat",
    "copycats",
    "doomed",
    "sinking ship",
    "on its last legs",
    "on their last legs",
    "death spiral",
    "going under",
    "going bankrupt",
    "is dying",
    "are dying",
    "out of business",
    "got hacked",
    "desperate to",
    "worthless",
    "is useless",
    "are useless",
    "terrible",
    "awful",
    "horrible",
    "horrendous",
    "atrocious",
    "abysmal",
    "disgusting",
    "disaster waiting to happen",
    "you will regret",
    "you'll regret",
    "get you fired",
    "lose your job",
    "nobody in their right mind",
    "no sane",
    "crazy to",
    "insane to",
    "clowns",
    "clown show",
    "bloatware",
    "lipstick on a pig",
];

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    let phrases = Phrases::of_kit(desk, ENGLISH, &desk.library.settings.words.bashing);
    Box::new(move |spot, found| {
        if !spot.is_prose() || voice(spot) == Voice::Others {
            return;
        }
        let words = spot.words();
        for hit in phrases.find(words).into_iter().filter(|r| !is_quoted(words, r.start) && !is_denied(words, r.start))
        {
            let message = format!("`{}` mocks, frightens or accuses", &words[hit.clone()]);
            let help = "say what is so and what it means for this buyer, with its source";
            let finding = RULE.at(spot.place_at(desk, hit), message).help(help);
            found.push(finding.softer(spot.audience == Audience::Internal));
        }
    })
}

/// Whether a place stands between quotation marks: somebody else's words.
fn is_quoted(words: &str, at: usize) -> bool {
    let before = &words[..at];
    let odd = before.matches('"').count() % 2 == 1;
    let open = |a: char, b: char| before.matches(a).count() > before.matches(b).count();
    odd || open('“', '”') || open('‘', '’') || open('«', '»') || open('「', '」')
}

/// Whether one of the three words before takes the sting out: not, no, never, without …
fn is_denied(words: &str, at: usize) -> bool {
    let before = words[..at].rsplit(['.', '!', '?', '\n']).next().unwrap_or_default().to_lowercase();
    before.split_whitespace().rev().take(3).any(|w| {
        matches!(w, "not" | "no" | "never" | "without" | "nothing") || w.ends_with("n't") || w.ends_with("n’t")
    })
}
