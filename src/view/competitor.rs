//! What all collateral on a competitor shows.

use serde::Serialize;

use super::Shelf;
use super::comparison::{self, TableView};
use super::eye::{Eye, word};
use super::objection;
use super::parts::*;
use crate::model::Item;
use crate::model::competitor::{Competitor, RivalProduct, Rumour};
use crate::model::value::{Line, Named};
use crate::text;

/// Words that a printed sheet holds in two columns, with room to spare.
const SHEET: usize = 420;

/// How many of each are shown.
struct Most {
    objections: usize,
    questions: usize,
    wins: usize,
    losses: usize,
}

/// On the first layer of a card.
const FIRST: Most = Most { objections: 3, questions: 2, wins: 3, losses: 2 };
/// On the card as a whole.
const ALL: Most = Most { objections: usize::MAX, questions: usize::MAX, wins: usize::MAX, losses: usize::MAX };

/// A competitor.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct CompetitorView {
    pub id: String,
    pub to: String,
    pub name: String,
    /// The card before and the one after, in a ring.
    pub before: Option<Link>,
    pub after: Option<Link>,
    /// Its place on the page of cards side by side; empty: there is none.
    pub beside: String,
    /// How many of the objections fit on a printed card with their answers.
    pub on_paper: usize,
    pub kind: String,
    pub relation: String,
    pub tier: String,
    pub category: String,
    pub aliases: Vec<String>,
    pub related: Vec<Link>,
    pub website: String,
    pub website_to: String,
    pub logo: String,
    pub products: Vec<RivalProductView>,
    pub one_liner: String,
    pub overview: String,
    pub facts: Vec<Fact>,
    pub their_pitch: String,
    pub difference: String,
    pub quick_dismiss: String,
    pub compete_when: Vec<PointView>,
    pub walk_away_when: Vec<PointView>,
    pub why_we_win: Vec<PointView>,
    pub why_we_lose: Vec<PointView>,
    pub strengths: Vec<PointView>,
    pub weaknesses: Vec<PointView>,
    pub they_will_say: Vec<RumourView>,
    pub discovery: Vec<QuestionView>,
    pub landmines: Vec<QuestionView>,
    pub objections: Vec<ObjectionView>,
    pub pricing: Option<PricingView>,
    pub moves: Vec<MoveView>,
    pub record: Vec<RecordView>,
    pub tables: Vec<TableView>,
    pub faqs: Vec<Link>,
    pub more: More,
}

/// Something a rival sells.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct RivalProductView {
    pub name: String,
    pub note: String,
}

/// What they say about us.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct RumourView {
    /// `new`, `changed`, or empty.
    pub news: &'static str,
    pub they_say: String,
    pub truth: String,
    pub respond: String,
    pub claims: Vec<ClaimView>,
}

/// Something they did.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct MoveView {
    /// `new`, `changed`, or empty.
    pub news: &'static str,
    pub on: String,
    pub what: String,
    pub so_what: String,
    pub claims: Vec<ClaimView>,
}

/// How deals ended in a period; numbers are words, empty when not known.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct RecordView {
    pub period: String,
    pub won: String,
    pub lost: String,
    pub open: String,
}

/// A competitor, whole.
pub fn view<'a>(eye: &Eye<'a>, shelf: &Shelf<'a>, item: &'a Item<Competitor>) -> CompetitorView {
    let file = &*item.origin.file;
    let c = &item.value;
    let mut layer = layer(eye, shelf, item, &ALL);
    // What is at home on this card leads nowhere else.
    let is_here = |objection: &&mut ObjectionView| objection.to.split('#').next() == Some(&layer.to);
    layer.objections.iter_mut().filter(is_here).for_each(|objection| objection.to.clear());
    let (before, after) = neighbours(eye, item);
    let number = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
    let product = |p: &RivalProduct| RivalProductView { name: p.name.to_string(), note: eye.text(&p.note, file) };
    let rumour = |r: &Rumour| RumourView {
        news: eye.part_news(file, &[&r.they_say]),
        they_say: eye.text(&r.they_say, file),
        truth: eye.text(&r.truth, file),
        respond: eye.text(&r.respond, file),
        claims: eye.claims(&r.claims),
    };
    let moved = |m: &crate::model::competitor::Move| MoveView {
        news: eye.part_news(file, &[&m.what]),
        on: m.on.map_or(String::new(), |d| d.to_string()),
        what: eye.text(&m.what, file),
        so_what: eye.text(&m.so_what, file),
        claims: eye.claims(&m.claims),
    };
    CompetitorView {
        before,
        after,
        beside: eye.home("beside", &item.id),
        kind: word(c.kind),
        relation: word(c.relation),
        tier: c.tier.to_string(),
        category: c.category.to_string(),
        aliases: c.aliases.iter().map(|a| a.to_string()).collect(),
        related: eye.links(&c.related),
        website: c.website.to_string(),
        website_to: eye.address(&c.website, file),
        logo: eye.file(&c.logo, file),
        products: c.products.iter().map(|p| product(p)).collect(),
        one_liner: eye.text(&c.one_liner, file),
        overview: eye.text(&c.overview, file),
        facts: facts(eye, &c.facts, file),
        their_pitch: eye.text(&c.their_pitch, file),
        compete_when: eye.points(&c.compete_when, file),
        walk_away_when: eye.points(&c.walk_away_when, file),
        strengths: eye.points(&c.strengths, file),
        weaknesses: eye.points(&c.weaknesses, file),
        they_will_say: c.they_will_say.iter().map(rumour).collect(),
        landmines: eye.questions(&c.landmines, file),
        pricing: eye.pricing(&c.pricing, file),
        moves: c.moves.iter().map(moved).collect(),
        record: c
            .record
            .iter()
            .map(|r| RecordView {
                period: r.period.to_string(),
                won: number(r.won),
                lost: number(r.lost),
                open: number(r.open),
            })
            .collect(),
        tables: shelf.tables_of(eye, item).into_iter().map(|t| comparison::card(eye, t, &item.id)).collect(),
        faqs: shelf.faqs_about(eye, &item.id),
        on_paper: on_paper(&layer),
        ..layer
    }
}

