//! What must change in the folder, found by reading only; refuses before anything is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::manifest::{Hash, Manifest};
use super::path::{ancestors, folders, parent};
use super::{Options, Stamp, WriteError, disk};

/// What stands at a path.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    #[default]
    Nothing,
    /// A plain file of so many bytes.
    File(u64),
    Folder,
    /// A symbolic link, a pipe, a device: not looked into.
    Other,
}

impl Stand {
    pub(super) fn is_folder(self) -> bool {
        self == Stand::Folder
    }
}

/// A file of the site, held against the disk.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Found {
    /// Of its bytes.
    pub(super) hash: Hash,
    /// What stands at its path.
    pub(super) stand: Stand,
    /// Whether these very bytes stand there.
    pub(super) same: bool,
    /// Of the file with these bytes, there or on its way there.
    pub(super) stamp: Option<Stamp>,
}

/// The files of a site, by path.
type Site = BTreeMap<String, Found>;

/// The changes, in the order they are made. Paths are relative to the folder.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// Removed first, since the site needs the place for something of another kind.
    pub(super) clear: Vec<String>,
    /// Empty after that and in the way, inner ones first.
    pub(super) clear_folders: Vec<String>,
    /// Not there yet.
    pub(super) folders: BTreeSet<&'a str>,
    /// New or different.
    pub(super) write: Vec<&'a str>,
    /// Ours, unedited and no longer part of the site.
    pub(super) remove: Vec<String>,
    /// Goes too if left empty.
    pub(super) prune: BTreeSet<String>,
    /// No longer part of the site but edited.
    pub(super) kept: Vec<String>,
    /// The list once all is done.
    pub(super) manifest: Manifest,
    cleared_foreign: usize,
}

impl<'a> Plan<'a> {
    /// Finds what must change.
    pub(super) fn make(out: &Path, files: &'a Site, old: &Manifest, options: &Options) -> Result<Self, WriteError> {
        let mut plan = Plan::default();
        plan.retire(out, files, old)?;
        let mut refused = Refused::default();
        plan.lay_folders(out, files, options, &mut refused)?;
        plan.compare(out, files, old, options, &mut refused)?;
        refused.or(out, plan)
    }

    /// Whether carrying it out touches anything but the list.
    pub(super) fn changes_files(&self) -> bool {
        !(self.clear.is_empty()
            && self.clear_folders.is_empty()
            && self.folders.is_empty()
            && self.write.is_empty()
            && self.remove.is_empty()
            && self.prune.is_empty())
    }

    /// How many files of ours go.
    pub(super) fn removed(&self) -> usize {
        self.clear.len() - self.cleared_foreign + self.remove.len()
    }

    /// Sorts what we wrote and no longer make into what goes first, what goes last, and what stays.
    fn retire(&mut self, out: &Path, files: &Site, old: &Manifest) -> Result<(), WriteError> {
        let stale: Vec<&str> = old.paths().filter(|path| !files.contains_key(*path)).collect();
        if stale.is_empty() {
            return Ok(());
        }
        let real = disk::real_folders(out, stale.iter().copied())?;
        let wanted = folders(files.keys().map(String::as_str));
        // Names that differ in case only are one on some disks: there a file of ours must go before the new one is
        // written, and a folder must stay.
        let folded: BTreeSet<String> =
            files.keys().map(String::as_str).chain(wanted.iter().copied()).map(str::to_lowercase).collect();
        let loose =
            real.iter().filter(|folder| files.contains_key(**folder) || !folded.contains(&folder.to_lowercase()));
        self.prune = loose.map(|folder| (*folder).to_owned()).collect();
        let reachable = |path: &&str| parent(path).is_none_or(|folder| real.contains(folder));
        let fates = stale.into_par_iter().filter(reachable).map(|path| Ok((path, fate(out, path, old)?)));
        for (path, fate) in fates.collect::<Result<Vec<_>, WriteError>>()? {
            let in_the_way = wanted.contains(path)
                || ancestors(path).any(|folder| files.contains_key(folder))
                || folded.contains(&path.to_lowercase());
            match fate {
                Fate::Gone => {}
                Fate::Edited => self.kept.push(path.to_owned()),
                Fate::Removable if in_the_way => self.clear.push(path.to_owned()),
                Fate::Removable => self.remove.push(path.to_owned()),
            }
        }
        Ok(())
    }

