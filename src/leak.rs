//! The proof that nothing withheld is on a page: every file of a finished partner or public build is searched for
//! every withheld text. Both sides are compared as plain words, so markup, entities and punctuation cannot hide one.

mod readings;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;

use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Location};
use crate::load::overlay::Overlay;
use crate::load::shape;
use crate::load::walk::{self, Step};
use crate::render::{Sheet, TARGETS, hashed};
use crate::text;
use crate::view::audience::{Seen, Withheld};
use readings::{decoded, readings};

/// Fewer words than this are too common to be a secret. Three characters of a script without spaces count as a word.
const FEWEST_WORDS: usize = 4;

/// A withheld text as plain words, with spaces at both ends.
struct Secret<'a> {
    words: String,
    withheld: &'a Withheld,
}

/// Searches pages that were not made into files.
pub fn scan_sheets(
    sheets: &[Sheet],
    seen: &Seen,
    checked: &Checked,
    labels: &BTreeMap<String, String>,
) -> Vec<Diagnostic> {
    let Some(scanner) = Scanner::of(seen, checked, labels) else { return Vec::new() };
    let look = |sheet: &Sheet| {
        let origin = (sheet.file.clone(), sheet.template.clone());
        scanner.file(&sheet.file_name(), sheet.text.as_bytes(), Some(&origin))
    };
    sheets.par_iter().flat_map_iter(look).collect()
}

/// Knows what was withheld from a reader, and finds it in files.
pub struct Scanner<'a> {
    secrets: Vec<Secret<'a>>,
    words: AhoCorasick,
    urls: Vec<&'a Withheld>,
    addresses: AhoCorasick,
}

impl<'a> Scanner<'a> {
    /// Gathers what was withheld; `None` when nothing was.
    pub fn of(seen: &'a Seen, checked: &Checked, labels: &BTreeMap<String, String>) -> Option<Scanner<'a>> {
        let secrets = secrets(seen, checked, labels);
        let urls = urls(seen);
        if secrets.is_empty() && urls.is_empty() {
            return None;
        }
        let words = matcher(secrets.iter().map(|s| s.words.as_str()))?;
        let addresses = matcher(urls.iter().map(|u| u.text.as_str()))?;
        Some(Scanner { secrets, words, urls, addresses })
    }

    /// Searches one file: its path, its bytes, and where its words came from.
    pub fn file(&self, path: &str, bytes: &[u8], origin: Option<&(Arc<str>, String)>) -> Vec<Diagnostic> {
        if path.starts_with("assets/") && is_built_in(path, bytes) {
            return Vec::new();
        }
        let mut hits = HashSet::new();
        for reading in readings(path, bytes) {
            let plain = text::normalized_words(&reading);
            hits.extend(self.words.find_overlapping_iter(&plain).map(|m| m.pattern().as_usize()));
        }
        let raw = decoded(bytes);
        let found: HashSet<usize> =
            self.addresses.find_overlapping_iter(&*raw).map(|m| m.pattern().as_usize()).collect();
        let words = hits.into_iter().map(|i| self.secrets[i].withheld);
        let leaked = words.chain(found.into_iter().map(|i| self.urls[i]));
        leaked.map(|withheld| finding(path, origin, withheld)).collect()
    }
}

/// A style sheet of the program itself holds nobody's secrets.
fn is_built_in(path: &str, bytes: &[u8]) -> bool {
    let (path, text) = (hashed::plain(path), hashed::plain(&String::from_utf8_lossy(bytes)));
    let name = path.trim_start_matches("assets/");
    let builtin = Overlay::builtin();
    TARGETS.iter().any(|t| builtin.get(&format!("{}/assets/{name}", t.folder)).is_some_and(|own| **own == *text))
}

fn finding(path: &str, origin: Option<&(Arc<str>, String)>, withheld: &Withheld) -> Diagnostic {
    let place = Location::span(withheld.file.as_str(), withheld.start as usize..withheld.end as usize);
    let message = format!("these words are withheld from this audience, and the page `{path}` holds them");
    let help = match origin {
        Some((file, template)) => {
            format!("the words come from {template}, filled with {file}; take them out of the template")
        }
        None => "take the words out of that file".to_owned(),
    };
    Diagnostic::error("leak", place, message).help(help)
}

fn matcher<'a>(patterns: impl Iterator<Item = &'a str>) -> Option<AhoCorasick> {
    AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns).ok()
}

/// Withheld addresses that no visible item names too.
fn urls<'a>(seen: &'a Seen) -> Vec<&'a Withheld> {
    let mut visible: HashSet<String> = HashSet::new();
    each_visible(seen, &mut |words| visible.extend([words.replace("%20", " ")]));
    seen.withheld
        .iter()
        .filter(|w| w.is_url && w.text.len() > 8 && !visible.iter().any(|v| v.contains(w.text.as_str())))
        .collect()
}

/// Withheld texts, block by block and as a whole, without those that a visible item contains too.
fn secrets<'a>(seen: &'a Seen, checked: &Checked, labels: &BTreeMap<String, String>) -> Vec<Secret<'a>> {
    let mut known = HashSet::new();
    let mut secrets = Vec::new();
    for withheld in seen.withheld.iter().filter(|w| !w.is_url) {
        let plain = text::plain(&withheld.text);
        for part in plain.lines().chain([plain.as_str()]) {
            let words = text::normalized_words(part);
            if weight(&words) >= FEWEST_WORDS * 3 && known.insert(words.clone()) {
                secrets.push(Secret { words, withheld });
            }
        }
    }
    let Some(matcher) = matcher(secrets.iter().map(|s| s.words.as_str())) else { return secrets };
    let mut open = vec![false; secrets.len()];
    let mut see = |words: &str| {
        let plain = text::normalized_words(&text::plain(words));
        matcher.find_overlapping_iter(&plain).for_each(|m| open[m.pattern().as_usize()] = true);
    };
    each_visible(seen, &mut see);
    labels.values().for_each(|l| see(l));
    names(checked, &mut see);
    let mut open = open.into_iter();
    secrets.retain(|_| !open.next().unwrap_or(false));
    secrets
}

/// In thirds of a word.
fn weight(words: &str) -> usize {
    let wide = |word: &str| word.chars().next().is_some_and(|c| c >= '\u{2e80}') && word.chars().count() == 1;
    words.split_whitespace().map(|word| if wide(word) { 1 } else { 3 }).sum()
}

/// Every scalar that the reader may see.
fn each_visible<'a>(seen: &'a Seen, see: &mut dyn FnMut(&'a str)) {
    for item in seen.items() {
        walk::walk(shape::schema(item.kind.folder), item.node(), item.kind.cap, &mut |step| {
            if let Step::Leaf { node, .. } = step {
                see(node.text().unwrap_or_default());
            }
        });
    }
}

/// Names, titles and roles of the whole kit: shown wherever a thing is mentioned.
fn names(checked: &Checked, see: &mut dyn FnMut(&str)) {
    let node_names = ["name", "title", "role", "titles", "aliases"];
    if let Some(settings) = checked.kit.settings() {
        walk::walk(shape::schema(""), settings, text::Audience::Public, &mut |step| {
            if let Step::Leaf { node, leaf: shape::Leaf::Name, .. } = step {
                see(node.text().unwrap_or_default());
            }
        });
    }
    for item in &checked.kit.items {
        walk::walk(shape::schema(item.kind.folder), item.node(), item.kind.cap, &mut |step| {
            if let Step::Leaf { node, field, leaf: shape::Leaf::Name, .. } = step
                && node_names.contains(&field)
            {
                see(node.text().unwrap_or_default());
            }
        });
    }
}
