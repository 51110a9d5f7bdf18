//! The pages of a kit become the pages of a place: each under a name of its own, below the index, with the pictures it
//! shows. What a wiki would refuse is found here, before anything is sent.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use super::{Called, Heading, Leaf, Shelf, Sort, place};
use crate::check::{self, Scope};
use crate::diagnostic::{Diagnostic, Location};
use crate::error::Error;
use crate::load;
use crate::model::settings::Place;
use crate::pipeline;
use crate::project::{Project, SETTINGS};
use crate::ready::{Judgement, Memory, Ready, ready};
use crate::render::Sheet;
use crate::render::names::Names;
use crate::render::wiki::xml;
use crate::view::Page;

/// The piece that lists all others, and stands above them.
const INDEX: &str = "index";

/// What a page is called after: its title, in the place's pattern.
fn heading(place: &Place, path: &str, piece: &str, label: &str, title: &str) -> Heading {
    let title = if place.title.is_empty() { title.to_owned() } else { place.title.replace("{title}", title) };
    Heading { path: path.to_owned(), piece: piece.to_owned(), label: label.to_owned(), title, is_index: piece == INDEX }
}

/// Puts the finished pages on a shelf, parents first, and tells of names that a wiki would refuse or fold into one.
fn shelf(
    name: &str,
    place: &Place,
    sort: &'static Sort,
    sheets: Vec<Sheet>,
    names: &Names,
    pictures: &BTreeMap<String, Arc<[u8]>>,
    labels: &BTreeMap<String, String>,
) -> (Shelf, Vec<Diagnostic>) {
    let called: Vec<Called> = sheets.iter().map(|sheet| called(place, sheet, names, labels)).collect();
    let mut leaves: Vec<Leaf> =
        sheets.into_iter().zip(&called).map(|(sheet, called)| leaf(sheet, called, names, pictures)).collect();
    for (leaf, called) in leaves.iter_mut().zip(&called) {
        leaf.text = (sort.dress)(place, called, std::mem::take(&mut leaf.text));
    }
    let has_index = leaves.iter().any(|leaf| leaf.key == INDEX);
    for leaf in leaves.iter_mut().filter(|leaf| has_index && leaf.key != INDEX) {
        leaf.parent = Some(INDEX.to_owned());
    }
    leaves.extend((sort.beside)(place, &called));
    leaves.sort_by(|a, b| (a.key != INDEX, &a.key).cmp(&(b.key != INDEX, &b.key)));
    let shelf = Shelf { place: name.to_owned(), settings: place.clone(), sort, leaves };
    let found = refused(&shelf);
    (shelf, found)
}

fn called(place: &Place, sheet: &Sheet, names: &Names, labels: &BTreeMap<String, String>) -> Called {
    let label = labels.get(&sheet.piece).map_or(sheet.piece.as_str(), String::as_str);
    let heading = heading(place, &sheet.path, &sheet.piece, label, &sheet.title);
    Called { name: names.pages.get(&sheet.path).cloned().unwrap_or_default(), heading }
}

fn leaf(sheet: Sheet, called: &Called, names: &Names, pictures: &BTreeMap<String, Arc<[u8]>>) -> Leaf {
    let shown =
        sheet.shows.iter().filter_map(|path| Some((names.files.get(path)?.clone(), pictures.get(path)?.clone())));
    Leaf {
        key: sheet.path,
        name: called.name.clone(),
        parent: None,
        text: sheet.text,
        labels: vec!["talktrack".to_owned(), sheet.piece],
        file: sheet.file,
        files: shown.collect(),
    }
}

/// The longest text of a page, in bytes: more is refused by the wikis we know.
const LONGEST: usize = 2 * 1024 * 1024;

/// Why no wiki would have this text; `None`: it would.
fn unfit(text: &str, target: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some("it is empty".to_owned());
    }
    if text.len() > LONGEST {
        return Some(format!("it has {} KB, and 2048 are the most", text.len() / 1024));
    }
    let malformed = xml::read(text).err().filter(|_| target == "confluence");
    malformed.map(|words| format!("its markup does not hold together: {words}"))
}

