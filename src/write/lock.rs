//! One build at a time in a folder.
//!
//! The lock is the system's, on the empty file `.talktrack-lock`, so it ends with the process however that ends.
//! The file stays: removing it would let a third build lock a new file while a second waits for the old one,
//! and would touch the folder when nothing changed.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::WriteError;

pub(super) const NAME: &str = ".talktrack-lock";
const PAUSE: Duration = Duration::from_millis(20);

/// Held until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Waits for the folder's lock, at most `patience`. A disk that knows no locks is used without.
pub(super) fn take(out: &Path, patience: Duration) -> Result<Lock, WriteError> {
    let path = out.join(NAME);
    let file = open(out, &path)?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) if start.elapsed() < patience => sleep(PAUSE),
            Err(TryLockError::WouldBlock) => {
                return Err(WriteError::Busy { out: out.to_owned(), seconds: patience.as_secs() });
            }
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(Lock { _file: file });
            }
            Err(TryLockError::Error(error)) => return Err(WriteError::io("lock", &path, error)),
        }
    }
}

/// Opens the lock file, creating it if need be, never through a link.
fn open(out: &Path, path: &Path) -> Result<File, WriteError> {
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => return Ok(file),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        // Windows says so of an existing read-only file, others of a folder we may not write in.
        Err(error) if fs::symlink_metadata(path).is_err() => {
            return Err(WriteError::io("write in the folder", out, error));
        }
        Err(_) => {}
    }
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => Err(io::Error::other("it is not a plain file")),
        _ => OpenOptions::new().read(true).write(true).open(path).or_else(|_| File::open(path)),
    }
    .map_err(|error| WriteError::io("lock", path, error))
}
