//! A walk through everything in a kit that a build may look at, without reading more of it than must be.

use std::fs::{self, FileType};
use std::path::Path;

use rayon::prelude::*;

use crate::project::{Project, SETTINGS};
use crate::write::{Hash, Latest, Stamp, hash_of};

/// What a build looks at, from the kit's root.
const LOOKED_AT: [&str; 4] = [SETTINGS, "content", "static", "templates"];

/// Of what kind something is; of a link, where it leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Other,
}

/// Something in a kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    /// From the kit's root, with `/`.
    pub(super) path: String,
    pub(super) kind: Kind,
    /// Where a link leads in the end; empty: nowhere. `None`: it is no link.
    pub(super) leads: Option<String>,
    /// Of a file.
    pub(super) stamp: Option<Stamp>,
    /// Of the bytes of a file that is so young that its stamp does not stand for them, and of which a build keeps no text
    /// that could be hashed later.
    pub(super) hash: Option<Hash>,
}

impl Seen {
    /// Whether it is the same but for what a file holds.
    pub(super) fn is_like(&self, other: &Seen) -> bool {
        (&self.path, self.kind, &self.leads) == (&other.path, other.kind, &other.leads)
    }
}

/// The folders of a kit, as they stood before anything in them was looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Folders {
    stamps: Vec<(String, Option<Stamp>)>,
    /// Names at the root that stood for nothing.
    none: Vec<&'static str>,
}

impl Folders {
    /// Whether nothing came, went or was moved since, not even for a moment: each of these changes a folder.
    pub(super) fn are_still(&self, root: &Path) -> bool {
        let is_still = |(path, stamp): &(String, Option<Stamp>)| folder(root, path) == *stamp;
        self.none.iter().all(|name| fs::symlink_metadata(root.join(name)).is_err())
            && self.stamps.par_iter().all(is_still)
    }
}

/// The stamp of a folder; `None` when it is not there, or the system does not tell enough.
fn folder(root: &Path, path: &str) -> Option<Stamp> {
    fs::metadata(root.join(path)).ok().and_then(|found| Stamp::of(&found))
}

/// Everything, sorted by path, and the folders. Names that begin with a dot are passed over by all who read a kit. `None`
/// when something cannot be looked at, or a whole folder leads out of the kit.
pub(super) fn look(project: &Project) -> Option<(Vec<Seen>, Folders)> {
    let mut seen = Vec::new();
    let (mut folders, mut stood) = (Vec::new(), Folders::default());
    for name in LOOKED_AT {
        let Ok(found) = fs::symlink_metadata(project.root.join(name)) else {
            stood.none.push(name);
            continue;
        };
        let here = stand(project, name.to_owned(), found.file_type())?;
        if here.kind == Kind::Folder {
            project.inside(name)?;
            folders.push(name.to_owned());
        }
        seen.push(here);
    }
    while let Some(folder) = folders.pop() {
        stood.stamps.push((folder.clone(), self::folder(&project.root, &folder)));
        for entry in fs::read_dir(project.root.join(&folder)).ok()? {
            let entry = entry.ok()?;
            let name = entry.file_name();
            let name = name.to_str()?;
            if name.starts_with('.') {
                continue;
            }
            let here = stand(project, format!("{folder}/{name}"), entry.file_type().ok()?)?;
            if here.kind == Kind::Folder && here.leads.is_none() {
                folders.push(here.path.clone());
            }
            seen.push(here);
        }
    }
    seen.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let files = seen.par_iter_mut().filter(|seen| seen.kind == Kind::File);
    files.map(|seen| stamp(&project.root, seen)).collect::<Option<()>>()?;
    let latest = Latest::of(seen.iter().filter_map(|seen| seen.stamp.as_ref()));
    let is_young = |seen: &Seen| !seen.stamp.is_some_and(|stamp| latest.is_past(&stamp));
    let is_copied = |seen: &Seen| seen.kind == Kind::File && seen.path.starts_with("static/");
    let young = seen.par_iter_mut().filter(|seen| is_copied(seen) && is_young(seen));
    young.map(|seen| hash(&project.root, seen)).collect::<Option<()>>()?;
    Some((seen, stood))
}

/// What stands at a path, without its stamp.
fn stand(project: &Project, path: String, found: FileType) -> Option<Seen> {
    let kind = |found: FileType| match (found.is_dir(), found.is_file()) {
        (true, _) => Kind::Folder,
        (_, true) => Kind::File,
        _ => Kind::Other,
    };
    if !found.is_symlink() {
        return Some(Seen { path, kind: kind(found), leads: None, stamp: None, hash: None });
    }
    let here = project.root.join(&path);
    let (kind, leads) = match here.canonicalize() {
        Ok(real) => (kind(fs::metadata(&real).ok()?.file_type()), real.to_str()?.to_owned()),
        Err(_) => (Kind::Other, String::new()),
    };
    Some(Seen { path, kind, leads: Some(leads), stamp: None, hash: None })
}

/// Adds the stamp of a file; `None` when it is no longer one.
fn stamp(root: &Path, seen: &mut Seen) -> Option<()> {
    let here = root.join(&seen.path);
    let found = if seen.leads.is_some() { fs::metadata(here) } else { fs::symlink_metadata(here) };
    let found = found.ok().filter(|found| found.is_file())?;
    seen.stamp = Stamp::of(&found);
    Some(())
}

/// Adds the hash of a file; `None` when it cannot be read.
fn hash(root: &Path, seen: &mut Seen) -> Option<()> {
    seen.hash = Some(hash_of(&root.join(&seen.path)).ok()?);
    Some(())
}
