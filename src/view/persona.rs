//! What all collateral on a persona shows.

use serde::Serialize;

use super::Shelf;
use super::eye::{Eye, word};
use super::objection;
use super::parts::*;
use crate::model::Item;
use crate::model::persona::Persona;

/// A persona.
#[derive(Debug, Default, Serialize)]
#[allow(missing_docs)]
pub struct PersonaView {
    pub id: String,
    pub role: String,
    pub name: String,
    pub titles: Vec<String>,
    pub about: String,
    pub buying_role: String,
    pub needs: Vec<PointView>,
    pub frustrations: Vec<PointView>,
    pub desires: Vec<PointView>,
    pub success_metrics: Vec<PointView>,
    pub words_they_use: Vec<PointView>,
    pub worries_about_switching: Vec<PointView>,
    pub discovery: Vec<QuestionView>,
    pub landmines: Vec<QuestionView>,
    pub objections: Vec<ObjectionView>,
    /// How many more objections stand on cards, where all are too many for one page.
    pub on_cards: usize,
    pub claims: Vec<ClaimView>,
    pub more: More,
}

/// A persona, whole.
pub fn view<'a>(eye: &Eye<'a>, shelf: &Shelf<'a>, item: &'a Item<Persona>) -> PersonaView {
    let file = &*item.origin.file;
    let p = &item.value;
    let said = shelf.objections_by(eye, &item.id);
    PersonaView {
        id: item.id.clone(),
        role: p.role.to_string(),
        name: p.name.to_string(),
        titles: p.titles.iter().map(|t| t.to_string()).collect(),
        about: eye.text(&p.about, file),
        buying_role: word(p.buying_role),
        needs: eye.points(&p.needs, file),
        frustrations: eye.points(&p.frustrations, file),
        desires: eye.points(&p.desires, file),
        success_metrics: eye.points(&p.success_metrics, file),
        words_they_use: eye.points(&p.words_they_use, file),
        worries_about_switching: eye.points(&p.worries_about_switching, file),
        discovery: eye.questions(&p.discovery, file),
        landmines: eye.questions(&p.landmines, file),
        objections: objection::ranked(eye, said.whole),
        on_cards: said.on_cards,
        claims: shelf.claims_for(&item.id).iter().map(|c| eye.claim(c)).collect(),
        more: eye.more(&p.common, file),
    }
}
