//! Which files of a kit are read, and what is told of the others.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use walkdir::WalkDir;

use super::picture;
use crate::diagnostic::{Diagnostic, Location, nearest};
use crate::model::{ENTITIES, EntityKind};
use crate::project::{Project, SETTINGS};

/// The files of a kit that are read.
#[derive(Default)]
pub struct Listing {
    /// Content files, in the order of their names, folder by folder.
    pub files: Vec<(Arc<str>, &'static EntityKind)>,
    /// Files under `static/`; of pictures, width and height in pixels where they say.
    pub statics: BTreeMap<String, Option<(u32, u32)>>,
    /// What is told of the others.
    pub found: Vec<Diagnostic>,
    /// Whether a file changes only where it stands: through a link it changes elsewhere too.
    pub is_sure: bool,
}

/// What somebody who watches a kit saw of it.
#[derive(Debug, Default, Clone)]
pub enum Touched {
    /// Anything may have been touched.
    #[default]
    Anything,
    /// Nothing but these paths, told from the kit's root: files or folders that came, went, or were written.
    Only(BTreeSet<String>),
}

impl Touched {
    /// The paths that are known to have been touched.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let paths = match self {
            Touched::Anything => None,
            Touched::Only(paths) => Some(paths),
        };
        paths.into_iter().flatten().map(String::as_str)
    }

    /// Whether this path is known to have been touched.
    pub fn names(&self, path: &str) -> bool {
        matches!(self, Touched::Only(paths) if paths.contains(path))
    }
}

impl Listing {
    /// Looks through a kit.
    pub fn of(project: &Project) -> Listing {
        let mut listing = Listing { is_sure: true, ..Listing::default() };
        let files = content_files(project, &mut listing);
        listing.files = files.into_iter().map(|(path, kind)| (path.into(), kind)).collect();
        listing.statics = static_files(project, &mut listing);
        listing
    }

    /// The place of a content file among the others.
    pub fn position(&self, path: &str) -> Option<usize> {
        self.files.binary_search_by(|(file, _)| file.split('/').cmp(path.split('/'))).ok()
    }

    /// Whether the kit has the same files as before, by what was touched alone. Files may have been written, also by
    /// putting others in their place; what came and went by the way is nothing. Everything else must be looked at.
    pub fn still_holds(&self, project: &Project, touched: &Touched) -> bool {
        let is_the_same = |path: &String| {
            let meta = project.root.join(path).symlink_metadata();
            let is_elsewhere = path == SETTINGS || path.split('/').next() == Some("templates");
            match meta {
                _ if is_elsewhere => true,
                Ok(meta) => meta.is_file() && self.position(path).is_some(),
                Err(error) => error.kind() == ErrorKind::NotFound && !self.names_below(path),
            }
        };
        self.is_sure && matches!(touched, Touched::Only(paths) if paths.iter().all(is_the_same))
    }

    /// Whether something was listed, or told, at this path or below it.
    fn names_below(&self, path: &str) -> bool {
        let files = self.files.iter().map(|(file, _)| &**file);
        let told = self.found.iter().map(|found| &*found.location.file);
        let mut all = files.chain(self.statics.keys().map(String::as_str)).chain(told);
        all.any(|known| known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    }
}

/// The content files in order.
fn content_files(project: &Project, listing: &mut Listing) -> Vec<(String, &'static EntityKind)> {
    let mut files = Vec::new();
    let Listing { found, is_sure, .. } = listing;
    let content = project.root.join("content");
    *is_sure &= !content.is_symlink();
    if content.symlink_metadata().is_ok_and(|m| m.is_symlink()) && project.inside("content").is_none() {
        found.push(outside("content"));
        return files;
    }
    let shown = |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(&content).sort_by_file_name().into_iter().filter_entry(shown) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.extend(unreadable(project, &error));
                continue;
            }
        };
        let path = relative(project, entry.path());
        if entry.path_is_symlink() {
            *is_sure = false;
            link(project, &path, found, &mut files);
        } else if entry.file_type().is_file() {
            content_file(&path, found, &mut files);
        } else if entry.depth() == 1
            && crate::model::entity(&entry.file_name().to_string_lossy())
                .is_none_or(|k| k.folder != entry.file_name().to_string_lossy())
        {
            found.push(unknown_folder(&path));
        }
    }
    files
}

/// What is told of something in a kit that a walk could not look into; `None`: it is not there. What cannot be read must not
/// be taken for nothing, or its pages would be removed.
pub fn unreadable(project: &Project, error: &walkdir::Error) -> Option<Diagnostic> {
    let slip = error.io_error();
    if error.depth() == 0 && slip.is_some_and(|slip| slip.kind() == ErrorKind::NotFound) {
        return None;
    }
    let path = error.path().map_or_else(String::new, |path| relative(project, path));
    let message = format!("this cannot be read: {}", slip.map_or("a loop of links".into(), ToString::to_string));
    let found = Diagnostic::error("unreadable-file", Location::file(path), message);
    Some(found.help("check that you may read it"))
}

