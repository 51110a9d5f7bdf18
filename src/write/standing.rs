//! The folder as it stood when it was made equal to a site, and whether it still stands so.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::stamp::{self, Latest, Stamp};
use super::{Hash, disk, lock, manifest, path};

/// A folder that was made equal to a site.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Stood {
    /// The files of the site, sorted by path.
    pub files: Vec<Standing>,
    /// Of the bytes of the list of what is ours.
    pub list: Hash,
}

/// A file of the folder that is ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its path in the folder.
    pub path: Arc<str>,
    /// Of the bytes we wrote.
    pub hash: Hash,
    /// By what it is known again; `None`: only by its bytes.
    pub stamp: Option<Stamp>,
}

/// The stamps of the files now; `None` when a build of the same site would have something to do in the folder. Where no
/// stamp is to be believed, all bytes are read.
pub fn still(out: &Path, stood: &Stood, believed: bool) -> Option<Vec<Option<Stamp>>> {
    let Stood { files, list } = stood;
    let names = disk::names(out).ok()?;
    let is_known =
        |name: &String| !name.starts_with(path::OWN_PREFIX) || [manifest::NAME, lock::NAME].contains(&&**name);
    let folders = path::folders(files.iter().map(|file| &*file.path));
    let real = disk::real_folders(out, files.iter().map(|file| &*file.path)).ok()?;
    let listed = || manifest::exists(out) && stamp::hash_of(&out.join(manifest::NAME)).is_ok_and(|hash| hash == *list);
    if !names.iter().all(is_known) || folders != real || !listed() {
        return None;
    }
    let latest = Latest::of(files.iter().filter(|_| believed).filter_map(|file| file.stamp.as_ref()));
    let look = |file: &Standing| {
        if path::fault(&file.path).is_some() {
            return None;
        }
        let here = out.join(&*file.path);
        let now = stamp::plain(&here).ok()?;
        // Whoever touched a file of ours may have done more than its bytes tell, such as change the case of its name.
        if file.stamp.is_some() && file.stamp != now {
            return None;
        }
        let is_known = file.stamp.is_some_and(|stamp| latest.is_past(&stamp));
        (is_known || stamp::hash_of(&here).is_ok_and(|hash| hash == file.hash)).then_some(now)
    };
    files.par_iter().map(look).collect()
}
