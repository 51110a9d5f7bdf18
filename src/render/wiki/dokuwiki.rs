//! DokuWiki's syntax. Needs no plugin. Only headings can be linked to there, so a link to a place leads to the heading
//! above it. Lists, quotes and cells hold lines only: what has more blocks is told line by line (`lines.rs`).

mod escape;
mod lines;
mod table;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use super::tree::{Block, Doc, Inline, Style, plain, tick};
use super::{Dialect, Lead, Surroundings, fold};
use escape::{address, heading, push_text, title};

/// How DokuWiki writes.
pub const DOKUWIKI: Dialect = Dialect { name: |path, _| name(path), anchors, write };

/// A page's path as an id; the front door is the start page.
fn name(path: &str) -> String {
    let path = if path == "index" { "start" } else { path };
    fold::id(&path.replace('/', ":"))
}

/// The section that each anchor stands in. Anchors above all headings have none.
fn anchors(doc: &Doc) -> HashMap<String, String> {
    let mut sections = Sections::default();
    sections.blocks(&doc.blocks);
    sections.of
}

#[derive(Default)]
struct Sections {
    taken: HashSet<String>,
    here: Option<String>,
    of: HashMap<String, String>,
}

impl Sections {
    /// Follows the headings that the writer writes.
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Title(words) => self.heading(&plain(words)),
                Block::Heading { id, words, .. } => {
                    self.heading(&plain(words));
                    self.anchor(id);
                }
                Block::Expand { title, id, blocks, .. } => {
                    self.heading(title);
                    self.anchor(id);
                    self.blocks(blocks);
                }
                block => block.each_anchor(&mut |id| self.anchor(id)),
            }
        }
    }

    fn heading(&mut self, words: &str) {
        self.here = Some(fold::section(&heading(words), &mut self.taken));
    }

    fn anchor(&mut self, id: &str) {
        if let Some(here) = self.here.as_ref().filter(|_| !id.is_empty()) {
            self.of.entry(id.to_owned()).or_insert_with(|| here.clone());
        }
    }
}

fn write(doc: &Doc, around: &Surroundings) -> String {
    let mut writer = Writer { out: String::new(), around, sections: Sections::default(), open: Vec::new() };
    writer.blocks(&doc.blocks);
    writer.out.push('\n');
    writer.out
}

struct Writer<'a> {
    out: String,
    around: &'a Surroundings<'a>,
    /// The headings so far, to know the section that words stand in.
    sections: Sections,
    /// Marks that are open: within itself none works.
    open: Vec<Style>,
}

