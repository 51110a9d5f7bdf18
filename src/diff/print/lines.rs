//! One change, one line: which words are the program's and which are data.

use super::super::audience::DRAFT;
use super::super::findings::Told;
use super::super::words::start;
use super::super::{Edit, FieldLog, ItemChange, Pages, Part, Ranked, Reach, Review, State, What};
use crate::diagnostic::Severity;

/// Most entries of one list that are named one by one.
const MOST: usize = 12;
/// A value of so many words needs no quotes.
const SHORT: usize = 3;

/// A part of a line.
pub enum Piece {
    /// Words of the program.
    Say(String),
    /// The name of a thing: data.
    Name(String),
    /// Other data.
    Data(String),
    /// Data between quotation marks.
    Quote(String),
    /// The same, of what is gone.
    Old(String),
    /// The same, of what came.
    New(String),
}

/// A line; deeper ones belong to the line before them.
pub struct Line {
    /// What it says.
    pub pieces: Vec<Piece>,
    /// Whether it belongs to the line before it.
    pub is_deep: bool,
}

use Piece::{Data, Name, New, Old, Quote, Say};

fn say(words: impl Into<String>) -> Piece {
    Say(words.into())
}

fn line(pieces: Vec<Piece>) -> Line {
    Line { pieces, is_deep: false }
}

/// What other people may see.
pub fn reach(reach: &Reach) -> Line {
    let mut pieces = called(reach.kind, &reach.id, &reach.name);
    if !reach.path.is_empty() {
        pieces.push(say(": "));
        pieces.extend(place(reach.kind, &reach.path));
    }
    pieces.push(say(format!(": {} → {}", people(reach.from), people(reach.to))));
    if !reach.words.is_empty() {
        pieces.extend([say(": "), Quote(reach.words.clone())]);
    } else if !reach.fields.is_empty() {
        let mut fields: Vec<String> = reach.fields.iter().take(MOST).map(|f| spaced(f)).collect();
        fields.extend((reach.fields.len() > MOST).then(|| format!("and {} more", reach.fields.len() - MOST)));
        pieces.push(say(format!(" ({})", fields.join(", "))));
    }
    line(pieces)
}

fn people(audience: &str) -> &str {
    match audience {
        "internal" => "insiders",
        "partner" => "partners",
        "public" => "everybody",
        DRAFT => "nobody yet (draft)",
        other => other,
    }
}

/// A finding.
pub fn finding(told: &Told) -> Line {
    let weight = if told.severity == Severity::Error { "error" } else { "warning" };
    let about = if told.item.is_empty() { &told.file } else { &told.item };
    line(vec![say(format!("{weight}[{}] ", told.rule)), Name(about.clone()), say(": "), Data(told.message.clone())])
}

/// The prices of an item that changed.
pub fn prices(item: &ItemChange) -> Vec<Line> {
    let named = |e| {
        let mut pieces = called(item.kind, &item.id, &item.name);
        pieces.push(say(": "));
        pieces.extend(edit(item.kind, e, &e.path[1..]));
        line(pieces)
    };
    item.edits.iter().filter(|e| e.price).map(named).collect()
}

/// What happened to an item; its prices are told apart.
pub fn item(item: &ItemChange) -> Vec<Line> {
    let mut told = match item.what {
        What::Added => vec![vec![say(format!("added, for {}", people(item.audience)))]],
        What::Removed => vec![vec![say("removed")]],
        What::Moved => {
            vec![vec![say("its address changed: "), Data(item.was.clone()), say(" → "), Data(item.id.clone())]]
        }
        What::Changed => Vec::new(),
    };
    told.extend(item.state.map(|state| match state {
        State::Expired => vec![say("does not hold any more")],
        State::HoldsAgain => vec![say("holds again")],
    }));
    told.extend(item.edits.iter().filter(|e| !e.price).map(|e| edit(item.kind, e, &e.path)));
    let mut head = called(item.kind, &item.id, &item.name);
    match told.len() {
        0 => Vec::new(),
        1 => {
            head.push(say(": "));
            head.extend(told.remove(0));
            vec![line(head)]
        }
        _ => std::iter::once(line(head)).chain(told.into_iter().map(|pieces| Line { pieces, is_deep: true })).collect(),
    }
}

/// The name of an item; what somebody says or we claim is told by its id, with its first words.
fn called(kind: &str, id: &str, name: &str) -> Vec<Piece> {
    match kind {
        "objection" | "claim" if id != name => {
            vec![Name(id.to_owned()), say(" "), Quote(crate::text::shortened(start(name), 60))]
        }
        _ => vec![Name(name.to_owned())],
    }
}

