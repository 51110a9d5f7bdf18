//! `competitor-named`: something neutral that names a rival.

use std::ops::Range;

use super::phrases::Phrases;
use super::{Desk, Level, Look, Rule, Spot, SpotJudge};
use crate::load::shape::Leaf;
use crate::model::competitor::RivalKind;
use crate::text::{Found, FoundKind};

/// The rule.
pub const RULE: Rule = Rule {
    name: "competitor-named",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "something marked `neutral: true` names a competitor or one of its aliases",
    explanation: "`neutral: true` promises that an item, or a part of it, names no rival: for tenders, for partners who sell both, for countries where comparing is risky. All competitors of `kind: vendor` count, with their aliases, in any capitals where the name is long enough to mean nothing else. Say what it is without the name, or remove the mark.",
    bad: "neutral: true\nquestions: [{ask: What is new?, short: \"Much that Ticketron lacks.\"}]",
    good: "neutral: true\nquestions: [{ask: What is new?, short: Drafts that cite their source.}]",
    looks: &[Look::Spots(prepare)],
};

/// From so many letters on a name means nothing else, also in small letters.
const DISTINCT: usize = 7;

fn prepare<'a>(desk: &'a Desk<'a>) -> SpotJudge<'a> {
    let rivals = desk.library.competitors.iter().filter(|c| matches!(c.kind, None | Some(RivalKind::Vendor)));
    let names: Vec<&str> = rivals.flat_map(|c| c.aliases.iter().map(|a| &**a).chain([&*c.name.0])).collect();
    let search = Phrases::of(names.iter().copied(), &[""; 0]);
    Box::new(move |spot, found| {
        if !spot.block.neutral || !(spot.is_prose() || *spot.leaf == Leaf::Name) {
            return;
        }
        let words = spot.words();
        let is_meant = |hit: &str| hit.chars().count() >= DISTINCT || names.contains(&hit) || is_shouted(hit);
        let linked = |hit: &Range<usize>| spot.found.iter().any(|f| is_bare_link(f) && f.range.contains(&hit.start));
        for hit in search.find(words).into_iter().filter(|r| is_meant(&words[r.clone()]) && !linked(r)) {
            tell(desk, spot, &words[hit], found);
        }
        for one in spot.found.iter().filter(|f| is_bare_link(f)) {
            tell(desk, spot, words.get(one.range.clone()).unwrap_or_default(), found);
        }
    })
}

/// Whether this is `[[competitor:id]]`, which prints the name.
fn is_bare_link(found: &Found) -> bool {
    matches!(&found.kind, FoundKind::Item(item) if item.entity == "competitor" && item.words.is_none())
}

fn is_shouted(hit: &str) -> bool {
    hit.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}

fn tell(desk: &Desk, spot: &Spot, named: &str, found: &mut super::Findings) {
    let message = format!("this is marked as neutral, and names `{named}`");
    found.push(RULE.at(spot.place_of(desk, named), message).help("say it without the name, or remove `neutral: true`"));
}
