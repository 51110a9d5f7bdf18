//! Talks with the remote: what is there, fetch, push. It waits for a remote that is busy, and never pushes twice what
//! may have arrived.

use std::collections::BTreeMap;
use std::time::Duration;

use super::program::{Program, Said};
use super::remote::{Remote, is_at_the_door, is_passing};
use crate::publish::wiki::{Fault, Patience};

/// Where the remote's branch stands in our own repository.
const SEEN: &str = "refs/wiki/seen";
/// First pause before a question is asked again; it doubles.
const PAUSE: Duration = Duration::from_secs(1);
/// What a remote says when another push came between.
const RACES: [&str; 6] = [
    "fetch first",
    "non-fast-forward",
    "cannot lock ref",
    "failed to update ref",
    "incorrect old value",
    "already exists",
];
/// Most lines of a hook's words that are shown.
const MOST_WORDS: usize = 6;

/// The branches of a remote.
#[derive(Debug, Default)]
pub struct Heads {
    /// The one that it shows by itself.
    pub shown: Option<String>,
    /// Branch → commit.
    pub branches: BTreeMap<String, String>,
}

/// What came of a push.
#[derive(Debug)]
pub enum Pushed {
    /// It is there.
    Done,
    /// Another push came between; nothing was done.
    Raced,
    /// Not done, for another reason.
    Not(Fault),
}

/// A remote, and our own repository beside it.
pub struct Origin {
    /// Our own repository.
    pub program: Program,
    /// The remote.
    pub remote: Remote,
    patience: Patience,
    waited: Duration,
    say: Box<dyn FnMut(&str)>,
    reads: usize,
    writes: usize,
}

impl Origin {
    /// Gets ready; nothing is asked yet.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn new(remote: Remote, patience: Patience, say: Box<dyn FnMut(&str)>) -> Result<Origin, Fault> {
        let program = Program::new(&remote, patience.in_all.max(patience.answer))?;
        Ok(Origin { program, remote, patience, waited: Duration::ZERO, say, reads: 0, writes: 0 })
    }

    /// How often the remote was read, and pushed to.
    pub fn requests(&self) -> (usize, usize) {
        (self.reads, self.writes)
    }

    /// How long to wait for it.
    pub fn patience(&self) -> Patience {
        self.patience
    }

    /// What branches the remote has.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn heads(&mut self) -> Result<Heads, Fault> {
        let said = self.ask(&["ls-remote", "--symref", "--", &self.remote.address.clone(), "HEAD", "refs/heads/*"])?;
        let mut heads = Heads::default();
        for line in String::from_utf8_lossy(&said.out).lines() {
            match line.split_once('\t') {
                Some((target, "HEAD")) => {
                    let branch = target.strip_prefix("ref: refs/heads/").map(str::to_owned);
                    heads.shown = branch.or(heads.shown);
                }
                Some((commit, name)) => {
                    let branch = name.strip_prefix("refs/heads/").unwrap_or(name);
                    heads.branches.insert(branch.to_owned(), commit.to_owned());
                }
                None => {}
            }
        }
        Ok(heads)
    }

    /// Fetches a branch, with all its commits, but texts and pictures only when they are read. Tells its commit.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn fetch(&mut self, branch: &str) -> Result<String, Fault> {
        let refs = format!("+refs/heads/{branch}:{SEEN}");
        let quiet = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--filter=blob:none", "origin"];
        self.ask(&[&quiet[..], &[&refs]].concat())?;
        Ok(self.program.here(&["rev-parse", "--verify", SEEN], b"")?.line())
    }

    /// Bytes of a file; `None`: they are nowhere.
    ///
    /// # Errors
    /// [`Fault::Down`] when the remote must be asked for them and does not answer.
    pub fn blob(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let is_name = name.len() >= 40 && name.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_name {
            return Ok(None);
        }
        let said = self.program.run(&["cat-file", "blob", name], b"")?;
        match said.is_fine {
            true => Ok(Some(said.out)),
            false if is_passing(&said.err) => Ok(Some(self.ask(&["cat-file", "blob", name])?.out)),
            false => Ok(None),
        }
    }

    /// Pushes a commit to a branch, never over somebody else's.
    ///
    /// # Errors
    /// [`Fault::Down`] when git cannot be run.
    pub fn push(&mut self, commit: &str, branch: &str) -> Result<Pushed, Fault> {
        self.writes += 1;
        let refs = format!("{commit}:refs/heads/{branch}");
        let Some(said) = self.program.talk(&["push", "--porcelain", "--no-verify", "origin", &refs])? else {
            return Ok(Pushed::Not(Fault::Unknown("the remote did not answer in time".into())));
        };
        let out = String::from_utf8_lossy(&said.out).into_owned();
        let line = out.lines().find(|line| line.contains(&format!("{commit}:")));
        Ok(match line {
            Some(line) if !line.starts_with('!') => Pushed::Done,
            Some(line) if line.contains("[remote failure]") => Pushed::Not(self.unknown(&said.err)),
            Some(line) if RACES.iter().any(|race| line.contains(race)) => Pushed::Raced,
            Some(line) => Pushed::Not(Fault::Refused(self.remote.redacted(&why(line, &said.err)))),
            None if is_at_the_door(&said.err) => Pushed::Not(self.down(&said.err)),
            None => Pushed::Not(self.unknown(&said.err)),
        })
    }

    /// Asks whether we may push, without pushing: in words, why not.
    ///
    /// # Errors
    /// [`Fault::Down`].
    pub fn may_push(&mut self, commit: &str, branch: &str) -> Result<(), Fault> {
        let refs = format!("{commit}:refs/heads/{branch}");
        self.ask(&["push", "--dry-run", "--porcelain", "--no-verify", "origin", &refs]).map(drop)
    }

    fn unknown(&self, complaint: &str) -> Fault {
        Fault::Unknown(self.remote.explained(complaint).0)
    }

    fn down(&self, complaint: &str) -> Fault {
        let (words, help) = self.remote.explained(complaint);
        Fault::Down(words, help)
    }

    /// Asks the remote something that changes nothing, and asks again while it is busy.
    fn ask(&mut self, arguments: &[&str]) -> Result<Said, Fault> {
        let mut pause = PAUSE;
        loop {
            self.reads += 1;
            let Some(said) = self.program.talk(arguments)? else {
                let help = "try again, or give it longer with `patience`";
                return Err(Fault::Down("the remote did not answer in time".into(), help.into()));
            };
            if said.is_fine {
                return Ok(said);
            }
            if !is_passing(&said.err) || self.waited + pause > self.patience.in_all {
                return Err(self.down(&said.err));
            }
            (self.say)(&format!("{}; waiting {pause:.0?}\n", self.remote.explained(&said.err).0));
            std::thread::sleep(pause);
            self.waited += pause;
            pause *= 2;
        }
    }
}

/// Why a remote refused a push: the words of its hook, else those in the brackets.
fn why(line: &str, complaints: &str) -> String {
    let said = complaints.lines().filter_map(|l| l.strip_prefix("remote:")).map(str::trim);
    let said: Vec<&str> = said.filter(|l| !l.is_empty()).take(MOST_WORDS).collect();
    let reason = line.rsplit_once('(').map_or(line, |(_, reason)| reason.trim_end_matches(')'));
    if said.is_empty() {
        format!("the remote refused it: {reason}")
    } else {
        format!("{} ({reason})", said.join(" · "))
    }
}
