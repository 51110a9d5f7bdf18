//! Texts flattened: into one line, or into one cell of a Markdown table.

use pulldown_cmark::{Tag, TagEnd};

use super::Writer;
use crate::text::pieces::Piece;
use crate::text::{Audience, Flow};

impl Writer<'_> {
    pub(super) fn flat(&mut self, piece: &Piece) {
        match piece {
            Piece::Start(tag) => self.flat_open(tag),
            Piece::End(tag) => self.flat_close(*tag),
            Piece::Raw(code) => self.code_lines(code),
            Piece::Quote(Some(audience)) => self.flat_label(*audience),
            Piece::Quote(None) | Piece::QuoteEnd(_) | Piece::Rule => self.next_block(),
            _ => {}
        }
    }

    /// Writes what stands between two blocks, before the first words of the second.
    pub(super) fn settle_gap(&mut self) {
        if std::mem::take(&mut self.gap) && !self.out.is_empty() && self.flow != Flow::Block {
            self.push(if self.flow == Flow::Inline { " " } else { "<br>" });
        }
        self.fresh = false;
    }

    /// A block begins: where words stand before it, something must come between.
    fn next_block(&mut self) {
        self.gap |= !self.fresh;
    }

    fn flat_open(&mut self, tag: &Tag) {
        match tag {
            Tag::Heading { .. } if self.flow == Flow::Cell => {
                self.next_block();
                self.settle_gap();
                self.push("**");
            }
            Tag::List(start) => {
                self.next_block();
                self.numbers.push(*start);
            }
            Tag::Item => self.flat_item(),
            Tag::CodeBlock(_) => {
                self.next_block();
                self.in_code = Some(String::new());
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::Table(_) => self.next_block(),
            Tag::FootnoteDefinition(label) => self.open_note(label),
            Tag::TableHead | Tag::TableRow => self.column = 0,
            Tag::TableCell => {
                self.settle_gap();
                self.push(match (self.column, self.flow) {
                    (0, _) => "",
                    (_, Flow::Inline) => " ",
                    _ => " · ",
                });
                self.column += 1;
            }
            _ => {}
        }
    }

    fn flat_item(&mut self) {
        self.next_block();
        if self.flow == Flow::Inline {
            return;
        }
        self.settle_gap();
        match self.numbers.last_mut() {
            Some(Some(number)) => {
                let marker = format!("{number}. ");
                *number = number.saturating_add(1);
                self.push(&marker);
            }
            _ => self.push("• "),
        }
        self.fresh = true;
    }

    fn flat_close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) if self.flow == Flow::Cell => {
                self.push("**");
                self.gap = true;
            }
            TagEnd::List(_) => {
                self.numbers.pop();
                self.gap = true;
            }
            TagEnd::FootnoteDefinition => self.close_note(),
            TagEnd::CodeBlock => self.in_code = None,
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => {
                self.gap = true
            }
            _ => {}
        }
    }

    /// Code in a line: each line of it on its own, joined as blocks are.
    fn code_lines(&mut self, code: &str) {
        for line in code.lines().filter(|line| !line.trim().is_empty()) {
            self.settle_gap();
            self.code(line);
            self.gap = true;
        }
    }

    fn flat_label(&mut self, audience: Audience) {
        self.next_block();
        self.settle_gap();
        self.push("**");
        let resolve = self.resolve;
        self.escaped(resolve.insider_label(audience));
        self.push("**");
        self.gap = true;
    }
}
