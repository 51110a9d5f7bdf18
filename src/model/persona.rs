//! Whom we talk to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shared::*;
use super::value::*;

/// `personas/`: a person in the buying team, as they see themselves.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Persona {
    /// Its permanent address; the file's name unless written.
    pub id: Id,
    /// What they do.
    #[schemars(extend("x-required" = true, "examples" = ["Head of support"]))]
    pub role: Name,
    /// A nickname, if the team uses one.
    pub name: Name,
    /// Job titles they carry.
    #[schemars(extend("x-names" = true, "examples" = [["VP Support", "Support director"]]))]
    pub titles: List<Name>,
    /// Who they are.
    pub about: Text,
    /// Their part in the purchase.
    pub buying_role: Option<BuyingRole>,
    /// What they need.
    pub needs: Points,
    /// What wears them out.
    pub frustrations: Points,
    /// What they hope for.
    pub desires: Points,
    /// How they are measured.
    pub success_metrics: Points,
    /// Words they use.
    pub words_they_use: Points,
    /// What worries them about changing.
    pub worries_about_switching: Points,
    /// Questions to ask them.
    #[schemars(extend("x-cap" = "partner"))]
    pub discovery: Questions,
    /// Questions that show them where rivals are weak.
    #[schemars(extend("x-cap" = "partner"))]
    pub landmines: Questions,
    /// What every entity may carry.
    #[serde(flatten)]
    pub common: Common,
}

/// Parts in a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
#[allow(missing_docs)]
pub enum BuyingRole {
    Champion,
    EconomicBuyer,
    TechnicalBuyer,
    User,
    Blocker,
}
