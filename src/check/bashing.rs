//! `bashing`: mockery, fear and accusations.

use super::phrases::Phrases;
use super::said::{Voice, voice};
use super::{Desk, Level, Look, Rule, SpotJudge};
use crate::diagnostic::Severity;
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

/// Words that mock, frighten or accuse. Words with an innocent everyday sense in this trade (dead letter, kill a process,
/// legacy, expensive) are left out.
const ENGLISH: &[&str] = &[
    "a joke",
    "laughable",
    "laughing stock",
    "pathetic",
    "ridiculous",
    "garbage",
    "rubbish",
    "crap",
    "crappy",
    "trashy",
    "piece of junk",
    "sucks",
    "suck at",
    "stupid",
    "idiot",
    "idiots",
    "idiotic",
    "moron",
    "morons",
    "dumb",
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
    "snake oil",
    "vaporware",
    "vapourware",
    "smoke and mirrors",
    "liar",
    "liars",
    "they lie",
    "lying",
    "dishonest",
    "deceitful",
    "shady",
    "sleazy",
    "scam",
    "scammers",
    "fraud",
    "fraudulent",
    "crooks",
    "cheaters",
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
    "desperate",
    "hopeless",
    "worthless",
    "useless",
    "terrible",
    "awful",
    "horrible",
    "horrendous",
    "atrocious",
    "abysmal",
    "disgusting",
    "nightmare",
    "disaster waiting to happen",
    "you will regret",
    "you'll regret",
    "get fired",
    "lose your job",
    "nobody in their right mind",
    "no sane",
    "clowns",
    "clown show",
    "bloatware",
    "lipstick on a pig",
];

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    let lists = &desk.library.settings.words;
    let known = ENGLISH.iter().copied().filter(|_| desk.is_english());
    let phrases = Phrases::of(
        known.chain(lists.bashing.iter().map(|w| &**w)),
        &lists.fine.iter().map(|f| &**f).collect::<Vec<_>>(),
    );
    Box::new(move |spot, found| {
        if !spot.is_prose() || voice(spot) == Voice::Others {
            return;
        }
        let words = spot.words();
        for hit in phrases.find(words).into_iter().filter(|r| !is_quoted(words, r.start)) {
            let message = format!("`{}` mocks, frightens or accuses", &words[hit.clone()]);
            let help = "say what is so and what it means for this buyer, with its source";
            let mut finding = RULE.at(spot.place_at(desk, hit), message).help(help);
            if spot.audience == Audience::Internal {
                finding.severity = Severity::Warning;
            }
            found.push(finding);
        }
    })
}

/// Whether a place stands between quotation marks: somebody else's words.
fn is_quoted(words: &str, at: usize) -> bool {
    let before = &words[..at];
    let odd = before.matches('"').count() % 2 == 1;
    let open = |a: char, b: char| before.matches(a).count() > before.matches(b).count();
    odd || open('“', '”') || open('«', '»') || open('「', '」')
}
