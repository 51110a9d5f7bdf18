//! A YAML text as a tree in which every value knows its bytes. The only place where YAML is read.
//!
//! Scalars keep their spelling (`1.10` stays `1.10`), aliases and `<<` merges are expanded within a budget, and
//! what YAML allows but a kit does not (tags, several documents, extreme nesting) is refused with a plain message.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use arcstr::{ArcStr, Substr};
use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span};

/// Largest depth of lists and mappings inside each other.
const MAX_DEPTH: usize = 64;
/// Values that anchors and aliases may copy in one file.
const MAX_ALIASED: usize = 100_000;

/// Longest text, in bytes.
const MAX_TEXT: usize = 1024 * 1024;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// First byte in the file's text.
    pub start: u32,
    /// Byte behind the last.
    pub end: u32,
    /// What stands there.
    pub value: Value,
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A scalar; `plain` when written without quotes and not as a block.
    Scalar {
        /// As written, escapes resolved; mostly a part of the file's text, not a copy.
        text: Substr,
        /// Without quotes, not as a block.
        plain: bool,
    },
    /// A sequence.
    List(Box<[Node]>),
    /// A mapping; keys are scalars, each once.
    Map(Box<[(Node, Node)]>),
}

/// What is wrong with a text: the words, the place, what to do, and a first place that matters.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The words of the finding.
    pub message: String,
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What to do.
    pub help: String,
    /// Another place and its label.
    pub related: Option<(Range<usize>, String)>,
}

impl Fault {
    /// A fault at a place.
    pub fn new(message: impl Into<String>, span: Range<usize>, help: impl Into<String>) -> Self {
        Fault { message: message.into(), span, help: help.into(), related: None }
    }
}

impl Node {
    /// A plain scalar that stands at the bytes of another value.
    pub fn word(text: impl Into<Substr>, at: &Node) -> Node {
        Node { start: at.start, end: at.start, value: Value::Scalar { text: text.into(), plain: false } }
    }

    /// The bytes to underline: a scalar whole, of a collection its first key or item.
    pub fn head(&self) -> Range<usize> {
        match &self.value {
            Value::Map(entries) if !entries.is_empty() => entries[0].0.head(),
            Value::List(items) if !items.is_empty() => items[0].head(),
            _ => self.start as usize..self.end as usize,
        }
    }

    /// The words of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether nothing is written: null, `""`, or an empty list or mapping.
    pub fn is_absent(&self) -> bool {
        match &self.value {
            Value::Scalar { text, plain } => text.is_empty() || (*plain && is_null(text)),
            Value::List(items) => items.is_empty(),
            Value::Map(entries) => entries.is_empty(),
        }
    }

    /// The value under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, value)| value)
    }

    /// Key and value of a mapping.
    pub fn entry(&self, key: &str) -> Option<&(Node, Node)> {
        self.entries().iter().find(|(k, _)| k.text() == Some(key))
    }

    /// The entries of a mapping; none for anything else.
    pub fn entries(&self) -> &[(Node, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The words under a key, unless absent.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key).filter(|n| !n.is_absent()).and_then(Node::text)
    }

    fn size(&self) -> usize {
        match &self.value {
            Value::Scalar { .. } => 1,
            Value::List(items) => 1 + items.iter().map(Node::size).sum::<usize>(),
            Value::Map(entries) => 1 + entries.iter().map(|(k, v)| k.size() + v.size()).sum::<usize>(),
        }
    }
}

/// Whether a plain scalar is YAML's null.
pub fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Whether a plain scalar is YAML 1.2's true or false.
pub fn is_bool(text: &str) -> bool {
    matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE")
}

/// Whether `true` is written, as in `draft: true`.
pub fn is_true(node: &Node) -> bool {
    node.text().is_some_and(|t| t.eq_ignore_ascii_case("true"))
}

/// Reads a text. `Ok(None)`: nothing but blanks and comments. Several faults can come back; a syntax error ends the file.
pub fn read(text: &ArcStr) -> Result<Option<Node>, Vec<Fault>> {
    if let Some(at) = text.find('\0') {
        let help = "remove it; a text file holds none, so the file may be damaged or of another kind";
        return Err(vec![Fault::new("the file holds a NUL character", at..at + 1, help)]);
    }
    let mut builder = Builder {
        text,
        stack: Vec::new(),
        values: Vec::new(),
        anchors: HashMap::new(),
        aliased: 0,
        root: None,
        faults: Vec::new(),
    };
    let options = granit_parser::options! { strict_indentation: false, block_scalar_eof_without_line_feed: true };
    for next in Parser::new_from_str_with_options(text, options) {
        let stop = match next {
            Ok((event, span)) => builder.event(event, &span).err(),
            Err(error) => Some(builder.syntax(&error)),
        };
        if let Some(fault) = stop {
            builder.faults.push(fault);
            break;
        }
    }
    if builder.faults.is_empty() { Ok(builder.root) } else { Err(builder.faults) }
}

