//! What a run is about to do, and what came of it, line by line, each safely on the disk before the next step. A run
//! that was stopped at any moment is understood by the next one: an intent without a result is looked up at the wiki.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::ledger::{Entry, FOLDER};
use crate::error::Error;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Line {
    /// About to be done.
    Intent(Intent),
    /// What is known of a page from now on; `None`: nothing, it is gone.
    Known {
        /// Which page.
        key: String,
        /// What is known.
        entry: Option<Box<Entry>>,
    },
    /// The intent came to nothing.
    Dropped {
        /// Which page.
        key: String,
    },
}

/// About to be done to a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// Which page.
    pub key: String,
    /// The run.
    pub run: String,
    /// It is to be deleted.
    pub deletes: bool,
    /// The wiki's handle; empty: it is to be created.
    pub id: String,
    /// The name it is to have.
    pub asked: String,
    /// The id of the page above.
    pub parent: String,
    /// The hash of the text.
    pub ours: String,
}

/// The journal of a run.
pub struct Journal {
    path: PathBuf,
    file: File,
}

/// The file of a place's journal.
fn path(root: &Path, place: &str) -> PathBuf {
    root.join(FOLDER).join(format!("{place}.journal"))
}

/// The lines that a stopped run left; none: the last run came to its end. A line cut short by the stop is left out.
///
/// # Errors
/// When it cannot be read.
pub fn left(root: &Path, place: &str) -> Result<Vec<Line>, Error> {
    let path = path(root, place);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(cause) => Err(Error::Unreadable { path, cause }),
    }
}

impl Journal {
    /// Opens it, behind what a stopped run left.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn open(root: &Path, place: &str) -> Result<Journal, Error> {
        let path = path(root, place);
        let unwritable = |cause| Error::Unwritable { path: path.clone(), cause };
        std::fs::create_dir_all(root.join(FOLDER)).map_err(unwritable)?;
        let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(unwritable)?;
        // A line cut short by a stop must not swallow the next one.
        file.write_all(b"\n").and_then(|()| file.sync_data()).map_err(unwritable)?;
        Ok(Journal { path, file })
    }

    /// Adds a line, and waits until it is on the disk.
    ///
    /// # Errors
    /// When the disk refuses: then nothing must be sent to the wiki.
    pub fn add(&mut self, line: &Line) -> Result<(), Error> {
        let mut text = serde_json::to_string(line).unwrap_or_default();
        text.push('\n');
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|cause| Error::Unwritable { path: self.path.clone(), cause })
    }

    /// The run came to its end, and the ledger is saved.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn close(self) -> Result<(), Error> {
        std::fs::remove_file(&self.path).map_err(|cause| Error::Unwritable { path: self.path, cause })
    }
}
