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
//! Files come one by one, from several threads, while others are still being made ([`Writer::put`]): each is compared with
//! the disk at once, and what differs is written into `.talktrack-new` inside the folder. Nothing else is touched until
//! the whole site is there ([`Writer::commit`]); a site that is given up leaves no trace. A large site never stands in
//! memory as a whole, and a disk that is too small is told before the first file is replaced.
//!
//! **Stopped at any moment** (`kill -9`, full disk, no permission) each file is the old or the new one, never half,
//! and the next build repairs the rest. The order makes it so: a list of everything old and new (marked unfinished
//! and synced), then the new files are moved into place (folders that were not there as a whole), then removals, then
//! the final list. Only where a file becomes a folder of the same name, or the reverse, must the old go before the new
//! can come. Data files are not synced: a move is whole whatever happens to the process, and after a power cut the next
//! build compares bytes and writes again what is not right.
//!
//! **A part of a site** ([`Writer::commit_shard`]) says so in `.talktrack-shard`, which comes first and goes last, so that
//! no folder that holds less than a site ever looks like one; [`join`] makes one site of all parts.
//!
//! When nothing differs nothing is written, so times stay and sync tools and live reload stay quiet.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use rayon::prelude::*;

mod disk;
mod error;
mod lock;
mod manifest;
mod path;
mod plan;
mod shards;
mod stamp;
mod standing;
#[cfg(test)]
mod tests;

pub use error::WriteError;
pub use manifest::Hash;
pub use shards::{Joined, Mark, ShardError, join};
pub use stamp::{Latest, Stamp, hash_of, hash_of_bytes};
pub use standing::{Standing, Stood, still};

use lock::Lock;
use manifest::Manifest;
use plan::{Found, Plan, Stand};

/// Writes one file, whole or not at all; one that is there keeps its rights.
///
/// # Errors
/// When the system refuses.
pub fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let rights = fs::metadata(path).map(|m| m.permissions());
    let cause = |e: WriteError| std::error::Error::source(&e).map_or_else(|| e.to_string(), ToString::to_string);
    disk::replace(path, &[bytes], disk::Outlives::PowerCut).map_err(|e| io::Error::other(cause(e)))?;
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
///
/// # Errors
/// As [`Writer::commit`].
pub fn write(out: &Path, files: &Files, options: &Options) -> Result<Written, WriteError> {
    write_within(PATIENCE, out, files, options)
}

/// [`write()`], with the time to wait for another build.
fn write_within(patience: Duration, out: &Path, files: &Files, options: &Options) -> Result<Written, WriteError> {
    let mut writer = Writer::new(out, *options);
    writer.patience = patience;
    // Here, since a thread that waits for another build must not be one that the other build needs.
    writer.enter();
    files.par_iter().for_each(|(path, bytes)| writer.put(path, bytes));
    writer.commit()
}

/// A site on its way into a folder. Nothing is touched before the first file comes; dropped before
/// [`commit`](Writer::commit), it leaves the folder as it was.
#[derive(Debug)]
pub struct Writer {
    out: PathBuf,
    options: Options,
    patience: Duration,
    /// The folder, once it was entered; `None`: it could not be.
    place: OnceLock<Option<Place>>,
    /// What was put so far, held against the disk.
    site: Mutex<BTreeMap<String, Found>>,
    failures: Mutex<Vec<WriteError>>,
}

/// A folder that is ours to write in.
#[derive(Debug)]
struct Place {
    /// Whether it was not there before.
    is_new: bool,
    /// The list of what we wrote, as text and read.
    listed: String,
    old: OnceLock<Manifest>,
    /// Folders that were looked at: whether they are there, and reached without a link.
    real: Mutex<HashMap<String, bool>>,
    /// Folders made below the stage.
    staged: Mutex<HashSet<String>>,
    _lock: Lock,
}

impl Writer {
    /// A writer for a folder.
    pub fn new(out: &Path, options: Options) -> Writer {
        Writer {
            out: out.to_owned(),
            options,
            patience: PATIENCE,
            place: OnceLock::new(),
            site: Mutex::default(),
            failures: Mutex::default(),
        }
    }

    /// Takes one file: its path with `/`, and its bytes. What goes wrong is told by [`commit`](Writer::commit).
    pub fn put(&self, path: &str, bytes: &[u8]) {
        let Some(place) = self.enter() else { return };
        let found = self.found(place, path, bytes).unwrap_or_else(|error| {
            held(&self.failures).push(error);
            Found::default()
        });
        held(&self.site).insert(path.to_owned(), found);
    }

    /// Whether the folder is still the one that was looked at; from now on no other build changes it.
    pub fn is_still(&self, stood: &Stood) -> bool {
        self.enter().is_some_and(|place| stamp::hash_of_bytes(place.listed.as_bytes()) == stood.list)
    }

    /// Makes the folder equal to what was put.
    ///
    /// # Errors
    /// When the folder is not ours, paths are not safe, something of others is in the way, another build goes on for too
    /// long, or the system refuses.
    pub fn commit(self) -> Result<Written, WriteError> {
        self.equal(None).map(|(written, ..)| written)
    }