/// A symbolic link is followed when it stays in the kit and leads to a file.
fn link(project: &Project, path: &str, found: &mut Vec<Diagnostic>, files: &mut Vec<(String, &'static EntityKind)>) {
    match project.inside(path) {
        Some(full) if full.is_file() => content_file(path, found, files),
        Some(full) if full.is_dir() => found.push(
            Diagnostic::warning("ignored-file", Location::file(path), "a link to a folder is not followed")
                .help("move the files here"),
        ),
        _ => found.push(outside(path)),
    }
}

pub fn outside(path: &str) -> Diagnostic {
    Diagnostic::error("path-outside-kit", Location::file(path), "this link leads out of the kit")
        .help("copy the file into the kit; nothing outside it is read")
}

/// Whether a file of this name below `content/` or `templates/` is passed over: hidden ones, backups, READMEs.
fn is_passed_over(name: &str) -> bool {
    let backup = name.ends_with('~') || name.ends_with(".bak") || (name.starts_with('#') && name.ends_with('#'));
    backup || name.starts_with('.') || name.to_ascii_lowercase().starts_with("readme")
}

/// Whether a change at this path, told from the kit's root, may change its pages.
pub fn concerns(path: &str) -> bool {
    let mut parts = path.split('/');
    let first = parts.next().unwrap_or_default();
    path == SETTINGS || (["content", "templates", "static"].contains(&first) && !parts.any(is_passed_over))
}

fn content_file(path: &str, found: &mut Vec<Diagnostic>, files: &mut Vec<(String, &'static EntityKind)>) {
    let mut parts = path.split('/').skip(1);
    let (first, name) = (parts.next().unwrap_or_default(), path.rsplit('/').next().unwrap_or_default());
    if is_passed_over(name) {
        return;
    }
    if parts.next().is_none() {
        let help = "put it in one of the folders for its sort, such as content/competitors/";
        found.push(
            Diagnostic::warning("ignored-file", Location::file(path), "a file directly under content/ is not read")
                .help(help),
        );
        return;
    }
    let Some(kind) = ENTITIES.iter().find(|k| k.folder == first) else { return };
    let suffix = name.rsplit_once('.').map_or("", |(_, s)| s);
    if matches!(suffix, "yaml" | "yml") || (suffix == "md" && kind.word == "page") {
        files.push((path.to_owned(), kind));
    } else {
        let help = if kind.word == "page" {
            "name it .yaml, .yml or .md"
        } else {
            "name it .yaml or .yml; pictures belong in static/"
        };
        found.push(
            Diagnostic::warning("ignored-file", Location::file(path), format!("`{name}` is not read")).help(help),
        );
    }
}

fn unknown_folder(path: &str) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or_default();
    let help = match nearest(name, ENTITIES.iter().map(|k| k.folder)) {
        Some(near) => format!("did you mean `content/{near}`?"),
        None => format!("folders below content/: {}", ENTITIES.iter().map(|k| k.folder).collect::<Vec<_>>().join(", ")),
    };
    Diagnostic::error("unknown-folder", Location::file(path), format!("`{name}` is not a sort of content")).help(help)
}

fn relative(project: &Project, path: &Path) -> String {
    let relative = path.strip_prefix(&project.root).unwrap_or(path);
    relative.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Files under `static/`, the only folder files are copied from.
fn static_files(project: &Project, listing: &mut Listing) -> BTreeMap<String, Option<(u32, u32)>> {
    let mut files = BTreeMap::new();
    let shown = |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let root = project.root.join("static");
    for entry in WalkDir::new(&root).sort_by_file_name().into_iter().filter_entry(shown) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                listing.found.extend(unreadable(project, &error));
                continue;
            }
        };
        let path = relative(project, entry.path());
        listing.is_sure &= !entry.path_is_symlink();
        if entry.path_is_symlink() && project.inside(&path).is_none() {
            listing.found.push(outside(&path));
        } else if entry.path().is_file() {
            files.insert(path, picture::size(entry.path()));
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> (tempfile::TempDir, Project) {
        let kit = tempfile::tempdir().expect("a folder");
        let root = kit.path().canonicalize().expect("its path");
        for path in [SETTINGS, "content/faqs/a.yaml", "content/faqs/b-c/d.yaml", "content/faqs/b.yaml", "static/s.txt"]
        {
            std::fs::create_dir_all(root.join(path).parent().expect("a folder")).expect("a folder");
            std::fs::write(root.join(path), "title: T\n").expect("a file");
        }
        (kit, Project { root })
    }

    #[test]
    fn a_save_is_no_reason_to_look_through_the_whole_kit() {
        let (_kit, project) = project();
        let listing = Listing::of(&project);
        assert!((0..listing.files.len()).all(|at| listing.position(&listing.files[at].0) == Some(at)));
        let holds = |path: &str| listing.still_holds(&project, &Touched::Only([path.to_owned()].into()));
        let saved = ["content/faqs/b.yaml", "content/faqs/b-c/d.yaml", "content/faqs/a.yaml.tmp", SETTINGS];
        assert!(saved.iter().all(|path| holds(path)));
        assert!(!["content", "content/faqs", "content/faqs/b-c", "static/s.txt"].iter().any(|path| holds(path)));
        assert!(!listing.still_holds(&project, &Touched::Anything));
        for gone in ["content/faqs/b.yaml", "static/s.txt"] {
            std::fs::remove_file(project.root.join(gone)).expect("removed");
            assert!(!holds(gone));
        }
        std::fs::remove_dir_all(project.root.join("content/faqs/b-c")).expect("removed");
        assert!(!holds("content/faqs/b-c"));
        assert!(!Listing::default().still_holds(&project, &Touched::Only([].into())));
    }

    #[test]
    fn what_cannot_be_looked_into_is_not_taken_for_nothing() {
        let (_kit, project) = project();
        assert!(Listing::of(&Project { root: project.root.join("none") }).found.is_empty());
        let listing = Listing::of(&Project { root: project.root.join(SETTINGS) });
        let found: Vec<&str> = listing.found.iter().map(|found| &*found.location.file).collect();
        assert_eq!(found, ["content", "static"]);
        assert!(listing.found.iter().all(|found| found.rule == "unreadable-file"), "{:?}", listing.found);
    }
}
