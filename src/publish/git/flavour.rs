//! Whose wiki it is: how each names the files of its pages, and how it links them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::slugs::*;
use crate::model::settings::Place;
use crate::publish::{Called, Heading};
use crate::render::names::Names;

/// Longest file or folder name, in bytes, with room for an ending; a path at Azure DevOps has less.
const LONGEST: usize = 200;
const LONGEST_AT_AZURE: usize = 90;
/// Longest path at Azure DevOps, in signs, and a name anywhere, in bytes.
const LONGEST_PATH_AT_AZURE: usize = 235;
const LONGEST_NAME: usize = 245;
/// Names that Windows keeps for itself, so that nobody there could clone the wiki.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// One sort of wiki that keeps its pages in git.
pub struct Flavour {
    /// Its name, as `flavour:` has it.
    pub name: &'static str,
    /// The branch of a wiki that has none yet.
    pub branch: &'static str,
    /// The name to log in with where none was given.
    pub user: &'static str,
    /// The page that opens first.
    pub home: &'static str,
    /// The folder of pictures.
    pub pictures: &'static str,
    /// Folders make a tree of pages; else all names share one list, wherever their files are.
    pub has_folders: bool,
    /// A folder is written into the name of the file.
    joins: bool,
    /// Longest file or folder name that is made, in bytes.
    longest: usize,
    /// It shows a page's name above its text, so that the text needs no title of its own.
    pub shows_name: bool,
    /// Endings of pages.
    pub endings: &'static [&'static str],
    /// Names that are not for pages.
    pub reserved: &'static [&'static str],
    /// A page's name from its heading.
    name_of: fn(&Heading) -> String,
    /// Words as a file name.
    slug: fn(&str) -> String,
    /// The title that a file name tells.
    title: fn(&str) -> String,
    /// What a link to a page or picture is, by its name or path.
    link: fn(&str) -> String,
}

const MARKUP: [&str; 9] = ["md", "markdown", "mediawiki", "wiki", "textile", "rst", "asciidoc", "org", "rdoc"];

/// Every flavour.
pub const FLAVOURS: &[Flavour] = &[
    Flavour {
        name: "github",
        branch: "master",
        user: "x-access-token",
        home: "Home",
        pictures: "images",
        has_folders: false,
        joins: false,
        longest: LONGEST,
        shows_name: true,
        endings: &MARKUP,
        reserved: &["_sidebar", "_footer", "_header"],
        name_of: flat,
        slug: github_slug,
        title: undashed,
        link: encoded,
    },
    Flavour {
        name: "gitlab",
        branch: "main",
        user: "oauth2",
        home: "home",
        pictures: "images",
        has_folders: true,
        joins: false,
        longest: LONGEST,
        shows_name: true,
        endings: &MARKUP,
        reserved: &["_sidebar", "uploads", "pages", "templates", "new", "git_access"],
        name_of: path,
        slug: dashed,
        title: undashed,
        link: rooted,
    },
    Flavour {
        name: "gitea",
        branch: "master",
        user: "talktrack",
        home: "Home",
        pictures: "images",
        has_folders: false,
        joins: true,
        longest: LONGEST,
        shows_name: true,
        endings: &["md"],
        reserved: &["_sidebar", "_footer", "_pages", "_new", "_edit", "raw"],
        name_of: flat,
        slug: gitea_slug,
        title: gitea_title,
        link: gitea_link,
    },
    Flavour {
        name: "azure",
        branch: "wikiMaster",
        user: "talktrack",
        home: "Home",
        pictures: ".attachments",
        has_folders: true,
        joins: false,
        longest: LONGEST_AT_AZURE,
        shows_name: true,
        endings: &["md"],
        reserved: &[],
        name_of: shelved,
        slug: azure_slug,
        title: azure_title,
        link: azure_link,
    },
    Flavour {
        name: "otter",
        branch: "main",
        user: "talktrack",
        home: "home",
        pictures: "images",
        has_folders: true,
        joins: false,
        longest: LONGEST,
        shows_name: false,
        endings: &["md"],
        reserved: &[],
        name_of: path,
        slug: otter_slug,
        title: str::to_owned,
        link: rooted,
    },
];