/// A collection that is still open.
struct Open {
    start: u32,
    anchor: usize,
    is_map: bool,
    /// Where its first value stands among the values.
    first: usize,
}

struct Builder<'a> {
    text: &'a ArcStr,
    stack: Vec<Open>,
    /// Values of the collections that are open, outer ones first; of a mapping keys and values in turn.
    values: Vec<Node>,
    anchors: HashMap<usize, Node>,
    aliased: usize,
    root: Option<Node>,
    faults: Vec<Fault>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event, span: &Span) -> Result<(), Fault> {
        let range = range(span);
        match event {
            Event::DocumentStart(..) if self.root.is_some() => Err(Fault::new(
                "a second document starts here",
                range,
                "keep one document a file: remove the `---` line, or move what follows into a file of its own",
            )),
            Event::Scalar(words, style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span)?;
                if words.len() > MAX_TEXT {
                    let start = range.start..(range.start + 1).min(self.text.len());
                    return Err(Fault::new(
                        "this text is too long",
                        start,
                        "a text holds 1 MB at most; split it into several",
                    ));
                }
                let plain = style == ScalarStyle::Plain;
                let text = match words {
                    Cow::Borrowed(words) => self.text.try_substr_from(words).unwrap_or_else(|| words.into()),
                    Cow::Owned(words) => words.into(),
                };
                let value = Value::Scalar { text, plain };
                self.value(Node { start: range.start as u32, end: range.end as u32, value }, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => self.open(span, anchor, tag.is_some(), false),
            Event::MappingStart(_, anchor, tag) => self.open(span, anchor, tag.is_some(), true),
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end as u32),
            Event::Alias(id) => self.alias(id, range),
            _ => Ok(()),
        }
    }

    fn refuse_tag(&self, tagged: bool, span: &Span) -> Result<(), Fault> {
        if !tagged {
            return Ok(());
        }
        let place = span.tag_span().and_then(|s| s.byte_range()).unwrap_or_else(|| range(span));
        let tag = self.text.get(place.clone()).unwrap_or("!");
        Err(Fault::new(
            format!("the tag `{tag}` is not used here"),
            place,
            "remove it; write words that look like something else in quotes",
        ))
    }

    fn open(&mut self, span: &Span, anchor: usize, tagged: bool, is_map: bool) -> Result<(), Fault> {
        self.refuse_tag(tagged, span)?;
        if self.stack.len() >= MAX_DEPTH {
            return Err(Fault::new(
                "lists and mappings are nested too deeply",
                range(span),
                format!("at most {MAX_DEPTH} levels are read"),
            ));
        }
        let (start, first) = (range(span).start as u32, self.values.len());
        self.stack.push(Open { start, anchor, is_map, first });
        Ok(())
    }

    fn close(&mut self, end: u32) -> Result<(), Fault> {
        let Some(open) = self.stack.pop() else { return Ok(()) };
        let mut values = self.values.drain(open.first..);
        let value = if open.is_map {
            let mut entries = Vec::with_capacity(values.len() / 2);
            while let (Some(key), Some(value)) = (values.next(), values.next()) {
                entries.push((key, value));
            }
            drop(values);
            Value::Map(self.merged(entries)?.into())
        } else {
            Value::List(values.collect())
        };
        self.value(Node { start: open.start, end: end.max(open.start), value }, open.anchor)
    }

    /// A finished value goes to where it belongs: the open list, the key or value of the open mapping, or the root.
    fn value(&mut self, node: Node, anchor: usize) -> Result<(), Fault> {
        if anchor > 0 {
            self.aliased += node.size();
            if self.aliased > MAX_ALIASED {
                return Err(too_large(node.head()));
            }
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.stack.last() else {
            self.root = Some(node);
            return Ok(());
        };
        let is_key = open.is_map && (self.values.len() - open.first).is_multiple_of(2);
        if is_key && node.text().is_none() {
            let help = "write a word before the `:`; quote text that begins with `{` or `[`";
            return Err(Fault::new("a key is one word, not a list or mapping", node.head(), help));
        }
        self.values.push(node);
        Ok(())
    }

    fn alias(&mut self, id: usize, place: Range<usize>) -> Result<(), Fault> {
        let Some(node) = self.anchors.get(&id) else {
            return Err(Fault::new("this alias points into itself", place, "write the value out"));
        };
        self.aliased += node.size();
        if self.aliased > MAX_ALIASED {
            return Err(too_large(place));
        }
        let node = node.clone();
        self.value(node, 0)
    }

    /// The entries with `<<` merged in (own keys win, earlier merges win) and repeated keys reported.
    fn merged(&mut self, entries: Vec<(Node, Node)>) -> Result<Vec<(Node, Node)>, Fault> {
        self.refuse_repeats(&entries);
        if !entries.iter().any(|(k, _)| is_merge(k)) {
            return Ok(entries);
        }
        let (merges, mut own): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(k, _)| is_merge(k));
        for (key, value) in merges {
            let sources = if let Value::List(items) = value.value { items.into_vec() } else { vec![value] };
            for source in sources {
                let Value::Map(more) = source.value else {
                    return Err(Fault::new(
                        "`<<` takes a mapping",
                        key.head(),
                        "point it at an anchor on a mapping: `<<: *name`",
                    ));
                };
                for (k, v) in more {
                    if !own.iter().any(|(mine, _)| mine.text() == k.text()) {
                        own.push((k, v));
                    }
                }
            }
        }
        Ok(own)
    }

    fn refuse_repeats(&mut self, entries: &[(Node, Node)]) {
        let repeated = |i: usize| entries[..i].iter().position(|(k, _)| k.text() == entries[i].0.text());
        let faulty: Vec<usize> = if entries.len() <= 24 {
            (1..entries.len()).filter(|i| repeated(*i).is_some()).collect()
        } else {
            let mut seen = HashSet::with_capacity(entries.len());
            (0..entries.len()).filter(|i| !seen.insert(entries[*i].0.text())).collect()
        };
        for i in faulty.into_iter().take(20) {
            let key = &entries[i].0;
            let name = key.text().unwrap_or_default();
            let mut fault = Fault::new(
                format!("`{name}` is written twice"),
                key.head(),
                "keep one of the two; for several values write a list under one key",
            );
            fault.related = repeated(i).map(|first| (entries[first].0.head(), "first written here".to_owned()));
            self.faults.push(fault);
        }
    }

    fn syntax(&self, error: &ScanError) -> Fault {
        let mark = error.marker();
        let at = mark.byte_offset().unwrap_or_else(|| byte_of(self.text, mark.line(), mark.col()));
        let at = at.min(self.text.len());
        let tab =
            if error.kind().to_string().contains("tab") { self.text[at..].find('\t').map(|i| at + i) } else { None };
        let at = tab.unwrap_or(at);
        let end = self.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        let (message, help) = words(&error.kind().to_string(), self.text, at);
        Fault::new(message, at..end, help)
    }
}

