//! Why a folder could not be made equal to the site.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why the site was not written. Before the files themselves are touched comes every variant but `Io`.
/// The cause of `Io` is its `source()`, not part of its message; [`help`](WriteError::help) says what to do.
#[derive(Debug, Error)]
pub enum WriteError {
    /// A path of the site that could leave the folder, or that some system cannot hold.
    #[error("`{path}` cannot be a path of the site: {why}")]
    Path {
        /// As the site gave it.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The output path is a file.
    #[error("`{}` is a file, not a folder", out.display())]
    NotAFolder {
        /// The output path.
        out: PathBuf,
    },
    /// The folder is neither empty nor ours.
    #[error("`{}` is not empty and was not made by talktrack: it holds `{found}`", out.display())]
    NotOurs {
        /// The output folder.
        out: PathBuf,
        /// One thing in it.
        found: String,
    },
    /// Files that are not ours stand at paths the site needs.
    #[error("`{}` holds files at paths the site needs that talktrack did not write: {}", out.display(), listed(paths))]
    Foreign {
        /// The output folder.
        out: PathBuf,
        /// Paths in it, sorted.
        paths: Vec<String>,
    },
    /// Folders that hold something stand where the site needs files.
    #[error("`{}` holds folders where the site needs files: {}", out.display(), listed(paths))]
    FolderInTheWay {
        /// The output folder.
        out: PathBuf,
        /// Paths in it, sorted.
        paths: Vec<String>,
    },
    /// Another build did not finish in time.
    #[error("another build is still writing into `{}` after {seconds} s", out.display())]
    Busy {
        /// The output folder.
        out: PathBuf,
        /// How long we waited.
        seconds: u64,
    },
    /// The system refused.
    #[error("cannot {doing} `{}`{}", path.display(), and_others(*others))]
    Io {
        /// What was tried, before the path: `write`, `create the folder`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// How many more files failed.
        others: usize,
        /// What the system said.
        source: io::Error,
    },
}

impl WriteError {
    pub(super) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        WriteError::Io { doing, path: path.to_owned(), others: 0, source }
    }

    /// The same failure, one of several.
    pub(super) fn with_others(mut self, count: usize) -> Self {
        if let WriteError::Io { others, .. } = &mut self {
            *others = count;
        }
        self
    }

    /// What to do about it.
    pub fn help(&self) -> &'static str {
        use io::ErrorKind as Kind;
        match self {
            WriteError::Path { .. } => "change the path pattern of this piece, or the id it is made from",
            WriteError::NotAFolder { .. } => "name another output folder, or move the file away",
            WriteError::NotOurs { .. } => {
                "name an empty folder, or pass `--force` to build into this one; \
                 other files in it stay unless the site needs their path"
            }
            WriteError::Foreign { .. } => "move them away, or pass `--force` to replace them; nothing was changed",
            WriteError::FolderInTheWay { .. } => "move them away and build again; nothing was changed",
            WriteError::Busy { .. } => "wait for the other build to end, or build into another folder with `--out`",
            WriteError::Io { source, .. } => match source.kind() {
                Kind::StorageFull | Kind::QuotaExceeded => "free some space and build again; no file is half-written",
                Kind::PermissionDenied | Kind::ReadOnlyFilesystem => {
                    "make it writable for you, or build into another folder with `--out`"
                }
                _ => "see to the cause and build again: the next build repairs what this one left undone",
            },
        }
    }
}

fn listed(paths: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut text = paths.iter().take(SHOWN).map(|p| format!("`{p}`")).collect::<Vec<_>>().join(", ");
    if paths.len() > SHOWN {
        text += &format!(" and {} more", paths.len() - SHOWN);
    }
    text
}

fn and_others(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => " and 1 other file".to_owned(),
        n => format!(" and {n} other files"),
    }
}
