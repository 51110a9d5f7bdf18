//! `over-budget`: more words than a reader or listener has time for.

use super::said::{budget, budget_of};
use super::{Desk, Findings, Level, Look, Piece, Rule, Spot, desk};
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::load::tree::{Node, Value};
use crate::text;

/// The rule.
pub const RULE: Rule = Rule {
    name: "over-budget",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "a spoken field, a glance or a card has more words than its reader has time for (a warning from 80 %)",
    explanation: "A rep has ten seconds to find an answer and twenty-five to say it. So each field that is said aloud has a budget of words: pitch 45, acknowledge 20, a question 25, an answer (`respond`, `talk_track`, `difference`) 60, a point 25, a short FAQ answer 60; the glance of a card has 120, all the words its author writes on it 360 (what a card shows of objections, claims and tables is counted where it is written). From 80 % it is a warning, above it an error. In Japanese, Chinese and Korean two characters count as one word. Change a number with `budgets:` in talktrack.yaml.",
    bad: "acknowledge: I hear you, and I completely understand that a number of this size is never easy to explain to anybody in finance.",
    good: "acknowledge: A number you can't explain is no fun.",
    looks: &[
        Look::Spots(|desk| Box::new(|spot, found| field(desk, spot, found))),
        Look::Pieces(|desk| Box::new(|piece, found| card(desk, piece, found))),
    ],
};

fn field(desk: &Desk, spot: &Spot, found: &mut Findings) {
    let Some(name) = budget_of(spot).filter(|_| spot.is_prose()) else { return };
    let limit = budget(&desk.library.settings, name);
    if could_hold(spot.words(), limit) {
        let words = text::word_count(spot.heard());
        let about = format!("`{}`", spot.field);
        judge(words, limit, &about, name, spot.place(), found);
    }
}

/// Whether a text is long enough to reach four fifths of a budget: a word and its space take two bytes at least.
fn could_hold(words: &str, limit: usize) -> bool {
    words.len().div_ceil(2).saturating_mul(5) >= limit.saturating_mul(4)
}

fn judge(words: usize, limit: usize, what: &str, name: &str, place: Location, found: &mut Findings) {
    let help = format!("{}; or change `budgets.{name}` in talktrack.yaml", remedy(name));
    found.extend(judged(words, limit, what, &help, place));
}

/// What is to say of so many words under a budget.
pub fn judged(words: usize, limit: usize, what: &str, help: &str, place: Location) -> Option<Diagnostic> {
    if words.saturating_mul(5) < limit.saturating_mul(4) {
        return None;
    }
    if words > limit {
        let over = words - limit;
        let message = format!("{what} has {words} words, {over} more than the {limit} it may have");
        return Some(RULE.at(place, message).help(help));
    }
    let near = RULE.at(place, format!("{what} has {words} of the {limit} words it may have"));
    Some(Diagnostic { severity: Severity::Warning, ..near }.help(help))
}

fn remedy(name: &str) -> &'static str {
    match name {
        "acknowledge" => "one sentence that shows you heard them is enough",
        "question" => "ask one thing",
        "respond" => "keep the one point that answers, and let the claim prove it",
        "point" => "keep what is true; `impact` and `act` hold what it means and what to say",
        "short" => "say it in one breath, and put the rest into `answer`",
        "glance" => "keep the three best wins and the two honest losses, and shorten them",
        "card" => "leave out what no rep used last month, or move it to `sections` with `layer: end`",
        _ => "say the one thing that matters",
    }
}

/// The fields of a competitor that its card prints as running words.
const CARD: [&str; 13] = [
    "one_liner",
    "overview",
    "their_pitch",
    "difference",
    "quick_dismiss",
    "compete_when",
    "walk_away_when",
    "why_we_win",
    "why_we_lose",
    "strengths",
    "weaknesses",
    "they_will_say",
    "discovery",
];
/// Keys inside these fields that are not read as running words.
const BESIDES: [&str; 11] =
    ["claims", "evidence", "personas", "segments", "regions", "note", "audience", "allow", "neutral", "layer", "id"];

fn card(desk: &Desk, piece: &Piece, found: &mut Findings) {
    if piece.name() != "Competitor" {
        return;
    }
    let (settings, node) = (&desk.library.settings, piece.block.node);
    let sections = node.get("sections").map(Node::items).unwrap_or_default();
    let layer = |wanted: &str| -> usize {
        sections.clone().filter(|s| s.text_of("layer").unwrap_or("body") == wanted).map(count).sum()
    };
    let fields = CARD.iter().chain(&["landmines"]).filter_map(|key| node.get(key));
    let whole = fields.map(count).sum::<usize>() + layer("glance") + layer("body");
    judge(whole, budget(settings, "card"), "this card", "card", desk::door(piece.item), found);

    let first = |key: &str, most: usize, parts: &[&str]| -> usize {
        let items = node.get(key).map(Node::items).unwrap_or_default().take(most);
        items
            .map(|i| if i.text().is_some() { count(i) } else { parts.iter().filter_map(|p| i.get(p)).map(count).sum() })
            .sum()
    };
    let mut glance = ["difference", "quick_dismiss"].iter().filter_map(|k| node.get(k)).map(count).sum::<usize>();
    glance += first("why_we_win", 3, &["title", "text", "fact"]) + first("why_we_lose", 2, &["title", "text", "fact"]);
    glance += first("discovery", 2, &["ask", "listen_for"]) + layer("glance");
    judge(glance, budget(settings, "glance"), "the glance of this card", "glance", desk::door(piece.item), found);
}

/// The words below a value.
fn count(node: Node) -> usize {
    match node.value() {
        Value::Scalar { text, .. } if text.contains("](") || text.contains("[[") => {
            text::word_count(&text::plain(text))
        }
        Value::Scalar { text, .. } => text::word_count(text),
        Value::List(items) => items.map(count).sum(),
        Value::Map(entries) => {
            let read = |key: Node| !key.text().is_some_and(|k| BESIDES.contains(&k) || k.starts_with("x-"));
            entries.filter(|(key, _)| read(*key)).map(|(_, value)| count(value)).sum()
        }
    }
}
