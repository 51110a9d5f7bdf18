//! The few ways the program itself cannot go on. What an author can mend is a [`crate::diagnostic::Diagnostic`].

use std::io;
use std::path::PathBuf;

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum Error {
    #[error("no kit here: neither `{}` nor any folder above it holds a talktrack.yaml", start.display())]
    NoKit { start: PathBuf },
    #[error("cannot read `{}`: {cause}", path.display())]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error("cannot write `{}`: {cause}", path.display())]
    Unwritable { path: PathBuf, cause: io::Error },
    #[error("`{}` is not empty", path.display())]
    NotEmpty { path: PathBuf },
    #[error("`{}` is where the kit is written by hand", path.display())]
    OutIsKit { path: PathBuf },
    #[error("unknown {what} `{given}`")]
    UnknownChoice { what: &'static str, given: String, help: String },
    #[error("cannot listen on port {port}: {cause}")]
    NoPort { port: u16, cause: io::Error },
    #[error("cannot read the baseline `{}`: {cause}", path.display())]
    NoBaseline { path: PathBuf, cause: io::Error },
    #[error("`{}` is no baseline: line {line} is not of its form", path.display())]
    BadBaseline { path: PathBuf, line: usize },
    #[error("`{}` is there, and is no baseline", path.display())]
    NotABaseline { path: PathBuf },
    #[error("none of {count} links could be reached")]
    NoNetwork { count: usize },
    #[error("the `git` program is not there")]
    NoGit,
    #[error("`{}` is not in a git repository", root.display())]
    NoRepository { root: PathBuf },
    #[error("git knows no revision `{given}` here")]
    NoRevision { given: String, is_shallow: bool },
    #[error("git: {words}")]
    Git { words: String },
    #[error("`{}` is no ledger of a wiki: {why}", path.display())]
    BadLedger { path: PathBuf, why: String },
    #[error("{words}")]
    Wiki { words: String, help: String },
    #[error(transparent)]
    Write(#[from] crate::write::WriteError),
    #[error(transparent)]
    Shards(#[from] crate::write::ShardError),
}

impl Error {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Error::NoKit { .. } => "start one with `talktrack new my-kit`, or name one with `--root DIR`".into(),
            Error::Unreadable { .. } => "check that it exists and that you may read it".into(),
            Error::Unwritable { .. } => "check that there is room and that you may write there".into(),
            Error::NotEmpty { .. } => "choose a new folder; nothing was written".into(),
            Error::OutIsKit { .. } => "choose a folder of its own with `--out DIR`".into(),
            Error::NoPort { .. } => "name a free port with `--port`".into(),
            Error::NoBaseline { .. } => "make it with `talktrack check --write-baseline FILE`".into(),
            Error::BadBaseline { .. } => "make it anew with `talktrack check --write-baseline FILE`".into(),
            Error::NotABaseline { .. } => "choose a new file; nothing was written".into(),
            Error::NoNetwork { .. } => "check the network, or leave out `--links`".into(),
            Error::UnknownChoice { help, .. } => help.clone(),
            Error::NoGit => "install git, so that earlier states of the kit can be read".into(),
            Error::NoRepository { .. } => "run this where the kit is kept in git (`git init` makes a repository)".into(),
            Error::NoRevision { is_shallow: true, .. } => {
                "this clone holds only the latest commits; fetch more with `git fetch --unshallow`, or `git fetch --depth 100`"
                    .into()
            }
            Error::NoRevision { .. } => "name a commit, branch or tag; `git log --oneline` lists commits".into(),
            Error::Git { .. } => "run `git status` in the kit's folder to see what ails it".into(),
            Error::BadLedger { .. } => {
                "take it back from git; without one, `talktrack adopt PLACE` finds the pages that carry our mark".into()
            }
            Error::Wiki { help, .. } => help.clone(),
            Error::Write(error) => error.help().to_owned(),
            Error::Shards(error) => error.help(),
        }
    }
}
