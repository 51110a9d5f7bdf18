//! Texts as authors write them: reads the Markdown of one field and writes it as HTML, as Markdown or as plain words.
//!
//! A leaf: knows no entity, no file and no template. What an `[[entity:id]]`, a link or a picture becomes is asked
//! of the renderer through [`Resolve`]; nothing an author writes reaches a page unescaped.

mod addresses;
mod anchors;
mod bare;
mod escape;
mod escape_markdown;
mod findings;
mod href;
mod html;
mod insider;
mod markdown;
mod ordinary;
mod outline;
mod parsed;
mod pieces;
mod plain;
mod reading;
mod reduce;
mod refs;
mod slug;
mod source;
mod terms;

pub use addresses::addresses;
pub use anchors::settle_anchors;
pub use escape::escape_html;
pub use escape_markdown::escape_markdown;
pub use findings::{Found, FoundKind, findings};
pub use html::to_html;
pub use insider::Audience;
pub use markdown::to_markdown;
pub use parsed::Parsed;
pub use plain::{inline_plain, is_cjk, normalized_words, plain, shortened, word_count, words};
pub use reading::{Reading, Sentence, reading};
pub use reduce::{Reduced, reduce};
pub use refs::{ITEM_ENTITIES, ItemRef, OwnedItemRef};
pub use slug::slug;
pub use source::Source;
pub use terms::{asked_terms, each_term, folded};

/// What a link destination became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Href {
    /// Link to this address, relative to the page.
    To(String),
    /// Show only the words.
    Plain,
}

/// What a picture became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    /// Show the picture found at this address, relative to the page, with its width and height where they are known.
    Show(String, Option<(u32, u32)>),
    /// Link to this address with the alternative text as words.
    Link(String),
    /// Show only the alternative text.
    Plain,
}

/// What an item reference shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Where it leads, relative to the page; `None`: words only.
    pub href: Option<String>,
    /// The words printed where the reference has none of its own.
    pub words: Words,
}

/// Words that stand for an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// A name: shown exactly as it is.
    Plain(String),
    /// A line of inline Markdown, such as a claim's text.
    Markdown(String),
}

/// The questions a text asks the renderer; every address that comes back is relative to the page.
pub trait Resolve {
    /// The item behind a reference; `None` leaves the `[[…]]` as it is written.
    fn item(&self, item: &ItemRef) -> Option<Shown>;
    /// The address behind a link; asked only for allowed schemes and relative destinations, entities decoded.
    fn link(&self, dest: &str) -> Href;
    /// The picture behind an image; `//host/…` arrives as `https://host/…`.
    fn picture(&self, dest: &str) -> Picture;
    /// The words above an insider passage, such as "Internal only".
    fn insider_label(&self, audience: Audience) -> &str;
}

/// The room a text has on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Paragraphs, lists, tables and all else.
    Block,
    /// One line; a longer text is flattened, its blocks joined by a space.
    Inline,
    /// One table cell: no line break in the output, blocks joined by `<br>`.
    Cell,
}

#[cfg(test)]
mod sample;
