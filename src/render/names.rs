//! What pages and files are called in a wiki, where a name takes the place of a path.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Location};
use crate::text;
use crate::view::Page;

/// Longest part of a title that something is added to, in bytes.
const LONGEST_TITLE: usize = 120;

/// What pages and files are called at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Path of a page, without ending → its name.
    pub pages: BTreeMap<String, String>,
    /// Path of a file in the kit → its name.
    pub files: BTreeMap<String, String>,
    /// What a link to a page or file is there, by its address in the kit (`page:…`, `file:…`), for forms whose links are
    /// addresses.
    pub links: BTreeMap<String, String>,
}

impl Names {
    /// The names that `call` gives, from a page and a title. Of pages that would share one, the first (competitors before products,
    /// personas, questions, comparisons …) keeps it; the others are told apart by the word for their piece, or their
    /// path.
    pub fn of(
        call: &dyn Fn(&Page, &str) -> String,
        pages: &[Page],
        files: &BTreeSet<String>,
        labels: &BTreeMap<String, String>,
    ) -> Names {
        let mut taken = HashSet::new();
        let mut named = BTreeMap::new();
        for page in pages {
            let label = labels.get(&page.piece).map_or(page.piece.as_str(), String::as_str);
            let title = cut(&page.title, LONGEST_TITLE);
            let wanted = [page.title.clone(), format!("{title} ({label})"), format!("{title} ({})", page.path)];
            let [first, ..] = &wanted;
            let plain = call(page, first);
            let free = wanted.iter().map(|title| call(page, title)).find(|name| taken.insert(folded(name)));
            named.insert(page.path.clone(), free.unwrap_or(plain));
        }
        Names { pages: named, files: file_names(files), links: BTreeMap::new() }
    }

    /// The files of the kit that a finished Markdown page shows or links to.
    pub fn shown_in(&self, page: &str) -> BTreeSet<String> {
        let leads: HashSet<String> = text::addresses(page).into_iter().collect();
        let files = self.links.iter().filter_map(|(address, link)| Some((address.strip_prefix("file:")?, link)));
        files.filter(|(_, link)| leads.contains(*link)).map(|(path, _)| path.to_owned()).collect()
    }

    /// Pages that would be one page, also where a wiki does not tell capitals from small letters, and pages that no wiki
    /// could name.
    pub fn clashes(&self, pages: &[Page]) -> Vec<Diagnostic> {
        let mut first: HashMap<String, &Page> = HashMap::new();
        let mut found = Vec::new();
        for page in pages {
            let Some(name) = self.pages.get(&page.path) else { continue };
            if name.is_empty() {
                let message = format!("the page `{}` has no sign that a wiki could call it by", page.path);
                let help = "change its id or its title, or its `path` in templates/collateral.yaml";
                found.push(Diagnostic::error("same-path", Location::file(page.file.clone()), message).help(help));
                continue;
            }
            // Pages that share their path are told of as such.
            if let Some(earlier) = first.insert(folded(name), page).filter(|e| folded(&e.path) != folded(&page.path)) {
                let message = format!("the pages `{}` and `{}` would both be called `{name}`", earlier.path, page.path);
                let help = "change an id or a title, or a `path` or `title` in templates/collateral.yaml";
                found.push(Diagnostic::error("same-path", Location::file(page.file.clone()), message).help(help));
            }
        }
        found
    }
}

fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// Names for files, with their folders in them, in letters that every wiki keeps; files that would share one are told
/// apart by a mark made from their path.
fn file_names(files: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut count: HashMap<String, usize> = HashMap::new();
    files.iter().for_each(|path| *count.entry(file_name(path, "")).or_default() += 1);
    let name = |path: &String| {
        let plain = file_name(path, "");
        if count.get(&plain).is_some_and(|n| *n > 1) {
            file_name(path, &format!(" {}", &blake3::hash(path.as_bytes()).to_hex()[..8]))
        } else {
            plain
        }
    };
    files.iter().map(|path| (path.clone(), name(path))).collect()
}

fn file_name(path: &str, mark: &str) -> String {
    let inner = path.strip_prefix("static/").unwrap_or(path);
    let (stem, ending) = match inner.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => (stem, format!(".{}", ending.to_lowercase())),
        _ => (inner, String::new()),
    };
    format!("{}{ending}", cut(&text::slug(&format!("{}{mark}", cut(stem, LONGEST_TITLE)), "file-"), 200))
}

/// The start of a text that has at most so many bytes.
pub fn cut(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    text[..end].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_keep_their_folders_in_their_names_and_never_share_one() {
        let files =
            ["static/img/a.png", "static/img-a.PNG", "static/logo.svg", "static/Größe 1.pdf", "static/価格.pdf", "x/y"];
        let names = file_names(&files.map(str::to_owned).into());
        assert_eq!(names["static/logo.svg"], "logo.svg");
        assert_eq!(names["static/Größe 1.pdf"], "gro-e-1.pdf");
        assert_eq!(names["x/y"], "x-y");
        assert!(names["static/価格.pdf"].starts_with("file-") && names["static/価格.pdf"].ends_with(".pdf"));
        let (one, two) = (&names["static/img/a.png"], &names["static/img-a.PNG"]);
        assert!(
            one != two && one.starts_with("img-a-") && two.starts_with("img-a-") && two.ends_with(".png"),
            "{one} {two}"
        );
    }

    #[test]
    fn a_text_is_cut_between_letters() {
        assert_eq!(cut("aé b", 2), "a");
        assert_eq!(cut("aé b", 4), "aé");
        assert_eq!(cut("a", 9), "a");
    }
}
