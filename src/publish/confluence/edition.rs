//! What the two editions of Confluence can do, each in its own words: Cloud (`cloud`) and Data Center (`data_center`).
//! What is made of it is the same for both, and stands in `desk`.

use serde_json::Value;

use super::api::{Answer, Api};
use crate::publish::wiki::{Draft, Fault, Sighting};

/// Key of the property of a page that says whose it is.
pub const PROPERTY: &str = "talktrack";

/// A space.
#[derive(Debug, Clone, Default)]
pub struct Space {
    /// Its id; a Data Center has only the key.
    pub id: String,
    /// The page that stands above all others; empty: none.
    pub home: String,
}

/// A page as Confluence tells it.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Which, and where.
    pub seen: Sighting,
    /// `current`, `archived`, `draft`, `trashed` …
    pub status: String,
    /// The space it stands in: id or key, as in [`Space::id`].
    pub space: String,
    /// The text, where it was asked for.
    pub text: String,
    /// The message of its last version.
    pub note: String,
}

/// What we need to be allowed, in words, and whether we are.
pub type Rights = Vec<(&'static str, bool)>;

/// Why there is no page.
#[derive(Debug)]
pub enum Refusal {
    /// It went wrong on the way.
    Fault(Fault),
    /// Confluence said no.
    No(Answer),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Fault(fault)
    }
}

/// An edition of Confluence. Faults are [`Fault::Down`], of writes also [`Fault::Unknown`].
pub trait Edition {
    /// To ask what both have.
    fn api(&mut self) -> &mut Api;

    /// How many requests were made so far, reads and writes.
    fn requests(&self) -> (usize, usize);

    /// The space of this key; `None`: it is not there, or not for us to see.
    fn space(&mut self, key: &str) -> Result<Option<Space>, Fault>;

    /// What we may do in a space or under a page, as far as the edition tells without trying.
    fn rights(&mut self, space: &Space, parent: &str) -> Result<Rights, Fault>;

    /// The pages of these ids, in no order, as far as they are there.
    fn numbered(&mut self, ids: &[&str]) -> Result<Vec<Page>, Fault>;

    /// The pages of this title in a space, with any of these statuses.
    fn titled(&mut self, space: &Space, title: &str, statuses: &[&str]) -> Result<Vec<Page>, Fault>;

    /// All pages of a space; `None`: they come in more parts than this.
    fn all(&mut self, space: &Space, parts: usize) -> Result<Option<Vec<Page>>, Fault>;

    /// A page with its text, as it is, or as it was at a version.
    fn page(&mut self, id: &str, version: Option<&str>) -> Result<Option<Page>, Fault>;

    /// The message of the first version of a page.
    fn first_note(&mut self, id: &str) -> Result<String, Fault>;

    /// Creates a page whose first version carries the mark, so that none of ours is ever without one.
    fn add(&mut self, space: &Space, parent: &str, draft: &Draft) -> Result<Page, Refusal>;

    /// Makes the next version of a page.
    fn change(&mut self, id: &str, version: u64, parent: &str, draft: &Draft) -> Result<Page, Refusal>;

    /// Puts a page into the trash.
    fn bin(&mut self, id: &str) -> Result<Answer, Fault>;

    /// The value of our property of a page.
    fn property(&mut self, id: &str) -> Result<Option<Value>, Fault>;

    /// Sets our property of a new page.
    fn set_property(&mut self, id: &str, value: &Value) -> Result<Answer, Fault>;

    /// How many inline comments nobody has resolved.
    fn open_comments(&mut self, id: &str) -> Result<usize, Fault>;

    /// The ids of all that stands below a page.
    fn below(&mut self, id: &str) -> Result<Vec<String>, Fault>;

    /// The files of a page that have this name: one or none, with its comment.
    fn file(&mut self, page: &str, name: &str) -> Result<Option<File>, Fault>;

    /// Finds the names behind the ids of those who changed pages, where the edition shows ids.
    fn name_people(&mut self, _pages: &mut [Page]) -> Result<(), Fault> {
        Ok(())
    }
}

/// A file of a page.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// Its id.
    pub id: String,
    /// The number of its version.
    pub version: u64,
    /// Its size in bytes.
    pub size: u64,
    /// The words that were sent along.
    pub comment: String,
}

/// A value as text, numbers included; anything else is empty.
pub fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// Whether a list of operations holds this one.
pub fn is_allowed(operations: &Value, operation: &str, target: &str) -> bool {
    let list = operations.as_array().into_iter().flatten();
    list.into_iter().any(|told| told["operation"] == operation && told["targetType"] == target)
}
