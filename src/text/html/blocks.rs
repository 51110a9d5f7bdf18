//! Paragraphs, headings, lists, quotes, code, tables and footnotes as HTML.

use std::fmt::Write;

use pulldown_cmark::{Alignment, CodeBlockKind, HeadingLevel, Tag, TagEnd};

use super::{Table, Writer};
use crate::text::Audience;
use crate::text::anchors::{push_id, push_target};
use crate::text::escape::push_html;
use crate::text::pieces::Piece;

impl Writer<'_> {
    pub(super) fn block(&mut self, piece: &Piece) {
        match piece {
            Piece::Start(tag) => self.open(tag),
            Piece::End(tag) => self.close(*tag),
            Piece::Raw(code) => push_html(code, &mut self.out),
            Piece::Quote(audience) => self.quote(*audience),
            Piece::QuoteEnd(audience) => {
                self.out.push_str(if audience.is_some() { "</aside>\n" } else { "</blockquote>\n" });
            }
            Piece::Rule => {
                self.fresh();
                self.out.push_str("<hr>\n");
            }
            _ => {}
        }
    }

    /// A block starts on its own line.
    fn fresh(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn open(&mut self, tag: &Tag) {
        if !matches!(tag, Tag::TableCell) {
            self.fresh();
        }
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, .. } => self.open_heading(*level),
            Tag::CodeBlock(kind) => self.open_code(kind),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(start)) => {
                let _ = writeln!(self.out, "<ol start=\"{start}\">");
            }
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::Item => self.out.push_str("<li>"),
            Tag::FootnoteDefinition(label) => {
                self.under_notes.push((label.to_string(), std::mem::take(&mut self.out)));
            }
            Tag::Table(alignments) => {
                self.table = Table { alignments: alignments.clone(), ..Table::default() };
                self.out.push_str("<div class=\"table\"><table>\n");
            }
            Tag::TableHead => self.open_row("<thead><tr>", true),
            Tag::TableRow if self.table.body => self.open_row("<tr>", false),
            Tag::TableRow => {
                self.table.body = true;
                self.open_row("<tbody>\n<tr>", false);
            }
            Tag::TableCell => self.open_cell(),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        let end = match tag {
            TagEnd::Paragraph => "</p>\n",
            TagEnd::Heading(level) => return self.close_heading(level),
            TagEnd::CodeBlock => {
                self.in_code = false;
                "</code></pre>\n"
            }
            TagEnd::FootnoteDefinition => return self.close_note(),
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::TableHead => "</tr></thead>\n",
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell if self.table.head => "</th>",
            TagEnd::TableCell => "</td>",
            TagEnd::Table if self.table.body => "</tbody>\n</table></div>\n",
            TagEnd::Table => "</table></div>\n",
            _ => "",
        };
        self.out.push_str(end);
    }

    fn open_heading(&mut self, level: HeadingLevel) {
        let _ = write!(self.out, "<h{} id=\"", self.outline.level(level as u8, self.heading));
        let id = self.outline.ids.get(self.headings).map_or("", String::as_str);
        push_id(id, &mut self.out);
        self.headings += 1;
        self.out.push_str("\">");
    }

    fn close_heading(&mut self, level: HeadingLevel) {
        let _ = writeln!(self.out, "</h{}>", self.outline.level(level as u8, self.heading));
    }

    fn open_code(&mut self, kind: &CodeBlockKind) {
        self.in_code = true;
        self.out.push_str("<pre><code");
        if let Some(language) = language(kind) {
            let _ = write!(self.out, " class=\"language-{language}\"");
        }
        self.out.push('>');
    }

    fn quote(&mut self, audience: Option<Audience>) {
        self.fresh();
        let Some(audience) = audience else {
            return self.out.push_str("<blockquote>\n");
        };
        let _ = write!(self.out, "<aside class=\"insider insider-{}\"><p class=\"insider-label\">", audience.name());
        push_html(self.resolve.insider_label(audience), &mut self.out);
        self.out.push_str("</p>\n");
    }

    fn open_row(&mut self, tags: &str, head: bool) {
        self.table.column = 0;
        self.table.head = head;
        self.out.push_str(tags);
    }

    fn open_cell(&mut self) {
        self.out.push_str(if self.table.head { "<th" } else { "<td" });
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        self.out.push_str(class);
        self.out.push('>');
        self.table.column += 1;
    }

    pub(super) fn note_section(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        self.fresh();
        self.out.push_str("<section class=\"footnotes\">\n<ol>\n");
        for (index, body) in std::mem::take(&mut self.notes).iter().enumerate() {
            let number = index + 1;
            self.out.push_str("<li id=\"");
            push_id(&format!("fn-{number}"), &mut self.out);
            self.out.push_str("\">");
            let body = body.as_deref().unwrap_or_default().trim_end();
            let inner = body.strip_suffix("</p>");
            self.out.push_str(inner.unwrap_or(body));
            self.out.push_str(" <a href=\"#");
            push_target(&format!("fnref-{number}"), &mut self.out);
            self.out.push_str("\" class=\"footnote-back\">↩</a>");
            self.out.push_str(if inner.is_some() { "</p></li>\n" } else { "</li>\n" });
        }
        self.out.push_str("</ol>\n</section>\n");
    }
}

/// The language of a fenced block, if it is a plain word.
pub(in crate::text) fn language<'a>(kind: &'a CodeBlockKind) -> Option<&'a str> {
    let CodeBlockKind::Fenced(info) = kind else { return None };
    let word = info.split([' ', '\t', ',']).next()?;
    let plain = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+' | b'-'));
    plain.then_some(word)
}
