//! Questions and answers.

use schemars::JsonSchema;
use serde::Deserialize;

use super::shared::*;
use super::value::*;

/// `faqs/`: a page of questions.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Faq {
    /// Its permanent address; the file's name unless written.
    pub id: Id,
    /// What it is called.
    #[schemars(extend("x-required" = true, "examples" = ["Pricing and contracts"]))]
    pub title: Name,
    /// What it is about, before the first question.
    pub intro: Text,
    /// The product or competitor it speaks of.
    pub about: Option<RivalRef>,
    /// The questions.
    pub questions: List<Entry>,
    /// What every entity may carry.
    #[serde(flatten)]
    pub common: Common,
}

/// A question and its answer. Without `short`, `answer` and `rep_notes` it is open: listed for its owner.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("x-answered-by" = ["short", "answer"]))]
pub struct Entry {
    /// The question, in the asker's words.
    #[schemars(extend("x-required" = true, "examples" = ["Can we pay yearly?"]))]
    pub ask: Line,
    /// Its permanent address on the page; made from the words unless written.
    pub id: Id,
    /// Other wordings.
    pub also: List<Line>,
    /// Heading it stands under.
    #[schemars(extend("examples" = ["Billing"]))]
    pub group: Line,
    /// The answer in one breath.
    pub short: Text,
    /// The whole answer.
    pub answer: Text,
    /// Notes for reps.
    #[schemars(extend("x-cap" = "internal"))]
    pub rep_notes: Text,
    /// Who asks it.
    #[schemars(extend("x-cap" = "internal"))]
    pub asked_by: PersonaRefs,
    /// Claims it rests on.
    pub claims: ClaimRefs,
    /// Evidence of its own.
    pub evidence: List<Evidence>,
    /// The day it was last checked.
    pub verified: Option<Day>,
    /// The day it expires.
    pub expires: Option<Day>,
    /// Questions that follow.
    pub follow_ups: List<Entry>,
}

impl Entry {
    /// Whether nobody has answered it yet.
    pub fn is_open(&self) -> bool {
        self.short.is_empty() && self.answer.is_empty() && self.rep_notes.is_empty()
    }
}
