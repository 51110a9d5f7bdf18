//! What the folder of a shard says of itself, `.talktrack-shard`, so that it is never mistaken for a site: which part it
//! is, the key of its build, and the hash of its list of files, so that a list that was changed is noticed.

use std::fs;
use std::path::Path;

use crate::shard::Shard;
use crate::write::{WriteError, disk};

pub(in crate::write) const NAME: &str = ".talktrack-shard";
/// The first line, for people who find the file.
const TOLD: &str = "# a part of a site, and no site by itself: `talktrack merge OUT DIR...` joins all parts";
/// More than any mark holds, in bytes.
const LONGEST: u64 = 4096;

/// What a shard is part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Which part it is.
    pub shard: Shard,
    /// Equal for all shards of a build, and no others.
    pub key: String,
}

impl Mark {
    /// The mark as text, with the list of files that it stands for.
    pub(in crate::write) fn render(&self, list: &str) -> String {
        let Mark { shard, key } = self;
        format!("{TOLD}\nshard {shard}\nkey {key}\nlist {}\n", blake3::hash(list.as_bytes()).to_hex())
    }

    /// Reads a mark, and the hash of its list; `None`: it is not of this form.
    pub(super) fn parse(text: &str) -> Option<(Mark, String)> {
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let mut word = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ').map(str::to_owned);
        let (shard, key, list) = (word("shard")?, word("key")?, word("list")?);
        Some((Mark { shard: Shard::parse(&shard).ok()?, key }, list))
    }
}

/// The text of the mark in a folder; `None`: there is none. A link is none.
pub(in crate::write) fn read(folder: &Path) -> Option<String> {
    let path = folder.join(NAME);
    fs::symlink_metadata(&path).ok().filter(|found| found.is_file() && found.len() <= LONGEST)?;
    fs::read_to_string(&path).ok()
}

/// Marks a folder as a shard, before anything else in it changes.
pub(in crate::write) fn save(folder: &Path, text: &str) -> Result<(), WriteError> {
    match read(folder) {
        Some(there) if there == text => Ok(()),
        _ => disk::replace(&folder.join(NAME), &[text.as_bytes()], disk::Outlives::PowerCut),
    }
}

/// Takes the mark off a folder that holds a whole site.
pub(in crate::write) fn clear(folder: &Path) -> Result<(), WriteError> {
    let path = folder.join(NAME);
    if fs::symlink_metadata(&path).is_ok() { disk::remove(&path) } else { Ok(()) }
}
