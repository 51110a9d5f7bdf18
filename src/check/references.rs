//! `unknown-id`: every id that is named must exist.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use super::{Desk, Findings, Level, Look, Piece, Rule, Spot, questions, table_anchors, tables};
use crate::diagnostic::{Diagnostic, Location, nearest};
use crate::load::shape::{Leaf, ref_words, short};
use crate::load::tree::Node;
use crate::text::{self, Audience, FoundKind};

/// The rule.
pub const RULE: Rule = Rule {
    name: "unknown-id",
    level: Level::Error,
    adjustable: false,
    always: true,
    summary: "an id is named that nothing in the kit has",
    explanation: "Lists such as `claims:` and links such as `[[claim:id]]` name other items by their id. When nothing has that id, a page would point nowhere and a proof would be missing. Correct the id, or write the item.",
    bad: "claims: [deflection-14]",
    good: "claims: [deflection-41]",
    looks: &[
        Look::Spots(|desk| Box::new(|spot, found| check(desk, spot, found))),
        Look::Pieces(|desk| Box::new(|piece, found| inside(desk, piece, found))),
    ],
};

/// Judges one scalar.
fn check(desk: &Desk, spot: &Spot, findings: &mut Findings) {
    if let Leaf::Ref(kind) = spot.leaf
        && !(spot.field == "columns" && spot.item.is_some_and(|i| i.kind.word == "comparison"))
        && !exists(desk, kind, spot.words())
    {
        let message = format!("no {} has the id `{}`", ref_words(kind), short(spot.words()));
        findings.push(Diagnostic::error(RULE.name, spot.place(), message).help(suggestion(desk, kind, spot.words())));
    }
    hidden_mark(desk, spot, findings);
    for found in spot.found {
        match &found.kind {
            FoundKind::Item(item) => {
                if let Some((message, help)) = item_fault(desk, item.entity, &item.id, item.anchor.as_deref()) {
                    let written = spot.words().get(found.range.clone()).unwrap_or_default();
                    findings.push(Diagnostic::error(RULE.name, spot.place_of(desk, written), message).help(help));
                }
            }
            FoundKind::NearItem { written, nearest } => {
                let message = format!("`{}` is not a sort of item", short(written));
                let place = spot.place_of(desk, spot.words().get(found.range.clone()).unwrap_or_default());
                findings.push(
                    Diagnostic::error(RULE.name, place, message).help(format!("did you mean `[[{nearest}:…]]`?")),
                );
            }
            FoundKind::NearInsider { written, nearest } => {
                let message = format!("`[!{}]` marks nothing", short(written));
                let place = spot.place_of(desk, written);
                let help =
                    format!("did you mean `[!{nearest}]`? As it stands, the passage would be shown to everybody");
                findings.push(Diagnostic::error("unknown-word", place, message).help(help));
            }
            _ => {}
        }
    }
}

/// A mark of an insider passage that does not work, because of a sign that looks like another or of what stands before
/// it: the passage would be shown to everybody.
fn hidden_mark(desk: &Desk, spot: &Spot, findings: &mut Findings) {
    let words = spot.words();
    // The first byte of the wide sign is a rare one.
    if *spot.leaf != Leaf::Text || memchr::memchr2(b'>', 0xef, words.as_bytes()).is_none() {
        return;
    }
    if !words.contains(['>', '\u{ff1e}']) || !words.contains(['!', '\u{ff01}']) || words.contains('`') {
        return;
    }
    let left = text::reduce(words, Audience::Public).text;
    let is_gap = |c: &char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let plain: String = left.nfkc().filter(|c| !is_gap(c)).flat_map(char::to_lowercase).collect();
    if let Some(mark) = ["internal", "partner"].iter().find(|m| plain.contains(&format!(">[!{m}]"))) {
        let message =
            format!("`> [!{mark}]` does not begin a block quote here, so the passage would be shown to everybody");
        let help =
            format!("leave an empty line before it, and write `> [!{mark}]` with plain signs and one plain space");
        findings.push(Diagnostic::error("unknown-word", spot.place_of(desk, "[!"), message).help(help));
    }
}

