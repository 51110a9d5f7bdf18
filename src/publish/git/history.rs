//! Who made each file, and who changed it last, as the commits tell.

use std::collections::{HashMap, HashSet};

use super::program::Program;
use crate::publish::mark::Mark;
use crate::publish::wiki::Fault;

/// What a line of a commit message begins with that tells whose page a file is.
const TRAILER: &str = "Talktrack-Page: ";
/// What stands before the path in it.
const PATH: &str = " path=";

/// A commit.
#[derive(Debug, Clone, Default)]
pub struct Commit {
    /// Who wrote it.
    pub by: String,
    /// When, as `2026-11-24T09:30:00+01:00`.
    pub at: String,
    /// Its message.
    pub message: String,
}

/// The commits that say something of files that are there.
#[derive(Default)]
pub struct History {
    commits: Vec<Commit>,
    last: HashMap<String, usize>,
    made: HashMap<String, usize>,
}

impl History {
    /// Reads the commits before (and with) one, newest first, until all these files are told of.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn of<'p>(program: &Program, commit: &str, paths: impl Iterator<Item = &'p str>) -> Result<History, Fault> {
        let mut reader = Reader { left: paths.collect(), ..Reader::default() };
        let format = "--format=%x01%x00%an%x00%aI%x00%B%x00";
        // Renames are not followed: a file that a person moved is theirs from then on, and no file has to be fetched.
        program.parts(&["log", "-z", "--name-status", "--no-renames", format, commit], |part| reader.part(part))?;
        Ok(reader.history)
    }

    /// The commit that changed a file last.
    pub fn last(&self, path: &str) -> Option<&Commit> {
        self.last.get(path).map(|at| &self.commits[*at])
    }

    /// The mark that a file got when it was made.
    pub fn mark(&self, path: &str) -> Option<Mark> {
        self.made.get(path).and_then(|at| mark_in(&self.commits[*at].message, path))
    }
}

/// Reads what `git log` writes, part by part.
#[derive(Default)]
struct Reader<'p> {
    history: History,
    /// The files whose making was not seen yet.
    left: HashSet<&'p str>,
    commit: Commit,
    is_kept: bool,
    awaits: Awaits,
}

/// What the next part is.
#[derive(Default)]
enum Awaits {
    #[default]
    Any,
    By,
    At,
    Message,
    Path(bool),
}

impl Reader<'_> {
    /// Takes a part; tells whether that is enough.
    fn part(&mut self, part: &[u8]) -> bool {
        let text = String::from_utf8_lossy(part);
        self.awaits = match self.awaits {
            Awaits::Any => match text.trim_start_matches('\n') {
                "\u{1}" => Awaits::By,
                "" => Awaits::Any,
                status => Awaits::Path(status == "A"),
            },
            Awaits::By => {
                (self.commit.by, self.is_kept) = (text.into_owned(), false);
                Awaits::At
            }
            Awaits::At => {
                self.commit.at = text.into_owned();
                Awaits::Message
            }
            Awaits::Message => {
                self.commit.message = text.into_owned();
                Awaits::Any
            }
            Awaits::Path(is_made) => {
                self.file(&text, is_made);
                Awaits::Any
            }
        };
        self.left.is_empty()
    }

    fn file(&mut self, path: &str, is_made: bool) {
        let history = &mut self.history;
        if !self.left.contains(path) || (history.last.contains_key(path) && !is_made) {
            return;
        }
        if !self.is_kept {
            history.commits.push(self.commit.clone());
            self.is_kept = true;
        }
        let at = history.commits.len() - 1;
        history.last.entry(path.to_owned()).or_insert(at);
        if is_made {
            history.made.insert(path.to_owned(), at);
            self.left.remove(path);
        }
    }
}

/// A line for a commit message that tells whose page a file is.
pub fn trailer(mark: &Mark, path: &str) -> String {
    format!("{TRAILER}{mark}{PATH}{}\n", crate::render::encoded(path))
}

/// The mark of a file in a commit message.
fn mark_in(message: &str, path: &str) -> Option<Mark> {
    let own = crate::render::encoded(path);
    let lines = message.lines().filter_map(|line| line.strip_prefix(TRAILER)?.split_once(PATH));
    lines.filter(|(_, of)| *of == own).find_map(|(mark, _)| Mark::read(mark))
}
