//! A product of ours: its positioning.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Deserialize;

use super::shared::*;
use super::value::*;

/// `products/`: our own product, positioned (April Dunford's five parts).
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Product {
    /// Its permanent address; the file's name unless written.
    pub id: Id,
    /// What it is called.
    #[schemars(extend("x-required" = true, "examples" = ["Fernway Desk"]))]
    pub name: Name,
    /// What it is, in one line.
    pub one_liner: Line,
    /// What it is.
    pub overview: Text,
    /// What hurts without it.
    pub problem: Text,
    /// What we say first, said aloud.
    #[schemars(extend("examples" = ["Customers ask once and get an answer from your own docs."]))]
    pub pitch: Line,
    /// Ready texts by any name: `short`, `long`, `boilerplate` …
    pub messages: Named<OneOrMany<Text>>,
    /// The five parts of its positioning.
    pub positioning: Option<Positioning>,
    /// What a customer gains.
    pub value_drivers: List<ValueDriver>,
    /// What it costs.
    pub pricing: Option<Pricing>,
    /// Questions to ask.
    #[schemars(extend("x-cap" = "partner"))]
    pub discovery: Questions,
    /// Questions that show where rivals are weak.
    #[schemars(extend("x-cap" = "partner"))]
    pub landmines: Questions,
    /// Its home page.
    pub website: Url,
    /// Its logo, under `static/`.
    pub logo: FilePath,
    /// Anything worth knowing, by any name.
    pub facts: Named<Line>,
    /// Other names it goes by.
    #[schemars(extend("x-cap" = "partner", "x-names" = true))]
    pub aliases: List<Name>,
    /// What every entity may carry.
    #[serde(flatten)]
    pub common: Common,
}

/// The five parts of positioning.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Positioning {
    /// What customers would use otherwise: ids of products or competitors, or lines.
    pub competitive_alternatives: List<Alternative>,
    /// What only we have.
    pub unique_attributes: List<Attribute>,
    /// Who gains most.
    pub best_fit_customers: Text,
    /// What shelf it stands on.
    pub market_category: Line,
    /// Why now.
    pub relevant_trends: Points,
}

/// The id of a product or competitor, or a line.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Alternative(pub String);

impl JsonSchema for Alternative {
    fn schema_name() -> Cow<'static, str> {
        "Alternative".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": ["string", "number"], "x-shape": "line"})
    }
}

/// Something only we have, and what it is worth.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Attribute {
    /// What we have.
    #[schemars(extend("examples" = ["Answers cite your docs"]))]
    pub attribute: Line,
    /// What it is worth to a customer.
    #[schemars(extend("examples" = ["Agents trust them"]))]
    pub value: Text,
    /// Who cares.
    pub personas: PersonaRefs,
    /// Claims it rests on.
    pub claims: ClaimRefs,
}

/// What a customer gains.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ValueDriver {
    /// What it is called.
    #[schemars(extend("examples" = ["Deflection"]))]
    pub name: Name,
    /// How it is without us.
    pub before: Text,
    /// How it is with us.
    pub after: Text,
    /// How it is measured.
    pub metrics: List<Line>,
    /// Who cares.
    pub personas: PersonaRefs,
    /// Claims it rests on.
    pub claims: ClaimRefs,
}
