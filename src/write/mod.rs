//! Makes a folder equal to a finished site: writes what differs, then removes what this program wrote before and no
//! longer makes. It knows nothing of pages; it is the only part of a build that changes the output folder.
//!
//! **Whose file is it?** `.talktrack-files` in the folder lists every path written here with the blake3 hash of its
//! bytes. A path on the list is ours; anything else belongs to someone else and is never touched without `force`.
//!
//! | on disk | the site makes it | the site no longer makes it |
//! |---|---|---|
//! | ours | overwritten if it differs, edited by hand or not (output is generated) | removed, and folders this leaves empty |
//! | ours, edited by hand | as above | kept, named in [`Written::kept`], and forgotten: from now on it is theirs |
//! | not ours, same bytes | adopted: listed as ours, not written | – |
//! | not ours, or a symbolic link | the build is refused before anything is written; `force` replaces it | never touched |
//! | a folder where a file must go | replaced if it holds nothing but removable files of ours, else refused, `force` or not | – |
//! | not ours, where a folder must go | refused; `force` replaces it | – |
//!
//! Symbolic links inside the folder are never followed, neither to compare, nor to write, nor to remove; the folder
//! itself may be one.
//!
//! **Stopped at any moment** (`kill -9`, full disk, no permission) each file is the old or the new one, never half,
//! and the next build repairs the rest. The order makes it so: a list of everything old and new (marked unfinished
//! and synced), then the files (each a temporary file renamed into place), then removals, then the final list. Only
//! where a file becomes a folder of the same name, or the reverse, must the old go before the new can come. Data
//! files are not synced: a rename is whole whatever happens to the process, and after a power cut the next build
//! compares bytes and writes again what is not right.
//!
//! When nothing differs nothing is written, so times stay and sync tools and live reload stay quiet.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use rayon::prelude::*;

mod disk;
mod error;
mod lock;
mod manifest;
mod path;
mod plan;
#[cfg(test)]
mod tests;

pub use error::WriteError;

use manifest::Manifest;
use plan::Plan;

/// Writes one file, whole or not at all; one that is there keeps its rights.
///
/// # Errors
/// When the system refuses.
pub fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let rights = fs::metadata(path).map(|m| m.permissions());
    let cause = |e: WriteError| std::error::Error::source(&e).map_or_else(|| e.to_string(), ToString::to_string);
    disk::replace(path, bytes, disk::Outlives::PowerCut).map_err(|e| io::Error::other(cause(e)))?;
    rights.map_or(Ok(()), |rights| fs::set_permissions(path, rights))
}

/// The finished site: path (relative, with `/`) → bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a build did to the folder, in files.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Written {
    /// New or different, so written.
    pub written: usize,
    /// Already there, byte for byte.
    pub unchanged: usize,
    /// Written by an earlier build, no longer part of the site, removed.
    pub removed: usize,
    /// No longer part of the site, but edited by hand since: left in place, and from now on not ours. Sorted.
    pub kept: Vec<String>,
}

/// How to treat what is not ours.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Build into a folder that is not ours, and replace files that are not ours where the site needs their paths.
    /// Other people's files at other paths stay even so, and so does a folder that stands where a file must go.
    pub force: bool,
}

/// How long a second build waits for the first.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes `out` equal to `files`, creating it if need be. Waits up to ten seconds for another build into the folder.
pub fn write(out: &Path, files: &Files, options: &Options) -> Result<Written, WriteError> {
    write_within(PATIENCE, out, files, options)
}

/// [`write()`], with the time to wait for another build.
fn write_within(patience: Duration, out: &Path, files: &Files, options: &Options) -> Result<Written, WriteError> {
    path::check(files)?;
    enter(out, options)?;
    let _lock = lock::take(out, patience)?;

    let listed = manifest::read(out)?;
    let old = Manifest::parse(&listed);
    sweep(out, &old)?;

    let plan = Plan::make(out, files, &old, options)?;
    let list = plan.manifest.render();
    if plan.changes_files() {
        let both = plan.manifest.and(&old).render();
        if both != listed {
            manifest::save(out, &both, disk::Outlives::PowerCut)?;
        }
        carry_out(out, files, &plan)?;
    }
    if plan.changes_files() || list != listed {
        // Waiting for the disk here would wait for all pages; the unfinished list outlives a power cut as well.
        manifest::save(out, &list, disk::Outlives::Kill)?;
    }
    Ok(Written {
        written: plan.write.len(),
        unchanged: files.len() - plan.write.len(),
        removed: plan.removed(),
        kept: plan.kept,
    })
}

/// Creates the folder, or makes sure that it is empty, ours, or forced.
fn enter(out: &Path, options: &Options) -> Result<(), WriteError> {
    match fs::metadata(out) {
        Ok(found) if !found.is_dir() => return Err(WriteError::NotAFolder { out: out.to_owned() }),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return fs::create_dir_all(out).map_err(|e| WriteError::io("create the folder", out, e));
        }
        Err(error) => return Err(WriteError::io("open the folder", out, error)),
    }
    if options.force || manifest::exists(out) {
        return Ok(());
    }
    // The list is looked for again after another's file was seen: a build that has just begun writes its list first.
    match disk::first_foreign(out)? {
        Some(found) if !manifest::exists(out) => Err(WriteError::NotOurs { out: out.to_owned(), found }),
        _ => Ok(()),
    }
}

/// Removes temporary files of a build that was killed. In a folder whose list is finished they can only lie at the top.
fn sweep(out: &Path, old: &Manifest) -> Result<(), WriteError> {
    disk::sweep(out)?;
    if old.unfinished {
        for folder in disk::real_folders(out, old.paths())? {
            disk::sweep(&out.join(folder))?;
        }
    }
    Ok(())
}

/// Applies a plan; on failure the unfinished list stays, so that the next build knows what may be there.
fn carry_out(out: &Path, files: &Files, plan: &Plan) -> Result<(), WriteError> {
    all(&plan.clear, |path| disk::remove(&out.join(path)))?;
    for folder in &plan.clear_folders {
        disk::remove_folder(&out.join(folder))?;
    }
    disk::prune(out, plan.prune.iter().map(String::as_str));
    for folder in &plan.folders {
        disk::create_folder(&out.join(folder))?;
    }
    all(&plan.write, |path| disk::replace(&out.join(path), &files[*path], disk::Outlives::Kill))?;
    all(&plan.remove, |path| disk::remove(&out.join(path)))?;
    disk::prune(out, plan.prune.iter().map(String::as_str));
    Ok(())
}

/// Does it for every item, all cores at once, and tells the first failure with the count of the others.
fn all<T: Send + Sync>(items: &[T], act: impl Fn(&T) -> Result<(), WriteError> + Sync) -> Result<(), WriteError> {
    let failures: Vec<WriteError> = items.par_iter().filter_map(|item| act(item).err()).collect();
    let others = failures.len().saturating_sub(1);
    failures.into_iter().next().map_or(Ok(()), |first| Err(first.with_others(others)))
}
