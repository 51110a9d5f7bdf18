//! `absolute-claim`: words that promise everything, without proof.

use std::sync::LazyLock;

use regex::Regex;

use super::said::{Voice, is_proven, voice};
use super::{Desk, Level, Look, Rule, Spot, SpotJudge, phrases::Phrases};
use crate::load::shape::Leaf;
use crate::text::Audience;

/// The rule.
pub const RULE: Rule = Rule {
    name: "absolute-claim",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "always, never, the only, the best … without evidence of grade A or B (an error where partners or prospects read it)",
    explanation: "One counter-example makes an absolute sentence false, and a prospect or a rival's lawyer will find it. Say what is so, with its number; or rest the sentence on a claim with evidence of grade A or B (`claims:` beside it, or `[[claim:id]]` in it). What a house promises to do (\"we never sell your data\") is no such claim. Among insiders it is a warning. English words are known; add others with `words.absolute`, and excuse some with `words.fine`.",
    bad: "why_we_win: [We are the only desk that cites its sources]",
    good: "why_we_win: [\"Of the five desks in the 2026 benchmark, ours alone cites its sources\"]",
    looks: &[Look::Spots(prepare)],
};

/// Superlatives and absolutes as they stand in claims about ourselves. Left out are the everyday uses: "the best way to",
/// "only if", "not always", "never mind", and what a house promises to do ("we never sell your data"). `THING` is what a
/// vendor sells, `WHO` whom a claim speaks of.
const ENGLISH: &str = r"(?xi) \b(?:
    (?:the|our|\w+['’]s) \s (?:very \s)? (?:only|SUPER) \s (?:[\w-]+ \s){0,3} (?:THING)
  | (?:the) \s (?:SUPER) \s (?:in|on|of) \s (?:the|its|our|this) \s (?:industry|market|world|class|business|field|category|planet)
  | (?:WHO) (?:['’](?:re|s)|\s(?:are|is)) \s (?:(?:the \s)? number \s one | the \s (?:best|fastest|cheapest|safest|leader))
  | (?:the|world['’]?s|industry['’]?s|market['’]?s) \s (?:number|no\.?) \s (?:one|1)
  | (?:the|ranked|rated|voted|is|are) \s \#1
  | best[\s-]in[\s-]class | world[\s-]class | (?:industry|market|class|category)[\s-]leading | market \s leader
  | unrivall?ed | unmatched | unbeatable | unparalleled | second \s to \s none | bullet-?proof | fool-?proof | flawless(?:ly)?
  | (?:no \s one | nobody) \s else \s (?:can|does|has|offers|comes)
  | no \s (?:other \s (?:THING) | competitor \s (?:comes|can|has|offers))
  | guarantee[sd]? | risk-free | zero[\s-](?:risk|downtime)
  | 100 \s? (?:%|percent|per\scent) \s (?:secure|safe|reliable|accurate|uptime|compliant)
  | (?:completely|totally|absolutely|perfectly) \s (?:secure|safe|reliable|accurate)
  | (?:WHO) (?:['’](?:re|s|ve|ll)|\s(?:is|are|will|has|have|can|was|were|does|do))? \s (?:always|never) \s (?-i:[a-z])\w+
  | never \s \w+ \s (?:\w+ \s){0,4}? again
  | all \s (?:our \s)? (?:customers|users|teams) \s (?:love|prefer|agree)
  | only \s (?:we|WHO) \s (?:can|do|does|offers?|lets?|gives?|shows?|is|are)
  )\b";

const SUPER: &str = r"best|leading|fastest|cheapest|safest|easiest|simplest|strongest|smartest|most\s(?:advanced|powerful|complete|comprehensive|secure|reliable|accurate|popular|trusted|affordable|flexible|scalable)";
const THING: &str = "products?|tools?|platforms?|solutions?|software|suites?|services?|apps?|vendors?|compan(?:y|ies)|desks?|databases?|search|engines?|providers?|analytics|systems?|ones?|ai|assistants?|editors?|crm|support|prices?|value|security";

/// What `\w` stands for in these patterns: letters, by the ranges in which alphabets stand. With all letters of the world,
/// one by one, patterns take longer to make ready than the texts of a kit to judge.
const WORD: &str = r"(?-i:[0-9A-Za-z_ªµºÀ-ÖØ-öø-\x{167F}\x{1681}-\x{1FFF}\x{2C00}-\x{2DFF}\x{3040}-\x{D7FF}\x{F900}-\x{FAFF}\x{FF66}-\x{FF9F}])";

/// What turns such words into ordinary ones: a no before them, a promise behind them.
const HARMLESS: &str = r"(?xi) \b(?:
    (?:not|nearly|almost|hardly|seldom|cannot|without|\w+n['’]t|no) \s (?:[\w-]+ \s){0,4}? (?:always|never|the|guarantee[sd]?|a|best|world)
  | the \s only \s (?:question|difference|thing|problem|exception|way|reason|condition|limit|cost)s?
  | (?:is|are|has|have|will) \s never \s (?:been|just|only|easy|fun|a|an)
  | never \s (?:share|sell|rent|train|ask|charge|store|send|keep|mind)
  | (?:money[\s-]back|satisfaction) \s guarantee
  )\b";

/// What Japanese pages promise too much with.
const JAPANESE: &[&str] = &[
    "業界最高",
    "業界初",
    "業界唯一",
    "世界一",
    "世界初",
    "日本一",
    "日本初",
    "唯一の",
    "絶対に",
    "完璧な",
    "他に類を見ない",
];

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    let lists = &desk.library.settings.words;
    let japanese = JAPANESE.iter().copied().filter(|_| desk.library.settings.language.starts_with("ja"));
    let own = Phrases::of(lists.absolute.iter().map(|w| &**w).chain(japanese), &[""; 0]);
    let fine: Vec<String> = lists.fine.iter().map(|f| f.to_lowercase()).collect();
    let english = desk.is_english().then(|| english_for(desk));
    let rivals = Phrases::of(desk.library.competitors.iter().map(|c| &*c.name.0), &[""; 0]);
    Box::new(move |spot, found| {
        if !is_statement(spot) {
            return;
        }
        let words = spot.words();
        let known = english.iter().flat_map(|absolute| hits(absolute, words));
        let told = known.chain(own.find(words).into_iter().map(|r| &words[r]));
        let stings = |hit: &&str| {
            let low = hit.to_lowercase();
            !fine.iter().any(|f| low.contains(f)) && !is_said_of_rival(words, hit, &rivals)
        };
        let told: Vec<&str> = told.filter(stings).collect();
        let Some(hit) = told.first().filter(|_| !is_proven(desk, spot)) else { return };
        let message = format!("`{hit}` promises more than this proves");
        let help = "say what is so, with its number; or rest it on a claim with evidence of grade A or B";
        let finding = RULE.at(spot.place_of(desk, hit), message).help(help);
        found.push(finding.softer(spot.audience == Audience::Internal));
    })
}

/// Praise of a rival is fair: its name stands before the words, in the same sentence.
fn is_said_of_rival(words: &str, hit: &str, rivals: &Phrases) -> bool {
    let at = words.find(hit).unwrap_or(0);
    let start = words[..at].rfind(['.', '!', '?', '\n']).map_or(0, |i| i + 1);
    rivals.find(&words[start..at]).last().is_some_and(|name| {
        let between = &words[start + name.end..at];
        matches!(between.trim(), "" | "is" | "are" | "has" | "offers") || between.trim() == "is still"
    })
}

/// The pattern with the names of the house and its products in it; long names are left out, as nobody says them.
fn english_for(desk: &Desk) -> Regex {
    let library = desk.library;
    let names = library.products.iter().map(|p| &*p.name.0).chain([&*library.settings.company]);
    let names = names.filter(|n| n.len() > 2 && n.len() <= 40).take(60).map(|n| regex::escape(n).replace(' ', r"\s"));
    let common = [
        "we",
        "it",
        "they",
        "customers",
        "users",
        "teams",
        "agents",
        r"our\s\w+",
        r"the\s(?:product|desk|tool|platform)",
    ]
    .map(in_full);
    let who = common.iter().cloned().chain(names).collect::<Vec<_>>().join("|");
    let with = |who: &str| in_full(ENGLISH).replace("WHO", who);
    let plain = || Regex::new(&with(&common.join("|")));
    Regex::new(&with(&who)).or_else(|_| plain()).unwrap_or_else(|e| unreachable!("part of the program: {e}"))
}

/// A pattern with what its capital words stand for.
fn in_full(pattern: &str) -> String {
    let pattern = pattern.replace("THING", THING).replace("SUPER", SUPER);
    pattern.replace(r"[\w-]", r"(?:\w|-)").replace(r"\w", WORD)
}

/// Matches whose surroundings do not take the sting out of them: no question, no denial before, no promise behind.
fn hits<'w>(absolute: &Regex, words: &'w str) -> Vec<&'w str> {
    static HARMLESS_WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&in_full(HARMLESS)).ok());
    let stings = |m: &regex::Match| {
        let start = words[..m.start()].rfind(['.', '!', '?', '\n', ';', ':', ',']).map_or(0, |i| i + 1);
        let end = words[m.end()..].find(['.', '!', '?', '\n', ';', ',']).map_or(words.len(), |i| m.end() + i);
        let asked = words[end..].starts_with('?');
        let around = |h: regex::Match| start + h.start() <= m.end() && start + h.end() >= m.start();
        !asked && !HARMLESS_WORDS.as_ref().is_some_and(|p| p.find_iter(&words[start..end]).any(around))
    };
    absolute.find_iter(words).filter(stings).map(|m| m.as_str().trim_end()).collect()
}

/// Whether a text states something of us or our rivals, rather than asking, quoting or noting.
fn is_statement(spot: &Spot) -> bool {
    matches!(spot.leaf, Leaf::Line | Leaf::Text) && voice(spot) == Voice::Ours && spot.within() != "Story"
}
