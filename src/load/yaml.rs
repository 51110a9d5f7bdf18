//! YAML as trees. The only place where it is read.
//!
//! Aliases and `<<` merges are expanded within a budget, and what YAML allows but a kit does not (tags, several
//! documents, extreme nesting) is refused with a plain message.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use arcstr::ArcStr;
use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::likely::likely;
use super::tree::{Node, Tree, Value};

/// Largest depth of lists and mappings inside each other.
const MAX_DEPTH: usize = 64;
/// Values that anchors and aliases may copy in one file.
const MAX_ALIASED: usize = 100_000;

/// Longest text, in bytes.
const MAX_TEXT: usize = 1024 * 1024;

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

/// Reads a text. `Ok(None)`: nothing but blanks and comments. Several faults can come back; a syntax error ends the file.
pub fn read(text: &ArcStr) -> Result<Option<Tree>, Vec<Fault>> {
    read_as(text, text)
}

/// Reads a text that stands in for another: all that is not blank stands at the same bytes in both.
pub fn read_as(text: &str, whole: &ArcStr) -> Result<Option<Tree>, Vec<Fault>> {
    if let Some(at) = text.find('\0') {
        let help = "remove it; a text file holds none, so the file may be damaged or of another kind";
        return Err(vec![Fault::new("the file holds a NUL character", at..at + 1, help)]);
    }
    let mut reader = Reader {
        text,
        tree: Tree::of(whole),
        stack: Vec::new(),
        anchors: HashMap::new(),
        aliased: 0,
        faults: Vec::new(),
    };
    let options = granit_parser::options! { strict_indentation: false, block_scalar_eof_without_line_feed: true };
    for next in Parser::new_from_str_with_options(text, options) {
        let stop = match next {
            Ok((event, span)) => reader.event(event, &span).err(),
            Err(error) => Some(reader.syntax(&error)),
        };
        if let Some(fault) = stop {
            reader.faults.push(fault);
            break;
        }
    }
    if reader.faults.is_empty() { Ok(Some(reader.tree).filter(|tree| !tree.is_empty())) } else { Err(reader.faults) }
}

/// A collection that is still open.
struct Open {
    at: usize,
    anchor: usize,
    is_map: bool,
    /// How many keys and values, or items, are in it so far.
    count: usize,
}

