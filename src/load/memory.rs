//! What was read of a kit, kept until it is read again: a file that did not change since is not read twice.

use std::collections::BTreeSet;
use std::fs::Metadata;
use std::sync::Arc;
use std::time::SystemTime;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::listing::{Listing, Touched};
use super::{Paths, Read, read_file};
use crate::model::EntityKind;
use crate::project::Project;

/// What was read, so that a file that did not change since is not read again.
#[derive(Default)]
pub struct Memory {
    /// Which files there were.
    pub(super) listing: Listing,
    /// What was read of each of them.
    pub(super) files: Vec<Known>,
    /// What links could lead to.
    pub(super) paths: Arc<Paths>,
    touched: Touched,
}

/// A file that was read.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) read: Arc<Read>,
}

/// By what a file is known again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    /// When it was written, to the nanosecond; `None`: the system does not tell.
    written: Option<SystemTime>,
    /// In bytes.
    size: u64,
    /// How many names it has: written under one of them, it changes under the others too.
    names: u64,
}

impl Memory {
    /// Takes down what was touched since the kit was last read, told by somebody who watches it. Without such word the
    /// whole kit is looked through for what changed.
    pub fn touch(&mut self, touched: Touched) {
        self.touched = touched;
    }

    /// The kit could not be read: what was told is lost, and the next time all of it must be looked through.
    pub(super) fn lose_track(&mut self) {
        self.listing.is_sure = false;
    }

    /// Reads what changed. Whether links lead where they led.
    pub(super) fn refresh(&mut self, project: &Project) -> bool {
        let touched = std::mem::take(&mut self.touched);
        if self.listing.still_holds(project, &touched) {
            return self.read_touched(project, &touched);
        }
        self.read_changed(project, &touched);
        false
    }

    /// Looks through a kit, and reads what is not as it was.
    fn read_changed(&mut self, project: &Project, touched: &Touched) {
        let (before, files) = (std::mem::take(&mut self.listing), std::mem::take(&mut self.files));
        let known = before.files.iter().map(|(path, _)| &**path).zip(&files);
        let known: HashMap<&str, &Known> = known.filter(|(path, _)| !touched.names(path)).collect();
        self.listing = Listing::of(project);
        let listed = self.listing.files.par_iter();
        self.files = listed.map(|(path, kind)| Known::of(project, path, kind, known.get(&**path).copied())).collect();
        self.listing.is_sure &= self.files.iter().all(|file| file.read.stamp.names < 2);
    }

    /// Reads what was touched alone, where no other file can have changed. Whether links lead where they led.
    fn read_touched(&mut self, project: &Project, touched: &Touched) -> bool {
        let Memory { listing, files, .. } = self;
        let broken = (0..files.len()).filter(|at| files[*at].read.broken);
        let again: BTreeSet<usize> = touched.files().filter_map(|path| listing.position(path)).chain(broken).collect();
        let read = |at: &usize| (*at, Known::of(project, &listing.files[*at].0, listing.files[*at].1, None));
        let mut same_paths = true;
        for (at, file) in again.par_iter().map(read).collect::<Vec<_>>() {
            same_paths &= files[at].read.ids().eq(file.read.ids());
            listing.is_sure &= file.read.stamp.names < 2;
            files[at] = file;
        }
        same_paths
    }
}

impl Known {
    /// A file as it was read before, if it is as it was; else as it is read now.
    fn of(project: &Project, path: &str, kind: &'static EntityKind, before: Option<&Known>) -> Known {
        let is_as_it_was = |known: &&Known| {
            let Read { stamp, broken, .. } = &*known.read;
            let now = std::fs::metadata(project.root.join(path)).map(|meta| Stamp::of(&meta));
            !broken && stamp.written.is_some() && now.is_ok_and(|now| now == *stamp)
        };
        let read = || Known { read: Arc::new(read_file(project, path, Some(kind))) };
        before.filter(is_as_it_was).cloned().unwrap_or_else(read)
    }
}

impl Stamp {
    /// That of a file.
    pub(super) fn of(meta: &Metadata) -> Stamp {
        Stamp { written: meta.modified().ok(), size: meta.len(), names: names(meta) }
    }
}

fn names(meta: &Metadata) -> u64 {
    #[cfg(unix)]
    return std::os::unix::fs::MetadataExt::nlink(meta);
    #[cfg(not(unix))]
    return u64::from(meta.is_file());
}
