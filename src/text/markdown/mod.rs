//! Texts as Markdown again: clean, readable, with every reference resolved.
//!
//! `inline.rs` writes what stands in a line, `blocks.rs` whole paragraphs, lists and tables, `cell.rs` flattens them.

mod blocks;
mod cell;
mod inline;
#[cfg(test)]
mod tests;

use pulldown_cmark::{Alignment, Tag};

use super::outline::Outline;
use super::pieces::{Mark, Piece, read};
use super::slug::hash;
use super::source::Source;
use super::{Flow, Resolve};

/// The text as a part of a Markdown page; `heading` is the level that its highest heading gets.
pub fn to_markdown(text: &str, flow: Flow, heading: u8, resolve: &dyn Resolve) -> String {
    let trimmed = text.trim_end();
    if is_ordinary(trimmed, flow) {
        return trimmed.to_string();
    }
    let source = Source::new(text, flow);
    let marks = read(&source);
    let outline = Outline::of(&marks);
    let mut writer = Writer::new(flow, resolve, &outline);
    writer.heading = heading;
    if outline.note_count() > 0 {
        writer.note_prefix = hash(text, 3);
    }
    writer.out.reserve(text.len() + text.len() / 4);
    writer.write(&marks);
    writer.finish()
}

/// Whether nothing in the text means anything to Markdown.
fn is_ordinary(text: &str, flow: Flow) -> bool {
    let starts_line = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
    let bytes = text.as_bytes();
    bytes.first().is_none_or(starts_line)
        && bytes.iter().enumerate().all(|(at, byte)| match byte {
            b'\n' => flow == Flow::Block && bytes.get(at + 1).is_some_and(starts_line) && bytes[at - 1] != b' ',
            b':' => bytes.get(at + 1) != Some(&b'/'),
            b'\\' | b'`' | b'*' | b'_' | b'[' | b']' | b'<' | b'&' | b'~' | b'|' | b'#' | b'!' | 0..=0x1f => false,
            _ => true,
        })
}

struct Writer<'r> {
    out: String,
    flow: Flow,
    heading: u8,
    resolve: &'r dyn Resolve,
    outline: &'r Outline<'r>,
    /// What every line begins with.
    prefix: String,
    /// The next character begins a line.
    line_start: bool,
    /// In a table cell, where `|` is escaped.
    cell: bool,
    in_heading: bool,
    headings: usize,
    in_code: Option<String>,
    /// The language of the code block being read.
    language: String,
    containers: Vec<Container>,
    alignments: Vec<Alignment>,
    column: usize,
    links: Vec<Closing>,
    /// How many links are open: within one, everything else shows only its words.
    linked: usize,
    /// How many item references this text is the words of.
    depth: u8,
    note_prefix: String,
    under_notes: Vec<Aside>,
    /// Footnote bodies by number.
    notes: Vec<Option<String>>,
    /// Something must stand between this block and the next: see `cell.rs`.
    gap: bool,
    /// No words stand yet in the container that is open.
    fresh: bool,
    /// The numbers of the lists that are open, in flat flows.
    numbers: Vec<Option<u64>>,
}

/// How an open link ends.
enum Closing {
    /// Only its words are shown.
    Words,
    /// An unsafe autolink, shown as text.
    Angle,
    /// `](address "title")`.
    Address(String),
}

/// What is open around the line being written.
struct Container {
    kind: Around,
    /// Bytes of the prefix when it opened.
    prefix: usize,
    last: Option<Block>,
    /// A line of words is open.
    in_line: bool,
    /// Blocks follow each other without empty lines.
    tight: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Around {
    Text,
    Quote,
    Note,
    /// The number of the next item, and whether the other marker is used.
    List(Option<u64>, bool),
    Item,
}

/// The kinds of blocks that differ in what may follow them.
#[derive(Clone, Copy, PartialEq)]
enum Block {
    Words,
    Heading,
    Code,
    Quote,
    List { ordered: bool, other_marker: bool },
    Item,
    Else,
}

/// The page left while a footnote is written.
struct Aside {
    label: String,
    out: String,
    prefix: String,
    containers: Vec<Container>,
    line_start: bool,
}

impl<'r> Writer<'r> {
    fn new(flow: Flow, resolve: &'r dyn Resolve, outline: &'r Outline<'r>) -> Self {
        Writer {
            out: String::new(),
            flow,
            heading: 1,
            resolve,
            outline,
            prefix: String::new(),
            line_start: true,
            cell: flow == Flow::Cell,
            in_heading: false,
            headings: 0,
            in_code: None,
            language: String::new(),
            containers: vec![Container::new(Around::Text, 0)],
            alignments: Vec::new(),
            column: 0,
            links: Vec::new(),
            linked: 0,
            depth: 0,
            note_prefix: String::new(),
            under_notes: Vec::new(),
            notes: vec![None; outline.note_count()],
            gap: false,
            fresh: true,
            numbers: Vec::new(),
        }
    }

    fn write(&mut self, marks: &[Mark]) {
        let mut index = 0;
        while let Some(mark) = marks.get(index) {
            index = match &mark.piece {
                Piece::Start(tag @ Tag::Image { .. }) => self.picture(tag, marks, index),
                piece => {
                    if !self.inline(piece) {
                        match self.flow {
                            Flow::Block => self.block(piece, index),
                            Flow::Inline | Flow::Cell => self.flat(piece),
                        }
                    }
                    index + 1
                }
            };
        }
    }

    /// Leaves the page for a footnote, which is written by itself.
    fn open_note(&mut self, label: &str) {
        let containers = vec![Container::new(Around::Note, 0)];
        self.under_notes.push(Aside {
            label: label.to_string(),
            out: std::mem::take(&mut self.out),
            prefix: std::mem::replace(&mut self.prefix, "    ".to_string()),
            containers: std::mem::replace(&mut self.containers, containers),
            line_start: std::mem::replace(&mut self.line_start, true),
        });
        (self.gap, self.fresh) = (false, true);
    }

    /// Puts a finished footnote aside until the end; the first definition of a label counts.
    fn close_note(&mut self) {
        let Some(page) = self.under_notes.pop() else { return };
        self.gap = !page.out.is_empty();
        let body = std::mem::replace(&mut self.out, page.out);
        (self.prefix, self.containers, self.line_start) = (page.prefix, page.containers, page.line_start);
        if let Some(number) = self.outline.note(&page.label) {
            self.notes[number - 1].get_or_insert(body);
        }
    }

    fn finish(mut self) -> String {
        for (index, body) in std::mem::take(&mut self.notes).iter().enumerate() {
            let body = body.as_deref().unwrap_or_default().trim_end();
            let number = index + 1;
            match self.flow {
                Flow::Block => {
                    let gap = if index == 0 { "\n\n" } else { "\n" };
                    self.out.push_str(&format!("{gap}[^{}-{number}]: {body}", self.note_prefix));
                }
                Flow::Inline => self.out.push_str(&format!(" \\[{number}\\] {body}")),
                Flow::Cell => self.out.push_str(&format!("<br>\\[{number}\\] {body}")),
            }
        }
        self.out.truncate(self.out.trim_end_matches([' ', '\n']).len());
        if self.flow != Flow::Block && self.out.starts_with(' ') {
            self.out.drain(..self.out.len() - self.out.trim_start_matches(' ').len());
        }
        self.out
    }
}

impl Container {
    fn new(kind: Around, prefix: usize) -> Self {
        Container { kind, prefix, last: None, in_line: false, tight: false }
    }
}
