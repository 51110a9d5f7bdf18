//! The files of a commit, and what is to become of them.

use std::collections::{BTreeMap, HashMap};

use sha2::Digest;

use super::flavour::Flavour;
use super::program::Program;
use crate::publish::mark::Mark;
use crate::publish::wiki::Fault;

/// An ordinary file, as git writes it.
const FILE: &str = "100644";

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is, as git writes it: `100644` …
    mode: String,
    /// The name of its bytes.
    pub blob: String,
}

impl Entry {
    /// An ordinary file.
    fn file(blob: String) -> Entry {
        Entry { mode: FILE.into(), blob }
    }

    /// Why it must not be written to; `None`: it is a file.
    pub fn closed(&self) -> Option<String> {
        match self.mode.as_str() {
            "120000" => Some("it is a link to another file".into()),
            "160000" => Some("it is another repository".into()),
            _ => None,
        }
    }
}

/// What is to become of a file.
#[derive(Debug, Clone)]
pub struct Change {
    /// What it was when that was decided; `None`: it was not there.
    pub was: Option<Entry>,
    /// What it becomes; `None`: it goes.
    pub becomes: Option<Entry>,
    /// Its bytes then.
    pub bytes: Vec<u8>,
    /// Whose page it is, or belongs to.
    pub mark: Mark,
}

/// The files of a commit by path, with the changes that wait.
#[derive(Default)]
pub struct Tree {
    entries: BTreeMap<String, Entry>,
    /// Folded name → path.
    pages: HashMap<String, String>,
    /// The changes that wait, by path.
    pub changes: BTreeMap<String, Change>,
    is_sha256: bool,
}

impl Tree {
    /// The files of a commit.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn of(program: &Program, flavour: &Flavour, commit: &str) -> Result<Tree, Fault> {
        let listed = program.here(&["ls-tree", "-r", "-z", "--full-tree", commit], b"")?.out;
        let mut tree = Tree { is_sha256: commit.len() > 40, ..Tree::default() };
        for line in listed.split(|b| *b == 0) {
            if let Some((path, entry)) = std::str::from_utf8(line).ok().and_then(entry) {
                tree.put(flavour, path, Some(entry));
            }
        }
        Ok(tree)
    }

    /// The file at a path.
    pub fn at(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// The file of the page that has a name, also where it is written differently.
    pub fn page(&self, flavour: &Flavour, name: &str) -> Option<&str> {
        self.pages.get(&flavour.fold(name)).map(String::as_str)
    }

    /// All paths.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Why no file can stand at a path; `None`: one can.
    pub fn in_the_way(&self, path: &str) -> Option<String> {
        let above =
            path.match_indices('/').map(|(at, _)| &path[..at]).find(|folder| self.entries.contains_key(*folder));
        if let Some(folder) = above {
            return Some(format!("`{folder}` is a file there, not a folder"));
        }
        let inside = format!("{path}/");
        let is_folder = self.entries.range(inside.clone()..).next().is_some_and(|(p, _)| p.starts_with(&inside));
        is_folder.then(|| format!("`{path}` is a folder there"))
    }

    /// Lets a file hold other bytes, or go; it happens with all others when they are sealed. Tells the name of its bytes.
    pub fn change(&mut self, flavour: &Flavour, path: &str, bytes: Option<&[u8]>, mark: &Mark) -> String {
        let becomes = bytes.map(|bytes| Entry::file(self.blob_name(bytes)));
        let blob = becomes.as_ref().map_or_else(String::new, |entry| entry.blob.clone());
        let was = self.entries.get(path).cloned();
        let was = self.changes.get(path).map_or(was, |earlier| earlier.was.clone());
        let bytes = bytes.unwrap_or_default().to_vec();
        self.stage(flavour, path, Change { was, becomes, bytes, mark: mark.clone() });
        blob
    }

    fn stage(&mut self, flavour: &Flavour, path: &str, change: Change) {
        self.put(flavour, path, change.becomes.clone());
        self.changes.insert(path.to_owned(), change);
    }

    /// The name that git gives to bytes: a hash of them, with what they are in front.
    pub fn blob_name(&self, bytes: &[u8]) -> String {
        let head = format!("blob {}\0", bytes.len());
        let hex = |hash: &[u8]| hash.iter().map(|b| format!("{b:02x}")).collect();
        match self.is_sha256 {
            true => hex(&sha2::Sha256::new().chain_update(head).chain_update(bytes).finalize()),
            false => hex(&sha1::Sha1::new().chain_update(head).chain_update(bytes).finalize()),
        }
    }

    /// Puts the changes that wait on another commit's files, if all of those are as they were; `None`: one is not.
    pub fn moved_to(&self, flavour: &Flavour, mut other: Tree) -> Option<Tree> {
        for (path, change) in &self.changes {
            let name = flavour.name(path).filter(|_| change.was.is_none() && change.becomes.is_some());
            let is_taken =
                name.is_some_and(|name| other.page(flavour, name).is_some_and(|p| !self.changes.contains_key(p)));
            if other.at(path) != change.was.as_ref() || is_taken || other.in_the_way(path).is_some() {
                return None;
            }
        }
        for (path, change) in &self.changes {
            other.stage(flavour, path, change.clone());
        }
        Some(other)
    }

    fn put(&mut self, flavour: &Flavour, path: &str, entry: Option<Entry>) {
        let name = flavour.name(path).map(|name| flavour.fold(name));
        match entry {
            Some(entry) => {
                self.entries.insert(path.to_owned(), entry);
                name.map(|name| self.pages.insert(name, path.to_owned()));
            }
            None => {
                self.entries.remove(path);
                name.filter(|name| self.pages.get(name).is_some_and(|p| p == path))
                    .map(|name| self.pages.remove(&name));
            }
        }
    }
}

/// A line of `ls-tree`: `mode type object<TAB>path`.
fn entry(line: &str) -> Option<(&str, Entry)> {
    let (head, path) = line.split_once('\t')?;
    let mut words = head.split(' ');
    let (mode, blob) = (words.next()?, words.nth(1)?);
    Some((path, Entry { mode: mode.to_owned(), blob: blob.to_owned() }))
}

/// The bytes of all changes as `fast-import` reads them.
pub fn blobs(changes: &BTreeMap<String, Change>) -> Vec<u8> {
    let mut all = Vec::new();
    for change in changes.values().filter(|change| change.becomes.is_some()) {
        all.extend_from_slice(format!("blob\ndata {}\n", change.bytes.len()).as_bytes());
        all.extend_from_slice(&change.bytes);
        all.push(b'\n');
    }
    all
}

/// The changes as `update-index --index-info` reads them.
pub fn index_lines(changes: &BTreeMap<String, Change>) -> Vec<u8> {
    let line = |(path, change): (&String, &Change)| match &change.becomes {
        Some(entry) => format!("{} {}\t{path}\0", entry.mode, entry.blob),
        None => format!("0 {}\t{path}\0", "0".repeat(change.was.as_ref().map_or(40, |was| was.blob.len()))),
    };
    changes.iter().map(line).collect::<String>().into_bytes()
}
