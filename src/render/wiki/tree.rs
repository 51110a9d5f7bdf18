//! A page of a wiki as a tree: what it says, in no wiki's syntax.

use std::collections::BTreeSet;

/// A page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Doc {
    /// What stands on it, from top to bottom.
    pub blocks: Vec<Block>,
    /// Its anchors, in their order.
    pub anchors: Vec<String>,
    /// The places it links to: path of the page (`None`: this one), anchor.
    pub links: Vec<(Option<String>, String)>,
    /// Files of the kit that it shows or links to.
    pub shows: BTreeSet<String>,
}

/// Something that stands by itself, one below the other.
#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    /// The title, for wikis that do not show a page's name.
    Title(Vec<Inline>),
    /// A heading.
    Heading {
        /// 2 to 6.
        level: u8,
        /// Its anchor; empty: none.
        id: String,
        /// Its words.
        words: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// Words in a list item, a cell or a panel that are no paragraph.
    Line(Vec<Inline>),
    /// A list.
    List {
        /// The number of the first item; `None`: bullets.
        start: Option<u32>,
        /// What stands in each item.
        items: Vec<Vec<Block>>,
    },
    /// Words of somebody else.
    Quote(Vec<Block>),
    /// Code, with its line breaks.
    Code {
        /// A plain word; empty: not said.
        language: String,
        /// The code.
        text: String,
    },
    /// A line across the page.
    Rule,
    /// A table.
    Table(Vec<Row>),
    /// Something that stands out.
    Panel {
        /// How it stands out.
        kind: Kind,
        /// Plain words; empty: none.
        title: String,
        /// What is in it.
        blocks: Vec<Block>,
    },
    /// Something that can be opened.
    Expand {
        /// Plain words.
        title: String,
        /// Its anchor; empty: none.
        id: String,
        /// The level of its heading where it cannot be folded.
        level: u8,
        /// What is in it.
        blocks: Vec<Block>,
    },
    /// Facts of the page: names in plain words, values.
    Properties(Vec<(String, Vec<Inline>)>),
    /// The contents of the page.
    Toc,
}

impl Block {
    /// Calls for every anchor in it, in their order.
    pub fn each_anchor(&self, see: &mut dyn FnMut(&str)) {
        match self {
            Block::Title(words) | Block::Paragraph(words) | Block::Line(words) => each_anchor(words, see),
            Block::Heading { id, words, .. } => {
                see(id);
                each_anchor(words, see);
            }
            Block::List { items, .. } => items.iter().flatten().for_each(|block| block.each_anchor(see)),
            Block::Quote(blocks) | Block::Panel { blocks, .. } => {
                blocks.iter().for_each(|block| block.each_anchor(see))
            }
            Block::Expand { id, blocks, .. } => {
                see(id);
                blocks.iter().for_each(|block| block.each_anchor(see));
            }
            Block::Table(rows) => {
                rows.iter().flatten().flat_map(|cell| &cell.blocks).for_each(|block| block.each_anchor(see));
            }
            Block::Properties(rows) => rows.iter().for_each(|(_, value)| each_anchor(value, see)),
            Block::Code { .. } | Block::Rule | Block::Toc => {}
        }
    }
}

fn each_anchor(words: &[Inline], see: &mut dyn FnMut(&str)) {
    for inline in words {
        match inline {
            Inline::Anchor(id) => see(id),
            Inline::Styled(_, words) | Inline::Link { words, .. } => each_anchor(words, see),
            _ => {}
        }
    }
}

/// A row of a table.
pub type Row = Vec<Cell>;

/// A cell of a table.
#[derive(Debug, PartialEq, Eq)]
pub struct Cell {
    /// Whether it names its row or column.
    pub head: bool,
    /// Where its words stand.
    pub align: Option<Align>,
    /// How many columns it takes.
    pub columns: usize,
    /// How many rows it takes.
    pub rows: usize,
    /// What is in it.
    pub blocks: Vec<Block>,
}

/// Where the words of a cell stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Align {
    Left,
    Center,
    Right,
}

impl Align {
    /// The word of style sheets.
    pub fn name(self) -> &'static str {
        match self {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        }
    }
}

/// How a panel stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Kind {
    Info,
    Tip,
    Note,
    Warning,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 4] = [Kind::Info, Kind::Tip, Kind::Note, Kind::Warning];

    /// The word templates write.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Info => "info",
            Kind::Tip => "tip",
            Kind::Note => "note",
            Kind::Warning => "warning",
        }
    }
}

/// Something that stands in a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Inline {
    /// Words, exactly as a reader should see them; no line break, no blanks in a row.
    Text(String),
    /// Words that are marked.
    Styled(Style, Vec<Inline>),
    /// A line break.
    Break,
    /// A link.
    Link {
        /// Where it leads.
        to: To,
        /// Its words.
        words: Vec<Inline>,
    },
    /// The way back from a footnote.
    Back(String),
    /// A picture of the kit.
    Image {
        /// Its path in the kit.
        file: String,
        /// Words in its place.
        alt: String,
        /// Width and height in pixels, where they are known.
        size: [Option<u32>; 2],
    },
    /// A word on a coloured ground.
    Status {
        /// The ground.
        colour: Colour,
        /// Plain words.
        word: String,
    },
    /// A box that is ticked, or not.
    Check(bool),
    /// A place that can be linked to.
    Anchor(String),
}

/// How words are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Style {
    Strong,
    Em,
    Del,
    Code,
    Sup,
}

/// The ground of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Colour {
    Grey,
    Green,
    Yellow,
    Red,
    Blue,
}

impl Colour {
    /// All of them.
    pub const ALL: [Colour; 5] = [Colour::Grey, Colour::Green, Colour::Yellow, Colour::Red, Colour::Blue];

    /// The word templates write.
    pub fn name(self) -> &'static str {
        match self {
            Colour::Grey => "grey",
            Colour::Green => "green",
            Colour::Yellow => "yellow",
            Colour::Red => "red",
            Colour::Blue => "blue",
        }
    }
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// To a page of the build.
    Page {
        /// Its path.
        path: String,
        /// A place on it; empty: its top.
        anchor: String,
    },
    /// To a file of the kit.
    File(String),
    /// To a place on this page.
    Here(String),
    /// Out of the wiki: an address of the web or of a mailbox.
    Web(String),
    /// To nothing that a wiki could name; only the words are shown.
    Nowhere,
}

/// The words in a line as plain text; a line break is a blank.
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push_str(text),
            Inline::Styled(_, words) | Inline::Link { words, .. } => out.push_str(&plain(words)),
            Inline::Image { alt, .. } => out.push_str(alt),
            Inline::Status { word, .. } => out.push_str(word),
            Inline::Check(done) => out.push_str(tick(*done)),
            Inline::Break => out.push(' '),
            Inline::Back(_) | Inline::Anchor(_) => {}
        }
    }
    out
}

/// A box as a sign.
pub fn tick(done: bool) -> &'static str {
    if done { "☑" } else { "☐" }
}
