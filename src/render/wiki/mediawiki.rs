//! MediaWiki's wikitext. Needs no extension. Signs that could mean something are written as numeric entities, which
//! MediaWiki resolves after it has looked for markup.

mod escape;
#[cfg(test)]
mod tests;

use std::fmt::Write;

use super::tree::{Block, Cell, Colour, Doc, Inline, Kind, Row, Style, tick};
use super::{Dialect, Lead, Surroundings, address, kept};
use crate::render::names::cut;
use escape::{attribute, push_code, push_text};

/// How MediaWiki writes.
pub const MEDIAWIKI: Dialect = Dialect { name: |_, title| name(title), anchors: kept, write };

/// Longest title, in bytes.
const LONGEST_NAME: usize = 255;

/// With more headings than this MediaWiki shows the contents of a page.
const FEW: usize = 3;
/// The contents, beside what stands first on a page: by itself MediaWiki would push the rest down with them.
const CONTENTS: &str =
    "<div style=\"float: right; clear: right; max-width: 20em; margin: 0 0 1em 1em\">__TOC__</div>\n\n";

/// A title as MediaWiki folds it: one capital at its start, blanks for underscores, wide twins for signs it forbids,
/// and no colon, since what stands before one may be a namespace or another wiki.
fn name(title: &str) -> String {
    let mut folded = String::with_capacity(title.len());
    for c in title.chars() {
        match c {
            '_' => folded.push(' '),
            '#' | '<' | '>' | '[' | ']' | '{' | '|' | '}' => folded.extend(char::from_u32(c as u32 + 0xfee0)),
            ':' => folded.push_str(" -"),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{fffd}' => {}
            // `%41` and `&amp;` would be read as what they stand for, `~~~` as a name.
            '%' => folded.push('％'),
            '&' => folded.push('＆'),
            '~' => folded.push('～'),
            c if c.is_control() => {}
            c => folded.push(c),
        }
    }
    let words = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = cut(words.trim_start_matches(['/', '.', ' ']), LONGEST_NAME);
    let mut signs = words.chars();
    signs.next().map_or_else(|| "Untitled".to_owned(), |first| first.to_uppercase().chain(signs).collect())
}

fn write(doc: &Doc, around: &Surroundings) -> String {
    let mut writer = Writer { out: String::new(), around, open: Vec::new(), linked: false };
    if headings(&doc.blocks) > FEW {
        writer.out.push_str(CONTENTS);
    }
    writer.blocks(&doc.blocks);
    writer.out.push('\n');
    writer.out
}

/// How many headings blocks have.
fn headings(blocks: &[Block]) -> usize {
    let count = |block: &Block| match block {
        Block::Heading { .. } => 1,
        Block::Expand { blocks, .. } => 1 + headings(blocks),
        Block::Panel { blocks, .. } | Block::Quote(blocks) => headings(blocks),
        _ => 0,
    };
    blocks.iter().map(count).sum()
}

struct Writer<'a> {
    out: String,
    around: &'a Surroundings<'a>,
    /// Marks that are open: within itself none is written again.
    open: Vec<Style>,
    /// Whether a link is open: links in links are words.
    linked: bool,
}

