//! Texts as HTML.
//!
//! `inline.rs` writes what stands in a line, `blocks.rs` whole paragraphs, lists and tables, `cell.rs` flattens them.

mod blocks;
mod cell;
mod inline;
#[cfg(test)]
mod tests;

pub(super) use blocks::language;
use pulldown_cmark::Alignment;

use super::anchors::START;
use super::escape::push_html;
use super::ordinary::is_ordinary;
use super::outline::Outline;
use super::pieces::{Mark, Piece, read};
use super::source::Source;
use super::{Flow, Resolve};

/// The text as a fragment of a page; `heading` is the level that its highest heading gets.
/// Ids are placeholders until [`settle_anchors`](super::settle_anchors) has seen the whole page.
pub fn to_html(text: &str, flow: Flow, heading: u8, resolve: &dyn Resolve) -> String {
    let trimmed = text.trim_end();
    if is_ordinary(trimmed, flow) {
        return ordinary(trimmed, flow);
    }
    let source = Source::new(text, flow);
    let marks = read(&source);
    let outline = Outline::of(&marks);
    let mut writer = Writer::new(flow, heading, resolve, &outline);
    writer.out.reserve(text.len() + text.len() / 2);
    writer.write(&marks);
    writer.finish()
}

fn ordinary(text: &str, flow: Flow) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8 + 16);
    let paragraph = flow == Flow::Block && !text.is_empty();
    out.push_str(if paragraph { "<p>" } else { "" });
    push_html(text, &mut out);
    out.push_str(if paragraph { "</p>" } else { "" });
    out
}

struct Writer<'r> {
    out: String,
    flow: Flow,
    heading: u8,
    resolve: &'r dyn Resolve,
    outline: &'r Outline<'r>,
    /// What closes the links that are open; empty where only words are shown.
    links: Vec<&'static str>,
    /// How many `<a>` are open: within one, everything else shows only its words.
    linked: usize,
    /// How many item references this text is the words of.
    depth: u8,
    headings: usize,
    in_code: bool,
    table: Table,
    /// Labels of the footnotes being written, innermost last, and the page so far under each.
    under_notes: Vec<(String, String)>,
    /// Footnote bodies by number.
    notes: Vec<Option<String>>,
    /// Whether a reference to this footnote was written.
    referred: Vec<bool>,
    /// Something must stand between this block and the next: see `cell.rs`.
    gap: bool,
    /// No words stand yet in the container that is open.
    fresh: bool,
}

/// Where in a table the writer is.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    head: bool,
    body: bool,
}

impl<'r> Writer<'r> {
    fn new(flow: Flow, heading: u8, resolve: &'r dyn Resolve, outline: &'r Outline<'r>) -> Self {
        Writer {
            out: String::new(),
            flow,
            heading,
            resolve,
            outline,
            links: Vec::new(),
            linked: 0,
            depth: 0,
            headings: 0,
            in_code: false,
            table: Table::default(),
            under_notes: Vec::new(),
            notes: vec![None; outline.note_count()],
            referred: vec![false; outline.note_count()],
            gap: false,
            fresh: true,
        }
    }

    fn write(&mut self, marks: &[Mark]) {
        let mut index = 0;
        while let Some(mark) = marks.get(index) {
            index = match &mark.piece {
                Piece::Start(tag @ pulldown_cmark::Tag::Image { .. }) => self.picture(tag, marks, index),
                piece => {
                    if !self.inline(piece) {
                        match self.flow {
                            Flow::Block => self.block(piece),
                            Flow::Inline | Flow::Cell => self.flat(piece),
                        }
                    }
                    index + 1
                }
            };
        }
    }

    /// Puts a finished footnote aside until the end; the first definition of a label counts.
    fn close_note(&mut self) {
        let Some((label, page)) = self.under_notes.pop() else { return };
        self.gap = !page.is_empty();
        let body = std::mem::replace(&mut self.out, page);
        if let Some(number) = self.outline.note(&label) {
            self.notes[number - 1].get_or_insert(body);
        }
    }

    fn finish(mut self) -> String {
        match self.flow {
            Flow::Block => self.note_section(),
            Flow::Inline | Flow::Cell => self.flat_notes(),
        }
        self.out.truncate(self.out.trim_end_matches([' ', '\n']).len());
        if self.flow != Flow::Block && self.out.starts_with(' ') {
            self.out.drain(..self.out.len() - self.out.trim_start_matches(' ').len());
        }
        let has_ids = self.flow == Flow::Block && !(self.outline.ids.is_empty() && self.outline.note_count() == 0);
        if has_ids {
            self.out.insert(0, START);
        }
        self.out
    }
}