/// What is wrong with `[[entity:id#anchor]]`, and what to do.
fn item_fault(desk: &Desk, entity: &str, id: &str, anchor: Option<&str>) -> Option<(String, String)> {
    if !exists(desk, entity, id) {
        return Some((format!("no {entity} has the id `{}`", short(id)), suggestion(desk, entity, id)));
    }
    let anchor = anchor?;
    let anchors: Vec<&str> = match entity {
        "faq" => {
            let mut ids = Vec::new();
            questions(&desk.library.faqs.get(id)?.questions, &mut |q| ids.push(&*q.id));
            ids
        }
        "comparison" => table_anchors(desk.library.comparisons.get(id)?).collect(),
        _ => return None,
    };
    if anchors.contains(&anchor) {
        return None;
    }
    let help = match nearest(anchor, anchors.iter().copied()) {
        Some(near) => format!("did you mean `#{near}`?"),
        None => format!("places on that page: {}", some(anchors.into_iter())),
    };
    Some((format!("the {entity} `{id}` has no `#{}`", short(anchor)), help))
}

fn ids<'a>(desk: &'a Desk, kind: &str) -> Vec<&'a str> {
    let library = desk.library;
    let products = || library.products.iter().map(|i| &*i.id);
    let competitors = || library.competitors.iter().map(|i| &*i.id);
    match kind {
        "product" => products().collect(),
        "competitor" => competitors().collect(),
        "rival" => products().chain(competitors()).collect(),
        "persona" => library.personas.iter().map(|i| &*i.id).collect(),
        "claim" => library.claims.iter().map(|i| &*i.id).collect(),
        "objection" => library.objections.iter().map(|i| &*i.id).collect(),
        "faq" => library.faqs.iter().map(|i| &*i.id).collect(),
        "comparison" => library.comparisons.iter().map(|i| &*i.id).collect(),
        "page" => library.pages.iter().map(|i| &*i.id).collect(),
        _ => Vec::new(),
    }
}

/// Whether the kit has such an item, be it otherwise right or wrong.
pub fn exists(desk: &Desk, kind: &str, id: &str) -> bool {
    desk.unfit.contains(&(kind, id)) || desk.library.has(kind, id)
}

/// What to do about an unknown id.
pub fn suggestion(desk: &Desk, kind: &str, id: &str) -> String {
    let known = ids(desk, kind);
    if let Some(near) = nearest(id, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    let elsewhere = crate::text::ITEM_ENTITIES.iter().find(|other| **other != kind && exists(desk, other, id));
    match elsewhere {
        Some(other) => format!("a {other} has this id; here the id of a {} is wanted", ref_words(kind)),
        None if known.is_empty() => format!("the kit has no {} yet", ref_words(kind)),
        None => format!("known ids: {}", some(known.into_iter())),
    }
}

fn some<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = words.collect();
    let more = words.len().saturating_sub(8);
    words.truncate(8);
    let list = words.join(", ");
    if more > 0 { format!("{list} and {more} more") } else { list }
}

/// Ids inside one entity (questions, groups, rows) are unique; columns and cells of a table belong together.
fn inside(desk: &Desk, piece: &Piece, found: &mut Findings) {
    let item = piece.item;
    let lists: &[&str] = match piece.name() {
        "Faq" => &["questions", "follow_ups"],
        "Comparison" => &["groups", "rows"],
        _ => return,
    };
    if item.kind.word == "comparison" {
        tables::check(desk, item, found);
    }
    let mut seen = HashSet::new();
    repeated(item.node(), lists, &mut seen, &mut |id| {
        let message = format!("the id `{}` is used twice on this page", id.text().unwrap_or_default());
        let place = Location::span(item.file.clone(), id.head());
        found.push(Diagnostic::error("duplicate-id", place, message).help("give one of them another `id:`"));
    });
}

fn repeated<'a>(node: Node<'a>, lists: &[&str], seen: &mut HashSet<&'a str>, tell: &mut dyn FnMut(Node<'a>)) {
    for (_, list) in node.entries().filter(|(k, _)| k.text().is_some_and(|k| lists.contains(&k))) {
        for child in list.items().filter(|i| i.is_map()) {
            if let Some(id) = child.get("id")
                && !seen.insert(id.text().unwrap_or_default())
            {
                tell(id);
            }
            repeated(child, lists, seen, tell);
        }
    }
}
