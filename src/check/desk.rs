//! What rules look at, and the few questions they ask of it.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use jiff::civil::Date;

use super::mentions::Mentions;
use super::{Asked, Dead, is_draft, references};
use crate::diagnostic::{Diagnostic, Location};
use crate::load::shape::Leaf;
use crate::load::tree::Node;
use crate::load::walk::Block;
use crate::load::{Kit, Written};
use crate::model::Library;
use crate::source::Sources;
use crate::text::{self, Audience, Found, Parsed, Reading};

/// The findings so far.
pub type Findings = Vec<Diagnostic>;

/// A kit under the eyes of the rules.
pub struct Desk<'a> {
    /// What was written.
    pub kit: &'a Kit,
    /// The same, typed.
    pub library: &'a Library,
    /// The texts of its files.
    pub sources: &'a Sources,
    /// The day of the check.
    pub today: Date,
    /// Links to the web that lead nowhere.
    pub dead: &'a Dead,
    /// Items that could not be typed, because something in them is wrong; they exist all the same.
    pub unfit: HashSet<(&'a str, &'a str)>,
    mentions: OnceLock<Mentions>,
}

impl<'a> Desk<'a> {
    /// Lays a kit out.
    pub fn of(kit: &'a Kit, library: &'a Library, sources: &'a Sources, asked: &Asked<'a>) -> Self {
        let mut desk = Desk {
            kit,
            library,
            sources,
            today: asked.today,
            dead: asked.dead,
            mentions: OnceLock::new(),
            unfit: HashSet::new(),
        };
        let named = || kit.items.iter().filter(|i| i.kind.has_ids);
        let all_fit = named().count() == library.named();
        let missing = named().filter(|i| !all_fit && !references::exists(&desk, i.kind.word, &i.id));
        let rival = |word| if matches!(word, "product" | "competitor") { "rival" } else { word };
        desk.unfit =
            missing.flat_map(|i| [(i.kind.word, i.id.as_str()), (rival(i.kind.word), i.id.as_str())]).collect();
        desk
    }

    /// The items of one sort that are no drafts.
    pub fn items(&self, word: &'static str) -> impl Iterator<Item = &'a Written> {
        self.kit.items.iter().filter(move |i| i.kind.word == word && !is_draft(i.node()))
    }

    /// What the items name.
    pub fn mentions(&self) -> &Mentions {
        self.mentions.get_or_init(|| Mentions::of(self))
    }

    /// The items that rest on a claim, in the order of their files.
    pub fn users(&self, claim: &str) -> impl Iterator<Item = &'a Written> {
        let places = self.mentions().claims.get(claim).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|at| &self.kit.items[*at])
    }

    /// Whether pages are in English, for rules that know no other language.
    pub fn is_english(&self) -> bool {
        let language = &*self.library.settings.language;
        language.is_empty() || language == "en" || language.starts_with("en-")
    }

    /// The place of a part of a scalar's words, found again in the file's text; the scalar where it is not.
    pub fn place_of(&self, file: &str, node: Node, part: &str) -> Location {
        let range = node.span();
        let within = self.sources.text(file).and_then(|t| t.get(range.clone())).and_then(|t| t.find(part));
        match within {
            Some(at) if !part.is_empty() => Location::span(file, range.start + at..range.start + at + part.len()),
            _ => Location::span(file, node.head()),
        }
    }
}

/// One scalar.
pub struct Spot<'a> {
    /// The entity it belongs to; none in the settings.
    pub item: Option<&'a Written>,
    /// The file it stands in.
    pub file: &'a str,
    /// The scalar.
    pub node: Node<'a>,
    /// What it is.
    pub leaf: &'a Leaf,
    /// The field it stands under.
    pub field: &'a str,
    /// The widest audience it may have.
    pub audience: Audience,
    /// The mapping it stands in.
    pub block: Block<'a>,
    /// Links and references in it.
    pub found: &'a [Found],
    /// How the parser saw it, where it may have any.
    pub parsed: Option<&'a Parsed<'a>>,
    /// Its plain words, once somebody asked.
    pub heard: OnceCell<String>,
    /// What they ask of a listener, once somebody asked.
    pub reading: OnceCell<Reading>,
}

