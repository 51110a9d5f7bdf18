//! What every entity may carry, and the mappings that several entities share.

use arcstr::Substr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::value::*;
use crate::text::Audience;

/// What every entity may carry besides its own fields. (`audience`, `allow`, `neutral` and `draft` are read where
/// audiences are resolved, in `load::audience`, and are accepted on every mapping with fixed fields.)
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Common {
    /// Who keeps this true.
    #[schemars(extend("x-cap" = "internal", "examples" = ["Ines Aldana"]))]
    pub owner: Line,
    /// The day somebody last checked this.
    pub verified: Option<Day>,
    /// Labels.
    pub tags: List<Tag>,
    /// Market segments this is for.
    pub segments: List<Segment>,
    /// Regions this is for.
    pub regions: List<Region>,
    /// Pages, videos, slides and other material to open or send.
    pub resources: List<Resource>,
    /// What no field covers.
    pub sections: List<Section>,
}

/// Something to open or send.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Resource {
    /// What it is called.
    #[schemars(extend("examples" = ["Migration guide"]))]
    pub title: Name,
    /// Where it is: a web address, or a file under `static/`.
    #[schemars(extend("examples" = ["https://fernway.example/migrate"]))]
    pub url: Url,
    /// What sort of thing it is.
    pub kind: Option<ResourceKind>,
    /// What it says or when to use it.
    pub text: Text,
    /// A picture of it, under `static/`.
    pub image: FilePath,
    /// Heading it stands under.
    pub group: Line,
}

/// Sorts of material.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
#[allow(missing_docs)]
pub enum ResourceKind {
    Page,
    Video,
    Slides,
    Pdf,
    Demo,
    Review,
    CaseStudy,
    Doc,
    Image,
}

/// A part of a page that no field covers.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Section {
    /// Its heading.
    #[schemars(extend("examples" = ["How their sales team works"]))]
    pub title: Name,
    /// Its words.
    pub text: Text,
    /// Where it stands: with the first glance, in the body (default), or at the end.
    pub layer: Layer,
}

/// Where a section stands on its page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
#[allow(missing_docs)]
pub enum Layer {
    Glance,
    #[default]
    Body,
    End,
}

/// Most lists hold points: a line, or this mapping with `text` or `fact`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("x-one-of" = ["text", "fact"]))]
pub struct Point {
    /// A few words that name the point.
    pub title: Name,
    /// The point.
    pub text: Text,
    /// What is true.
    #[schemars(extend("examples" = ["No public API"]))]
    pub fact: Line,
    /// What it means for the deal.
    #[schemars(extend("x-cap" = "partner", "examples" = ["IT has to export by hand"]))]
    pub impact: Line,
    /// What to do or say.
    #[schemars(extend("x-cap" = "partner", "examples" = [["Ask who does the export"]]))]
    pub act: List<Line>,
    /// Claims it rests on.
    pub claims: ClaimRefs,
    /// Evidence of its own.
    pub evidence: List<Evidence>,
    /// Who cares.
    pub personas: PersonaRefs,
    /// Market segments it is for.
    pub segments: List<Segment>,
    /// Regions it is for.
    pub regions: List<Region>,
    /// For insiders.
    #[schemars(extend("x-cap" = "internal"))]
    pub note: Text,
    /// On `why_we_lose`: what softens it.
    #[schemars(extend("x-cap" = "partner"))]
    pub mitigation: Line,
    /// On `strengths`: what to say when it comes up.
    #[schemars(extend("x-cap" = "partner"))]
    pub respond: Text,
}

impl FromLine for Point {
    fn from_line(line: Substr) -> Self {
        Point { text: Text(line), ..Point::default() }
    }
}

impl LineShape for Point {}

/// A list of points.
pub type Points = List<LineOr<Point>>;

/// Where a fact comes from.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("x-default-audience" = "internal"))]
pub struct Evidence {
    /// What sort of source.
    pub kind: Option<EvidenceKind>,
    /// What the source is called.
    #[schemars(extend("examples" = ["Support benchmark 2026"]))]
    pub title: Name,
    /// Where to read it.
    #[schemars(extend("examples" = ["https://bench.example/2026"]))]
    pub url: Url,
    /// The words themselves.
    pub quote: Text,
    /// What it shows.
    pub text: Text,
    /// Who said it.
    pub by: Option<Box<Person>>,
    /// The day it was seen.
    pub captured: Option<Day>,
    /// A primary, B customer or partner, C inferred (default), D anecdote.
    #[schemars(extend("x-cap" = "internal"))]
    pub grade: Option<Grade>,
    /// Who may see the source: `internal` unless written.
    #[schemars(extend("x-shape" = "audience"))]
    pub audience: Option<Audience>,
}

/// Sorts of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
#[allow(missing_docs)]
pub enum EvidenceKind {
    Url,
    Study,
    Review,
    Analyst,
    Customer,
    Call,
    Document,
    Benchmark,
}

/// How strong a source is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Grade {
    /// Primary.
    A,
    /// Customer or partner.
    B,
    /// Inferred.
    #[default]
    C,
    /// Anecdote.
    D,
}

/// A person who said something.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Person {
    /// Their name.
    pub name: Name,
    /// What they do.
    pub role: Name,
    /// Where they work.
    pub company: Name,
    /// A picture, under `static/`.
    pub image: FilePath,
}

/// A question to ask in a conversation.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Question {
    /// The question, as said aloud.
    #[schemars(extend("x-required" = true, "examples" = ["Who answers at night?"]))]
    pub ask: Line,
    /// What answer to listen for.
    pub listen_for: Line,
    /// Why to ask.
    pub why: Text,
    /// On landmines: what will likely happen.
    pub expected: Line,
    /// Questions that follow.
    pub follow_ups: List<Line>,
    /// When not to ask.
    pub caution: Line,
    /// Whom to ask.
    pub personas: PersonaRefs,
    /// Claims it rests on.
    pub claims: ClaimRefs,
}

impl FromLine for Question {
    fn from_line(line: Substr) -> Self {
        Question { ask: Line(line), ..Question::default() }
    }
}

impl LineShape for Question {}

/// A list of questions.
pub type Questions = List<LineOr<Question>>;

/// What something costs.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Pricing {
    /// How it is sold.
    #[schemars(extend("examples" = ["per agent and month"]))]
    pub model: Line,
    /// How they price, and how we do.
    #[schemars(extend("x-cap" = "partner"))]
    pub posture: Text,
    /// The day the prices were last checked.
    pub verified: Option<Day>,
    /// What to say when the price comes up.
    #[schemars(extend("x-cap" = "partner"))]
    pub talk_track: Text,
    /// The plans.
    pub plans: List<Plan>,
}

/// One plan of a price list.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Plan {
    /// Its name.
    #[schemars(extend("examples" = ["Team"]))]
    pub name: Name,
    /// Which of their products it belongs to.
    pub product: Line,
    /// Its price: a line, or several.
    #[schemars(extend("examples" = ["€49 per agent and month"]))]
    pub price: OneOrMany<Line>,
    /// What is in it.
    pub includes: List<Line>,
    /// Small print.
    pub note: Text,
    /// Where the price stands.
    pub url: Url,
}
