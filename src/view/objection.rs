//! Objections: what the guide, the cards and the persona sheets show of them.

use super::eye::Eye;
use super::parts::*;
use crate::model::Item;
use crate::model::objection::{Case, Objection, Variant};

/// An objection, whole.
pub fn view<'a>(eye: &Eye<'a>, item: &'a Item<Objection>) -> ObjectionView {
    let file = &*item.origin.file;
    let (_, heard, last) = eye.heard.get(&*item.id).copied().unwrap_or_default();
    let mut variants: Vec<&Variant> = item.variants.iter().collect();
    variants.sort_by_key(|v| std::cmp::Reverse(narrowness(v.case.as_ref())));
    ObjectionView {
        id: item.id.clone(),
        news: eye.item_news("objection", &item.id),
        to: eye.home("objection", &item.id),
        says: eye.text(&item.says, file),
        also: eye.lines(&item.also, file),
        means: eye.text(&item.means, file),
        category: item.category.to_string(),
        acknowledge: eye.text(&item.acknowledge, file),
        explore: eye.lines(&item.explore, file),
        respond: eye.text(&item.respond, file),
        confirm: eye.text(&item.confirm, file),
        claims: eye.claims(&item.claims),
        evidence: eye.evidence(&item.evidence, file),
        concede_when: eye.text(&item.concede_when, file),
        avoid: eye.lines(&item.avoid, file),
        prevent_by: eye.text(&item.prevent_by, file),
        personas: eye.links(&item.personas),
        competitors: eye.links(&item.competitors),
        products: eye.links(&item.products),
        stages: eye.terms("stages", item.stages.iter().map(|s| &**s)),
        variants: variants.into_iter().map(|v| variant(eye, v, file)).collect(),
        more: eye.more(&item.common, file),
        rank: eye.rank(&item.id),
        heard,
        last_heard: if heard > 0 { last.to_string() } else { String::new() },
    }
}

/// How many conditions a case has; the narrowest is shown first.
fn narrowness(case: Option<&Case>) -> usize {
    case.map_or(0, |c| {
        [c.segments.is_empty(), c.personas.is_empty(), c.competitors.is_empty(), c.regions.is_empty()]
            .iter()
            .filter(|e| !**e)
            .count()
    })
}

fn variant<'a>(eye: &Eye<'a>, variant: &'a Variant, file: &str) -> VariantView {
    let mut cases = Vec::new();
    if let Some(case) = &variant.case {
        let plain = |title: String| Link { title, to: String::new() };
        cases.extend(eye.terms("segments", case.segments.iter().map(|s| &**s)).into_iter().map(plain));
        cases.extend(eye.links(&case.personas));
        cases.extend(eye.links(&case.competitors));
        cases.extend(eye.terms("regions", case.regions.iter().map(|r| &**r)).into_iter().map(plain));
    }
    VariantView {
        title: variant.title.to_string(),
        cases,
        means: eye.text(&variant.means, file),
        acknowledge: eye.text(&variant.acknowledge, file),
        explore: eye.lines(&variant.explore, file),
        respond: eye.text(&variant.respond, file),
        claims: eye.claims(&variant.claims),
    }
}

/// The heard-most-lately first; unheard ones keep the order of their files.
pub fn by_rank<'a>(eye: &Eye<'a>, mut items: Vec<&'a Item<Objection>>) -> Vec<&'a Item<Objection>> {
    let rank = |i: &Item<Objection>| eye.heard.get(&*i.id).map_or(0.0, |h| h.0);
    items.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
    items
}

/// The same, looked at.
pub fn ranked<'a>(eye: &Eye<'a>, items: Vec<&'a Item<Objection>>) -> Vec<ObjectionView> {
    by_rank(eye, items).into_iter().map(|i| view(eye, i)).collect()
}