/// The first layer of a card: what one reads in a minute before a call.
pub fn glance<'a>(eye: &Eye<'a>, shelf: &Shelf<'a>, item: &'a Item<Competitor>) -> CompetitorView {
    layer(eye, shelf, item, &FIRST)
}

/// A card by its name.
pub fn name(eye: &Eye, item: &Item<Competitor>) -> CompetitorView {
    CompetitorView {
        id: item.id.clone(),
        to: eye.home("competitor", &item.id),
        name: item.name.to_string(),
        ..CompetitorView::default()
    }
}

/// What the first layer shows, as much of it as is wanted.
fn layer<'a>(eye: &Eye<'a>, shelf: &Shelf<'a>, item: &'a Item<Competitor>, most: &Most) -> CompetitorView {
    let file = &*item.origin.file;
    let c = &item.value;
    let heard = objection::by_rank(eye, shelf.objections_of(eye, item));
    CompetitorView {
        difference: eye.text(&c.difference, file),
        quick_dismiss: eye.text(&c.quick_dismiss, file),
        objections: heard.into_iter().take(most.objections).map(|o| objection::view(eye, o)).collect(),
        discovery: eye.questions(&c.discovery[..c.discovery.len().min(most.questions)], file),
        why_we_win: eye.points(&c.why_we_win[..c.why_we_win.len().min(most.wins)], file),
        why_we_lose: eye.points(&c.why_we_lose[..c.why_we_lose.len().min(most.losses)], file),
        more: eye.more(&c.common, file),
        ..name(eye, item)
    }
}

/// The cards before and after one, in a ring; none where it is the only one.
fn neighbours(eye: &Eye, item: &Item<Competitor>) -> (Option<Link>, Option<Link>) {
    let link = |i: &Item<Competitor>| Some(eye.link("competitor", &i.id)).filter(|l| !l.to.is_empty());
    eye.library.competitors.beside(&item.id).map_or((None, None), |(before, after)| (link(before), link(after)))
}

/// How many objections, heard most lately first, fit on one sheet with their answers.
fn on_paper(card: &CompetitorView) -> usize {
    let count = |words: &String| text::word_count(words);
    let points = card.why_we_win.iter().take(FIRST.wins).chain(card.why_we_lose.iter().take(FIRST.losses));
    let mut words = count(&card.difference) + count(&card.quick_dismiss);
    words += points.map(|p| count(&p.text) + count(&p.fact)).sum::<usize>();
    words += card.discovery.iter().take(FIRST.questions).map(|q| count(&q.ask) + count(&q.listen_for)).sum::<usize>();
    words += card.more.glance.iter().map(|s| count(&s.text)).sum::<usize>();
    let answer = |o: &ObjectionView| {
        let lines: usize = o.explore.iter().map(count).sum();
        let texts = [&o.says, &o.acknowledge, &o.means, &o.respond, &o.confirm].map(count);
        lines + texts.iter().sum::<usize>() + o.claims.first().map_or(0, |c| count(&c.text))
    };
    let sums = card.objections.iter().take(FIRST.objections).scan(words, |sum, o| {
        *sum += answer(o);
        Some(*sum)
    });
    sums.take_while(|sum| *sum <= SHEET).count()
}

/// A free map as facts.
pub fn facts(eye: &Eye, facts: &Named<Line>, file: &str) -> Vec<Fact> {
    facts.iter().map(|(name, value)| Fact { name: name.to_owned(), values: vec![eye.text(value, file)] }).collect()
}
