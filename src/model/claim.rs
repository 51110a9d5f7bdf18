//! What we say is true, and how we know.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shared::*;
use super::value::*;

/// `claims/`: written once, used on many cards.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Claim {
    /// Its permanent address.
    pub id: Id,
    /// The claim; required unless an evidence has a quote, or a story a result.
    #[schemars(extend("examples" = ["Customers answer 41 % of tickets without an agent."]))]
    pub text: Line,
    /// What it is about; decides how long it stays fresh.
    pub topic: Option<Topic>,
    /// The product or competitor it speaks of.
    pub about: Option<RivalRef>,
    /// The day it expires; else `verified` + `freshness[topic]`.
    pub expires: Option<Day>,
    /// Whether it holds.
    pub status: Option<Status>,
    /// Who cares.
    pub personas: PersonaRefs,
    /// A customer case.
    pub story: Option<Story>,
    /// Where it comes from.
    pub evidence: List<Evidence>,
    /// Who may see it.
    #[schemars(extend("x-shape" = "audience"))]
    pub audience: Option<crate::text::Audience>,
    /// What every entity may carry.
    #[serde(flatten)]
    pub common: Common,
}

impl Claim {
    /// The word under which `freshness:` says how long it holds.
    pub fn freshness(&self) -> &'static str {
        match self.topic {
            Some(Topic::Pricing) => "pricing",
            Some(Topic::Feature) => "feature",
            Some(Topic::Security) => "security",
            Some(Topic::Customer) => "customer",
            Some(Topic::Performance) => "performance",
            Some(Topic::Market) | None => "market",
        }
    }
}

/// What a claim is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
#[allow(missing_docs)]
pub enum Topic {
    Pricing,
    Feature,
    Security,
    Market,
    Customer,
    Performance,
}

/// Whether a claim holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
#[allow(missing_docs)]
pub enum Status {
    Verified,
    Unverified,
    Disputed,
    Outdated,
}

/// A customer case.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Story {
    /// What was hard.
    pub challenge: Text,
    /// What was done.
    pub solution: Text,
    /// What came of it.
    pub result: Text,
}
