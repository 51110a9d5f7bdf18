//! What was heard in the field.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::value::*;

/// `field-log/`: one thing somebody heard. Internal.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Heard {
    /// When.
    #[schemars(extend("x-required" = true))]
    pub on: Option<Day>,
    /// Which objection it was; without it, it is not answered yet.
    pub objection: Option<Ref<kind::Objection>>,
    /// The words.
    #[schemars(extend("examples" = ["it's a third more than TT"]))]
    pub words: Line,
    /// Where it was heard.
    pub source: Option<HeardIn>,
    /// Against whom.
    pub competitor: Option<Ref<kind::Competitor>>,
    /// From whom.
    pub persona: Option<Ref<kind::Persona>>,
    /// When in the sale.
    pub stage: Stage,
    /// In which market segment.
    pub segment: Segment,
    /// In which region.
    pub region: Region,
    /// How the deal ended.
    pub outcome: Option<Outcome>,
    /// What else to know.
    pub note: Text,
}

/// Where something was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
#[allow(missing_docs)]
pub enum HeardIn {
    Call,
    Qa,
    WinLoss,
    Support,
    Event,
}

/// How a deal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
#[allow(missing_docs)]
pub enum Outcome {
    Won,
    Lost,
    Open,
    None,
}

/// Days after which what was heard counts half.
const HALF_LIFE: f64 = 90.0;

/// How much one entry counts on a day: less the older it is, double when the deal was lost.
pub fn weight(on: Date, lost: bool, today: Date) -> f64 {
    let age = f64::from((today - on).get_days().max(0));
    let deal = if lost { 2.0 } else { 1.0 };
    deal * 0.5f64.powf(age / HALF_LIFE)
}
