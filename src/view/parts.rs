//! The pieces that pages are put together from, as templates meet them. Texts are Markdown whose links are told from
//! the kit's root; addresses (`to`) are `page:…`, `file:…` or a web address, and become links in `render`.

use serde::Serialize;

/// Words that may lead somewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Link {
    /// The words.
    pub title: String,
    /// Where they lead; empty: nowhere.
    pub to: String,
}

/// A word and what it stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What is told.
    pub name: String,
    /// What it is: one or several texts.
    pub values: Vec<String>,
}

/// How old something is, in days and as a state that labels have words for.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Age {
    /// The day it was checked; empty: never.
    pub verified: String,
    /// The last day it holds; empty: open.
    pub until: String,
    /// Days since it was checked; -1: never.
    pub days: i64,
    /// `fresh`, `due` (ends within 14 days), `stale` or `never`.
    pub state: &'static str,
}

/// Where a fact comes from.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct EvidenceView {
    pub kind: &'static str,
    pub title: String,
    pub to: String,
    pub url: String,
    pub quote: String,
    pub text: String,
    pub by: Option<PersonView>,
    pub captured: String,
    pub grade: String,
    pub audience: &'static str,
}

/// A person who said something.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct PersonView {
    pub name: String,
    pub role: String,
    pub company: String,
    pub image: String,
}

/// A claim, with what it rests on.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct ClaimView {
    /// `new`, `changed`, or empty.
    pub news: &'static str,
    pub id: String,
    pub to: String,
    /// The claim; without one, its best quote or result.
    pub text: String,
    pub topic: String,
    pub status: String,
    pub audience: &'static str,
    pub about: Option<Link>,
    pub age: Age,
    pub personas: Vec<Link>,
    pub evidence: Vec<EvidenceView>,
    pub challenge: String,
    pub solution: String,
    pub result: String,
    pub more: More,
}

/// A point of a list.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct PointView {
    /// `new`, `changed`, or empty.
    pub news: &'static str,
    pub title: String,
    pub text: String,
    pub fact: String,
    pub impact: String,
    pub act: Vec<String>,
    pub claims: Vec<ClaimView>,
    pub evidence: Vec<EvidenceView>,
    pub personas: Vec<Link>,
    pub labels: Vec<String>,
    pub note: String,
    pub mitigation: String,
    pub respond: String,
}

/// A question to ask.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct QuestionView {
    /// `new`, `changed`, or empty.
    pub news: &'static str,
    pub ask: String,
    pub listen_for: String,
    pub why: String,
    pub expected: String,
    pub follow_ups: Vec<String>,
    pub caution: String,
    pub personas: Vec<Link>,
    pub claims: Vec<ClaimView>,
}

/// Something to open or send.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct ResourceView {
    pub title: String,
    pub to: String,
    pub url: String,
    pub kind: String,
    pub text: String,
    pub image: String,
    pub group: String,
}

/// A part that no field covers.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct SectionView {
    pub title: String,
    pub text: String,
}

/// What every entity may carry.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct More {
    pub owner: String,
    pub age: Age,
    /// Names of tags, segments and regions.
    pub labels: Vec<String>,
    pub resources: Vec<ResourceView>,
    pub glance: Vec<SectionView>,
    pub body: Vec<SectionView>,
    pub end: Vec<SectionView>,
}

/// What something costs.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct PricingView {
    pub model: String,
    pub posture: String,
    pub talk_track: String,
    pub age: Age,
    pub plans: Vec<PlanView>,
}

/// One plan.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct PlanView {
    /// `new`, `changed`, or empty.
    pub news: &'static str,
    pub name: String,
    pub product: String,
    pub prices: Vec<String>,
    pub includes: Vec<String>,
    pub note: String,
    pub to: String,
    pub url: String,
}

/// An objection, whole.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct ObjectionView {
    /// `new`, `changed`, or empty.
    pub news: &'static str,
    pub id: String,
    pub to: String,
    pub says: String,
    pub also: Vec<String>,
    pub means: String,
    pub category: String,
    pub acknowledge: String,
    pub explore: Vec<String>,
    pub respond: String,
    pub confirm: String,
    pub claims: Vec<ClaimView>,
    pub evidence: Vec<EvidenceView>,
    pub concede_when: String,
    pub avoid: Vec<String>,
    pub prevent_by: String,
    pub personas: Vec<Link>,
    pub competitors: Vec<Link>,
    pub products: Vec<Link>,
    pub stages: Vec<String>,
    pub variants: Vec<VariantView>,
    pub more: More,
    /// How often it was heard, and lately: hundredths of the field log's rank.
    pub rank: i64,
    /// How many times it was heard.
    pub heard: usize,
    /// The last day it was heard; empty: never.
    pub last_heard: String,
}

/// The answer in a special case.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct VariantView {
    pub title: String,
    /// Whom or what it is for.
    pub cases: Vec<Link>,
    pub means: String,
    pub acknowledge: String,
    pub explore: Vec<String>,
    pub respond: String,
    pub claims: Vec<ClaimView>,
}

/// Something heard in the field.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs)]
pub struct HeardView {
    pub on: String,
    pub words: String,
    pub objection: Option<Link>,
    pub competitor: Option<Link>,
    pub persona: Option<Link>,
    pub source: &'static str,
    pub outcome: &'static str,
    pub labels: Vec<String>,
    pub note: String,
}