impl Spot<'_> {
    /// The place of the scalar.
    pub fn place(&self) -> Location {
        Location::span(self.file, self.node.head())
    }

    /// The place of a part of its words.
    pub fn place_of(&self, desk: &Desk, part: &str) -> Location {
        desk.place_of(self.file, self.node, part)
    }

    /// The place of some bytes of its words.
    pub fn place_at(&self, desk: &Desk, range: Range<usize>) -> Location {
        self.place_of(desk, self.words().get(range).unwrap_or_default())
    }

    /// The words that everybody who may see it hears: plain, without passages for fewer, a line for each paragraph.
    pub fn heard(&self) -> &str {
        self.heard.get_or_init(|| {
            let words = self.words();
            let plain = if is_plain(words) {
                words.trim_end().to_owned()
            } else if words.contains("[!") {
                text::plain(&text::reduce(words, Audience::Public).text)
            } else {
                self.parsed.map_or_else(|| text::plain(words), Parsed::plain)
            };
            if plain.contains("://") { without_addresses(&plain) } else { plain }
        })
    }

    /// What these words ask of whoever hears them.
    pub fn reading(&self) -> &Reading {
        self.reading.get_or_init(|| text::reading(self.heard()))
    }

    /// The words.
    pub fn words(&self) -> &str {
        self.node.text().unwrap_or_default()
    }

    /// The name of the mapping it stands in, as in the model: `Competitor`, `Point` …
    pub fn within(&self) -> &str {
        &self.block.mapping.name
    }

    /// Whether it holds words that pages print.
    pub fn is_prose(&self) -> bool {
        matches!(self.leaf, Leaf::Line | Leaf::Text | Leaf::Cell)
    }
}

/// A text in which each written-out address is one word: nobody reads it aloud.
fn without_addresses(text: &str) -> String {
    let spoken = |word: &str| if word.contains("://") { "link".to_owned() } else { word.to_owned() };
    text.lines().map(|l| l.split(' ').map(spoken).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n")
}

/// Whether a text is one paragraph without any markup, as most spoken fields are.
fn is_plain(words: &str) -> bool {
    let sign = |b: u8| {
        b.is_ascii_alphanumeric()
            || matches!(b, b' ' | b',' | b'.' | b'?' | b'!' | b'\'' | b';' | b'%' | b'/')
            || b >= 0x80
    };
    words.trim_end().bytes().all(sign)
        && words.starts_with(char::is_alphabetic)
        && !words.contains("//")
        && !words.contains("www.")
}

/// One mapping with fixed fields.
pub struct Piece<'a> {
    /// The entity it belongs to, or is.
    pub item: &'a Written,
    /// The mapping, and what holds inside it.
    pub block: Block<'a>,
}

impl<'a> Piece<'a> {
    /// Its name in the model: `Competitor`, `Point` …
    pub fn name(&self) -> &'a str {
        &self.block.mapping.name
    }

    /// Whether nothing is written under a key.
    pub fn lacks(&self, key: &str) -> bool {
        self.block
            .node
            .get(key)
            .is_none_or(|n| n.is_absent() || (!n.items().is_empty() && n.items().all(Node::is_absent)))
    }

    /// The place of the value under a key; of the mapping where there is none.
    pub fn place(&self, key: &str) -> Location {
        place(self.item, self.block.node.get(key).filter(|n| !n.is_absent()).unwrap_or(self.block.node))
    }
}

/// The place of a value of an item.
pub fn place(item: &Written, node: Node) -> Location {
    Location::span(item.file.clone(), node.head())
}

/// The place where an item says what it is: its name, title or words; else where it begins.
pub fn door(item: &Written) -> Location {
    let named = ["name", "title", "role", "says", "text", "words", "id"];
    let node = named.iter().find_map(|key| item.node().get(key).filter(|n| n.end() > n.start() && !n.is_absent()));
    place(item, node.unwrap_or(item.node()))
}

/// What an item is called in findings: `objection:price`.
pub fn about(item: &Written) -> String {
    format!("{}:{}", item.kind.word, item.id)
}
