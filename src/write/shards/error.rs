//! Why shards could not be joined.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::write::WriteError;

/// Why shards were not joined; nothing was written. [`help`](ShardError::help) says what to do.
#[derive(Debug, Error)]
pub enum ShardError {
    /// A folder that is no shard.
    #[error("`{}` is no shard: {why}", folder.display())]
    NoShard {
        /// The folder.
        folder: PathBuf,
        /// What it is instead.
        why: &'static str,
    },
    /// A shard that is not as its build left it.
    #[error("the shard `{}` is damaged: {why}", folder.display())]
    Damaged {
        /// Its folder.
        folder: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// Shards of different builds.
    #[error("`{}` and `{}` are shards of different builds: {why}", one.display(), other.display())]
    Strangers {
        /// One folder.
        one: PathBuf,
        /// Another.
        other: PathBuf,
        /// In what they differ.
        why: String,
    },
    /// One shard that was named twice.
    #[error("`{}` and `{}` are both shard {shard}", one.display(), other.display())]
    Twice {
        /// One folder.
        one: PathBuf,
        /// Another.
        other: PathBuf,
        /// Which shard.
        shard: String,
    },
    /// Not all shards were named.
    #[error("of {count} shards, {} {} missing", listed(numbers), if numbers.len() == 1 { "is" } else { "are" })]
    Missing {
        /// Which.
        numbers: Vec<u32>,
        /// Of how many.
        count: u32,
    },
    /// The folder to write to is one of the shards, or lies inside one.
    #[error("`{}` cannot be written into: the shard `{}` is there", out.display(), folder.display())]
    InTheWay {
        /// The output folder.
        out: PathBuf,
        /// The shard.
        folder: PathBuf,
    },
    /// The shards are sound, but the folder could not be made equal to them.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl ShardError {
    pub(super) fn damaged(folder: &Path, why: impl Into<String>) -> Self {
        ShardError::Damaged { folder: folder.to_owned(), why: why.into() }
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            ShardError::NoShard { .. } => {
                "name the folders that `talktrack build --shard NUMBER/COUNT` wrote, whole: what carries them here must \
                 take files along whose names begin with a dot"
                    .into()
            }
            ShardError::Damaged { .. } => "build this shard again, or fetch it again; nothing was written".into(),
            ShardError::Strangers { .. } => {
                "build all shards from one state of the kit, with one version of talktrack and the same options; \
                 give the day with `--today`, so that midnight cannot come between; nothing was written"
                    .into()
            }
            ShardError::Twice { .. } => "name each shard once; nothing was written".into(),
            ShardError::Missing { numbers, count } => {
                let first = numbers.first().copied().unwrap_or_default();
                format!("build what is missing (`talktrack build --shard {first}/{count}`), and name its folder too; nothing was written")
            }
            ShardError::InTheWay { .. } => "name another folder for the site, before those of the shards".into(),
            ShardError::Write(error) => error.help().to_owned(),
        }
    }
}

fn listed(numbers: &[u32]) -> String {
    const SHOWN: usize = 10;
    let mut text = numbers.iter().take(SHOWN).map(u32::to_string).collect::<Vec<_>>().join(", ");
    if numbers.len() > SHOWN {
        text += &format!(" and {} more", numbers.len() - SHOWN);
    }
    text
}
