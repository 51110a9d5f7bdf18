//! The list of what we wrote, `.talktrack-files`: one line a file, `HASH  PATH`, sorted, so `b3sum --check` reads it.
//!
//! While a build is under way its first line says so, and a path may stand there twice, with its old and new hash.
//! The list is input like any other: lines that are no safe path are passed over and never acted on.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use super::disk::{self, Beside};
use super::{WriteError, path};

pub(super) const NAME: &str = ".talktrack-files";
const UNFINISHED: &str = "# unfinished: a build is under way or was stopped, and the next one repairs this folder";

/// blake3 of a file's bytes.
pub type Hash = [u8; 32];

/// What may be ours in the folder.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    /// Written before the files, so not all of it need be true.
    pub(super) unfinished: bool,
    entries: BTreeMap<String, BTreeSet<Hash>>,
}

impl Manifest {
    /// The list of a finished site.
    pub(super) fn finished(entries: impl IntoIterator<Item = (String, Hash)>) -> Self {
        let entries = entries.into_iter().map(|(path, hash)| (path, BTreeSet::from([hash]))).collect();
        Manifest { unfinished: false, entries }
    }

    /// Reads what can be read; a damaged line only makes its file not ours.
    pub(super) fn parse(text: &str) -> Self {
        let mut list = Manifest { unfinished: text.starts_with('#'), ..Manifest::default() };
        for line in text.lines() {
            let Some((hash, path)) = line.split_once("  ") else {
                continue;
            };
            let Ok(hash) = blake3::Hash::from_hex(hash) else {
                continue;
            };
            if path::fault(path).is_none() {
                list.entries.entry(path.to_owned()).or_default().insert(*hash.as_bytes());
            }
        }
        list
    }

    pub(super) fn render(&self) -> String {
        let mut text = String::with_capacity(self.entries.len() * 128);
        if self.unfinished {
            text += UNFINISHED;
            text.push('\n');
        }
        for (path, hashes) in &self.entries {
            for hash in hashes {
                text += &blake3::Hash::from_bytes(*hash).to_hex();
                text += "  ";
                text += path;
                text.push('\n');
            }
        }
        text
    }

    /// Everything of both, as an unfinished list.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut both = Manifest { unfinished: true, ..self.clone() };
        for (path, hashes) in &other.entries {
            both.entries.entry(path.clone()).or_default().extend(hashes);
        }
        both
    }

    /// Whether we wrote at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.entries.contains_key(path)
    }

    /// Whether we wrote just these bytes at this path.
    pub(super) fn wrote(&self, path: &str, hash: &Hash) -> bool {
        self.entries.get(path).is_some_and(|hashes| hashes.contains(hash))
    }

    /// Each path with its hash; of several, the first.
    pub(super) fn single(self) -> impl Iterator<Item = (String, Hash)> {
        self.entries.into_iter().filter_map(|(path, hashes)| hashes.into_iter().next().map(|hash| (path, hash)))
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }
}

/// A finished list with other hashes for some of its paths, in parts, since of megabytes a few words change; and the lines
/// that are no longer in it.
pub(super) fn with<'a>(listed: &'a str, changed: &[(&str, Hash)]) -> (Vec<Cow<'a, str>>, String) {
    let (mut places, mut new, mut gone) = (Vec::new(), String::new(), String::new());
    for (path, hash) in changed {
        let hash = blake3::Hash::from_bytes(*hash).to_hex();
        let end = format!("  {path}\n");
        let begins = |at: &usize| *at == hash.len() || listed.as_bytes()[..at - hash.len()].ends_with(b"\n");
        let at = memchr::memmem::find_iter(listed.as_bytes(), &end).filter(|at| *at >= hash.len()).find(begins);
        match at {
            Some(at) => {
                gone.push_str(&listed[at - hash.len()..at + end.len()]);
                places.push((at - hash.len()..at, hash.to_string()));
            }
            None => new += &format!("{hash}{end}"),
        }
    }
    places.sort_by_key(|(place, _)| place.start);
    let (mut parts, mut done) = (Vec::new(), 0);
    for (place, hash) in places {
        parts.extend([Cow::from(&listed[done..place.start]), hash.into()]);
        done = place.end;
    }
    parts.extend([Cow::from(&listed[done..]), new.into()]);
    (parts, gone)
}

/// Both parts of a list, as long as files are moved.
pub(super) fn save_both(out: &Path, list: &[Cow<str>], gone: &str) -> Result<(), WriteError> {
    let ends = [&[UNFINISHED.into(), "\n".into()], list, &[gone.into()]].concat();
    save(out, &ends, disk::Outlives::PowerCut)
}

/// Whether the folder has a list of ours; a link is none.
pub(super) fn exists(out: &Path) -> bool {
    fs::symlink_metadata(out.join(NAME)).is_ok_and(|found| found.is_file())
}

/// The list's text; empty if there is none.
pub(super) fn read(out: &Path) -> Result<String, WriteError> {
    let path = out.join(NAME);
    if !exists(out) {
        return Ok(String::new());
    }
    match fs::read(&path) {
        Ok(bytes) => {
            Ok(String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(WriteError::io("read", &path, error)),
    }
}

/// Replaces the list.
pub(super) fn save(out: &Path, parts: &[impl AsRef<str>], outlives: disk::Outlives) -> Result<(), WriteError> {
    beside(out, parts, outlives)?.put()
}

/// Writes the list that will replace the one there is.
pub(super) fn beside(out: &Path, parts: &[impl AsRef<str>], outlives: disk::Outlives) -> Result<Beside, WriteError> {
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_ref().as_bytes()).collect();
    Beside::of(&out.join(NAME), &parts, outlives)
}

/// blake3 of a list.
pub(super) fn hash_of(parts: &[Cow<str>]) -> Hash {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update_rayon(part.as_bytes());
    }
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_hashes_of_a_list_are_replaced_whatever_their_paths_are_like() {
        let paths = ["a.html", "é/x  a.html", "日本語日本語日本語日本語日本語日本語x  a.html"];
        let all = |hash| paths.map(|path| (path.to_owned(), hash));
        let listed = Manifest::finished(all([1; 32])).render();
        for path in paths {
            let (list, gone) = with(&listed, &[(path, [2; 32])]);
            let now = all([1; 32]).map(|(p, hash)| if p == path { (p, [2; 32]) } else { (p, hash) });
            assert_eq!(list.concat(), Manifest::finished(now).render());
            assert_eq!(hash_of(&list), *blake3::hash(list.concat().as_bytes()).as_bytes());
            let home = tempfile::tempdir().unwrap();
            save_both(home.path(), &list, &gone).unwrap();
            let both = Manifest::parse(&read(home.path()).unwrap());
            assert!(both.unfinished && both.wrote(path, &[1; 32]) && both.wrote(path, &[2; 32]));
            assert_eq!(both.paths().count(), paths.len());
        }
    }
}
