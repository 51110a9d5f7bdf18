//! Feature by feature.

use std::borrow::Cow;

use arcstr::Substr;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::shared::*;
use super::value::*;

/// `comparisons/`: a feature matrix.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Comparison {
    /// Its permanent address; the file's name unless written.
    pub id: Id,
    /// What it is called.
    #[schemars(extend("x-required" = true, "examples" = ["Support desks, feature by feature"]))]
    pub title: Name,
    /// What to know before reading it.
    pub intro: Text,
    /// Heading of the first column.
    #[schemars(extend("examples" = ["Capability"]))]
    pub label: Name,
    /// Who is compared: ids of products and competitors, or mappings.
    #[schemars(extend("x-required" = true, "examples" = [["fernway-desk", "ticketron"]]))]
    pub columns: List<LineOr<Column>>,
    /// Own cell words.
    pub values: Named<Value>,
    /// Rows under headings.
    pub groups: List<Group>,
    /// Rows without headings.
    pub rows: List<Row>,
    /// What every entity may carry.
    #[serde(flatten)]
    pub common: Common,
}

/// One column.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Column {
    /// Its id: of a product or competitor, or its own.
    #[schemars(extend("x-required" = true))]
    pub id: Id,
    /// Its heading, when it is not a product or competitor itself.
    pub name: Name,
    /// The product or competitor it belongs to.
    pub of: Option<RivalRef>,
    /// What to know about it.
    pub note: Text,
    /// Where it stands on the web.
    pub url: Url,
}

impl FromLine for Column {
    fn from_line(line: Substr) -> Self {
        Column { id: Id(line), ..Column::default() }
    }
}

impl LineShape for Column {
    fn line_schema(generator: &mut SchemaGenerator) -> Schema {
        RivalRef::json_schema(generator)
    }
}

/// A word that cells may use.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Value {
    /// Which mark it stands for.
    #[serde(rename = "as")]
    pub mark: Option<Mark>,
    /// What it says.
    pub text: Line,
}

/// What a cell says at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
#[allow(missing_docs)]
pub enum Mark {
    Yes,
    No,
    Partial,
    Planned,
    Na,
    Unknown,
}

impl Mark {
    /// Every keyword.
    pub const WORDS: [&'static str; 6] = ["yes", "no", "partial", "planned", "na", "unknown"];

    /// The mark a keyword stands for, in any case; `true` and `false` too.
    pub fn parse(word: &str) -> Option<Mark> {
        Some(match word.to_ascii_lowercase().as_str() {
            "yes" | "true" => Mark::Yes,
            "no" | "false" => Mark::No,
            "partial" => Mark::Partial,
            "planned" => Mark::Planned,
            "na" => Mark::Na,
            "unknown" => Mark::Unknown,
            _ => return None,
        })
    }
}

/// Rows under one heading.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Group {
    /// Its permanent address on the page; made from the name unless written.
    pub id: Id,
    /// Its heading.
    #[schemars(extend("examples" = ["Automation"]))]
    pub name: Name,
    /// What to know before reading it.
    pub intro: Text,
    /// Its rows.
    pub rows: List<Row>,
}

/// One row.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Row {
    /// Its permanent address on the page; made from the name unless written.
    pub id: Id,
    /// What is compared.
    #[schemars(extend("examples" = ["Macros"]))]
    pub name: Name,
    /// What that means.
    pub text: Text,
    /// What to know about it.
    pub note: Text,
    /// Where to read more.
    pub url: Url,
    /// Other words for it.
    pub also: List<Line>,
    /// Claims it rests on.
    pub claims: ClaimRefs,
    /// Who cares.
    pub personas: PersonaRefs,
    /// Labels.
    pub tags: List<Tag>,
    /// Cells by column id.
    #[schemars(extend("examples" = [{"fernway-desk": "yes", "ticketron": "partial"}]))]
    pub cells: Named<LineOr<Cell>>,
    /// Who is ahead, and why.
    pub advantage: Option<LineOr<Advantage>>,
}

/// Who is ahead in a row: `us`, `them`, `even`, or a column id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Advantage {
    /// `us`, `them`, `even`, or a column id.
    #[schemars(extend("x-required" = true, "examples" = ["us"]))]
    pub to: Line,
    /// Why it matters.
    pub why: Text,
}

impl FromLine for Advantage {
    fn from_line(line: Substr) -> Self {
        Advantage { to: Line(line), why: Text::default() }
    }
}

impl LineShape for Advantage {}

/// What stands in a cell: a value, or a mapping with more to say.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cell {
    /// A keyword (`yes no partial planned na unknown`), a word from `values`, or any number or line.
    #[schemars(with = "CellValue")]
    pub value: Text,
    /// Stands under the mark.
    pub label: Line,
    /// Becomes a numbered footnote.
    pub note: Text,
    /// Since when, or planned for when.
    pub on: Option<Day>,
    /// Shown in the cell.
    pub text: Text,
    /// Claims it rests on.
    pub claims: ClaimRefs,
    /// Where it comes from.
    pub evidence: List<Evidence>,
}

impl FromLine for Cell {
    fn from_line(line: Substr) -> Self {
        Cell { value: Text(line), ..Cell::default() }
    }
}

impl LineShape for Cell {
    fn line_schema(generator: &mut SchemaGenerator) -> Schema {
        CellValue::json_schema(generator)
    }
}

/// The schema of a cell's value: any scalar.
struct CellValue;

impl JsonSchema for CellValue {
    fn schema_name() -> Cow<'static, str> {
        "CellValue".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number", "boolean"], "x-shape": "cell", "examples": ["yes"]})
    }
}