    /// Makes the folder equal to what was put, and marks it as a part of a site, before anything else in it changes.
    ///
    /// # Errors
    /// As [`commit`](Writer::commit).
    pub fn commit_shard(self, mark: &Mark) -> Result<Written, WriteError> {
        self.equal(Some(mark)).map(|(written, ..)| written)
    }

    /// [`commit`](Writer::commit), and how the files stand then.
    ///
    /// # Errors
    /// As [`commit`](Writer::commit).
    pub fn commit_and_look(self) -> Result<(Written, Stood), WriteError> {
        let (written, site, list) = self.equal(None)?;
        let files = site.into_par_iter().map(|(path, found)| self.look(path, found)).collect();
        Ok((written, Stood { files, list: stamp::hash_of_bytes(list.as_bytes()) }))
    }

    /// How a file stands that was put.
    fn look(&self, path: String, found: Found) -> Standing {
        let now = stamp::plain(&self.out.join(&path)).ok().flatten();
        // A file that is no longer as it was put was changed by somebody meanwhile.
        let stamp = now.filter(|now| found.stamp.is_some_and(|then| now.is_moved(&then)));
        Standing { path: path.into(), hash: found.hash, stamp }
    }

    /// What was put.
    fn site(&self) -> Result<BTreeMap<String, Found>, WriteError> {
        let site = std::mem::take(&mut *held(&self.site));
        path::check(&site)?;
        let mut failures = std::mem::take(&mut *held(&self.failures)).into_iter();
        match failures.next() {
            Some(first) => Err(first.with_others(failures.len())),
            None => Ok(site),
        }
    }

    /// Moves what was put into the place of files that stand in a folder that [is still](Writer::is_still) as it stood, and
    /// leaves all others.
    ///
    /// # Errors
    /// As [`commit`](Writer::commit).
    pub fn commit_among(self, mut stood: Stood) -> Result<(Written, Stood), WriteError> {
        let (site, stage) = (self.site()?, self.out.join(disk::STAGE));
        let listed = self.enter().map_or("", |place| &place.listed);
        let write: Vec<(&str, Hash)> =
            site.iter().filter(|(_, found)| !found.same).map(|(path, found)| (path.as_str(), found.hash)).collect();
        if !write.is_empty() {
            let (list, gone) = manifest::with(listed, &write);
            let both = || manifest::save_both(&self.out, &list, &gone);
            let last = || (manifest::beside(&self.out, &list, disk::Outlives::Kill), manifest::hash_of(&list));
            let (saved, (last, hash)) = rayon::join(both, last);
            saved?;
            let last = last?;
            all(&write, |(path, _)| disk::move_to(&stage.join(path), &self.out.join(path)))?;
            last.put()?;
            stood.list = hash;
        }
        let written = write.len();
        for (path, found) in site {
            if let Ok(at) = stood.files.binary_search_by(|file| (*file.path).cmp(&path)) {
                stood.files[at] = self.look(path, found);
            }
        }
        let written = Written { written, unchanged: stood.files.len() - written, ..Written::default() };
        Ok((written, stood))
    }

    /// Makes the folder equal to what was put; tells what was put, and the list.
    fn equal(&self, mark: Option<&Mark>) -> Result<(Written, BTreeMap<String, Found>, String), WriteError> {
        let place = self.enter();
        let site = self.site()?;
        let Some(place) = place else { return Ok((Written::default(), site, String::new())) };
        let plan = Plan::make(&self.out, &site, place.old(), &self.options)?;
        let list = plan.manifest.render();
        if let Some(mark) = mark {
            shards::save(&self.out, &mark.render(&list))?;
        }
        if plan.changes_files() {
            let both = plan.manifest.and(place.old()).render();
            if both != place.listed {
                manifest::save(&self.out, &[both], disk::Outlives::PowerCut)?;
            }
            self.carry_out(place, &site, &plan)?;
        }
        if plan.changes_files() || list != place.listed {
            // Waiting for the disk here would wait for all pages; the unfinished list outlives a power cut as well.
            manifest::save(&self.out, &[&list], disk::Outlives::Kill)?;
        }
        if mark.is_none() {
            // Only now is it a whole site.
            shards::clear(&self.out)?;
        }
        let written = Written {
            written: plan.write.len(),
            unchanged: site.len() - plan.write.len(),
            removed: plan.removed(),
            kept: plan.kept,
        };
        Ok((written, site, list))
    }

    /// The folder, entered once.
    fn enter(&self) -> Option<&Place> {
        let entered = || Place::enter(&self.out, &self.options, self.patience);
        self.place.get_or_init(|| entered().map_err(|error| held(&self.failures).push(error)).ok()).as_ref()
    }

    /// Holds a file against the disk, and stages it if it differs.
    fn found(&self, place: &Place, path: &str, bytes: &[u8]) -> Result<Found, WriteError> {
        if let Some(why) = path::fault(path) {
            return Err(WriteError::Path { path: path.to_owned(), why });
        }
        let here = self.out.join(path);
        let reachable = match path::parent(path) {
            Some(folder) => place.is_real(&self.out, folder)?,
            None => true,
        };
        let (stand, there) = if reachable { disk::look_closely(&here)? } else { (Stand::Nothing, None) };
        let same = stand == Stand::File(bytes.len() as u64) && disk::holds(&here, bytes);
        let stamp = if same { there } else { place.stage(&self.out, path, bytes)? };
        Ok(Found { hash: *blake3::hash(bytes).as_bytes(), stand, same, stamp })
    }

