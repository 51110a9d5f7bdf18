//! Mends what is mechanical: dates in another form, keys with a slip, blanks at the ends of lines. Everything else in a
//! file stays byte by byte, comments and layout included.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::error::Error;
use crate::load::tree::{Node, Value};
use crate::load::{self, Loaded};
use crate::project::{Project, SETTINGS};
use crate::write;

/// A file that was mended.
#[derive(Debug, PartialEq)]
pub struct Mended {
    /// From the kit's root.
    pub path: String,
    /// How many places.
    pub count: usize,
}

/// Some bytes of a file, and what to write in their place.
type Edit = (Range<usize>, String);

/// Mends the files of a kit. A file that is not YAML is left as it is.
///
/// # Errors
/// When the settings cannot be read, or a file cannot be written; each file is written whole or not at all.
pub fn fix(project: &Project) -> Result<Vec<Mended>, Error> {
    let loaded = load::load(project)?;
    let mut mended = Vec::new();
    for (path, edits) in edits(&loaded) {
        let Some(text) = loaded.sources.text(&path) else { continue };
        let Some(full) = project.inside(&path) else { continue };
        let real = full.canonicalize().unwrap_or(full);
        if std::fs::metadata(&real).is_ok_and(|m| m.permissions().readonly()) {
            return Err(Error::Unwritable { path: real, cause: std::io::ErrorKind::PermissionDenied.into() });
        }
        write::whole(&real, apply(text, &edits).as_bytes())
            .map_err(|cause| Error::Unwritable { path: real.clone(), cause })?;
        mended.push(Mended { path, count: edits.len() });
    }
    Ok(mended)
}

/// All edits, by file and in the order of its text.
fn edits(loaded: &Loaded) -> BTreeMap<String, Vec<Edit>> {
    let mut places: BTreeMap<&str, Places> = BTreeMap::new();
    let settings = loaded.kit.settings().into_iter().map(|node| (SETTINGS, node));
    for (file, node) in settings.chain(loaded.kit.items.iter().map(|i| (&*i.file, i.node()))) {
        if let Some(text) = loaded.sources.text(file) {
            places.entry(file).or_default().gather(text, node);
        }
    }
    let mut all: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for found in &loaded.diagnostics.0 {
        let (Some(words), Some(span)) = (&found.fix, &found.location.span) else { continue };
        let file = &*found.location.file;
        // What anchors bring to several places means something at each of them.
        let once = places.get(file).is_some_and(|p| p.times.get(&span.start) == Some(&1));
        let written = loaded.sources.text(file).and_then(|t| t.get(span.clone()));
        if let Some(words) = written.filter(|_| once).and_then(|w| in_the_same_quotes(w, words)) {
            all.entry(file.to_owned()).or_default().push((span.clone(), words));
        }
    }
    for (file, places) in places.iter_mut().filter(|(file, _)| !file.ends_with(".md")) {
        let Some(text) = loaded.sources.text(file) else { continue };
        places.long.sort_by_key(|r| r.start);
        let blanks = blanks(text, &places.long);
        if !blanks.is_empty() {
            all.entry((*file).to_owned()).or_default().extend(blanks);
        }
    }
    for edits in all.values_mut() {
        edits.sort_by_key(|(span, _)| (span.start, span.end));
        edits.dedup();
        let mut end = 0;
        edits.retain(|(span, _)| {
            let apart = span.start >= end;
            end = end.max(span.end);
            apart
        });
    }
    all
}

/// New words in the quotes of the old; none where the old are no plain word on one line.
fn in_the_same_quotes(written: &str, words: &str) -> Option<String> {
    let first = written.chars().next()?;
    let quoted = matches!(first, '"' | '\'') && written.len() > 1 && written.ends_with(first);
    let inside = if quoted { &written[1..written.len() - 1] } else { written };
    let simple = !inside.contains(['\n', '\r', '\\', '"', '\'', '|', '>', '&', '*', '#', '{', '[']);
    simple.then(|| if quoted { format!("{first}{words}{first}") } else { words.to_owned() })
}

/// What mending must know of a file's values.
#[derive(Default)]
struct Places {
    /// Scalars over several lines, in which a blank at the end of a line may mean something.
    long: Vec<Range<usize>>,
    /// How often what begins at a byte stands in the kit: anchors and merges repeat it.
    times: HashMap<usize, usize>,
}

impl Places {
    fn gather(&mut self, text: &str, node: Node) {
        let span = node.span();
        match node.value() {
            Value::Scalar { .. } => {
                if !span.is_empty() {
                    *self.times.entry(span.start).or_default() += 1;
                }
                if text.get(span.clone()).is_some_and(|t| t.contains('\n'))
                    || text[..span.start].ends_with(['|', '>', '-', '+'])
                {
                    self.long.push(span);
                }
            }
            Value::List(items) => items.for_each(|i| self.gather(text, i)),
            Value::Map(entries) => entries.for_each(|(key, value)| {
                self.gather(text, key);
                self.gather(text, value);
            }),
        }
    }
}

/// Blanks at the ends of lines, but for those inside texts.
fn blanks(text: &str, kept: &[Range<usize>]) -> Vec<Edit> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        let bare = words.trim_end_matches([' ', '\t']);
        let blank = start + bare.len()..start + words.len();
        let before = kept.partition_point(|r| r.start < blank.end);
        let inside = kept[..before].iter().rev().take(2).any(|r| r.end > blank.start);
        if !blank.is_empty() && !inside {
            found.push((blank, String::new()));
        }
        start += line.len();
    }
    found
}

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, words) in edits {
        out.push_str(&text[at..span.start]);
        out.push_str(words);
        at = span.end;
    }
    out + &text[at..]
}
