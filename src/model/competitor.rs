//! Who or what we are compared with.

use arcstr::Substr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::shared::*;
use super::value::*;

/// `competitors/`: a vendor, a home-made tool, or doing nothing.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Competitor {
    /// Its permanent address; the file's name unless written.
    pub id: Id,
    /// What it is called.
    #[schemars(extend("x-required" = true, "examples" = ["Ticketron"]))]
    pub name: Name,
    /// What sort of rival.
    pub kind: Option<RivalKind>,
    /// How it stands to us.
    pub relation: Option<Relation>,
    /// How often we meet it.
    #[schemars(extend("examples" = ["primary"]))]
    pub tier: Line,
    /// What it is.
    #[schemars(extend("examples" = ["ticketing suite"]))]
    pub category: Line,
    /// Other names it goes by.
    #[schemars(extend("x-cap" = "partner", "x-names" = true, "examples" = [["TT", "Ticket Tron"]]))]
    pub aliases: List<Name>,
    /// Products or competitors that belong with it.
    pub related: List<RivalRef>,
    /// Its home page.
    pub website: Url,
    /// Its logo, under `static/`.
    pub logo: FilePath,
    /// What it sells.
    pub products: List<LineOr<RivalProduct>>,
    /// What it is, in one line.
    pub one_liner: Line,
    /// What it is.
    pub overview: Text,
    /// Anything worth knowing, by any name.
    #[schemars(extend("examples" = [{"Founded": "2009", "HQ": "Ghent"}]))]
    pub facts: Named<Line>,
    /// What they say first.
    pub their_pitch: Text,
    /// How we answer "how are you different?".
    pub difference: Text,
    /// One breath that ends the matter where they do not fit.
    #[schemars(extend("x-cap" = "partner", "examples" = ["Great for call centres; you have none."]))]
    pub quick_dismiss: Line,
    /// When to compete.
    #[schemars(extend("x-cap" = "partner"))]
    pub compete_when: Points,
    /// When to walk away.
    #[schemars(extend("x-cap" = "internal"))]
    pub walk_away_when: Points,
    /// Why we win, best first.
    pub why_we_win: Points,
    /// Why we lose, honestly.
    #[schemars(extend("x-cap" = "internal"))]
    pub why_we_lose: Points,
    /// What they are good at.
    pub strengths: Points,
    /// What they are not good at.
    pub weaknesses: Points,
    /// What they say about us.
    #[schemars(extend("x-cap" = "partner"))]
    pub they_will_say: List<Rumour>,
    /// Questions to ask.
    #[schemars(extend("x-cap" = "partner"))]
    pub discovery: Questions,
    /// Questions that show where they are weak.
    #[schemars(extend("x-cap" = "partner"))]
    pub landmines: Questions,
    /// Objections to show, besides those that name this competitor themselves.
    pub objections: List<Ref<kind::Objection>>,
    /// What they cost.
    pub pricing: Option<Pricing>,
    /// What they did lately.
    pub moves: List<Move>,
    /// How deals against them ended.
    #[schemars(extend("x-cap" = "internal"))]
    pub record: List<Record>,
    /// Tables to show; without it, every table with a column of this competitor.
    pub comparisons: List<Ref<kind::Comparison>>,
    /// What every entity may carry.
    #[serde(flatten)]
    pub common: Common,
}

/// Sorts of rivals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
#[allow(missing_docs)]
pub enum RivalKind {
    Vendor,
    Build,
    StatusQuo,
    OtherPriority,
}

/// How a rival stands to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
#[allow(missing_docs)]
pub enum Relation {
    Competes,
    Replaceable,
    Complementary,
    Both,
}

/// Something a rival sells.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RivalProduct {
    /// Its name.
    #[schemars(extend("examples" = ["Ticketron Suite"]))]
    pub name: Name,
    /// What to know about it.
    pub note: Text,
}

impl FromLine for RivalProduct {
    fn from_line(line: Substr) -> Self {
        RivalProduct { name: Name(line), note: Text::default() }
    }
}

impl LineShape for RivalProduct {}

/// What they say about us, and the truth.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Rumour {
    /// What they say.
    #[schemars(extend("examples" = ["Fernway is small"]))]
    pub they_say: Line,
    /// How it is.
    pub truth: Text,
    /// What to answer.
    pub respond: Text,
    /// Claims it rests on.
    pub claims: ClaimRefs,
}

/// Something they did.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Move {
    /// When.
    pub on: Option<Day>,
    /// What happened.
    #[schemars(extend("examples" = ["Bought Chatly"]))]
    pub what: Text,
    /// What it means for us.
    #[schemars(extend("x-cap" = "internal", "examples" = ["expect a bundle"]))]
    pub so_what: Text,
    /// Claims it rests on.
    pub claims: ClaimRefs,
}

/// How deals ended in a period.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Record {
    /// Which period.
    #[schemars(extend("examples" = ["2026-H1"]))]
    pub period: Line,
    /// Deals won.
    pub won: Option<u64>,
    /// Deals lost.
    pub lost: Option<u64>,
    /// Deals still open.
    pub open: Option<u64>,
}