fn edit(kind: &str, edit: &Edit, path: &[Part]) -> Vec<Piece> {
    let mut pieces = place(kind, path);
    let is_short = |words: &str| words.split_whitespace().count() <= SHORT && words.chars().count() <= 40;
    let (before, after) = edit.shown();
    match edit.what {
        What::Added => pieces.extend([say(" gained "), New(after)]),
        What::Removed => pieces.extend([say(" lost "), Old(before)]),
        What::Moved => pieces.push(say(" stand in another order")),
        What::Changed => {
            let joint = if is_short(&before) && is_short(&after) { ": " } else { " changed: " };
            pieces.extend([say(joint), Old(before), say(" → "), New(after)]);
        }
    }
    if kind != "settings" && edit.audience != "internal" && edit.what != What::Removed {
        pieces.push(say(format!(" (for {})", people(edit.audience))));
    }
    pieces
}

/// Where in an item.
fn place(kind: &str, path: &[Part]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for part in path {
        let key = part.key(kind);
        let words = (!key.is_empty()).then(|| say(spaced(key)));
        for piece in words.into_iter().chain((!part.name.is_empty()).then(|| Data(part.name.clone()))) {
            if !pieces.is_empty() {
                pieces.push(say(" › "));
            }
            pieces.push(piece);
        }
    }
    pieces
}

/// A key as words.
fn spaced(key: &str) -> String {
    key.replace('_', " ")
}

/// What was heard, and what rose or fell by it.
pub fn field_log(log: &FieldLog) -> Vec<Line> {
    let ranked = |r: &Ranked, word: &str| {
        let place = |place: usize| if place == 0 { "not heard".to_owned() } else { format!("place {place}") };
        let is_same = r.rank == r.rank_before;
        let rank = if is_same { String::new() } else { format!(", rank {:.2} → {:.2}", r.rank_before, r.rank) };
        let mut pieces = called("objection", &r.id, &r.name);
        pieces.push(say(format!(" {word}: {} → {}{rank}", place(r.place_before), place(r.place))));
        line(pieces)
    };
    let mut lines: Vec<Line> = log.rose.iter().take(MOST).map(|r| ranked(r, "rose")).collect();
    lines.extend(log.fell.iter().take(MOST).map(|r| ranked(r, "fell")));
    if !log.heard.is_empty() {
        lines.push(line(vec![say(counted(log.heard.len(), "new entry", "new entries"))]));
    }
    for heard in log.heard.iter().take(MOST) {
        let about = if heard.objection.is_empty() { "no answer yet" } else { &heard.objection };
        let pieces =
            vec![Data(heard.on.clone()), say(" "), Quote(start(&heard.words)), say(" · "), Data(about.to_owned())];
        lines.push(Line { pieces, is_deep: true });
    }
    if log.heard.len() > MOST {
        lines.push(Line { pieces: vec![say(format!("and {} more", log.heard.len() - MOST))], is_deep: true });
    }
    if log.removed > 0 {
        lines.push(line(vec![say(format!("{} gone", counted(log.removed, "entry", "entries")))]));
    }
    lines
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Pages by piece of collateral.
pub fn pages(pages: &Pages) -> Vec<Line> {
    let mut lines = Vec::new();
    for (piece, changed) in &pages.by_piece {
        lines.push(line(vec![Name(piece.clone()), say(format!(": {}", counted(changed.len(), "page", "pages")))]));
        for page in changed.iter().take(MOST) {
            let pieces = vec![say(format!("{} ", page.what.word())), Data(page.path.clone())];
            lines.push(Line { pieces, is_deep: true });
        }
        if changed.len() > MOST {
            lines.push(Line { pieces: vec![say(format!("and {} more", changed.len() - MOST))], is_deep: true });
        }
    }
    lines
}

/// What could not be compared, and why.
pub fn gaps(review: &Review) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for file in &review.changes.unread {
        lines.push(line(vec![
            Name(file.clone()),
            say(": cannot be read on one side, so what stands in it is left out"),
        ]));
    }
    let sides =
        [("findings", &review.findings.unjudged, "cannot be read"), ("pages", &review.pages.unbuilt, "has errors")];
    for (what, side, why) in sides.into_iter().filter(|(_, side, _)| !side.is_empty()) {
        lines.push(line(vec![say(format!("{what}: the kit at ")), Name(side.clone()), say(format!(" {why}"))]));
    }
    lines
}
