//! `absolute-claim`: words that promise everything, without proof.

use regex::Regex;

use super::said::{Voice, is_proven, voice};
use super::{Desk, Level, Look, Rule, Spot, SpotJudge, phrases::Phrases};
use crate::diagnostic::Severity;
use crate::load::shape::Leaf;
use crate::text::Audience;

/// The rule.
pub const RULE: Rule = Rule {
    name: "absolute-claim",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "always, never, the only, the best … without evidence of grade A or B (an error where partners or prospects read it)",
    explanation: "One counter-example makes an absolute sentence false, and a prospect or a rival's lawyer will find it. Say what is so, with its number; or rest the sentence on a claim with evidence of grade A or B (`claims:` beside it, or `[[claim:id]]` in it). Among insiders it is a warning. English words are known; add others with `words.absolute`, and excuse some with `words.fine`.",
    bad: "why_we_win: [We are the only desk that cites its sources]",
    good: "why_we_win: [\"Of the five desks in the 2026 benchmark, ours alone cites its sources\"]",
    looks: &[Look::Spots(prepare)],
};

/// Superlatives and absolutes as they stand in claims about ourselves. Left out are the everyday uses: "the best way to",
/// "only if", "not always", "never mind". `THING` is what a vendor sells, `WHO` whom a claim speaks of.
const ENGLISH: &str = r"(?xi) \b(?:
    (?:the|our) \s (?:very \s)? (?:only|best|leading|fastest|cheapest|safest|easiest|simplest|strongest|smartest
      |most \s (?:advanced|powerful|complete|comprehensive|secure|reliable|accurate|popular|trusted|affordable|flexible|scalable))
      \s (?:[\w-]+ \s){0,3} (?:THING)
  | (?:the|world['’]?s|industry['’]?s|market['’]?s) \s (?:number|no\.?) \s (?:one|1) | number-one
  | best[\s-]in[\s-]class | world[\s-]class | (?:industry|market|class|category)[\s-]leading | market \s leader
  | unrivall?ed | unmatched | unbeatable | unparalleled | second \s to \s none | bullet-?proof | fool-?proof | flawless(?:ly)?
  | (?:no \s one | nobody) \s else \s (?:can|does|has|offers|comes)
  | no \s other \s (?:THING)
  | guarantee[sd]? | risk-free | zero[\s-]risk
  | 100 \s? % \s (?:secure|safe|reliable|accurate|uptime|compliant)
  | (?:completely|totally|absolutely|perfectly) \s (?:secure|safe|reliable|accurate)
  | (?:WHO) (?:\s (?:is|are|will|has|have|can|was|were|does|do))? \s (?:always|never) \s (?-i:[a-z])\w+
  | only \s (?:we|WHO) \s (?:can|do|does|has|have|offers?|lets?|gives?|shows?|is|are)
  )\b | \#1\b";

const THING: &str = "products?|tools?|platforms?|solutions?|software|suites?|services?|apps?|vendors?|compan(?:y|ies)|desks?|databases?|search|engines?|providers?|options?|choices?|analytics|systems?|ones?|ai|assistants?|editors?|crm|support|prices?|value|security";

/// What turns such words into ordinary ones.
const HARMLESS: &str = r"(?xi) \b(?:
    (?:not|nearly|almost|hardly|seldom|isn['’]t|aren['’]t|won['’]t|don['’]t|doesn['’]t) \s (?:\w+\s)? (?:always|never|the|guarantee[sd]?|a) .*
  | no \s guarantee[sd]? .* | cannot \s guarantee .* | can['’]t \s guarantee .*
  | the \s only \s (?:question|difference|thing|problem|exception|way|reason|condition|limit|cost)s? .*
  | (?:is|are|has|have|will) \s never \s (?:been|just|only|easy|fun|a|an) .*
  | (?:money|satisfaction)? \s guarantee .*
  )$";

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    let lists = &desk.library.settings.words;
    let own = Phrases::of(lists.absolute.iter().map(|w| &**w), &[""; 0]);
    let fine: Vec<String> = lists.fine.iter().map(|f| f.to_lowercase()).collect();
    let english = desk.is_english();
    let (absolute, harmless) = (pattern(&english_for(desk)), pattern(HARMLESS));
    Box::new(move |spot, found| {
        if !is_statement(spot) {
            return;
        }
        let words = spot.words();
        let known = english.then(|| hits(&absolute, &harmless, words)).into_iter().flatten();
        let told: Vec<&str> = known.chain(own.find(words).into_iter().map(|r| &words[r])).collect();
        let told = told.into_iter().find(|hit| !fine.iter().any(|f| hit.to_lowercase().contains(f)));
        let Some(hit) = told.filter(|_| !is_proven(desk, spot)) else { return };
        let message = format!("`{hit}` promises more than this proves");
        let help = "say what is so, with its number; or rest it on a claim with evidence of grade A or B";
        let mut finding = RULE.at(spot.place_of(desk, hit), message).help(help);
        if spot.audience == Audience::Internal {
            finding.severity = Severity::Warning;
        }
        found.push(finding);
    })
}

/// The pattern with the names of the house, its products and its rivals in it.
fn english_for(desk: &Desk) -> String {
    let library = desk.library;
    let names = library.products.iter().map(|p| &*p.name.0).chain(library.competitors.iter().map(|c| &*c.name.0));
    // A name is one of thousands at most; those of a few letters would match inside other words.
    let names = names
        .chain([&*library.settings.company])
        .filter(|n| n.len() > 2)
        .take(200)
        .map(|n| regex::escape(n).replace(' ', r"\s"));
    let who = ["we", "it", "they", "customers", "users", "teams", "agents", r"our\s\w+"].map(str::to_owned);
    let who = who.into_iter().chain(names).collect::<Vec<_>>().join("|");
    ENGLISH.replace("WHO", &who).replace("THING", THING)
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|e| unreachable!("the pattern is part of the program: {e}"))
}

/// Matches whose surroundings do not take the sting out of them.
fn hits<'w>(absolute: &Regex, harmless: &Regex, words: &'w str) -> Vec<&'w str> {
    let stings = |m: &regex::Match| {
        let start = words[..m.start()].rfind(['.', '!', '?', '\n', ';', ':']).map_or(0, |i| i + 1);
        let end = words[m.end()..].find(['.', '!', '?', '\n', ';', ',']).map_or(words.len(), |i| m.end() + i);
        !harmless.find_iter(&words[start..end]).any(|h| start + h.start() <= m.start())
    };
    absolute.find_iter(words).filter(stings).map(|m| m.as_str().trim_end()).collect()
}

/// Whether a text states something of us or our rivals, rather than asking, quoting or noting.
fn is_statement(spot: &Spot) -> bool {
    matches!(spot.leaf, Leaf::Line | Leaf::Text) && voice(spot) == Voice::Ours && spot.within() != "Story"
}
