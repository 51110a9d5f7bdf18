//! The proof that nothing withheld is on a page: every file of a finished partner or public build is searched for
//! every withheld text. Both sides are compared as plain words, so markup, entities and punctuation cannot hide one.

mod phrases;
mod readings;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use crate::check::Checked;
use crate::diagnostic::{Diagnostic, Location};
use crate::load::overlay::Overlay;
use crate::load::shape;
use crate::load::walk::{self, Step};
use crate::render::{Sheet, TARGETS, hashed};
use crate::text;
use crate::view::audience::{Seen, Withheld};
use phrases::{FEWEST, Phrases};
use readings::{decoded, readings};

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
    words: Phrases,
    /// What was withheld, by the places of the phrases; nothing where the words may be seen elsewhere.
    secrets: Vec<Option<&'a Withheld>>,
    addresses: AhoCorasick,
    urls: Vec<Option<&'a Withheld>>,
}

impl<'a> Scanner<'a> {
    /// Gathers what was withheld; `None` when nothing was.
    pub fn of(seen: &'a Seen, checked: &Checked, labels: &BTreeMap<String, String>) -> Option<Scanner<'a>> {
        let (words, secrets) = secrets(seen, checked, labels);
        let (addresses, urls) = urls(seen);
        let is_any = secrets.iter().chain(&urls).any(Option::is_some);
        is_any.then_some(Scanner { words, secrets, addresses, urls })
    }

    /// Searches one file: its path, its bytes, and where its words came from.
    pub fn file(&self, path: &str, bytes: &[u8], origin: Option<&(Arc<str>, String)>) -> Vec<Diagnostic> {
        if path.starts_with("assets/") && is_built_in(path, bytes) {
            return Vec::new();
        }
        let mut hits = HashSet::new();
        for reading in readings(path, bytes) {
            let plain = text::normalized_words(&reading);
            self.words.each(&plain, &mut |place| {
                hits.insert(place);
            });
        }
        let raw = decoded(bytes);
        let found: HashSet<usize> =
            self.addresses.find_overlapping_iter(&*raw).map(|m| m.pattern().as_usize()).collect();
        let words = hits.into_iter().filter_map(|place| self.secrets[place]);
        let leaked = words.chain(found.into_iter().filter_map(|place| self.urls[place]));
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

/// Withheld addresses; those that a visible item names too are no secrets.
///
/// # Panics
/// When the addresses of a kit have more than 2 GB: better no pages than pages that were not searched.
fn urls<'a>(seen: &'a Seen) -> (AhoCorasick, Vec<Option<&'a Withheld>>) {
    let withheld = seen.withheld.iter().filter(|w| w.is_url && w.text.len() > 8);
    let mut urls: Vec<Option<&Withheld>> = withheld.map(Some).collect();
    let addresses = AhoCorasick::new(urls.iter().flatten().map(|url| url.text.as_str()));
    let addresses = addresses.expect("addresses of less than 2 GB");
    each_visible(seen, &mut |words| {
        let words = words.replace("%20", " ");
        addresses.find_overlapping_iter(&words).for_each(|found| urls[found.pattern().as_usize()] = None);
    });
    (addresses, urls)
}

/// Withheld texts, block by block and as a whole; those that a visible item contains too are no secrets.
fn secrets<'a>(
    seen: &'a Seen,
    checked: &Checked,
    labels: &BTreeMap<String, String>,
) -> (Phrases, Vec<Option<&'a Withheld>>) {
    let (mut phrases, mut secrets) = (Phrases::default(), Vec::new());
    for withheld in seen.withheld.iter().filter(|w| !w.is_url) {
        let plain = text::plain(&withheld.text);
        for part in plain.lines().chain([plain.as_str()]) {
            let words = text::normalized_words(part);
            if weight(&words) >= FEWEST * 3 && phrases.add(&words) {
                secrets.push(Some(withheld));
            }
        }
    }
    let mut see = |words: &str| {
        let plain = text::normalized_words(&text::plain(words));
        phrases.each(&plain, &mut |place| secrets[place] = None);
    };
    each_visible(seen, &mut see);
    labels.values().for_each(|l| see(l));
    names(checked, &mut see);
    (phrases, secrets)
}

/// In thirds of a word: three characters of a script without spaces count as one. What is shorter than the shortest
/// phrase is too common to be a secret.
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
