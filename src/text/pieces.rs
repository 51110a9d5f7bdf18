//! One reading of a text for all who need it: the parser's events with item references, insider passages and raw
//! HTML already told apart. Writes nothing.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use super::Audience;
use super::insider::marker;
use super::refs::{ItemRef, MASK, item_at};
use super::source::Source;

/// One piece of a text.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// Anything but a span, a block quote or an HTML block opens; an HTML block is a paragraph.
    Start(Tag<'a>),
    End(TagEnd),
    /// A block quote opens; with an audience: an insider passage.
    Quote(Option<Audience>),
    QuoteEnd(Option<Audience>),
    /// Emphasis `*` or `_`, strong `**` or `__`, struck out `~~` opens, as the author wrote it.
    Span(&'static str),
    SpanEnd(&'static str),
    Text(Cow<'a, str>),
    /// Shown as it stands: raw HTML and the lines of a code block.
    Raw(Cow<'a, str>),
    Code(Cow<'a, str>),
    Item(ItemRef<'a>),
    NoteRef(CowStr<'a>),
    Task(bool),
    Soft,
    Hard,
    Rule,
}

/// A piece and where it stands; the end of a span has the bytes of the whole span.
#[derive(Debug)]
pub(super) struct Mark<'a> {
    pub piece: Piece<'a>,
    pub at: Range<usize>,
}

/// The whole text, in order.
pub(super) fn read<'s>(source: &'s Source<'_>) -> Vec<Mark<'s>> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    let text = source.text();
    let mut reader = Reader {
        text,
        masked: source.is_masked(),
        events: Parser::new_ext(text, options).into_offset_iter().peekable(),
        marks: Vec::with_capacity(16 + text.len() / 8),
        taken: 0..source.lead(),
        quotes: Vec::new(),
        in_code: false,
        in_address: false,
    };
    reader.run();
    reader.marks
}

struct Reader<'s> {
    text: &'s str,
    masked: bool,
    events: Peekable<OffsetIter<'s>>,
    marks: Vec<Mark<'s>>,
    /// Bytes already read as an item reference or a marker: inline events that start in them are dropped.
    taken: Range<usize>,
    quotes: Vec<Option<Audience>>,
    in_code: bool,
    /// In `<https://…>`, where brackets mean nothing.
    in_address: bool,
}

impl<'s> Reader<'s> {
    fn run(&mut self) {
        while let Some((event, at)) = self.events.next() {
            match event {
                Event::Start(Tag::BlockQuote(_)) => self.quote(at),
                Event::End(TagEnd::BlockQuote(_)) => {
                    let audience = self.quotes.pop().flatten();
                    self.push(Piece::QuoteEnd(audience), at);
                }
                Event::Start(tag) => self.start(tag, at),
                Event::End(tag) => self.end(tag, at),
                Event::Text(text) if self.in_code => self.raw(text, at),
                Event::Text(text) => self.text(text, at),
                inline => self.inline(inline, at),
            }
        }
    }

    fn push(&mut self, piece: Piece<'s>, at: Range<usize>) {
        self.marks.push(Mark { piece, at });
    }

    fn quote(&mut self, at: Range<usize>) {
        let child = match self.events.peek() {
            Some((Event::End(_), _)) | None => at.end,
            Some((_, child)) => child.start,
        };
        let marker = marker(self.text, at.start, child).and_then(|found| Some((found.audience()?, found.at)));
        if let Some((_, range)) = &marker {
            let bytes = &self.text.as_bytes()[range.end..];
            let spaces = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
            let end = range.end + spaces + usize::from(bytes.get(spaces) == Some(&b'\n'));
            self.taken = range.start..end;
        }
        let audience = marker.map(|found| found.0);
        self.quotes.push(audience);
        self.push(Piece::Quote(audience), at);
    }

    fn start(&mut self, tag: Tag<'s>, at: Range<usize>) {
        match tag {
            Tag::HtmlBlock => self.push(Piece::Start(Tag::Paragraph), at),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
                if self.taken.contains(&at.start) => {}
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                self.push(Piece::Span(self.delimiter(tag.to_end(), at.start)), at);
            }
            tag => {
                self.in_code = matches!(tag, Tag::CodeBlock(_));
                self.in_address |= matches!(tag, Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. });
                self.push(Piece::Start(tag), at);
            }
        }
    }

    fn end(&mut self, tag: TagEnd, at: Range<usize>) {
        match tag {
            TagEnd::HtmlBlock => self.push(Piece::End(TagEnd::Paragraph), at),
            TagEnd::Paragraph
                if matches!(self.marks.last(), Some(Mark { piece: Piece::Start(Tag::Paragraph), .. })) =>
            {
                self.marks.pop();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
                if self.taken.contains(&at.start) => {}
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.push(Piece::SpanEnd(self.delimiter(tag, at.start)), at);
            }
            tag => {
                self.in_code = false;
                self.in_address &= tag != TagEnd::Link;
                self.push(Piece::End(tag), at);
            }
        }
    }

    fn delimiter(&self, tag: TagEnd, start: usize) -> &'static str {
        match (tag, self.text.as_bytes().get(start)) {
            (TagEnd::Emphasis, Some(b'_')) => "_",
            (TagEnd::Emphasis, _) => "*",
            (TagEnd::Strong, Some(b'_')) => "__",
            (TagEnd::Strong, _) => "**",
            _ => "~~",
        }
    }

    /// Inline pieces other than text.
    fn inline(&mut self, event: Event<'s>, at: Range<usize>) {
        if self.taken.contains(&at.start) && !matches!(event, Event::Html(_) | Event::Rule) {
            if self.taken.end < at.end && !matches!(event, Event::SoftBreak | Event::HardBreak) {
                let rest = self.taken.end..at.end;
                self.plain(Cow::Borrowed(&self.text[rest.clone()]), rest);
            }
            return;
        }
        match event {
            Event::Html(text) | Event::InlineHtml(text) => self.raw(text, at),
            Event::Code(text) => {
                let text = self.unmasked(cow(text));
                self.push(Piece::Code(text), at);
            }
            Event::FootnoteReference(label) => self.push(Piece::NoteRef(label), at),
            Event::TaskListMarker(done) => self.push(Piece::Task(done), at),
            Event::SoftBreak => self.push(Piece::Soft, at),
            Event::HardBreak => self.push(Piece::Hard, at),
            Event::Rule => self.push(Piece::Rule, at),
            _ => {}
        }
    }

    fn raw(&mut self, text: CowStr<'s>, at: Range<usize>) {
        let text = self.unmasked(cow(text));
        if let Some(Mark { piece: Piece::Raw(before), at: place }) = self.marks.last_mut() {
            place.end = at.end;
            before.to_mut().push_str(&text);
        } else {
            self.push(Piece::Raw(text), at);
        }
    }

    /// Running text: without what is taken, item references told apart.
    fn text(&mut self, text: CowStr<'s>, at: Range<usize>) {
        let verbatim = text.len() == at.len();
        let mut from = 0;
        if self.taken.contains(&at.start) {
            if !verbatim || self.taken.end >= at.end {
                return;
            }
            from = self.taken.end - at.start;
        }
        if verbatim && !self.in_address && text.contains('[') {
            return self.brackets(at.start + from..at.end);
        }
        match cow(text) {
            Cow::Borrowed(text) if from > 0 => self.plain(Cow::Borrowed(&text[from..]), at.start + from..at.end),
            Cow::Owned(text) if from > 0 => self.plain(Cow::Owned(text[from..].to_string()), at.start + from..at.end),
            text => self.plain(text, at),
        }
    }

    /// Text with brackets in it, some of which may start an item reference.
    fn brackets(&mut self, at: Range<usize>) {
        let mut done = at.start;
        let mut from = at.start;
        while let Some(found) = self.text[from..at.end].find('[') {
            let start = from + found;
            from = start + 1;
            let Some((item, end)) = item_at(self.text, start) else { continue };
            self.plain(Cow::Borrowed(&self.text[done..start]), done..start);
            self.push(Piece::Item(item), start..end);
            self.taken = start..end;
            if end >= at.end {
                return;
            }
            (done, from) = (end, end);
        }
        self.plain(Cow::Borrowed(&self.text[done..at.end]), done..at.end);
    }

    /// Adds text to the text before it; neighbours in the source are joined without a copy.
    fn plain(&mut self, text: Cow<'s, str>, at: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let text = self.unmasked(text);
        let source = self.text;
        let Some(Mark { piece: Piece::Text(before), at: place }) = self.marks.last_mut() else {
            return self.push(Piece::Text(text), at);
        };
        match (&before, &text) {
            (Cow::Borrowed(left), Cow::Borrowed(right))
                if place.end == at.start && left.len() == place.len() && right.len() == at.len() && !self.masked =>
            {
                *before = Cow::Borrowed(&source[place.start..at.end]);
            }
            _ => before.to_mut().push_str(&text),
        }
        place.end = at.end;
    }

    fn unmasked(&self, text: Cow<'s, str>) -> Cow<'s, str> {
        if self.masked && text.contains(MASK) { Cow::Owned(text.replace(MASK, "|")) } else { text }
    }
}

fn cow(text: CowStr<'_>) -> Cow<'_, str> {
    match text {
        CowStr::Borrowed(text) => Cow::Borrowed(text),
        CowStr::Boxed(text) => Cow::Owned(text.into_string()),
        CowStr::Inlined(text) => Cow::Owned(text.to_string()),
    }
}