struct Reader<'a> {
    text: &'a str,
    tree: Tree,
    stack: Vec<Open>,
    anchors: HashMap<usize, Tree>,
    aliased: usize,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event, span: &Span) -> Result<(), Fault> {
        let range = range(span);
        match event {
            Event::DocumentStart(..) if !self.tree.is_empty() => Err(Fault::new(
                "a second document starts here",
                range,
                "keep one document a file: remove the `---` line, or move what follows into a file of its own",
            )),
            Event::Scalar(words, style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span)?;
                self.scalar(words, range, style == ScalarStyle::Plain, anchor)
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

    fn scalar(&mut self, words: Cow<str>, range: Range<usize>, plain: bool, anchor: usize) -> Result<(), Fault> {
        if words.len() > MAX_TEXT {
            let start = range.start..(range.start + 1).min(self.text.len());
            return Err(Fault::new("this text is too long", start, "a text holds 1 MB at most; split it into several"));
        }
        let at = self.tree.len();
        self.tree.scalar(range.start as u32..range.end as u32, plain, words);
        self.added(at, anchor)
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
        let at = self.tree.open(range(span).start as u32, is_map);
        self.stack.push(Open { at, anchor, is_map, count: 0 });
        Ok(())
    }

    fn close(&mut self, end: u32) -> Result<(), Fault> {
        let Some(open) = self.stack.pop() else { return Ok(()) };
        self.tree.close(open.at, end);
        if open.is_map {
            self.refuse_repeats(open.at);
            self.merge(open.at)?;
        }
        self.added(open.at, open.anchor)
    }

    /// A value is whole: it can be meant by aliases, and is a key, value or item of what is open.
    fn added(&mut self, at: usize, anchor: usize) -> Result<(), Fault> {
        let node = self.tree.node(at);
        if anchor > 0 {
            self.aliased += node.size();
            if self.aliased > MAX_ALIASED {
                return Err(too_large(node.head()));
            }
            let mut tree = node.fresh();
            tree.copy(node);
            self.anchors.insert(anchor, tree);
        }
        let Some(open) = self.stack.last_mut() else { return Ok(()) };
        let is_key = open.is_map && open.count.is_multiple_of(2);
        if is_key && node.text().is_none() {
            let help = "write a word before the `:`; quote text that begins with `{` or `[`";
            return Err(Fault::new("a key is one word, not a list or mapping", node.head(), help));
        }
        open.count += 1;
        Ok(())
    }

    fn alias(&mut self, id: usize, place: Range<usize>) -> Result<(), Fault> {
        let Some(meant) = self.anchors.get(&id).and_then(Tree::root) else {
            return Err(Fault::new("this alias points into itself", place, "write the value out"));
        };
        self.aliased += meant.size();
        if self.aliased > MAX_ALIASED {
            return Err(too_large(place));
        }
        let at = self.tree.len();
        self.tree.copy(meant);
        self.added(at, 0)
    }

    /// Merges in what `<<` names in the mapping that was read last; own keys win, and earlier merges.
    fn merge(&mut self, at: usize) -> Result<(), Fault> {
        let node = self.tree.node(at);
        if !node.entries().any(|(key, _)| is_merge(key)) {
            return Ok(());
        }
        let (mut was, end) = (node.fresh(), node.end());
        was.copy(node);
        let (merges, mut all): (Vec<_>, Vec<_>) = was.node(0).entries().partition(|(key, _)| is_merge(*key));
        for (key, value) in merges {
            let sources = if let Value::List(items) = value.value() { items.collect() } else { vec![value] };
            for source in sources {
                if !source.is_map() {
                    return Err(Fault::new(
                        "`<<` takes a mapping",
                        key.head(),
                        "point it at an anchor on a mapping: `<<: *name`",
                    ));
                }
                for (key, value) in source.entries() {
                    if !all.iter().any(|(mine, _)| mine.text() == key.text()) {
                        all.push((key, value));
                    }
                }
            }
        }
        self.tree.cut(at + 1);
        for (key, value) in all {
            self.tree.copy(key);
            self.tree.copy(value);
        }
        self.tree.close(at, end);
        Ok(())
    }

    /// Reports keys that a mapping has twice.
    fn refuse_repeats(&mut self, at: usize) {
        let keys: Vec<Node> = self.tree.node(at).entries().map(|(key, _)| key).collect();
        let first = |i: usize| keys[..i].iter().find(|key| key.text() == keys[i].text());
        let faulty: Vec<usize> = if keys.len() <= 24 {
            (1..keys.len()).filter(|i| first(*i).is_some()).collect()
        } else {
            let mut seen = HashSet::with_capacity(keys.len());
            (0..keys.len()).filter(|i| !seen.insert(keys[*i].text())).collect()
        };
        for i in faulty.into_iter().take(20) {
            let name = keys[i].text().unwrap_or_default();
            let mut fault = Fault::new(
                format!("`{name}` is written twice"),
                keys[i].head(),
                "keep one of the two; for several values write a list under one key",
            );
            fault.related = first(i).map(|key| (key.head(), "first written here".to_owned()));
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
        let scanner = error.kind().to_string();
        let is_plain = ["tab", "anchor", "nesting", "recursion", "depth"].iter().any(|told| scanner.contains(told));
        if let Some((place, message, help)) = likely(self.text, at).filter(|_| !is_plain) {
            return Fault::new(message, place, help);
        }
        let (message, help) = words(&scanner, self.text, at);
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

fn is_merge(key: Node) -> bool {
    matches!(key.value(), Value::Scalar { text: "<<", plain: true })
}

fn range(span: &Span) -> Range<usize> {
    span.byte_range().unwrap_or(0..0)
}

fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.chars().take(column).map(char::len_utf8).sum::<usize>()
}
