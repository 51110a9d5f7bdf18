//! Joins the shards of a site into one folder, equal to what one build would have made, its list of files included.
//!
//! What a shard holds is input: it may have come a long way. Only files on its list are read, at safe paths, through no
//! link; each must have the hash that the list says, the list must be the one that the shard's mark says, and all marks
//! must be of one build. The bytes that were verified are the bytes that are written, and they go through the same
//! [`Writer`] as those of a build: nothing is touched before all are there.

mod error;
mod mark;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

pub use error::ShardError;
pub use mark::Mark;
pub(super) use mark::{clear, save};

use super::manifest::{self, Hash, Manifest};
use super::plan::Stand;
use super::{Options, Writer, Written, disk, path};

/// What joining did.
#[derive(Debug)]
pub struct Joined {
    /// To the folder.
    pub written: Written,
    /// The files of the site.
    pub paths: BTreeSet<Arc<str>>,
}

/// A shard whose mark and list are sound; its files were not looked at.
#[derive(Debug)]
struct Part {
    folder: PathBuf,
    mark: Mark,
    files: BTreeMap<String, Hash>,
}

/// Makes `out` equal to the site whose shards these folders are.
///
/// # Errors
/// When a folder is no shard, one is missing, twice, damaged or of another build; and as [`Writer::commit`].
pub fn join(out: &Path, folders: &[PathBuf], options: &Options) -> Result<Joined, ShardError> {
    let parts: Vec<Part> = folders.iter().map(|folder| Part::open(folder)).collect::<Result<_, _>>()?;
    complete(&parts)?;
    let files = files(&parts)?;
    apart(out, &parts)?;
    let writer = Writer::new(out, *options);
    // Here, since a thread that waits for another build must not be one that the other build needs.
    if writer.enter().is_some() {
        let folders = parts.iter().map(Part::real_folders).collect::<Result<Vec<_>, _>>()?;
        let copied = files.par_iter().map(|(path, (at, hash))| {
            parts[*at].bytes(path, hash, &folders[*at]).map(|bytes| writer.put(path, &bytes))
        });
        copied.collect::<Result<(), ShardError>>()?;
    }
    let paths = files.keys().map(|path| Arc::from(*path)).collect();
    Ok(Joined { written: writer.commit()?, paths })
}

/// Whether the parts are all parts of one build, each once.
fn complete(parts: &[Part]) -> Result<(), ShardError> {
    let Some(first) = parts.first() else { return Ok(()) };
    let strangers = |other: &Part, why: String| ShardError::Strangers {
        one: first.folder.clone(),
        other: other.folder.clone(),
        why,
    };
    let (key, count) = (&first.mark.key, first.mark.shard.count());
    let mut by_number: BTreeMap<u32, &Part> = BTreeMap::new();
    for part in parts {
        let shard = part.mark.shard;
        if shard.count() != count {
            return Err(strangers(part, format!("one is of {count}, the other of {}", shard.count())));
        }
        if part.mark.key != *key {
            return Err(strangers(part, "the kit, the day, the program or an option was another".to_owned()));
        }
        if let Some(other) = by_number.insert(shard.number(), part) {
            let (one, other) = (other.folder.clone(), part.folder.clone());
            return Err(ShardError::Twice { one, other, shard: shard.to_string() });
        }
    }
    let numbers: Vec<u32> = (1..=count).filter(|number| !by_number.contains_key(number)).collect();
    if numbers.is_empty() { Ok(()) } else { Err(ShardError::Missing { numbers, count }) }
}

/// All files of the parts, with the part to take each from. A file of the kit that pages show may stand in several.
fn files(parts: &[Part]) -> Result<BTreeMap<&str, (usize, Hash)>, ShardError> {
    let mut files = BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        for (path, hash) in &part.files {
            let (first, known) = *files.entry(path.as_str()).or_insert((at, *hash));
            if known != *hash {
                let (one, other) = (parts[first].folder.clone(), part.folder.clone());
                return Err(ShardError::Strangers { one, other, why: format!("`{path}` is not the same in both") });
            }
        }
    }
    Ok(files)
}

/// No shard may be where the site goes, nor the site inside a shard.
fn apart(out: &Path, parts: &[Part]) -> Result<(), ShardError> {
    let real = real(out);
    match parts.iter().find(|part| real.starts_with(self::real(&part.folder))) {
        Some(part) => Err(ShardError::InTheWay { out: out.to_owned(), folder: part.folder.clone() }),
        None => Ok(()),
    }
}

/// A path with the links in it resolved, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let found = full.ancestors().find_map(|above| Some((above.canonicalize().ok()?, full.strip_prefix(above).ok()?)));
    found.map_or(full.clone(), |(above, below)| above.join(below))
}

impl Part {
    /// Reads the mark and the list of a shard.
    fn open(folder: &Path) -> Result<Part, ShardError> {
        let no_shard = |why| ShardError::NoShard { folder: folder.to_owned(), why };
        if !folder.is_dir() {
            return Err(no_shard(if folder.exists() { "it is a file" } else { "there is no such folder" }));
        }
        let list = manifest::read(folder)?;
        let Some(text) = mark::read(folder) else {
            return Err(no_shard(if list.is_empty() {
                "it has no file `.talktrack-shard`"
            } else {
                "it has a list of files, but no file `.talktrack-shard`: it is a whole site"
            }));
        };
        let damaged = |why: String| ShardError::damaged(folder, why);
        let Some((mark, hash)) = Mark::parse(&text) else {
            return Err(damaged("its `.talktrack-shard` is not of our form".to_owned()));
        };
        let read = Manifest::parse(&list);
        if read.unfinished {
            return Err(damaged("its build is under way, or was stopped".to_owned()));
        }
        if blake3::hash(list.as_bytes()).to_hex().as_str() != hash {
            return Err(damaged(
                "its list `.talktrack-files` is missing, or is not the one that its build wrote".to_owned(),
            ));
        }
        if read.render() != list {
            return Err(damaged("its list `.talktrack-files` holds a line that no build writes".to_owned()));
        }
        let files: BTreeMap<String, Hash> = read.single().collect();
        path::check(&files)?;
        Ok(Part { folder: folder.to_owned(), mark, files })
    }

    /// The folders of its files that are there, and reached without a link.
    fn real_folders(&self) -> Result<BTreeSet<&str>, ShardError> {
        Ok(disk::real_folders(&self.folder, self.files.keys().map(String::as_str))?)
    }

    /// The bytes of a file, if they are those of the list.
    fn bytes(&self, path: &str, hash: &Hash, folders: &BTreeSet<&str>) -> Result<Vec<u8>, ShardError> {
        let place = self.folder.join(path);
        let damaged = |why: &str| ShardError::damaged(&self.folder, format!("`{path}` {why}"));
        let stand = match path::parent(path).is_none_or(|folder| folders.contains(folder)) {
            true => disk::look(&place)?,
            false => Stand::Nothing,
        };
        match stand {
            Stand::File(_) => {}
            Stand::Nothing => return Err(damaged("is not there")),
            Stand::Folder | Stand::Other => return Err(damaged("is no plain file")),
        }
        let bytes = fs::read(&place).map_err(|cause| damaged(&format!("cannot be read: {cause}")))?;
        if blake3::hash(&bytes).as_bytes() == hash { Ok(bytes) } else { Err(damaged("is not as its build wrote it")) }
    }
}
