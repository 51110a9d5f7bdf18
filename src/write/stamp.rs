//! By what a file is known again without reading it.
//!
//! A stamp that is the same means that the bytes are the same, but for two cases, and there the bytes are read:
//!
//! - The clock of a disk ticks: a file that is changed twice within one tick may have one stamp for both. So a stamp is
//!   believed only when it is clearly older than the latest one that its disk has shown by then ([`Latest`]): whatever is
//!   changed from now on gets a later one.
//! - Where the system does not tell enough (there is no [`Stamp`]).

use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

use super::Hash;

/// What the system tells of a file, times in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The disk it is on.
    pub device: u64,
    /// Its number there.
    pub inode: u64,
    /// In bytes.
    pub size: u64,
    /// When its bytes were last changed; anybody can set this.
    pub modified: i64,
    /// When its bytes, or anything else of it, were last changed; only the system sets this.
    pub changed: i64,
}

impl Stamp {
    /// Of a file; `None` where the system does not tell enough.
    #[cfg(unix)]
    pub fn of(file: &Metadata) -> Option<Stamp> {
        use std::os::unix::fs::MetadataExt;
        let nanoseconds = |seconds: i64, rest: i64| seconds.wrapping_mul(1_000_000_000).wrapping_add(rest);
        Some(Stamp {
            device: file.dev(),
            inode: file.ino(),
            size: file.size(),
            modified: nanoseconds(file.mtime(), file.mtime_nsec()),
            changed: nanoseconds(file.ctime(), file.ctime_nsec()),
        })
    }

    /// Of a file; `None` where the system does not tell enough.
    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Option<Stamp> {
        None
    }

    /// Whether it is of the same file with the same bytes, which may have been moved since.
    pub fn is_moved(&self, then: &Stamp) -> bool {
        Stamp { changed: then.changed, ..*self } == *then
    }
}

/// A tick of the clock, and more, where stamps have fractions of a second.
const FINE: i64 = 50_000_000;
/// A tick of the coarsest disks, and more: they count in steps of two seconds.
const COARSE: i64 = 3_000_000_000;
/// Stamps in such steps may be those of a coarse disk.
const STEP: i64 = 10_000_000;

/// The latest change on each disk, as far as some stamps tell.
#[derive(Debug)]
pub struct Latest(Vec<(u64, i64)>);

impl Latest {
    /// Of these stamps.
    pub fn of<'a>(stamps: impl Iterator<Item = &'a Stamp>) -> Latest {
        let mut latest: Vec<(u64, i64)> = Vec::new();
        for stamp in stamps {
            match latest.iter_mut().find(|(device, _)| *device == stamp.device) {
                Some((_, changed)) => *changed = stamp.changed.max(*changed),
                None => latest.push((stamp.device, stamp.changed)),
            }
        }
        Latest(latest)
    }

    /// Whether a stamp is so old that a change after these stamps were taken cannot have the same.
    pub fn is_past(&self, stamp: &Stamp) -> bool {
        let tick = if stamp.changed % STEP == 0 { COARSE } else { FINE };
        let latest = self.0.iter().find(|(device, _)| *device == stamp.device);
        latest.is_some_and(|(_, latest)| latest.saturating_sub(stamp.changed) > tick)
    }
}

/// blake3 of the bytes of a file.
///
/// # Errors
/// When it cannot be read.
pub fn hash_of(path: &Path) -> io::Result<Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(*hasher.finalize().as_bytes())
}

/// blake3 of bytes, which may be many.
pub fn hash_of_bytes(bytes: &[u8]) -> Hash {
    *blake3::Hasher::new().update_rayon(bytes).finalize().as_bytes()
}

/// The stamp of a plain file, not following a link; `Err` when none is there.
pub(super) fn plain(path: &Path) -> Result<Option<Stamp>, ()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Ok(Stamp::of(&found)),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 43_200_000_000_001;

    fn stamp(device: u64, changed: i64) -> Stamp {
        Stamp { device, inode: 1, size: 1, modified: 0, changed }
    }

    #[test]
    fn a_stamp_is_past_when_its_disk_has_shown_a_clearly_later_one() {
        let latest = Latest::of([stamp(1, NOON), stamp(2, NOON + COARSE)].iter());
        assert!(latest.is_past(&stamp(1, NOON - FINE - 2)));
        assert!(!latest.is_past(&stamp(1, NOON - FINE)));
        assert!(!latest.is_past(&stamp(1, NOON)) && !latest.is_past(&stamp(1, NOON + FINE)));
        assert!(latest.is_past(&stamp(2, NOON)));
        assert!(!latest.is_past(&stamp(3, 1)), "a disk that showed nothing");
    }

    #[test]
    fn whole_seconds_may_be_those_of_a_coarse_disk() {
        let second = 1_000_000_000;
        let latest = Latest::of([stamp(1, 100 * second)].iter());
        assert!(!latest.is_past(&stamp(1, 97 * second)) && !latest.is_past(&stamp(1, 99 * second)));
        assert!(latest.is_past(&stamp(1, 96 * second)));
    }

    #[test]
    fn times_beyond_all_measure_do_no_harm() {
        let latest = Latest::of([stamp(1, i64::MAX)].iter());
        assert!(latest.is_past(&stamp(1, i64::MIN)) && !latest.is_past(&stamp(1, i64::MAX)));
    }
}
