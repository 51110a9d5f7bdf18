//! Paragraphs, headings, lists, quotes, code and tables as Markdown.

use std::fmt::Write;

use pulldown_cmark::{Alignment, HeadingLevel, Tag, TagEnd};

use super::inline::longest_run;
use super::{Around, Block, Container, Writer};
use crate::text::Audience;
use crate::text::html::language;
use crate::text::pieces::Piece;

impl Writer<'_> {
    pub(super) fn block(&mut self, piece: &Piece, index: usize) {
        match piece {
            Piece::Start(tag) => self.open(tag, index),
            Piece::End(tag) => self.close(*tag),
            Piece::Raw(code) => {
                if let Some(block) = &mut self.in_code {
                    block.push_str(code);
                }
            }
            Piece::Quote(audience) => self.quote(*audience),
            Piece::QuoteEnd(_) => self.close_container(),
            Piece::Rule => {
                self.begin(Block::Else);
                self.push(if self.containers.len() == 1 { "---" } else { "___" });
            }
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag, index: usize) {
        match tag {
            Tag::Paragraph => {
                self.begin(Block::Words);
                self.in_line(true);
            }
            Tag::Heading { level, .. } => self.open_heading(*level),
            Tag::CodeBlock(kind) => {
                self.language = language(kind).unwrap_or_default().to_string();
                self.in_code = Some(String::new());
            }
            Tag::List(start) => self.open_list(*start, self.outline.is_loose(index)),
            Tag::Item => self.open_item(),
            Tag::FootnoteDefinition(label) => self.open_note(label),
            Tag::Table(alignments) => {
                self.begin(Block::Else);
                self.alignments.clone_from(alignments);
            }
            Tag::TableHead => self.column = 0,
            Tag::TableRow => {
                self.column = 0;
                self.new_line();
            }
            Tag::TableCell => {
                let open = if self.column == 0 { "| " } else { " | " };
                self.push(open);
                self.column += 1;
                self.cell = true;
                self.in_line(true);
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.in_line(false),
            TagEnd::Heading(_) => {
                self.in_heading = false;
                self.in_line(false);
            }
            TagEnd::CodeBlock => self.write_code(),
            TagEnd::List(_) | TagEnd::Item => self.close_container(),
            TagEnd::FootnoteDefinition => self.close_note(),
            TagEnd::TableHead => {
                self.push(" |");
                self.new_line();
                self.push("|");
                for index in 0..self.alignments.len() {
                    self.push(match self.alignments[index] {
                        Alignment::None => " --- |",
                        Alignment::Left => " :-- |",
                        Alignment::Center => " :-: |",
                        Alignment::Right => " --: |",
                    });
                }
            }
            TagEnd::TableRow => self.push(" |"),
            TagEnd::TableCell => self.cell = false,
            TagEnd::Table => self.in_line(false),
            _ => {}
        }
    }

    pub(super) fn new_line(&mut self) {
        self.out.push('\n');
        self.out.push_str(&self.prefix);
        self.line_start = true;
    }

    fn in_line(&mut self, open: bool) {
        if let Some(container) = self.containers.last_mut() {
            container.in_line = open;
        }
    }

    /// Words of a tight list item come without a paragraph around them.
    pub(super) fn begin_line(&mut self) {
        if self.containers.last().is_some_and(|container| !container.in_line) {
            self.begin(Block::Words);
            self.in_line(true);
        }
    }

    /// Writes what stands between the block before and this one.
    fn begin(&mut self, block: Block) {
        let Some(container) = self.containers.last_mut() else { return };
        container.in_line = false;
        let tight = container.tight;
        match container.last.replace(block) {
            None => {}
            Some(last) if tight && is_snug(last, block) => self.new_line(),
            Some(_) => {
                self.out.push('\n');
                self.out.push_str(self.prefix.trim_end());
                self.new_line();
            }
        }
        self.line_start = true;
    }

    fn open_container(&mut self, kind: Around, prefix: &str) {
        self.containers.push(Container::new(kind, self.prefix.len()));
        self.prefix.push_str(prefix);
    }

    fn close_container(&mut self) {
        if let Some(container) = self.containers.pop() {
            self.prefix.truncate(container.prefix);
        }
    }

    fn open_heading(&mut self, level: HeadingLevel) {
        self.begin(Block::Heading);
        let hashes = usize::from(self.outline.level(level as u8, self.heading));
        let id = self.outline.ids.get(self.headings).map_or("", String::as_str);
        let line = format!("{} <a id=\"{id}\"></a>", &"######"[..hashes]);
        self.headings += 1;
        self.push(&line);
        self.in_heading = true;
        self.in_line(true);
    }

    fn quote(&mut self, audience: Option<Audience>) {
        self.begin(Block::Quote);
        self.out.push_str("> ");
        self.open_container(Around::Quote, "> ");
        if let Some(audience) = audience {
            self.begin(Block::Words);
            self.push("**");
            let resolve = self.resolve;
            self.escaped(resolve.insider_label(audience));
            self.push("**");
        }
    }

    /// A list right after another of its kind takes the other marker, so that they stay two; so does a list that
    /// begins an item, because `- - -` is a rule.
    fn open_list(&mut self, start: Option<u64>, loose: bool) {
        let ordered = start.is_some();
        let before = self.containers.last().and_then(|container| container.last);
        let first_in_item = !ordered && before.is_none() && self.out.ends_with("- ");
        let other_marker = first_in_item || before == Some(Block::List { ordered, other_marker: false });
        self.begin(Block::List { ordered, other_marker });
        self.open_container(Around::List(start, other_marker), "");
        if let Some(list) = self.containers.last_mut() {
            list.tight = !loose;
        }
    }

    fn open_item(&mut self) {
        self.begin(Block::Item);
        let Some(list) = self.containers.last_mut() else { return };
        let tight = list.tight;
        let Around::List(number, other) = &mut list.kind else { return };
        let marker = match (number, other) {
            (Some(number), other) => {
                let marker = format!("{number}{} ", if *other { ')' } else { '.' });
                *number = number.saturating_add(1).min(999_999_999);
                marker
            }
            (None, true) => "* ".to_string(),
            (None, false) => "- ".to_string(),
        };
        self.out.push_str(&marker);
        self.open_container(Around::Item, &" ".repeat(marker.len()));
        if let Some(item) = self.containers.last_mut() {
            item.tight = tight;
        }
    }

    fn write_code(&mut self) {
        let Some(code) = self.in_code.take() else { return };
        self.begin(Block::Code);
        let fence = "`".repeat(longest_run(&code).max(2) + 1);
        let _ = write!(self.out, "{fence}{}", self.language);
        for line in code.lines() {
            self.new_line();
            self.out.extend(line.chars().filter(|c| *c == '\t' || !c.is_ascii_control()));
        }
        self.new_line();
        self.push(&fence);
    }
}

/// Whether a block may follow another without an empty line between.
fn is_snug(last: Block, next: Block) -> bool {
    match (last, next) {
        (Block::Item, Block::Item) => true,
        (Block::Words, Block::List { .. } | Block::Quote | Block::Code | Block::Heading) => true,
        (Block::Code | Block::Heading, next) => next != Block::Else,
        _ => false,
    }
}