/// Texts and names that the wiki would not have, and names that it would fold into one.
fn refused(shelf: &Shelf) -> Vec<Diagnostic> {
    let mut first: HashMap<String, &Leaf> = HashMap::new();
    let mut found = Vec::new();
    for leaf in &shelf.leaves {
        let place = if leaf.file.is_empty() { Location::file(SETTINGS) } else { Location::file(leaf.file.clone()) };
        let nameless = leaf.name.is_empty().then(|| "its title has no sign that a name could be made of".to_owned());
        if let Some(why) = unfit(&leaf.text, shelf.sort.target) {
            let words = format!("the wiki would not have the page `{}`: {why}", leaf.key);
            let help = "look at its template; a long page can be split by category or topic";
            found.push(Diagnostic::error("place", place, words).help(help));
        } else if let Some(why) = nameless.or_else(|| (shelf.sort.refuse)(&shelf.settings, &leaf.name)) {
            let words = format!("the wiki would not have the page `{}` as `{}`: {why}", leaf.key, leaf.name);
            found.push(Diagnostic::error("place", place, words).help("change its title"));
        } else if let Some(other) = first.insert(shelf.fold(&leaf.name), leaf) {
            let words = format!("`{}` and `{}` would be one page in the wiki, `{}`", other.key, leaf.key, leaf.name);
            found.push(Diagnostic::error("place", place, words).help("change the title or the id of one of them"));
        }
    }
    found
}

/// What pages are called at a place. Of pages that would share a name, one keeps it, and the others are told apart by the
/// word for their piece.
fn names(
    place: &Place,
    sort: &Sort,
    pages: &[Page],
    files: &BTreeSet<String>,
    labels: &BTreeMap<String, String>,
) -> Names {
    let call = |page: &Page, title: &str| {
        let label = labels.get(&page.piece).map_or(page.piece.as_str(), String::as_str);
        (sort.call)(place, &heading(place, &page.path, &page.piece, label, title))
    };
    let mut names = Names::of(&call, pages, files, labels);
    names.files.values_mut().for_each(|name| *name = (sort.file)(place, name));
    Names { links: (sort.links)(place, &names), ..names }
}

/// Makes the pages of a kit for a place at a wiki, and judges them; `None` when findings stand in the way.
///
/// # Errors
/// When the kit, or a file that pages show, cannot be read, or the kit has no such place.
pub fn gather(project: &Project, name: &str, today: Date) -> Result<(Option<(Ready, Shelf)>, Judgement), Error> {
    let (ready, mut found) = ready(project, &mut Memory::default(), None, today, Scope::Pages, None)?;
    let Some(ready) = ready else { return Ok((None, found)) };
    let settings = &ready.checked.library.settings;
    let place = place::named(settings, name)?;
    found.diagnostics.extend(place::judge(name, &place, ready.checked.kit.settings(), &ready.tools.pieces));
    let Some(sort) = super::sort(&place.to).filter(|_| !found.diagnostics.0.iter().any(check::stops_pages)) else {
        return Ok((None, found));
    };
    let naming = |pages: &[Page], files: &BTreeSet<String>| names(&place, sort, pages, files, &ready.tools.labels);
    let (sheets, mut found) = pipeline::sheets(&ready, found, &place::wanted(&place, sort, today), &naming)?;
    let Some((sheets, names)) = sheets else { return Ok((None, found)) };
    let mut pictures = BTreeMap::new();
    for path in sheets.iter().flat_map(|sheet| &sheet.shows).collect::<BTreeSet<_>>() {
        match load::read_static(project, path) {
            Ok(bytes) => drop(pictures.insert(path.clone(), Arc::from(bytes))),
            Err(fault) => found.diagnostics.push(*fault),
        }
    }
    let (shelf, refused) = shelf(name, &place, sort, sheets, &names, &pictures, &ready.tools.labels);
    found.diagnostics.extend(refused);
    let stops = found.diagnostics.0.iter().any(check::stops_pages);
    Ok((if stops { None } else { Some((ready, shelf)) }, found))
}
