//! What a wiki in git wants besides the pages: a sidebar, or the order of the pages in each folder.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::flavour::{self, Flavour, ORDER};
use crate::model::settings::Place;
use crate::project::SETTINGS;
use crate::publish::{Called, Leaf};
use crate::text;

/// The pages besides the kit's own. Below a folder of somebody's wiki no sidebar is made: it is theirs.
pub fn beside(place: &Place, pages: &[Called]) -> Vec<Leaf> {
    let flavour = flavour::of(place);
    match flavour.name {
        "github" if place.parent.is_empty() => vec![
            leaf("@sidebar", "_Sidebar".into(), sidebar(flavour, pages)),
            leaf("@footer", "_Footer".into(), footer(flavour, pages)),
        ],
        "gitea" if place.parent.is_empty() => vec![leaf("@sidebar", "_Sidebar".into(), sidebar(flavour, pages))],
        "gitlab" if place.parent.is_empty() => vec![leaf("@sidebar", "_sidebar".into(), sidebar(flavour, pages))],
        "azure" => folders(flavour, place, pages),
        _ => Vec::new(),
    }
}

fn leaf(key: &str, name: String, text: String) -> Leaf {
    Leaf { key: key.into(), name, text, file: Arc::from(SETTINGS), ..Leaf::default() }
}

/// Pages of one piece.
struct Shelf<'a> {
    /// The piece, and the word for it; empty: pages that stand alone.
    piece: &'a str,
    label: &'a str,
    pages: Vec<&'a Called>,
}

/// Pages by piece, in their order; those that stand alone come first, and before them the one that lists all.
fn shelves(pages: &[Called]) -> Vec<Shelf<'_>> {
    let mut shelves = vec![Shelf { piece: "", label: "", pages: Vec::new() }];
    for page in pages {
        let (piece, label) = match page.heading.path.contains('/') {
            true => (page.heading.piece.as_str(), page.heading.label.as_str()),
            false => ("", ""),
        };
        match shelves.iter_mut().find(|shelf| shelf.piece == piece) {
            Some(shelf) => shelf.pages.push(page),
            None => shelves.push(Shelf { piece, label, pages: vec![page] }),
        }
    }
    shelves[0].pages.sort_by_key(|page| !page.heading.is_index);
    shelves
}

fn sidebar(flavour: &Flavour, pages: &[Called]) -> String {
    let lists = shelves(pages).into_iter().filter(|shelf| !shelf.pages.is_empty()).map(|shelf| {
        let head = if shelf.label.is_empty() { String::new() } else { format!("**{}**\n\n", escaped(shelf.label)) };
        head + &list(flavour, &shelf.pages)
    });
    lists.collect::<Vec<_>>().join("\n")
}

/// The way back from any page: the pages that stand alone, in a line.
fn footer(flavour: &Flavour, pages: &[Called]) -> String {
    let alone = shelves(pages).swap_remove(0).pages;
    let links: Vec<String> =
        alone.iter().map(|page| format!("[{}]({})", escaped(&page.heading.title), flavour.link(&page.name))).collect();
    format!("{}\n", links.join(" · "))
}

fn list(flavour: &Flavour, pages: &[&Called]) -> String {
    let line = |page: &&Called| format!("- [{}]({})\n", escaped(&page.heading.title), flavour.link(&page.name));
    pages.iter().map(line).collect()
}

/// At Azure DevOps each folder has a page of its name and a file with the order of its pages.
fn folders(flavour: &Flavour, place: &Place, pages: &[Called]) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    let mut order: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for shelf in shelves(pages) {
        let inside =
            shelf.pages.first().filter(|_| !shelf.piece.is_empty()).and_then(|page| page.name.rsplit_once('/'));
        if let Some((folder, _)) = inside {
            note(&mut order, folder);
            leaves.push(leaf(&format!("@{}", shelf.piece), folder.to_owned(), list(flavour, &shelf.pages)));
        }
        shelf.pages.iter().for_each(|page| note(&mut order, &page.name));
    }
    // The folder of the place stands among pages of others, whose order is theirs.
    let own = flavour.above(place);
    for (folder, names) in order.into_iter().filter(|(folder, _)| folder.starts_with(&own)) {
        let name = if folder.is_empty() { ORDER.to_owned() } else { format!("{folder}/{ORDER}") };
        let key = folder.strip_prefix(&own).unwrap_or_default().trim_start_matches('/').to_lowercase();
        leaves.push(leaf(format!("@order/{key}").trim_end_matches('/'), name, names.join("\n") + "\n"));
    }
    leaves
}

fn note(order: &mut BTreeMap<String, Vec<String>>, name: &str) {
    let (folder, own) = name.rsplit_once('/').unwrap_or(("", name));
    order.entry(folder.to_owned()).or_default().push(own.to_owned());
}

fn escaped(words: &str) -> String {
    let mut bytes = Vec::new();
    // Writing into memory does not fail.
    let _ = text::escape_markdown(words, &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
