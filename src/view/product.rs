//! What all collateral on a product of ours shows.

use serde::Serialize;

use super::Shelf;
use super::competitor::facts;
use super::eye::Eye;
use super::objection;
use super::parts::*;
use crate::model::Item;
use crate::model::product::{Attribute, Positioning, Product, ValueDriver};
use crate::model::value::{OneOrMany, Text};

/// A product.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct ProductView {
    pub id: String,
    pub name: String,
    pub one_liner: String,
    pub overview: String,
    pub problem: String,
    pub pitch: String,
    pub messages: Vec<Fact>,
    pub alternatives: Vec<Link>,
    pub attributes: Vec<AttributeView>,
    pub best_fit_customers: String,
    pub market_category: String,
    pub trends: Vec<PointView>,
    pub value_drivers: Vec<DriverView>,
    pub pricing: Option<PricingView>,
    pub discovery: Vec<QuestionView>,
    pub landmines: Vec<QuestionView>,
    pub website: String,
    pub website_to: String,
    pub logo: String,
    pub facts: Vec<Fact>,
    pub aliases: Vec<String>,
    pub objections: Vec<ObjectionView>,
    /// How many more objections stand on cards, where all are too many for one page.
    pub on_cards: usize,
    pub faqs: Vec<Link>,
    pub more: More,
}

/// Something only we have.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct AttributeView {
    pub attribute: String,
    pub value: String,
    pub personas: Vec<Link>,
    pub claims: Vec<ClaimView>,
}

/// What a customer gains.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct DriverView {
    pub name: String,
    pub before: String,
    pub after: String,
    pub metrics: Vec<String>,
    pub personas: Vec<Link>,
    pub claims: Vec<ClaimView>,
}

/// A product, whole.
pub fn view<'a>(eye: &Eye<'a>, shelf: &Shelf<'a>, item: &'a Item<Product>) -> ProductView {
    static NONE: std::sync::LazyLock<Positioning> = std::sync::LazyLock::new(Positioning::default);
    let file = &*item.origin.file;
    let p = &item.value;
    let met = shelf.objections_on(eye, &item.id);
    let positioning = p.positioning.as_ref().unwrap_or(&NONE);
    let attribute = |a: &Attribute| AttributeView {
        attribute: eye.text(&a.attribute, file),
        value: eye.text(&a.value, file),
        personas: eye.links(&a.personas),
        claims: eye.claims(&a.claims),
    };
    let driver = |d: &ValueDriver| DriverView {
        name: d.name.to_string(),
        before: eye.text(&d.before, file),
        after: eye.text(&d.after, file),
        metrics: eye.lines(&d.metrics, file),
        personas: eye.links(&d.personas),
        claims: eye.claims(&d.claims),
    };
    let message = |(name, texts): (&str, &OneOrMany<Text>)| Fact {
        name: name.to_owned(),
        values: texts.0.iter().map(|t| eye.text(t, file)).collect(),
    };
    ProductView {
        id: item.id.clone(),
        name: p.name.to_string(),
        one_liner: eye.text(&p.one_liner, file),
        overview: eye.text(&p.overview, file),
        problem: eye.text(&p.problem, file),
        pitch: eye.text(&p.pitch, file),
        messages: p.messages.iter().map(message).collect(),
        alternatives: positioning.competitive_alternatives.iter().map(|a| eye.rival_or_line(&a.0)).collect(),
        attributes: positioning.unique_attributes.iter().map(attribute).collect(),
        best_fit_customers: eye.text(&positioning.best_fit_customers, file),
        market_category: eye.text(&positioning.market_category, file),
        trends: eye.points(&positioning.relevant_trends, file),
        value_drivers: p.value_drivers.iter().map(driver).collect(),
        pricing: eye.pricing(&p.pricing, file),
        discovery: eye.questions(&p.discovery, file),
        landmines: eye.questions(&p.landmines, file),
        website: p.website.to_string(),
        website_to: eye.address(&p.website, file),
        logo: eye.file(&p.logo, file),
        facts: facts(eye, &p.facts, file),
        aliases: p.aliases.iter().map(|a| a.to_string()).collect(),
        objections: objection::ranked(eye, met.whole),
        on_cards: met.on_cards,
        faqs: shelf.faqs_about(eye, &item.id),
        more: eye.more(&p.common, file),
    }
}