    /// Applies a plan; on failure the unfinished list stays, so that the next build knows what may be there.
    fn carry_out(&self, place: &Place, site: &BTreeMap<String, Found>, plan: &Plan) -> Result<(), WriteError> {
        let (out, stage) = (&self.out, self.out.join(disk::STAGE));
        // What stands under a name that differs in case only goes too, though its bytes are right.
        for path in plan.write.iter().filter(|path| site[**path].same) {
            place.stage(out, path, &disk::bytes(&out.join(path))?)?;
        }
        all(&plan.clear, |path| disk::remove(&out.join(path)))?;
        for folder in &plan.clear_folders {
            disk::remove_folder(&out.join(folder))?;
        }
        disk::prune(out, plan.prune.iter().map(String::as_str));
        let is_new = |folder: &str| plan.folders.contains(folder);
        let whole = plan.folders.iter().filter(|folder| !path::ancestors(folder).any(is_new));
        let single = plan.write.iter().filter(|path| !path::ancestors(path).any(is_new));
        let moved: Vec<&str> = whole.chain(single).copied().collect();
        all(&moved, |path| disk::move_to(&stage.join(path), &out.join(path)))?;
        all(&plan.remove, |path| disk::remove(&out.join(path)))?;
        disk::prune(out, plan.prune.iter().map(String::as_str));
        Ok(())
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let Some(place) = self.place.get_mut().and_then(Option::take) else { return };
        let _ = disk::clear_stage(&self.out);
        if place.is_new && !manifest::exists(&self.out) {
            let _ = fs::remove_file(self.out.join(lock::NAME));
            let _ = fs::remove_dir(&self.out);
        }
    }
}

impl Place {
    /// Takes a folder: ours or new, locked, and swept of what a killed build left.
    fn enter(out: &Path, options: &Options, patience: Duration) -> Result<Place, WriteError> {
        let is_new = enter(out, options)?;
        let lock = lock::take(out, patience)?;
        let listed = manifest::read(out)?;
        disk::sweep(out)?;
        Ok(Place {
            is_new,
            listed,
            old: OnceLock::new(),
            real: Mutex::default(),
            staged: Mutex::default(),
            _lock: lock,
        })
    }

    /// What we wrote before.
    fn old(&self) -> &Manifest {
        self.old.get_or_init(|| Manifest::parse(&self.listed))
    }

    /// Whether a folder is there, and reached without a link.
    fn is_real(&self, out: &Path, folder: &str) -> Result<bool, WriteError> {
        if let Some(real) = held(&self.real).get(folder) {
            return Ok(*real);
        }
        let above = path::parent(folder).map_or(Ok(true), |above| self.is_real(out, above))?;
        let real = above && disk::look(&out.join(folder))?.is_folder();
        held(&self.real).insert(folder.to_owned(), real);
        Ok(real)
    }

    /// Writes a file below the stage.
    fn stage(&self, out: &Path, path: &str, bytes: &[u8]) -> Result<Option<Stamp>, WriteError> {
        let stage = out.join(disk::STAGE);
        let folder = path::parent(path).unwrap_or_default();
        let mut staged = held(&self.staged);
        if !staged.contains(folder) {
            disk::create_folders(out, &stage.join(folder))?;
            staged.insert(folder.to_owned());
        }
        drop(staged);
        disk::put(&stage.join(path), bytes)
    }
}

/// A poisoned lock holds what was true when another thread stopped.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Creates the folder, or makes sure that it is empty, ours, or forced. Tells whether it is new.
fn enter(out: &Path, options: &Options) -> Result<bool, WriteError> {
    match fs::metadata(out) {
        Ok(found) if !found.is_dir() => return Err(WriteError::NotAFolder { out: out.to_owned() }),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return fs::create_dir_all(out).map(|()| true).map_err(|e| WriteError::io("create the folder", out, e));
        }
        Err(error) => return Err(WriteError::io("open the folder", out, error)),
    }
    if options.force || manifest::exists(out) {
        return Ok(false);
    }
    // The list is looked for again after another's file was seen: a build that has just begun writes its list first.
    match disk::first_foreign(out)? {
        Some(found) if !manifest::exists(out) => Err(WriteError::NotOurs { out: out.to_owned(), found }),
        _ => Ok(false),
    }
}

/// Does it for every item, all cores at once, and tells the first failure with the count of the others.
fn all<T: Send + Sync>(items: &[T], act: impl Fn(&T) -> Result<(), WriteError> + Sync) -> Result<(), WriteError> {
    let failures: Vec<WriteError> = items.par_iter().filter_map(|item| act(item).err()).collect();
    let others = failures.len().saturating_sub(1);
    failures.into_iter().next().map_or(Ok(()), |first| Err(first.with_others(others)))
}
