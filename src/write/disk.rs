//! The few things done to the disk, each whole or not at all. Nothing here decides what to do.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::path::{OWN_PREFIX, folders, parent};
use super::{Stamp, WriteError, plan::Stand};

const TEMPORARY: &str = ".tmp";
/// Where files wait inside the folder until the site is whole.
pub(super) const STAGE: &str = ".talktrack-new";
/// Bytes compared at a time.
const BUFFER: usize = 16 * 1024;
/// What file managers leave in folders they show.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// What a written file outlives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outlives {
    /// The end of the process, however it ends.
    Kill,
    /// A power cut too: waits for the disk.
    PowerCut,
}

/// A file that waits beside the place where it belongs.
pub(super) struct Beside {
    file: NamedTempFile,
    path: PathBuf,
}

impl Beside {
    /// Writes a file of these parts: mode 0644 less the umask.
    pub(super) fn of(path: &Path, parts: &[&[u8]], outlives: Outlives) -> Result<Beside, WriteError> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(OWN_PREFIX).suffix(TEMPORARY);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
        let write = || -> io::Result<NamedTempFile> {
            let mut file = builder.tempfile_in(folder(path))?;
            parts.iter().try_for_each(|bytes| file.as_file_mut().write_all(bytes))?;
            if outlives == Outlives::PowerCut {
                file.as_file().sync_all()?;
            }
            Ok(file)
        };
        let file = write().map_err(|error| denied(error, folder(path), "write", path))?;
        Ok(Beside { file, path: path.to_owned() })
    }

    /// Puts it in place of whatever file or link is there.
    pub(super) fn put(self) -> Result<(), WriteError> {
        let put = self.file.persist(&self.path);
        put.map(drop).map_err(|error| denied(error.error, folder(&self.path), "write", &self.path))
    }
}

/// Puts a file, of these parts, in place of whatever file or link is there.
pub(super) fn replace(path: &Path, parts: &[&[u8]], outlives: Outlives) -> Result<(), WriteError> {
    Beside::of(path, parts, outlives)?.put()
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The system's own words: without the temporary file's name, which tells a reader nothing.
fn plain(error: io::Error) -> io::Error {
    error
        .raw_os_error()
        .map_or_else(|| io::Error::new(error.kind(), error.kind().to_string()), io::Error::from_raw_os_error)
}

/// Removes a file or link; one that is gone already is fine.
pub(super) fn remove(path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(WriteError::io("remove", path, error)),
        _ => Ok(()),
    }
}

/// Removes an empty folder.
pub(super) fn remove_folder(path: &Path) -> Result<(), WriteError> {
    match fs::remove_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(WriteError::io("remove the folder", path, error)),
        _ => Ok(()),
    }
}

/// Removes those of the folders that are empty, inner ones first; a folder that will not go stays.
pub(super) fn prune<'a>(out: &Path, folders: impl DoubleEndedIterator<Item = &'a str>) {
    for folder in folders.rev() {
        let _ = fs::remove_dir(out.join(folder));
    }
}

/// Creates the folders of the stage, below an output folder that is there.
pub(super) fn create_folders(out: &Path, folder: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(folder).map_err(|error| denied(error, out, "create the folder", folder))
}

/// Writes a new file: mode 0644 less the umask. Tells by what it is known again.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<Option<Stamp>, WriteError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
    let written = options.open(path).and_then(|mut file| {
        file.write_all(bytes)?;
        Ok(Stamp::of(&file.metadata()?))
    });
    written.map_err(|error| WriteError::io("write", path, error))
}

/// Moves a file or folder to where it belongs, in place of whatever file or link is there.
pub(super) fn move_to(from: &Path, to: &Path) -> Result<(), WriteError> {
    let folder = to.parent().unwrap_or(Path::new("."));
    fs::rename(from, to).map_err(|error| denied(error, folder, "write", to))
}

/// A system that refuses for want of rights means the folder.
fn denied(error: io::Error, folder: &Path, doing: &'static str, path: &Path) -> WriteError {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            WriteError::io("write in the folder", folder, plain(error))
        }
        _ => WriteError::io(doing, path, plain(error)),
    }
}

/// The bytes of a file.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, WriteError> {
    fs::read(path).map_err(|error| WriteError::io("read", path, error))
}

/// Removes the stage with all that waits there.
pub(super) fn clear_stage(out: &Path) -> io::Result<()> {
    let stage = out.join(STAGE);
    match fs::symlink_metadata(&stage) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(&stage),
        Ok(_) => fs::remove_file(&stage),
        Err(_) => Ok(()),
    }
}

/// Removes what a killed build left in the folder.
pub(super) fn sweep(folder: &Path) -> Result<(), WriteError> {
    clear_stage(folder).map_err(|error| WriteError::io("remove the folder", &folder.join(STAGE), error))?;
    for name in names(folder)? {
        if name.starts_with(OWN_PREFIX) && name.ends_with(TEMPORARY) {
            let path = folder.join(name);
            if fs::symlink_metadata(&path).is_ok_and(|found| found.is_file()) {
                remove(&path)?;
            }
        }
    }
    Ok(())
}

/// The first thing in a folder, by name, that is neither ours nor litter.
pub(super) fn first_foreign(out: &Path) -> Result<Option<String>, WriteError> {
    let mut foreign: Vec<String> = names(out)?;
    foreign.retain(|name| !name.starts_with(OWN_PREFIX) && !LITTER.contains(&name.as_str()));
    foreign.sort();
    Ok(foreign.into_iter().next())
}

/// The names in a folder.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, WriteError> {
    let list = || -> io::Result<Vec<String>> {
        fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    };
    list().map_err(|error| WriteError::io("read the folder", folder, error))
}

/// The folders above these paths that exist and can be reached without a link, outer ones first.
pub(super) fn real_folders<'a>(
    out: &Path,
    paths: impl Iterator<Item = &'a str>,
) -> Result<BTreeSet<&'a str>, WriteError> {
    let mut real = BTreeSet::new();
    for folder in folders(paths) {
        if parent(folder).is_none_or(|above| real.contains(above)) && look(&out.join(folder))?.is_folder() {
            real.insert(folder);
        }
    }
    Ok(real)
}

/// What stands at a path, not following a link there.
pub(super) fn look(path: &Path) -> Result<Stand, WriteError> {
    look_closely(path).map(|(stand, _)| stand)
}

/// What stands at a path, and by what it is known again.
pub(super) fn look_closely(path: &Path) -> Result<(Stand, Option<Stamp>), WriteError> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok((Stand::of(&found), Stamp::of(&found))),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok((Stand::Nothing, None))
        }
        Err(error) => Err(WriteError::io("look at", path, error)),
    }
}

impl Stand {
    fn of(found: &Metadata) -> Self {
        if found.is_dir() {
            Stand::Folder
        } else if found.is_file() {
            Stand::File(found.len())
        } else {
            Stand::Other
        }
    }
}

/// Whether the file holds just these bytes, as many as it is long. A file that cannot be read does not.
pub(super) fn holds(path: &Path, mut bytes: &[u8]) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    let mut buffer = [0; BUFFER];
    while !bytes.is_empty() {
        let want = bytes.len().min(buffer.len());
        match file.read(&mut buffer[..want]) {
            Ok(0) => return false,
            Ok(n) if buffer[..n] == bytes[..n] => bytes = &bytes[n..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            _ => return false,
        }
    }
    true
}