impl Writer<'_> {
    /// Blocks of the page itself.
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            let written = self.out.len();
            if written > 0 {
                self.out.push_str("\n\n");
            }
            let empty = self.out.len();
            self.block(block);
            if self.out.len() == empty {
                self.out.truncate(written);
            }
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(words) => self.heading(1, &plain(words)),
            Block::Heading { level, words, .. } => self.heading(*level, &plain(words)),
            Block::Paragraph(words) | Block::Line(words) => self.inlines(words),
            Block::List { start, items } => self.list(*start, items, 1),
            Block::Quote(blocks) => self.quote(blocks, None),
            Block::Panel { title, blocks, .. } => self.quote(blocks, Some(title)),
            Block::Code { language, text } => self.out.push_str(&escape::code(language, text)),
            Block::Rule => self.out.push_str("----"),
            Block::Table(rows) => self.table(rows),
            Block::Expand { title, level, blocks, .. } => {
                self.heading(*level, title);
                self.blocks(blocks);
            }
            Block::Properties(rows) => self.properties(rows),
            // DokuWiki shows the contents of a page by itself.
            Block::Toc => {}
        }
    }

    fn heading(&mut self, level: u8, words: &str) {
        let words = heading(words);
        self.sections.heading(&words);
        let marks = "=".repeat(usize::from(7_u8.saturating_sub(level).max(2)));
        let _ = write!(self.out, "{marks} {words} {marks}");
    }

    fn list(&mut self, start: Option<u32>, items: &[Vec<Block>], depth: usize) {
        for (item, number) in items.iter().zip(start.unwrap_or(1)..) {
            let counted = start == Some(1);
            let mark = format!("{}{} ", "  ".repeat(depth), if counted { '-' } else { '*' });
            let label = if start.is_some() && !counted { format!("{number}. ") } else { String::new() };
            self.item(item, &mark, &label, depth);
        }
    }

    /// An item: its lines, and lists below it. What follows a list below it is an item of its own.
    fn item(&mut self, item: &[Block], mark: &str, label: &str, depth: usize) {
        let mut from = 0;
        while from < item.len() || item.is_empty() {
            let list = item[from..].iter().position(|block| matches!(block, Block::List { .. }));
            let until = list.map_or(item.len(), |at| from + at);
            if until > from || from == 0 {
                self.fresh_line();
                self.out.push_str(mark);
                self.out.push_str(if from == 0 { label } else { "" });
                let lines = self.lines(&item[from..until]).join("\\\\ ");
                self.out.push_str(&lines);
            }
            let Some(Block::List { start, items }) = item.get(until) else { return };
            self.list(*start, items, depth + 1);
            from = until + 1;
        }
    }

    fn fresh_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// A quote, line by line; tables cannot stand in one, so they part it. Between blocks is an empty line, but a list
    /// stays with the words above it.
    fn quote(&mut self, blocks: &[Block], title: Option<&str>) {
        let mut lines = Vec::new();
        if let Some(title) = title.filter(|title| !title.is_empty()) {
            lines.push(self.strong(&[Inline::Text(title.to_owned())]));
        }
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 && !lines.is_empty() && !matches!(block, Block::List { .. }) {
                lines.push(String::new());
            }
            if let Block::Table(rows) = block {
                self.quoted(&mut lines);
                self.out.push_str("\n\n");
                self.table(rows);
                self.out.push_str("\n\n");
            } else {
                lines.extend(self.lines(std::slice::from_ref(block)));
            }
        }
        self.quoted(&mut lines);
    }

    fn quoted(&mut self, lines: &mut Vec<String>) {
        let quoted: Vec<String> = lines.drain(..).map(|line| format!("> {line}")).collect();
        self.out.push_str(quoted.join("\n").trim_end_matches("\n> "));
    }

    fn inlines(&mut self, words: &[Inline]) {
        words.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => push_text(text, &mut self.out),
            Inline::Styled(style, words) if self.open.contains(style) => self.inlines(words),
            Inline::Styled(style, words) => {
                let [open, close] = marks(*style);
                self.open.push(*style);
                self.out.push_str(open);
                self.inlines(words);
                self.out.push_str(close);
                self.open.pop();
            }
            Inline::Break => self.out.push_str("\\\\ "),
            Inline::Link { to, words } => self.link(&self.around.lead(to), words),
            Inline::Image { file, alt, size } => self.image(file, alt, *size),
            Inline::Status { word, .. } => {
                let strong = self.strong(&[Inline::Text(word.clone())]);
                self.out.push_str(&strong);
            }
            Inline::Check(done) => self.out.push_str(tick(*done)),
            // A way back would lead to the heading above the words it stands for.
            Inline::Back(_) => {}
            Inline::Anchor(id) => self.sections.anchor(id),
        }
    }

    /// Words in bold, apart from what is written.
    fn strong(&mut self, words: &[Inline]) -> String {
        self.apart(|writer| {
            let bold = !writer.open.contains(&Style::Strong) && !plain(words).is_empty();
            writer.out.push_str(if bold { "**" } else { "" });
            writer.open.push(Style::Strong);
            writer.inlines(words);
            writer.open.pop();
            writer.out.push_str(if bold { "**" } else { "" });
        })
    }

    /// What a step writes, taken out of the page.
    fn apart(&mut self, step: impl FnOnce(&mut Self)) -> String {
        let before = std::mem::take(&mut self.out);
        step(self);
        std::mem::replace(&mut self.out, before)
    }

    /// A link; its words are shown as they are, without marks.
    fn link(&mut self, lead: &Lead, words: &[Inline]) {
        let to = match lead {
            Lead::Words => return self.inlines(words),
            // To the heading right above: only the words are of use.
            Lead::Here(section) if self.sections.here.as_deref() == Some(section) => return self.inlines(words),
            Lead::Here(section) => format!("#{section}"),
            Lead::Page(name, None) => format!(":{name}"),
            Lead::Page(name, Some(section)) => format!(":{name}#{section}"),
            Lead::Web(target) => match address(target) {
                Some(target) => target,
                None => return self.inlines(words),
            },
            Lead::File(name) => {
                let _ = write!(self.out, "{{{{:{name}?linkonly|{}}}}}", escape::caption(&plain(words)));
                return;
            }
        };
        let words = plain(words);
        if !words.trim().is_empty() {
            let _ = write!(self.out, "[[{to}|{}]]", title(&words));
        }
    }

    fn image(&mut self, file: &str, alt: &str, size: [Option<u32>; 2]) {
        let Some(name) = self.around.file(file) else { return push_text(alt, &mut self.out) };
        let size = match size {
            [Some(width), Some(height)] => format!("?{width}x{height}"),
            [Some(width), None] => format!("?{width}"),
            [None, Some(height)] => format!("?0x{height}"),
            [None, None] => String::new(),
        };
        let _ = write!(self.out, "{{{{:{name}{size}|{}}}}}", escape::caption(alt));
    }
}

fn marks(style: Style) -> [&'static str; 2] {
    match style {
        Style::Strong => ["**", "**"],
        Style::Em => ["//", "//"],
        Style::Del => ["<del>", "</del>"],
        Style::Code => ["''", "''"],
        Style::Sup => ["<sup>", "</sup>"],
    }
}
