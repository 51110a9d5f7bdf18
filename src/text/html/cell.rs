//! Texts flattened: into one line, or into one table cell, where lists and quotes keep their tags.

use pulldown_cmark::{Tag, TagEnd};

use super::Writer;
use crate::text::escape::push_html;
use crate::text::pieces::Piece;
use crate::text::{Audience, Flow};

impl Writer<'_> {
    pub(super) fn flat(&mut self, piece: &Piece) {
        match piece {
            Piece::Start(tag) => self.flat_open(tag),
            Piece::End(tag) => self.flat_close(*tag),
            Piece::Raw(code) => self.code_lines(code),
            Piece::Quote(audience) => self.flat_quote(*audience),
            Piece::QuoteEnd(audience) => {
                self.tag_after(
                    match audience {
                        Some(_) if self.flow == Flow::Inline => "</span>",
                        Some(_) => "</aside>",
                        None => "</blockquote>",
                    },
                    audience.is_some(),
                );
            }
            Piece::Rule => self.gap = !self.out.is_empty(),
            _ => {}
        }
    }

    /// Writes what stands between two blocks, before the first words of the second.
    pub(super) fn settle_gap(&mut self) {
        if std::mem::take(&mut self.gap) && !self.out.is_empty() && self.flow != Flow::Block {
            self.out.push_str(if self.flow == Flow::Inline { " " } else { "<br>" });
        }
        self.fresh = false;
    }

    /// A block begins: where words stand before it, something must come between.
    fn next_block(&mut self) {
        self.gap |= !self.fresh;
    }

    /// Opens a block with a tag of its own, which stands by itself.
    fn open_tag(&mut self, tag: &str) {
        self.out.push_str(tag);
        self.gap = false;
        self.fresh = true;
    }

    fn is_cell(&self) -> bool {
        self.flow == Flow::Cell
    }

    fn flat_open(&mut self, tag: &Tag) {
        match tag {
            Tag::Heading { .. } if self.is_cell() => {
                self.next_block();
                self.settle_gap();
                self.out.push_str("<strong>");
            }
            Tag::List(None) if self.is_cell() => self.open_tag("<ul>"),
            Tag::List(Some(1)) if self.is_cell() => self.open_tag("<ol>"),
            Tag::List(Some(start)) if self.is_cell() => self.open_tag(&format!("<ol start=\"{start}\">")),
            Tag::Item if self.is_cell() => self.open_tag("<li>"),
            Tag::CodeBlock(_) => {
                self.next_block();
                self.in_code = true;
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::List(_) | Tag::Item | Tag::Table(_) => self.next_block(),
            Tag::FootnoteDefinition(label) => {
                self.under_notes.push((label.to_string(), std::mem::take(&mut self.out)));
                (self.gap, self.fresh) = (false, true);
            }
            Tag::TableHead | Tag::TableRow => self.table.column = 0,
            Tag::TableCell => {
                self.settle_gap();
                self.out.push_str(match (self.table.column, self.flow) {
                    (0, _) => "",
                    (_, Flow::Inline) => " ",
                    _ => " · ",
                });
                self.table.column += 1;
            }
            _ => {}
        }
    }

    fn flat_close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) if self.is_cell() => {
                self.out.push_str("</strong>");
                self.gap = true;
            }
            TagEnd::List(ordered) => self.tag_after(if ordered { "</ol>" } else { "</ul>" }, false),
            TagEnd::Item => self.tag_after("</li>", false),
            TagEnd::FootnoteDefinition => self.close_note(),
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.gap = true;
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableHead | TagEnd::TableRow => self.gap = true,
            _ => {}
        }
    }

    /// Closes a block; in a line only a space follows it.
    fn tag_after(&mut self, tag: &str, always: bool) {
        if self.is_cell() || always {
            self.out.push_str(tag);
        }
        self.gap = !self.is_cell();
        self.fresh = self.is_cell();
    }

    /// Code in a line: each line of it on its own, joined as blocks are.
    fn code_lines(&mut self, code: &str) {
        for line in code.lines().filter(|line| !line.trim().is_empty()) {
            self.settle_gap();
            self.out.push_str("<code>");
            push_html(line, &mut self.out);
            self.out.push_str("</code>");
            self.gap = true;
        }
    }

    fn flat_quote(&mut self, audience: Option<Audience>) {
        match (audience, self.flow) {
            (None, Flow::Inline) => self.next_block(),
            (None, _) => self.open_tag("<blockquote>"),
            (Some(audience), flow) => {
                let tags = if flow == Flow::Inline { ["span", "span"] } else { ["aside", "p"] };
                if flow == Flow::Inline {
                    self.next_block();
                    self.settle_gap();
                }
                self.open_tag("");
                let name = audience.name();
                self.out.push_str(&format!(
                    "<{} class=\"insider insider-{name}\"><{} class=\"insider-label\">",
                    tags[0], tags[1]
                ));
                push_html(self.resolve.insider_label(audience), &mut self.out);
                self.out.push_str(&format!("</{}>", tags[1]));
                self.gap = flow == Flow::Inline;
            }
        }
    }

    pub(super) fn flat_notes(&mut self) {
        for (index, body) in std::mem::take(&mut self.notes).iter().enumerate() {
            self.gap = true;
            self.settle_gap();
            self.out.push_str(&format!("<sup>{}</sup> ", index + 1));
            self.out.push_str(body.as_deref().unwrap_or_default());
        }
    }
}
