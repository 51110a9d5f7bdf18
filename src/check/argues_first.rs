//! `argues-first`: an answer that begins with a fight.

use regex::Regex;

use super::{Desk, Level, Look, Rule, SpotJudge};

/// The rule.
pub const RULE: Rule = Rule {
    name: "argues-first",
    level: Level::Warning,
    adjustable: true,
    always: false,
    summary: "an answer that opens with no, but, actually, you are wrong …",
    explanation: "The first word decides whether the rest is heard. An answer that opens with \"no\", \"but\" or \"actually\" tells prospects that they are wrong, and they stop listening. Open with what you share, then say what is so. English and Japanese openings are known.",
    bad: "respond: Actually, that's not true. We are cheaper.",
    good: "respond: Finance will ask about that first. Count three years, and ours is the smaller bill.",
    looks: &[Look::Spots(prepare)],
};

const ENGLISH: &str = r#"(?xi)^["“'*_\s]*(?:
    (?:no|nope|wrong|incorrect|nonsense|false|not \s at \s all|of \s course \s not|absolutely \s not) \s* (?:[,.!;:—–]|\s-\s|$)
  | no \s (?:we|it|they|that) \s
  | (?:yes|i \s understand|sorry|i \s hear \s you) ,? \s but \s (?:you|that|it|this|we)
  | but \s (?:you|that|it|this|we|they|our) | however,
  | (?:well,? \s)? actually ,? \s (?: (?:that|it|you|we|this|they) )? (?:['’]\w+)? \s? (?: (?:is|are) \s)? (?:not|n['’]t|wrong|mistaken|we|it|they|our)
  | in \s fact, \s you | clearly,? \s you
  | (?:you|they) (?:['’]re|\s are) \s (?:just \s|simply \s|both \s|absolutely \s)? (?:wrong|mistaken|confused)
  | (?:that|it|this) (?:['’]s|\s is) \s (?:just \s|simply \s)? (?:not \s (?:quite \s|really \s)? (?:true|right|correct|what|so)|wrong|false|nonsense|a \s (?:myth|lie)|untrue|incorrect)
  | (?:that|it|this) \s isn['’]t \s (?:quite \s|really \s)? (?:true|right|correct|so) | not \s (?:quite \s)? true
  | let \s me \s correct | (?:i|we) \s (?:disagree|don['’]t \s agree) | with \s (?:all \s)? (?:due \s)? respect
  | you \s (?:clearly|should \s know|misunderstand|don['’]t \s (?:understand|get \s it))
  )"#;
const JAPANESE: &str =
    "^[「『\\s]*(?:いいえ|いや[、,]|でも[、,]|しかし|ですが[、,]|違います|そうではありません|それは(?:違|間違|誤解))";

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    let pattern = if desk.is_english() {
        Some(ENGLISH)
    } else {
        Some(JAPANESE).filter(|_| desk.library.settings.language.starts_with("ja"))
    };
    let opening = pattern.and_then(|p| Regex::new(p).ok());
    Box::new(move |spot, found| {
        let answers = matches!(
            (spot.within(), spot.field),
            ("Objection" | "Variant", "acknowledge" | "respond") | ("Rumour" | "Point", "respond")
        );
        let Some(opening) = opening.as_ref().filter(|_| answers) else { return };
        if let Some(hit) = opening.find(spot.heard().trim_start()) {
            let hit = hit.as_str().trim_matches(|c: char| !c.is_alphanumeric());
            let message = format!("`{}` opens with `{hit}`, which argues before it listens", spot.field);
            found
                .push(RULE.at(spot.place_of(desk, hit), message).help("open with what you share, then say what is so"));
        }
    })
}
