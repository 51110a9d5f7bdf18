//! Mends what is mechanical: dates in another form, keys with a slip, blanks at the ends of lines. Everything else in a
//! file stays byte by byte, comments and layout included.

use std::collections::BTreeMap;
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
        write::whole(&real, apply(text, &edits).as_bytes())?;
        mended.push(Mended { path, count: edits.len() });
    }
    Ok(mended)
}

/// All edits, by file and in the order of its text.
fn edits(loaded: &Loaded) -> BTreeMap<String, Vec<Edit>> {
    let mut all: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for found in &loaded.diagnostics.0 {
        if let (Some(words), Some(span)) = (&found.fix, &found.location.span) {
            all.entry(found.location.file.to_string()).or_default().push((span.clone(), words.clone()));
        }
    }
    let mut texts: BTreeMap<&str, Vec<Range<usize>>> = BTreeMap::new();
    let settings = loaded.kit.settings.iter().map(|node| (SETTINGS, node));
    for (file, node) in settings.chain(loaded.kit.items.iter().map(|i| (&*i.file, &i.node))) {
        long_texts(node, texts.entry(file).or_default());
    }
    for (file, kept) in texts.iter_mut().filter(|(file, _)| !file.ends_with(".md")) {
        let Some(text) = loaded.sources.text(file) else { continue };
        kept.sort_by_key(|r| r.start);
        let blanks = blanks(text, kept);
        if !blanks.is_empty() {
            all.entry((*file).to_owned()).or_default().extend(blanks);
        }
    }
    for edits in all.values_mut() {
        edits.sort_by_key(|(span, _)| (span.start, span.end));
        edits.dedup();
        let mut end = 0;
        edits.retain(|(span, _)| {
            span.start >= end && {
                end = span.end;
                true
            }
        });
    }
    all
}

/// Texts over several lines, in which a blank at the end of a line may mean something.
fn long_texts(node: &Node, all: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::Scalar { text, .. } if text.contains('\n') || node.end - node.start > 60 => {
            all.push(node.start as usize..node.end as usize);
        }
        Value::Scalar { .. } => {}
        Value::List(items) => items.iter().for_each(|i| long_texts(i, all)),
        Value::Map(entries) => entries.iter().for_each(|(_, value)| long_texts(value, all)),
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
