//! Finds the kit, and guards every path so that nothing outside it is read.

use std::path::{Component, Path, PathBuf};

use crate::error::Error;

/// The settings file that makes a folder a kit.
pub const SETTINGS: &str = "talktrack.yaml";
/// Largest file that is read, in bytes.
pub const MAX_FILE: u64 = 8 * 1024 * 1024;

/// A kit on disk.
#[derive(Debug, Clone)]
pub struct Project {
    /// The kit's folder, with links resolved.
    pub root: PathBuf,
}

impl Project {
    /// The kit at `start`, or the nearest one above it.
    ///
    /// # Errors
    /// When neither it nor any folder above holds a `talktrack.yaml`.
    pub fn find(start: &Path) -> Result<Project, Error> {
        let from = start.canonicalize().map_err(|cause| Error::Unreadable { path: start.to_owned(), cause })?;
        let root = from.ancestors().find(|folder| folder.join(SETTINGS).is_file());
        root.map(|root| Project { root: root.to_owned() }).ok_or_else(|| Error::NoKit { start: start.to_owned() })
    }

    /// The file behind a path of the kit; `None` when it leaves the kit, also through a symbolic link.
    pub fn inside(&self, path: &str) -> Option<PathBuf> {
        let full = self.root.join(path);
        match full.canonicalize() {
            Ok(real) => real.starts_with(&self.root).then_some(full),
            Err(_) => Path::new(path).components().all(|c| matches!(c, Component::Normal(_))).then_some(full),
        }
    }
}

/// Joins a path written in a file of the kit to that file's folder (`./`, `../`) or to the kit's root, and tidies it.
/// `None` when it climbs out of the kit or is absolute.
pub fn join(file: &str, written: &str) -> Option<String> {
    let relative = written.starts_with("./") || written.starts_with("../") || written == "." || written == "..";
    let base = if relative { file.rsplit_once('/').map_or("", |(folder, _)| folder) } else { "" };
    let mut parts: Vec<&str> = base.split('/').filter(|p| !p.is_empty()).collect();
    if written.starts_with('/') || written.contains('\\') || written.contains('\0') {
        return None;
    }
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