impl Writer<'_> {
    /// Blocks, each on lines of its own.
    fn blocks(&mut self, blocks: &[Block]) {
        let mut written = false;
        for block in blocks {
            let start = self.out.len();
            if written {
                self.out.push_str("\n\n");
            }
            let empty = self.out.len();
            self.block(block);
            if self.out.len() == empty {
                self.out.truncate(start);
            } else {
                written = true;
            }
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            // MediaWiki shows the name of the page itself.
            Block::Title(_) => {}
            Block::Heading { level, id, words } => self.heading(*level, id, words),
            Block::Paragraph(words) | Block::Line(words) => self.inlines(words),
            Block::List { start, items } if *start != Some(1) && start.is_some() || !is_plain_list(items) => {
                self.list_of_blocks(*start, items);
            }
            Block::List { start, items } => self.list(*start, items, ""),
            Block::Quote(blocks) => self.around_blocks("<blockquote>", blocks, "</blockquote>"),
            Block::Code { text, .. } => {
                self.out.push_str(if text.starts_with('\n') { "<pre>\n" } else { "<pre>" });
                push_code(text, &mut self.out);
                self.out.push_str("</pre>");
            }
            Block::Rule => self.out.push_str("----"),
            Block::Table(rows) => self.table(rows),
            Block::Panel { kind, title, blocks } => self.panel(*kind, title, blocks),
            Block::Expand { title, id, level, blocks } => {
                self.heading(*level, id, &[Inline::Text(title.clone())]);
                self.out.push_str("\n\n");
                self.blocks(blocks);
            }
            Block::Properties(rows) => self.properties(rows),
            // They stand at the top.
            Block::Toc => {}
        }
    }

    fn heading(&mut self, level: u8, id: &str, words: &[Inline]) {
        let marks = "=".repeat(usize::from(level));
        self.out.push_str(&marks);
        self.out.push(' ');
        self.anchor(id);
        self.inlines(words);
        self.out.push(' ');
        self.out.push_str(&marks);
    }

    fn around_blocks(&mut self, open: &str, blocks: &[Block], close: &str) {
        self.out.push_str(open);
        self.out.push('\n');
        self.blocks(blocks);
        self.out.push('\n');
        self.out.push_str(close);
    }

    fn list(&mut self, start: Option<u32>, items: &[Vec<Block>], outer: &str) {
        let marks = format!("{outer}{}", if start.is_some() { '#' } else { '*' });
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.out.push('\n');
            }
            self.out.push_str(&marks);
            self.out.push(' ');
            for block in item {
                match block {
                    Block::Line(words) | Block::Paragraph(words) => self.inlines(words),
                    Block::List { start, items } => {
                        self.out.push('\n');
                        self.list(*start, items, &marks);
                    }
                    _ => {}
                }
            }
        }
    }

    /// A list whose items hold more than words: wikitext has no way to say so, HTML has.
    fn list_of_blocks(&mut self, start: Option<u32>, items: &[Vec<Block>]) {
        match start {
            None => self.out.push_str("<ul>\n"),
            Some(1) => self.out.push_str("<ol>\n"),
            Some(start) => drop(writeln!(self.out, "<ol start=\"{start}\">")),
        }
        for item in items {
            match item.as_slice() {
                [Block::Line(words) | Block::Paragraph(words)] => {
                    self.out.push_str("<li>");
                    self.inlines(words);
                    self.out.push_str("</li>\n");
                }
                blocks => {
                    self.around_blocks("<li>", blocks, "</li>\n");
                }
            }
        }
        self.out.push_str(if start.is_some() { "</ol>" } else { "</ul>" });
    }

    fn panel(&mut self, kind: Kind, title: &str, blocks: &[Block]) {
        let colour = match kind {
            Kind::Info => "#36c",
            Kind::Tip => "#14866d",
            Kind::Note => "#edab00",
            Kind::Warning => "#d73333",
        };
        let _ =
            writeln!(self.out, "<div style=\"border-left: 4px solid {colour}; padding: 0.1em 1em; margin: 1em 0\">");
        if !title.is_empty() {
            self.inline(&Inline::Styled(Style::Strong, vec![Inline::Text(title.to_owned())]));
            self.out.push_str("\n\n");
        }
        self.blocks(blocks);
        self.out.push_str("\n</div>");
    }

    fn table(&mut self, rows: &[Row]) {
        self.out.push_str("{| class=\"wikitable\"");
        for row in rows {
            self.out.push_str("\n|-");
            row.iter().for_each(|cell| self.cell(cell));
        }
        self.out.push_str("\n|}");
    }

    fn cell(&mut self, cell: &Cell) {
        self.out.push_str(if cell.head { "\n! " } else { "\n| " });
        let start = self.out.len();
        for (name, span) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
            if span > 1 {
                let _ = write!(self.out, "{name}=\"{span}\" ");
            }
        }
        if let Some(align) = cell.align {
            let _ = write!(self.out, "style=\"text-align: {}\" ", align.name());
        }
        if self.out.len() > start {
            self.out.push_str("| ");
        }
        match cell.blocks.as_slice() {
            [] => {}
            [Block::Line(words) | Block::Paragraph(words)] => self.inlines(words),
            blocks => {
                self.out.push('\n');
                self.blocks(blocks);
            }
        }
    }

    fn properties(&mut self, rows: &[(String, Vec<Inline>)]) {
        self.out.push_str("{| class=\"wikitable\"");
        for (name, value) in rows {
            self.out.push_str("\n|-\n! ");
            self.text(name);
            self.out.push_str("\n| ");
            self.inlines(value);
        }
        self.out.push_str("\n|}");
    }

    fn inlines(&mut self, words: &[Inline]) {
        words.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Styled(style, words) if self.open.contains(style) => self.inlines(words),
            Inline::Styled(style, words) => {
                let [open, close] = marks(*style);
                self.open.push(*style);
                self.mark(open);
                self.inlines(words);
                self.mark(close);
                self.open.pop();
            }
            Inline::Break => self.out.push_str("<br>"),
            Inline::Link { words, .. } if self.linked => self.inlines(words),
            Inline::Link { to, words } => self.link(&self.around.lead(to), words),
            Inline::Back(anchor) => {
                if let Some(place) = self.around.place(self.around.path, anchor) {
                    self.link(&Lead::Here(place), &[Inline::Text("↩".into())]);
                }
            }
            Inline::Image { file, alt, size } => self.image(file, alt, *size),
            Inline::Status { colour, word } => {
                let (ground, ink) = colours(*colour);
                let _ = write!(
                    self.out,
                    "<span style=\"background: {ground}; color: {ink}; padding: 0 0.4em; border-radius: 3px\">"
                );
                self.text(word);
                self.out.push_str("</span>");
            }
            Inline::Check(done) => self.out.push_str(tick(*done)),
            Inline::Anchor(id) => self.anchor(id),
        }
    }

    /// A mark; apostrophes that would run into one another are kept apart.
    fn mark(&mut self, mark: &str) {
        if mark.starts_with('\'') && self.out.ends_with('\'') {
            self.out.push_str("<nowiki/>");
        }
        self.out.push_str(mark);
    }

    fn link(&mut self, lead: &Lead, words: &[Inline]) {
        let close = match lead {
            Lead::Words => "",
            Lead::Web(target) => {
                let _ = write!(self.out, "[{} ", address(target));
                "]"
            }
            Lead::Here(anchor) => {
                self.out.push_str("[[#");
                self.text(anchor);
                self.out.push('|');
                "]]"
            }
            Lead::Page(name, anchor) => {
                // A name with a colon may be a category or another wiki; with one before it, it is a link.
                self.out.push_str(if name.contains(':') { "[[:" } else { "[[" });
                self.out.push_str(name);
                if let Some(anchor) = anchor {
                    self.out.push('#');
                    self.text(anchor);
                }
                self.out.push('|');
                "]]"
            }
            Lead::File(name) => {
                let _ = write!(self.out, "[[Media:{name}|");
                "]]"
            }
        };
        self.linked = true;
        self.inlines(words);
        self.linked = false;
        self.out.push_str(close);
    }

    fn image(&mut self, file: &str, alt: &str, size: [Option<u32>; 2]) {
        let Some(name) = self.around.file(file).filter(|_| !self.linked) else { return self.text(alt) };
        let _ = write!(self.out, "[[File:{name}");
        match size {
            [Some(width), Some(height)] => drop(write!(self.out, "|{width}x{height}px")),
            [Some(width), None] => drop(write!(self.out, "|{width}px")),
            [None, Some(height)] => drop(write!(self.out, "|x{height}px")),
            [None, None] => {}
        }
        self.out.push_str("|alt=");
        self.text(alt);
        self.out.push_str("]]");
    }

    fn anchor(&mut self, id: &str) {
        if !id.is_empty() {
            let _ = write!(self.out, "<span id=\"{}\"></span>", attribute(id));
        }
    }

    fn text(&mut self, text: &str) {
        push_text(text, &mut self.out);
    }
}

/// Whether a list can be told in wikitext: each item is one line, and lists below it.
fn is_plain_list(items: &[Vec<Block>]) -> bool {
    items.iter().all(|item| match item.split_first() {
        Some((Block::Line(_) | Block::Paragraph(_), below)) => below.iter().all(|block| match block {
            Block::List { start: None | Some(1), items } => is_plain_list(items),
            _ => false,
        }),
        _ => false,
    })
}

fn marks(style: Style) -> [&'static str; 2] {
    match style {
        Style::Strong => ["'''", "'''"],
        Style::Em => ["''", "''"],
        Style::Del => ["<del>", "</del>"],
        Style::Code => ["<code>", "</code>"],
        Style::Sup => ["<sup>", "</sup>"],
    }
}

/// Ground and ink, which can be told apart.
fn colours(colour: Colour) -> (&'static str, &'static str) {
    match colour {
        Colour::Grey => ("#eaecf0", "#202122"),
        Colour::Green => ("#d5fdf4", "#0a4f40"),
        Colour::Yellow => ("#fef6e7", "#6a4a00"),
        Colour::Red => ("#fee7e6", "#8a1f1b"),
        Colour::Blue => ("#eaf3ff", "#20458f"),
    }
}