    /// Finds the site's folders that must be made, and what stands in their place.
    fn lay_folders(
        &mut self,
        out: &Path,
        files: &'a Site,
        options: &Options,
        refused: &mut Refused,
    ) -> Result<(), WriteError> {
        let mut real = BTreeSet::new();
        for folder in folders(files.keys().map(String::as_str)) {
            let reachable = parent(folder).is_none_or(|above| real.contains(above));
            match if reachable { disk::look(&out.join(folder))? } else { Stand::Nothing } {
                Stand::Folder => {
                    real.insert(folder);
                    continue;
                }
                Stand::Nothing => {}
                Stand::File(_) | Stand::Other if self.clear.iter().any(|path| path == folder) => {}
                Stand::File(_) | Stand::Other if options.force => {
                    self.kept.retain(|path| path != folder);
                    self.clear.push(folder.to_owned());
                    self.cleared_foreign += 1;
                }
                Stand::File(_) | Stand::Other => refused.foreign.push(folder.to_owned()),
            }
            self.folders.insert(folder);
        }
        Ok(())
    }

    /// Tells what becomes of each file.
    fn compare(
        &mut self,
        out: &Path,
        files: &'a Site,
        old: &Manifest,
        options: &Options,
        refused: &mut Refused,
    ) -> Result<(), WriteError> {
        let renamed: BTreeSet<String> = self.clear.iter().map(|path| path.to_lowercase()).collect();
        for (path, found) in files {
            match found.stand {
                _ if !renamed.is_empty() && renamed.contains(&path.to_lowercase()) => self.write.push(path),
                Stand::File(_) if found.same => {}
                Stand::File(_) | Stand::Other if !old.has(path) && !options.force => {
                    refused.foreign.push(path.to_owned());
                }
                Stand::Folder if !self.may_clear(out, path)? => refused.folders.push(path.to_owned()),
                _ => self.write.push(path),
            }
        }
        self.manifest = Manifest::finished(files.iter().map(|(path, found)| (path.clone(), found.hash)));
        Ok(())
    }

    /// Whether a folder holds nothing but files that go, and if so notes it and those inside for removal.
    fn may_clear(&mut self, out: &Path, folder: &str) -> Result<bool, WriteError> {
        let mut inside = vec![folder.to_owned()];
        let mut next = 0;
        while let Some(folder) = inside.get(next).cloned() {
            next += 1;
            let place = out.join(&folder);
            let failed = |error| WriteError::io("read the folder", &place, error);
            for entry in fs::read_dir(&place).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
                if entry.file_type().map_err(failed)?.is_dir() {
                    inside.push(path);
                } else if !self.clear.contains(&path) {
                    return Ok(false);
                }
            }
        }
        self.clear_folders.extend(inside.into_iter().rev());
        Ok(true)
    }
}

/// What becomes of a file we wrote and no longer make.
enum Fate {
    Gone,
    Removable,
    Edited,
}

fn fate(out: &Path, path: &str, old: &Manifest) -> Result<Fate, WriteError> {
    let place = out.join(path);
    Ok(match disk::look(&place)? {
        Stand::Nothing | Stand::Folder => Fate::Gone,
        Stand::File(_) if fs::read(&place).is_ok_and(|bytes| old.wrote(path, &hash(&bytes))) => Fate::Removable,
        Stand::File(_) | Stand::Other => Fate::Edited,
    })
}

fn hash(bytes: &[u8]) -> Hash {
    *blake3::hash(bytes).as_bytes()
}

/// What stands in the way and is not ours.
#[derive(Default)]
struct Refused {
    foreign: Vec<String>,
    folders: Vec<String>,
}

impl Refused {
    /// The plan, if nothing was refused.
    fn or<'a>(mut self, out: &Path, plan: Plan<'a>) -> Result<Plan<'a>, WriteError> {
        self.foreign.sort();
        self.folders.sort();
        let out = out.to_owned();
        if !self.folders.is_empty() {
            Err(WriteError::FolderInTheWay { out, paths: self.folders })
        } else if !self.foreign.is_empty() {
            Err(WriteError::Foreign { out, paths: self.foreign })
        } else {
            Ok(plan)
        }
    }
}
