//! Which fields are said aloud, and in whose voice a text is written. Rules about words ask here.

use super::{Desk, Spot};
use crate::model::settings::Settings;
use crate::text;

/// Words (or items, or a grade) that a kit gives a field unless it says otherwise. From practitioners' advice: a rep
/// finds an answer within ten seconds, and says it within twenty-five.
const BUDGETS: [(&str, u64); 15] = [
    ("pitch", 45),
    ("acknowledge", 20),
    ("question", 25),
    ("respond", 60),
    ("point", 25),
    ("short", 60),
    ("glance", 120),
    ("card", 360),
    ("brief", 300),
    ("sentence", 25),
    ("items", 5),
    ("grade", 8),
    ("gathered", 200),
    ("beside", 100),
    ("listed", 500),
];

/// What `budgets:` may name.
pub fn budget_names() -> impl Iterator<Item = &'static str> {
    BUDGETS.iter().map(|(name, _)| *name)
}

/// What a kit allows under one of these names.
pub fn budget(settings: &Settings, name: &str) -> usize {
    let default = BUDGETS.iter().find(|(known, _)| *known == name).map_or(u64::MAX, |(_, words)| *words);
    usize::try_from(settings.budgets.get(name).copied().unwrap_or(default)).unwrap_or(usize::MAX)
}

/// The lists of a card whose points are said, or read at a glance.
const POINTS: [&str; 6] = ["compete_when", "walk_away_when", "why_we_win", "why_we_lose", "strengths", "weaknesses"];

/// The budget of a field that is said aloud or read at a glance; none for what is read in calm.
pub fn budget_of(spot: &Spot) -> Option<&'static str> {
    let list = if spot.within() == "Point" { spot.block.field } else { spot.field };
    Some(match (spot.within(), spot.field) {
        ("Product", "pitch") => "pitch",
        ("Objection" | "Variant", "acknowledge") => "acknowledge",
        ("Objection" | "Variant", "explore") | ("Objection", "confirm") | ("Question", "ask" | "follow_ups") => {
            "question"
        }
        ("Competitor" | "Product" | "Persona", "discovery" | "landmines") => "question",
        ("Objection" | "Variant" | "Rumour" | "Point", "respond") => "respond",
        ("Pricing", "talk_track") | ("Competitor", "difference") => "respond",
        ("Competitor", "quick_dismiss") => "point",
        ("Point", "text" | "fact" | "impact" | "mitigation") | ("Competitor", _) if POINTS.contains(&list) => "point",
        ("Entry", "short") => "short",
        _ => return None,
    })
}

/// Whose words a text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// What we state or answer.
    Ours,
    /// What we ask, plan or note among ourselves.
    Aside,
    /// What a prospect, a rival or a source says; and what we warn not to say.
    Others,
}

/// Whose words these are.
pub fn voice(spot: &Spot) -> Voice {
    match (spot.within(), spot.field) {
        ("Evidence" | "Person" | "Heard" | "Persona", _) => Voice::Others,
        (_, "says" | "also" | "they_say" | "their_pitch" | "avoid" | "frustrations" | "words_they_use") => {
            Voice::Others
        }
        ("Entry", "ask") | ("Case" | "Allow", _) => Voice::Others,
        ("Question", _) | (_, "explore" | "confirm" | "discovery" | "landmines") => Voice::Aside,
        ("Section" | "FreePage" | "Resource", _) => Voice::Aside,
        (
            _,
            "means"
            | "concede_when"
            | "prevent_by"
            | "rep_notes"
            | "note"
            | "why_we_lose"
            | "walk_away_when"
            | "compete_when"
            | "strengths"
            | "so_what"
            | "what"
            | "act"
            | "impact"
            | "competitive_alternatives"
            | "owner",
        ) => Voice::Aside,
        ("Point", _) => list_voice(spot.block.field),
        _ => Voice::Ours,
    }
}

fn list_voice(list: &str) -> Voice {
    match list {
        "why_we_win" | "weaknesses" => Voice::Ours,
        "needs" | "desires" | "success_metrics" | "worries_about_switching" | "frustrations" | "words_they_use" => {
            Voice::Others
        }
        _ => Voice::Aside,
    }
}

/// Whether a text rests on a claim, or on evidence of its own, of grade A or B.
pub fn is_proven(desk: &Desk, spot: &Spot) -> bool {
    let node = spot.block.node;
    let own = node.get("evidence").is_some_and(|e| e.items().any(|e| is_strong(e.text_of("grade"))));
    let listed = node.get("claims").map(|c| c.items().filter_map(|c| c.text())).into_iter().flatten();
    let named = spot.found.iter().filter_map(|f| match &f.kind {
        text::FoundKind::Item(item) if item.entity == "claim" => Some(item.id.as_str()),
        _ => None,
    });
    own || listed.chain(named).any(|id| claim_is_strong(desk, id))
}

fn is_strong(grade: Option<&str>) -> bool {
    matches!(grade, Some("A" | "B"))
}

fn claim_is_strong(desk: &Desk, id: &str) -> bool {
    use crate::model::shared::Grade;
    let strong = |e: &crate::model::shared::Evidence| matches!(e.grade, Some(Grade::A | Grade::B));
    desk.library.claims.get(id).is_some_and(|claim| claim.evidence.iter().any(strong))
}
