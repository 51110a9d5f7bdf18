//! What stands in a line of Markdown: words, links, pictures, code.

use pulldown_cmark::{LinkType, Tag, TagEnd};

use super::{Closing, Writer, is_ordinary};
use crate::text::bare;
use crate::text::escape_markdown::{Place, push_markdown};
use crate::text::href::{Kind, destination, kind, picture_source, push_markdown_address};
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
        match piece {
            Piece::Raw(_) if self.in_code.is_some() => return false,
            Piece::Text(_) | Piece::Raw(_) | Piece::Code(_) | Piece::Item(_) | Piece::NoteRef(_) | Piece::Task(_) => {
                self.begin_words();
                self.words(piece);
            }
            Piece::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                self.begin_words();
                self.open_link(*link_type, dest_url, title);
            }
            Piece::End(TagEnd::Link) => self.close_link(),
            Piece::Span(delimiter) => {
                self.begin_words();
                self.push(delimiter);
            }
            Piece::SpanEnd(delimiter) => self.push(delimiter),
            Piece::Soft => self.soft_break(),
            Piece::Hard => self.hard_break(),
            _ => return false,
        }
        true
    }

    /// Readies the place where words begin.
    fn begin_words(&mut self) {
        match self.flow {
            Flow::Block => self.begin_line(),
            Flow::Inline | Flow::Cell => self.settle_gap(),
        }
    }

    /// Writes Markdown as it stands.
    pub(super) fn push(&mut self, markdown: &str) {
        self.out.push_str(markdown);
        self.line_start &= markdown.is_empty();
    }

    /// Writes what begins with a bracket; a `!` before it must not make it a picture.
    fn push_bracket(&mut self, markdown: &str) {
        if self.out.ends_with('!') {
            self.out.pop();
            self.out.push_str("\\!");
        }
        self.push(markdown);
    }

    fn soft_break(&mut self) {
        if self.flow == Flow::Block && !self.in_heading && !self.cell {
            self.new_line();
        } else {
            self.push(" ");
        }
    }

    fn hard_break(&mut self) {
        match self.flow {
            Flow::Block if !self.in_heading && !self.cell => {
                self.out.push('\\');
                self.new_line();
            }
            Flow::Cell => self.push("<br>"),
            _ => self.push(" "),
        }
    }

    fn words(&mut self, piece: &Piece) {
        match piece {
            Piece::Text(text) => self.text(text),
            Piece::Raw(text) => self.raw(text.trim_end()),
            Piece::Code(code) => self.code(code),
            Piece::Item(item) => self.item(item),
            Piece::NoteRef(label) => self.note_ref(label),
            Piece::Task(done) => self.push(match (self.flow, done) {
                (Flow::Block, true) => "[x] ",
                (Flow::Block, false) => "[ ] ",
                (_, true) => "☑ ",
                (_, false) => "☐ ",
            }),
            _ => {}
        }
    }

    /// Words that show exactly as they are.
    pub(super) fn escaped(&mut self, text: &str) {
        if self.out.ends_with(']') && text.starts_with(':') {
            self.out.push('\\');
        }
        let place = Place { line_start: self.line_start, cell: self.cell, heading: self.in_heading, open_end: false };
        let before = self.out.len();
        push_markdown(text, &mut self.out, place);
        self.line_start &= self.out.len() == before;
    }

    /// Running text; bare addresses in it stay as they are, in `<…>` where they hold what Markdown would read.
    fn text(&mut self, text: &str) {
        let mut from = 0;
        while let Some(address) = bare::next(text, from) {
            self.escaped(&text[from..address.start]);
            from = address.end;
            let (url, start) = (&text[address], self.out.len());
            let beside_span = self.out.ends_with(['*', '_', '~']);
            self.escaped(url);
            if self.out[start..] != *url && self.linked == 0 && !beside_span {
                self.out.truncate(start);
                self.push(&format!("<{url}>"));
            }
        }
        self.escaped(&text[from..]);
    }

    /// Raw HTML as text, line by line.
    fn raw(&mut self, text: &str) {
        for (index, line) in text.lines().enumerate() {
            if index > 0 {
                self.soft_break();
            }
            self.escaped(line.trim_end());
        }
    }

    pub(super) fn code(&mut self, code: &str) {
        let fence = "`".repeat(longest_run(code) + 1);
        let solid = code.trim_matches(' ');
        let edge = solid.starts_with('`') || solid.ends_with('`') || (code.starts_with(' ') && code.ends_with(' '));
        let pad = if edge && !solid.is_empty() { " " } else { "" };
        self.push(&fence);
        self.out.push_str(pad);
        for c in code.chars() {
            match c {
                '\n' | '\t' => self.out.push(' '),
                '\0'..'\u{20}' => {}
                '|' if self.cell => self.out.push_str("\\|"),
                _ => self.out.push(c),
            }
        }
        self.out.push_str(pad);
        self.out.push_str(&fence);
    }

    fn open_link(&mut self, link: LinkType, dest: &str, title: &str) {
        let dest = destination(link, dest);
        let closing = match kind(&dest) {
            Kind::Unsafe if link == LinkType::Autolink => {
                self.escaped("<");
                Closing::Angle
            }
            Kind::Unsafe => Closing::Words,
            _ if self.linked > 0 => Closing::Words,
            _ => self.address(&dest).map_or(Closing::Words, |href| Closing::Address(target(&href, title, self.cell))),
        };
        if matches!(closing, Closing::Address(_)) {
            self.push_bracket("[");
            self.linked += 1;
        }
        self.links.push(closing);
    }

    fn close_link(&mut self) {
        match self.links.pop() {
            Some(Closing::Address(target)) => {
                self.linked -= 1;
                self.push("](");
                self.out.push_str(&target);
                self.shorten();
            }
            Some(Closing::Angle) => self.push(">"),
            Some(Closing::Words) | None => {}
        }
    }

    /// `[https://x](https://x)` is written `<https://x>`.
    fn shorten(&mut self) {
        let Some(middle) = self.out.rfind("](") else { return };
        let address = &self.out[middle + 2..self.out.len() - 1];
        let Some(start) = middle.checked_sub(address.len() + 1) else { return };
        let same = self.out.get(start + 1..middle) == Some(address) && self.out[start..].starts_with('[');
        if same && kind(address) == Kind::Web && !address.contains([' ', '\\', '<', '>']) && !self.escaped_at(start) {
            let short = format!("<{address}>");
            self.out.truncate(start);
            self.out.push_str(&short);
        }
    }

    fn escaped_at(&self, at: usize) -> bool {
        crate::text::refs::escaped(&self.out, at)
    }

    fn address(&self, dest: &str) -> Option<String> {
        if let Some(id) = self.outline.heading(dest).filter(|_| self.flow == Flow::Block) {
            return Some(format!("#{id}"));
        }
        match self.resolve.link(dest) {
            Href::To(href) => Some(href),
            Href::Plain => None,
        }
    }

    /// Writes the picture opened at `index`; the index behind it comes back.
    pub(super) fn picture(&mut self, tag: &Tag, marks: &[Mark], index: usize) -> usize {
        let end = end_of(marks, index);
        let Tag::Image { dest_url, title, .. } = tag else { return end + 1 };
        self.begin_words();
        let alt = words_of(&marks[index + 1..end]).replace('\n', " ");
        let source = picture_source(dest_url);
        let picture = if kind(&source) == Kind::Unsafe { Picture::Plain } else { self.resolve.picture(&source) };
        let (open, address) = match picture {
            Picture::Show(address, _) => ("![", address),
            Picture::Link(address) if self.linked == 0 => ("[", address),
            Picture::Link(_) | Picture::Plain => {
                self.escaped(&alt);
                return end + 1;
            }
        };
        self.push_bracket(open);
        self.escaped(if alt.is_empty() && open == "[" { &address } else { &alt });
        self.push("](");
        self.out.push_str(&target(&address, title, self.cell));
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
        if href.is_some() {
            self.push_bracket("[");
            self.linked += 1;
        }
        match (item.words, &shown.words) {
            (Some(words), _) => self.nested(words),
            (None, Words::Plain(words)) => self.escaped(words),
            (None, Words::Markdown(words)) => self.nested(words),
        }
        if let Some(href) = href {
            self.linked -= 1;
            self.push("](");
            self.out.push_str(&target(&href, "", self.cell));
        }
    }

    /// A line of inline Markdown within the line.
    fn nested(&mut self, line: &str) {
        if is_ordinary(line, Flow::Inline) {
            return self.push(line);
        }
        let source = Source::new(line, Flow::Inline);
        let marks = read(&source);
        let outline = Outline::of(&marks);
        let mut inner = Writer::new(Flow::Inline, self.resolve, &outline);
        (inner.depth, inner.linked) = (self.depth + 1, self.linked);
        (inner.cell, inner.in_heading, inner.line_start) = (self.cell, self.in_heading, self.line_start);
        inner.write(&marks);
        let words = inner.finish();
        self.push(&words);
    }

    fn note_ref(&mut self, label: &str) {
        match (self.outline.note(label), self.flow) {
            (None, _) => self.escaped(&format!("[^{label}]")),
            (Some(number), Flow::Block) => self.push_bracket(&format!("[^{}-{number}]", self.note_prefix)),
            (Some(number), _) => self.push(&format!("\\[{number}\\]")),
        }
    }
}

/// What stands behind the words of a link: `address "title")`.
fn target(href: &str, title: &str, cell: bool) -> String {
    let mut out = String::with_capacity(href.len() + title.len() + 4);
    push_markdown_address(href, &mut out);
    if !title.is_empty() {
        out.push_str(" \"");
        for c in title.chars() {
            match c {
                '\n' => out.push(' '),
                '\0'..'\u{20}' => {}
                '"' | '\\' | '&' | '`' | '<' => out.extend(['\\', c]),
                '|' if cell => out.push_str("\\|"),
                _ => out.push(c),
            }
        }
        out.push('"');
    }
    out.push(')');
    out
}

/// The length of the longest run of backticks.
pub(super) fn longest_run(code: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    for byte in code.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}
