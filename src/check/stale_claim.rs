//! `stale-claim`: a claim or a price list that has not been looked at for too long.

use super::{Desk, Findings, Level, Look, Piece, Rule, desk};
use crate::load::Written;
use crate::load::tree::Node;
use crate::model::claim::{Claim, Status};
use crate::model::value::Day;

/// The rule.
pub const RULE: Rule = Rule {
    name: "stale-claim",
    level: Level::Error,
    adjustable: true,
    always: false,
    summary: "a claim or price list is past the day it holds",
    explanation: "Prices, features and figures change, and a prospect who catches an old one stops believing the rest. A claim holds until its `expires`, else for as many days after `verified` as `freshness:` gives its topic (prices 90, features and security 180, the rest 365); `status: outdated` ends it at once. Look it up again and set `verified:`, or correct it. The finding names every card that the claim stands on.",
    bad: "- {id: seats, text: \"49 € a seat\", topic: pricing, verified: 2025-01-10}",
    good: "- {id: seats, text: \"52 € a seat\", topic: pricing, verified: 2026-10-01}",
    looks: &[Look::Kit(claims), Look::Pieces(|desk| Box::new(|piece, found| prices(desk, piece, found)))],
};

fn claims(desk: &Desk, found: &mut Findings) {
    let stale: Vec<_> = desk
        .items("claim")
        .filter_map(|item| {
            let claim = &desk.library.claims.get(&item.id)?.value;
            Some((item, why(desk, claim)?))
        })
        .collect();
    for (item, (message, key)) in stale {
        let place = item.node().get(key).map_or_else(|| desk::door(item), |node| desk::place(item, node));
        let stands = stands_on(desk, desk.users(&item.id));
        let help = format!("look it up again and set `verified:`, or correct it; {stands}");
        found.push(RULE.at(place, message).help(help).of(desk::about(item)));
    }
}

/// What ended a claim, and the key that says so.
fn why(desk: &Desk, claim: &Claim) -> Option<(String, &'static str)> {
    if claim.status == Some(Status::Outdated) {
        return Some(("this claim is marked as outdated".to_owned(), "status"));
    }
    let topic = claim.freshness();
    let until = desk.library.settings.holds_until(claim.common.verified, claim.expires, topic)?;
    if until >= desk.today {
        return None;
    }
    Some(match (claim.expires, claim.common.verified) {
        (None, Some(day)) => {
            let days = desk.library.settings.days_fresh(topic);
            (
                format!("this claim was last checked on {day}; {topic} claims hold {days} days, so until {until}"),
                "verified",
            )
        }
        _ => (format!("this claim expired on {until}"), "expires"),
    })
}

/// The cards that what rests on a claim stands on, in words.
fn stands_on<'a>(desk: &Desk<'a>, users: impl Iterator<Item = &'a Written>) -> String {
    let library = desk.library;
    let mut cards: Vec<String> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for user in users {
        match user.kind.word {
            "competitor" | "product" => cards.push(user.id.clone()),
            "objection" => {
                others.push(desk::about(user).replace(':', " "));
                let named = library.objections.get(&user.id).map(|o| o.competitors.iter().map(|c| c.to_string()));
                cards.extend(named.into_iter().flatten());
                let listing = library.competitors.iter().filter(|c| c.objections.iter().any(|o| **o == *user.id));
                cards.extend(listing.map(|c| c.id.clone()));
            }
            "comparison" => {
                others.push(desk::about(user).replace(':', " "));
                let columns = library.comparisons.get(&user.id).into_iter().flat_map(|table| &table.columns);
                let rivals = columns.flat_map(|c| [Some(&*c.id), c.of.as_deref()]).flatten();
                cards.extend(rivals.filter(|id| library.competitors.get(id).is_some()).map(str::to_owned));
            }
            word => others.push(format!("{word} {}", user.id)),
        }
    }
    cards.sort();
    cards.dedup();
    let mut parts = Vec::new();
    if !cards.is_empty() {
        parts.push(format!(
            "it stands on the card{} {}",
            if cards.len() == 1 { " of" } else { "s of" },
            cards.join(", ")
        ));
    }
    if !others.is_empty() {
        parts.push(format!("in {}", others.join(", ")));
    }
    if parts.is_empty() { "nothing rests on it".to_owned() } else { parts.join(", ") }
}

fn prices(desk: &Desk, piece: &Piece, found: &mut Findings) {
    let Some(day) = Some(piece).filter(|p| p.name() == "Pricing").and_then(|p| day(p.block.node)) else { return };
    let settings = &desk.library.settings;
    if settings.holds_until(Some(day), None, "pricing").is_some_and(|until| until < desk.today) {
        let days = settings.days_fresh("pricing");
        let message = format!("these prices were last checked on {day}; prices hold {days} days");
        found.push(RULE.at(piece.place("verified"), message).help("look them up again and set `verified:`"));
    }
}

fn day(node: Node) -> Option<Day> {
    node.text_of("verified")?.parse().ok().map(Day)
}
