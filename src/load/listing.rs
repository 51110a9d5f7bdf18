//! Which files of a kit are read, and what is told of the others.

use std::collections::BTreeMap;
use std::path::Path;

use walkdir::WalkDir;

use super::picture;
use crate::diagnostic::{Diagnostic, Diagnostics, Location, nearest};
use crate::model::{ENTITIES, EntityKind};
use crate::project::{Project, SETTINGS};

/// The content files in order, and findings about names.
pub fn content_files(project: &Project) -> (Vec<(String, &'static EntityKind)>, Vec<Diagnostic>) {
    let mut files = Vec::new();
    let mut found = Vec::new();
    let content = project.root.join("content");
    if content.symlink_metadata().is_ok_and(|m| m.is_symlink()) && project.inside("content").is_none() {
        found.push(outside("content"));
        return (files, found);
    }
    let shown = |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(&content).sort_by_file_name().into_iter().filter_entry(shown) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.depth() == 0 => continue,
            Err(error) => {
                let path = error.path().unwrap_or(&content);
                let message = format!(
                    "this cannot be read: {}",
                    error.io_error().map_or("a loop of links".into(), ToString::to_string)
                );
                found.push(
                    Diagnostic::error("unreadable-file", Location::file(relative(project, path)), message)
                        .help("check that you may read it"),
                );
                continue;
            }
        };
        let path = relative(project, entry.path());
        if entry.path_is_symlink() {
            link(project, &path, &mut found, &mut files);
        } else if entry.file_type().is_file() {
            content_file(&path, &mut found, &mut files);
        } else if entry.depth() == 1
            && crate::model::entity(&entry.file_name().to_string_lossy())
                .is_none_or(|k| k.folder != entry.file_name().to_string_lossy())
        {
            found.push(unknown_folder(&path));
        }
    }
    (files, found)
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
pub fn static_files(project: &Project, diagnostics: &mut Diagnostics) -> BTreeMap<String, Option<(u32, u32)>> {
    let mut files = BTreeMap::new();
    let shown = |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let root = project.root.join("static");
    for entry in WalkDir::new(&root).sort_by_file_name().into_iter().filter_entry(shown).flatten() {
        let path = relative(project, entry.path());
        if entry.path_is_symlink() && project.inside(&path).is_none() {
            diagnostics.push(outside(&path));
        } else if entry.path().is_file() {
            files.insert(path, picture::size(entry.path()));
        }
    }
    files
}
