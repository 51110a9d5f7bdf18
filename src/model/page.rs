//! Free pages.

use schemars::JsonSchema;
use serde::Deserialize;

use super::shared::*;
use super::value::*;

/// `pages/`: a page of its own, in YAML or as Markdown with front matter.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FreePage {
    /// Its permanent address; the file's name unless written.
    pub id: Id,
    /// What it is called.
    #[schemars(extend("x-required" = true, "examples" = ["How to use these cards"]))]
    pub title: Name,
    /// Its words.
    pub text: Text,
    /// Its place among the pages: small numbers first.
    pub order: Option<i64>,
    /// What every entity may carry.
    #[serde(flatten)]
    pub common: Common,
}