/// The scanner's words in ours, with what to do.
fn words(scanner: &str, text: &str, at: usize) -> (String, String) {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    let has = |part: &str| scanner.contains(part);
    let (message, help) = if has("tab") {
        ("a tab stands where only spaces may", "indent with spaces")
    } else if has("unclosed quote") || has("quoted scalar") {
        ("a quote is opened and not closed", "close it; inside '…' write '' for an apostrophe, inside \"…\" write \\\"")
    } else if has("nesting") || has("recursion") || has("depth") {
        ("lists and mappings are nested too deeply", "at most 64 levels are read")
    } else if has("unknown anchor") {
        ("this alias has no anchor before it", "define it with `&name` first, or quote text that begins with `*`")
    } else if has("mapping values") || has("':'") || has("simple key") || has("colon") {
        (
            "this line is not `key: value`",
            "quote text that holds `: ` or begins with a sign, and indent keys of one mapping alike",
        )
    } else if has("unexpected character")
        || has("reserved")
        || has("while scanning for the next token")
        || line.trim_end().ends_with(['@', '`', '%'])
    {
        ("a value cannot begin with this sign", "put the value in quotes")
    } else if has("flow") || has("bracket") || has("','") {
        ("a list `[…]` or mapping `{…}` is not well formed", "check its commas and that each bracket is closed")
    } else if has("indentation") || has("block") {
        ("the indentation does not fit", "start keys of one mapping, and `-` of one list, in the same column")
    } else {
        return (
            format!("this is not valid YAML: {scanner}"),
            "check the indentation, and quote text that holds `: ` or ` #`".to_owned(),
        );
    };
    (message.to_owned(), help.to_owned())
}

fn too_large(place: Range<usize>) -> Fault {
    let help = format!("at most {MAX_ALIASED} values may come from anchors and aliases; write the values out");
    Fault::new("aliases make this file too large", place, help)
}

fn is_merge(key: &Node) -> bool {
    matches!(&key.value, Value::Scalar { text, plain: true } if text == "<<")
}

fn range(span: &Span) -> Range<usize> {
    span.byte_range().unwrap_or(0..0)
}

fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.chars().take(column).map(char::len_utf8).sum::<usize>()
}
