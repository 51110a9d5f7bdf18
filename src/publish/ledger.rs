//! What we know of the pages at one place: one file, the same bytes for the same knowledge, without secrets, meant to
//! be committed (or kept by CI). Without it nothing is overwritten: every page has to be adopted first.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::write;

/// The form of the file; a later program may know more.
const VERSION: u32 = 1;

/// Where ledgers stand in a kit.
pub const FOLDER: &str = "publish";

/// All pages at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The form of the file.
    version: u32,
    /// The kit, as marks name it.
    pub kit: String,
    /// Key → what we know.
    pub pages: BTreeMap<String, Entry>,
}

/// What we know of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The wiki's handle.
    pub id: String,
    /// The name we gave it.
    pub asked: String,
    /// The name that the wiki returned.
    pub name: String,
    /// The id of the page above, as we asked for it; empty: the place's own root.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub parent: String,
    /// The id of the page above, as the wiki returned it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub under: String,
    /// The stamp of our last write; empty: what stands there was not written by us alone.
    pub stamp: String,
    /// Hash of our text.
    pub ours: String,
    /// Hash of the text that was stored; empty: see `stamp`.
    pub stored: String,
    /// Files it shows: name → what we know.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, FileEntry>,
    /// We created it.
    pub created: bool,
    /// The run that wrote it last.
    pub run: String,
}

/// What we know of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Hash of our bytes.
    pub ours: String,
    /// The wiki's stamp.
    pub stamp: String,
}

/// The file of a place's ledger.
pub fn path(root: &Path, place: &str) -> PathBuf {
    root.join(FOLDER).join(format!("{place}.json"))
}

/// The hash of a text; white space at its end says nothing, as some wikis strip it.
pub fn hash(text: &str) -> String {
    hash_bytes(text.trim_end().as_bytes())
}

/// The hash of a file.
pub fn hash_bytes(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}

impl Ledger {
    /// An empty one.
    pub fn new(kit: &str) -> Ledger {
        Ledger { version: VERSION, kit: kit.to_owned(), pages: BTreeMap::new() }
    }

    /// Reads a place's ledger; a new one where there is none.
    ///
    /// # Errors
    /// When it is there and cannot be read, or is not of its form.
    pub fn read(root: &Path, place: &str, kit: &str) -> Result<Ledger, Error> {
        let path = path(root, place);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Ledger::new(kit)),
            Err(cause) => return Err(Error::Unreadable { path, cause }),
        };
        match serde_json::from_slice::<Ledger>(&bytes) {
            Ok(ledger) if ledger.version == VERSION => Ok(ledger),
            Ok(ledger) => Err(Error::BadLedger { path, why: format!("it has form {}, not {VERSION}", ledger.version) }),
            Err(error) => Err(Error::BadLedger { path, why: error.to_string() }),
        }
    }

    /// Writes it, if that changes the file.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn save(&self, root: &Path, place: &str) -> Result<(), Error> {
        let path = path(root, place);
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        if std::fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
            return Ok(());
        }
        let unwritable = |cause| Error::Unwritable { path: path.clone(), cause };
        std::fs::create_dir_all(root.join(FOLDER)).map_err(unwritable)?;
        write::whole(&path, text.as_bytes()).map_err(unwritable)
    }

    /// The key of the page with an id.
    pub fn key_of(&self, id: &str) -> Option<&str> {
        self.pages.iter().find(|(_, entry)| entry.id == id).map(|(key, _)| key.as_str())
    }

    /// The stamp of a file that was sent before with these very bytes, for any page.
    pub fn sent(&self, name: &str, ours: &str) -> Option<String> {
        let known = self.pages.values().filter_map(|entry| entry.files.get(name));
        known.filter(|file| file.ours == ours).map(|file| file.stamp.clone()).next()
    }
}