/// The flavour of a place; the first where it names none that there is, which `needs` has told.
pub fn of(place: &Place) -> &'static Flavour {
    FLAVOURS.iter().find(|f| f.name == &*place.flavour.0).unwrap_or(&FLAVOURS[0])
}

impl Flavour {
    /// What a page is called: the path of its file, without the ending.
    pub fn call(&self, place: &Place, heading: &Heading) -> String {
        let above = self.above(place);
        let last = above.rsplit('/').next().unwrap_or_default();
        match heading.is_index {
            true if above.is_empty() => self.home.to_owned(),
            // Below a folder, the page that lists the others is the folder's own.
            true if self.has_folders || self.joins => above,
            true => format!("{above}/{last}"),
            false if self.joins => self.joined(place, heading),
            false => self.below(place, &self.parts(&(self.name_of)(heading), &heading.path)),
        }
    }

    /// The name of something below the place's folder.
    fn below(&self, place: &Place, own: &str) -> String {
        let above = self.above(place);
        if above.is_empty() { own.to_owned() } else { format!("{above}/{own}") }
    }

    /// The folder and the page in one file name.
    fn joined(&self, place: &Place, heading: &Heading) -> String {
        let (folders, own) = (folders(place).join("/"), self.possible(&(self.name_of)(heading), &heading.path));
        cut(format!("{folders}/{own}").trim_start_matches('/'), self.longest, self.slug)
    }

    /// Each part of a name as a file name, cut where it is too long.
    fn parts(&self, name: &str, path: &str) -> String {
        let parts = name.split('/').map(|words| cut(&self.possible(words, path), self.longest, self.slug));
        parts.collect::<Vec<_>>().join("/")
    }

    /// Words that can become a name.
    fn possible(&self, words: &str, path: &str) -> String {
        let own = path.rsplit('/').next().unwrap_or_default();
        let words = if (self.slug)(words).is_empty() { own } else { words };
        if self.is_kept(words) { format!("{words} page") } else { words.to_owned() }
    }

    /// Whether Windows or the wiki keeps a name for itself.
    fn is_kept(&self, words: &str) -> bool {
        let small = (self.slug)(words).to_lowercase();
        let first = small.split('.').next().unwrap_or_default();
        let device = first.strip_suffix(|c: char| c.is_ascii_digit() && first.len() == 4).unwrap_or(first);
        let numbered = device != first;
        let is_device = DEVICES.iter().position(|d| *d == device).is_some_and(|at| numbered == (at > 3));
        is_device || self.reserved.contains(&&*small) || small == self.home.to_lowercase()
    }

    /// The folder of the place, in file names.
    pub fn above(&self, place: &Place) -> String {
        let folders = folders(place);
        if self.joins {
            return (self.slug)(&folders.join("/"));
        }
        folders.iter().map(|part| (self.slug)(part)).collect::<Vec<_>>().join("/")
    }

    /// Names that fold to one are one page.
    pub fn fold(&self, name: &str) -> String {
        let seen = if self.has_folders { name } else { name.rsplit('/').next().unwrap_or(name) };
        seen.nfc().collect::<String>().to_lowercase().replace(' ', "-")
    }

    /// Why it would not have a page of this name.
    pub fn refuse(&self, name: &str) -> Option<String> {
        let long = name.split('/').find(|part| part.len() > LONGEST_NAME);
        match long {
            Some(part) => Some(format!("`{part}` is longer than {LONGEST_NAME} bytes")),
            None if self.name == "azure" && name.chars().count() + ".md".len() > LONGEST_PATH_AT_AZURE => {
                Some(format!("its path is longer than {LONGEST_PATH_AT_AZURE} signs"))
            }
            None => None,
        }
    }

    /// The path of a page's file.
    pub fn path(&self, name: &str) -> String {
        let is_file = name.rsplit('/').next().unwrap_or_default() == ORDER;
        if is_file { name.to_owned() } else { format!("{name}.md") }
    }

