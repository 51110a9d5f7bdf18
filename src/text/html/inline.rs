//! What stands in a line of HTML: words, links, pictures, code.

use std::fmt::Write;

use pulldown_cmark::{LinkType, Tag, TagEnd};

use super::{Writer, is_ordinary};
use crate::text::anchors::{push_id, push_target};
use crate::text::bare;
use crate::text::escape::push_html;
use crate::text::href::{Kind, destination, kind, picture_source, push_html_address};
use crate::text::outline::{Outline, end_of};
use crate::text::pieces::{Mark, Piece, read};
use crate::text::plain::words_of;
use crate::text::refs::ItemRef;
use crate::text::source::Source;
use crate::text::{Flow, Href, Picture, Words};

/// Words of references within words of references are shown without following further.
const DEEPEST: u8 = 2;

impl Writer<'_> {
    /// Writes a piece that stands in a line; `false` where it is none.
    pub(super) fn inline(&mut self, piece: &Piece) -> bool {
        let written = match piece {
            Piece::Raw(_) if self.in_code => return false,
            Piece::Text(_) | Piece::Raw(_) | Piece::Code(_) | Piece::Item(_) | Piece::NoteRef(_) | Piece::Task(_) => {
                self.settle_gap();
                self.words(piece);
                return true;
            }
            Piece::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                self.settle_gap();
                self.open_link(*link_type, dest_url, title);
                return true;
            }
            Piece::End(TagEnd::Link) => return self.close_link(),
            Piece::Span(delimiter) => {
                self.settle_gap();
                span(delimiter)[0]
            }
            Piece::SpanEnd(delimiter) => span(delimiter)[1],
            Piece::Soft if self.flow == Flow::Block => "\n",
            Piece::Hard if self.flow == Flow::Block => "<br>\n",
            Piece::Hard if self.flow == Flow::Cell => "<br>",
            Piece::Soft | Piece::Hard => " ",
            _ => return false,
        };
        self.out.push_str(written);
        true
    }

    fn words(&mut self, piece: &Piece) {
        match piece {
            Piece::Text(text) => self.text(text),
            Piece::Raw(text) => self.escaped(text.trim_end()),
            Piece::Code(code) => {
                self.out.push_str("<code>");
                self.escaped(code);
                self.out.push_str("</code>");
            }
            Piece::Item(item) => self.item(item),
            Piece::NoteRef(label) => self.note_ref(label),
            Piece::Task(done) => self.out.push_str(match (self.flow, done) {
                (Flow::Inline, true) => "☑ ",
                (Flow::Inline, false) => "☐ ",
                (_, true) => "<input type=\"checkbox\" disabled checked> ",
                (_, false) => "<input type=\"checkbox\" disabled> ",
            }),
            _ => {}
        }
    }

    /// Words as they are, in one line where the flow wants it.
    pub(super) fn escaped(&mut self, text: &str) {
        if self.flow != Flow::Block && text.contains('\n') {
            push_html(&text.replace('\n', " "), &mut self.out);
        } else {
            push_html(text, &mut self.out);
        }
    }

    /// Running text; bare addresses in it become links.
    fn text(&mut self, text: &str) {
        let mut from = 0;
        if self.linked == 0 {
            while let Some(address) = bare::next(text, from) {
                self.escaped(&text[from..address.start]);
                from = address.end;
                let close = self.open_address(&text[address.clone()], "");
                self.escaped(&text[address]);
                self.out.push_str(close);
            }
        }
        self.escaped(&text[from..]);
    }

    fn open_link(&mut self, link: LinkType, dest: &str, title: &str) {
        let dest = destination(link, dest);
        let autolink = matches!(link, LinkType::Autolink);
        let close = match kind(&dest) {
            Kind::Unsafe if autolink => {
                self.out.push_str("&lt;");
                "&gt;"
            }
            Kind::Unsafe => "",
            _ if self.linked > 0 => "",
            _ => self.open_address(&dest, title),
        };
        self.linked += usize::from(!close.is_empty());
        self.links.push(close);
    }

    fn close_link(&mut self) -> bool {
        let close = self.links.pop().unwrap_or_default();
        self.linked -= usize::from(!close.is_empty());
        self.out.push_str(close);
        true
    }

    /// Asks where an allowed destination leads and opens the link; what closes it comes back.
    fn open_address(&mut self, dest: &str, title: &str) -> &'static str {
        if let Some(id) = self.outline.heading(dest).filter(|_| self.flow == Flow::Block) {
            self.out.push_str("<a href=\"#");
            push_target(id, &mut self.out);
            self.open_end("", title);
            return "</a>";
        }
        match self.resolve.link(dest) {
            Href::Plain => "",
            Href::To(href) => {
                self.open_href(&href, title);
                "</a>"
            }
        }
    }

    fn open_href(&mut self, href: &str, title: &str) {
        self.out.push_str("<a href=\"");
        push_html_address(href, &mut self.out);
        self.open_end(href, title);
    }

    /// The rest of an `<a>` behind its address.
    fn open_end(&mut self, href: &str, title: &str) {
        self.out.push('"');
        if matches!(kind(href), Kind::Web | Kind::ProtocolRelative) {
            self.out.push_str(" rel=\"noopener\"");
        }
        self.title(title);
        self.out.push('>');
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            push_html(&title.replace('\n', " "), &mut self.out);
            self.out.push('"');
        }
    }

    /// Writes the picture opened at `index`; the index behind it comes back.
    pub(super) fn picture(&mut self, tag: &Tag, marks: &[Mark], index: usize) -> usize {
        let end = end_of(marks, index);
        let Tag::Image { dest_url, title, .. } = tag else { return end + 1 };
        self.settle_gap();
        let alt = words_of(&marks[index + 1..end]).replace('\n', " ");
        let source = picture_source(dest_url);
        let picture = if kind(&source) == Kind::Unsafe { Picture::Plain } else { self.resolve.picture(&source) };
        match picture {
            Picture::Show(address, size) => {
                self.out.push_str("<img src=\"");
                push_html_address(&address, &mut self.out);
                self.out.push_str("\" alt=\"");
                push_html(&alt, &mut self.out);
                self.out.push('"');
                self.title(title);
                if let Some((width, height)) = size {
                    let _ = write!(self.out, " width=\"{width}\" height=\"{height}\"");
                }
                self.out.push_str(" loading=\"lazy\">");
            }
            Picture::Link(address) if self.linked == 0 => {
                self.open_href(&address, title);
                push_html(if alt.is_empty() { &address } else { &alt }, &mut self.out);
                self.out.push_str("</a>");
            }
            Picture::Link(_) | Picture::Plain => push_html(&alt, &mut self.out),
        }
        end + 1
    }

    fn item(&mut self, item: &ItemRef) {
        let shown = if self.depth < DEEPEST { self.resolve.item(item) } else { None };
        let Some(shown) = shown else {
            return match item.words.filter(|_| self.depth >= DEEPEST) {
                Some(words) => self.escaped(words),
                None => self.escaped(&item.to_string()),
            };
        };
        let href = shown.href.filter(|_| self.linked == 0);
        if let Some(href) = &href {
            self.open_href(href, "");
            self.linked += 1;
        }
        match (item.words, &shown.words) {
            (Some(words), _) => self.nested(words),
            (None, Words::Plain(words)) => self.escaped(words),
            (None, Words::Markdown(words)) => self.nested(words),
        }
        if href.is_some() {
            self.linked -= 1;
            self.out.push_str("</a>");
        }
    }

    /// A line of inline Markdown within the line.
    fn nested(&mut self, line: &str) {
        if is_ordinary(line, Flow::Inline) {
            return push_html(line, &mut self.out);
        }
        let source = Source::new(line, Flow::Inline);
        let marks = read(&source);
        let outline = Outline::of(&marks);
        let mut inner = Writer::new(Flow::Inline, 6, self.resolve, &outline);
        inner.depth = self.depth + 1;
        inner.linked = self.linked;
        inner.write(&marks);
        self.out.push_str(&inner.finish());
    }

    fn note_ref(&mut self, label: &str) {
        let Some(number) = self.outline.note(label) else {
            return self.escaped(&format!("[^{label}]"));
        };
        let linked = self.flow == Flow::Block && self.linked == 0;
        if self.flow != Flow::Block {
            self.out.push_str(&format!("<sup>{number}</sup>"));
            return;
        }
        self.out.push_str("<sup");
        if !std::mem::replace(&mut self.referred[number - 1], true) {
            self.out.push_str(" id=\"");
            push_id(&format!("fnref-{number}"), &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
        if linked {
            self.out.push_str("<a href=\"#");
            push_target(&format!("fn-{number}"), &mut self.out);
            self.out.push_str(&format!("\">{number}</a></sup>"));
        } else {
            self.out.push_str(&format!("{number}</sup>"));
        }
    }
}

/// The tags of a span.
fn span(delimiter: &str) -> [&'static str; 2] {
    match delimiter {
        "*" | "_" => ["<em>", "</em>"],
        "**" | "__" => ["<strong>", "</strong>"],
        _ => ["<del>", "</del>"],
    }
}
