//! What prospects say, and how to listen, acknowledge, explore and respond.

use schemars::JsonSchema;
use serde::Deserialize;

use super::shared::*;
use super::value::*;

/// `objections/`: the prospect's words and our answer.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Objection {
    /// Its permanent address.
    pub id: Id,
    /// The prospect's words.
    #[schemars(extend("x-required" = true, "examples" = ["You are 30 % more expensive than Ticketron."]))]
    pub says: Line,
    /// Other wordings.
    #[schemars(extend("examples" = [["too expensive", "no budget for that"]]))]
    pub also: List<Line>,
    /// The why behind it: what they fear or need.
    pub means: Text,
    /// `price feature risk switching timing authority trust support security need`, or a line.
    #[schemars(extend("examples" = ["price"]))]
    pub category: Line,
    /// The line that shows we heard them.
    pub acknowledge: Line,
    /// Questions that open it up.
    pub explore: List<Line>,
    /// The answer, said aloud.
    #[schemars(extend("x-cap" = "partner"))]
    pub respond: Text,
    /// The question that closes it.
    pub confirm: Line,
    /// Claims it rests on.
    pub claims: ClaimRefs,
    /// Evidence of its own.
    pub evidence: List<Evidence>,
    /// When it is simply true.
    pub concede_when: Text,
    /// What not to say.
    pub avoid: List<Line>,
    /// How to keep it from coming up.
    pub prevent_by: Line,
    /// Who says it.
    pub personas: PersonaRefs,
    /// Against whom it comes up.
    pub competitors: List<Ref<kind::Competitor>>,
    /// About which product.
    pub products: List<Ref<kind::Product>>,
    /// When in the sale.
    pub stages: List<Stage>,
    /// Answers for special cases, beside the general one.
    pub variants: List<Variant>,
    /// What every entity may carry.
    #[serde(flatten)]
    pub common: Common,
}

/// The answer in a special case.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Variant {
    /// Whom or what it is for.
    #[serde(rename = "for")]
    pub case: Option<Case>,
    /// What to call it.
    pub title: Name,
    /// The why behind it, here.
    pub means: Text,
    /// The line that shows we heard them, here.
    pub acknowledge: Line,
    /// Questions, here.
    pub explore: List<Line>,
    /// The answer, here.
    #[schemars(extend("x-cap" = "partner"))]
    pub respond: Text,
    /// Claims it rests on.
    pub claims: ClaimRefs,
}

/// What makes a case special.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Case {
    /// Market segments.
    pub segments: List<Segment>,
    /// Personas.
    pub personas: PersonaRefs,
    /// Competitors.
    pub competitors: List<Ref<kind::Competitor>>,
    /// Regions.
    pub regions: List<Region>,
}