    /// The name of the page that a file is; `None`: it is no page.
    pub fn name<'p>(&self, path: &'p str) -> Option<&'p str> {
        if path.rsplit('/').next() == Some(ORDER) {
            return Some(path);
        }
        let (name, ending) = path.rsplit_once('.')?;
        let is_page = self.endings.iter().any(|e| e.eq_ignore_ascii_case(ending)) && !name.is_empty();
        is_page.then_some(name)
    }

    /// The path of a picture's file.
    pub fn picture(&self, place: &Place, name: &str) -> String {
        let above = if self.has_folders && self.name != "azure" { self.above(place) } else { String::new() };
        let folder = if above.is_empty() { self.pictures.to_owned() } else { format!("{above}/{}", self.pictures) };
        format!("{folder}/{name}")
    }

    /// What a link to a page of this name is.
    pub fn link(&self, name: &str) -> String {
        let seen = if self.has_folders { name } else { name.rsplit('/').next().unwrap_or(name) };
        (self.link)(seen)
    }

    /// What links to all pages and pictures are, by their addresses in the kit.
    pub fn links(&self, names: &Names) -> BTreeMap<String, String> {
        let pages = names.pages.iter().map(|(path, name)| (format!("page:{path}"), self.link(name)));
        let pictures = names
            .files
            .iter()
            .map(|(path, at)| (format!("file:{path}"), if self.has_folders { rooted(at) } else { encoded(at) }));
        pages.chain(pictures).collect()
    }

    /// A page's text, told its title where the wiki would not know it, and without a heading that would repeat it.
    pub fn dress(&self, called: &Called, text: String) -> String {
        let title = &called.heading.title;
        let shown = self.title(&called.name);
        let is_told = self.name == "gitlab";
        let is_shown = is_told || undashed(&shown).starts_with(&undashed(title));
        let bare = match text.split_once('\n') {
            Some((head, rest)) if self.shows_name && is_shown && head.starts_with("# ") => {
                rest.trim_start_matches('\n')
            }
            _ => &text,
        };
        match is_told && shown != *title {
            // A text in quotation marks, as JSON writes it, is YAML.
            true => format!("---\ntitle: {}\n---\n\n{bare}", serde_json::Value::from(title.as_str())),
            false if self.name == "otter" => double_brackets(bare),
            false => bare.to_owned(),
        }
    }

    /// The title that the wiki shows for a page of this name.
    pub fn title(&self, name: &str) -> String {
        (self.title)(name.rsplit('/').next().unwrap_or(name))
    }
}

/// Links as Otter Wiki writes them, `[[words|Folder/Page]]`, which lead right wherever it is installed. Where those signs
/// would mean something else (in code, in a table) or could not tell the place on the page, links stay as they are.
fn double_brackets(text: &str) -> String {
    static LINK: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(^|[^!\\\]])\[([^\[\]|\\\n]+)\]\(/([A-Za-z0-9/._~-]+)\)").ok());
    let Some(link) = LINK.as_ref() else { return text.to_owned() };
    let mut fenced = false;
    let lines = text.split_inclusive('\n').map(|line| {
        fenced ^= line.trim_start().starts_with("```");
        let is_plain = !fenced && !line.contains('`') && !line.trim_start().starts_with('|');
        if is_plain { link.replace_all(line, "$1[[$2|$3]]") } else { line.into() }
    });
    lines.collect()
}

/// The file that gives the pages of a folder their order at Azure DevOps.
pub const ORDER: &str = ".order";

/// The folders that the place stands in, in words.
fn folders(place: &Place) -> Vec<&str> {
    place.parent.split('/').map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::double_brackets;

    #[test]
    fn links_at_otter_stand_in_double_brackets_where_that_means_a_link() {
        let same = |text: &str| assert_eq!(double_brackets(text), text);
        assert_eq!(
            double_brackets("See [Ticketron](/battlecard/ticketron)."),
            "See [[Ticketron|battlecard/ticketron]]."
        );
        assert_eq!(double_brackets("- [A](/a) · [B](/b)\n"), "- [[A|a]] · [[B|b]]\n");
        same("![Logo](/files/logo.png)");
        same("[there](/claims#price) and [out](https://a.example/b)");
        same("| [A](/a) | x |");
        same("`[A](/a)` is code");
        same("```\n[A](/a)\n```\n");
        same("[a|b](/a) [c\\]d](/c)");
    }
}
