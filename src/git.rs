//! Reads a kit as it stood at a revision, through the `git` program. Neither the work tree nor the index is touched,
//! nothing is run by a shell, and what a revision holds is written to a folder of its own, which goes with it.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Component, Path};
use std::process::{Command, Stdio};

use jiff::civil::Date;

use crate::error::Error;
use crate::project::{self, MAX_FILE, Project, SETTINGS};

/// The parts of a kit; nothing else of a repository is read.
const PARTS: [&str; 4] = [SETTINGS, "content", "templates", "static"];

/// A kit at a revision.
#[derive(Debug)]
pub struct Snapshot {
    /// The kit, in a folder that goes when this does; `None`: there was none at that revision.
    pub project: Option<Project>,
    /// The commit that the revision names.
    pub commit: String,
    /// The day of the revision.
    pub day: Date,
    /// Keeps the folder.
    _folder: tempfile::TempDir,
}

/// A file of a revision.
struct Entry {
    path: String,
    object: String,
    size: u64,
    is_link: bool,
}

/// The kit of `project` as it stood at a revision.
///
/// # Errors
/// When there is no git, no repository, no such revision, or no room for the files.
pub fn snapshot(project: &Project, revision: &str) -> Result<Snapshot, Error> {
    let git = Git { root: &project.root };
    let prefix = git.say(&["rev-parse", "--show-prefix"]).map_err(|e| git.no_repository(e))?;
    let prefix = prefix.trim_end_matches(['\r', '\n']);
    let commit = git.commit(revision)?;
    let paths = PARTS.map(|part| format!("{prefix}{part}"));
    let listed = git.bytes(
        &[&["ls-tree", "-r", "-z", "-l", "--full-tree", &commit, "--"], &paths.each_ref().map(String::as_str)[..]]
            .concat(),
    )?;
    let entries: Vec<Entry> = listed.split(|b| *b == 0).filter_map(|line| entry(line, prefix)).collect();
    let folder = tempfile::tempdir().map_err(|cause| Error::Unwritable { path: std::env::temp_dir(), cause })?;
    let root = folder.path().canonicalize().map_err(|cause| Error::Unreadable { path: folder.path().into(), cause })?;
    let day = git.write(&commit, &entries, &root)?;
    let project = root.join(SETTINGS).is_file().then_some(Project { root });
    Ok(Snapshot { project, commit, day, _folder: folder })
}

/// A line of `ls-tree -l`, when it is a file of the kit whose path stays in it: `mode type object size<TAB>path`.
fn entry(line: &[u8], prefix: &str) -> Option<Entry> {
    let line = std::str::from_utf8(line).ok()?;
    let (head, path) = line.split_once('\t')?;
    let mut words = head.split_whitespace();
    let (mode, object, size) = (words.next()?, words.nth(1)?, words.next()?);
    let path = path.strip_prefix(prefix)?;
    let stays = !path.contains('\\') && Path::new(path).components().all(|c| matches!(c, Component::Normal(_)));
    let is_link = mode == "120000";
    (stays && (is_link || mode.starts_with("100"))).then(|| Entry {
        path: path.to_owned(),
        object: object.to_owned(),
        size: size.parse().unwrap_or(0),
        is_link,
    })
}

/// The git program, in the folder of a kit.
struct Git<'a> {
    root: &'a Path,
}

impl Git<'_> {
    fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new("git");
        command.args(["--no-pager", "--literal-pathspecs"]).args(arguments).current_dir(self.root);
        command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
        command.stdin(Stdio::null());
        command
    }

    fn bytes(&self, arguments: &[&str]) -> Result<Vec<u8>, Error> {
        let output = self.command(arguments).output().map_err(unstarted)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(Error::Git { words: first_line(&output.stderr) })
    }

    fn say(&self, arguments: &[&str]) -> Result<String, Error> {
        self.bytes(arguments).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    fn no_repository(&self, error: Error) -> Error {
        match error {
            Error::Git { words } if words.contains("not a git repository") => {
                Error::NoRepository { root: self.root.to_owned() }
            }
            error => error,
        }
    }

    /// The commit that a revision names. A word that could be an option is no revision.
    fn commit(&self, revision: &str) -> Result<String, Error> {
        let unknown = |is_shallow| Error::NoRevision { given: revision.to_owned(), is_shallow };
        if revision.starts_with('-') || revision.contains('\0') {
            return Err(unknown(false));
        }
        let named = format!("{revision}^{{commit}}");
        let found = self.say(&["rev-parse", "--verify", "--quiet", "--end-of-options", &named]);
        let commit = found.unwrap_or_default().lines().last().unwrap_or_default().trim().to_owned();
        if commit.len() >= 40 && commit.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(commit);
        }
        let is_shallow = self.say(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|said| said.trim() == "true");
        Err(unknown(is_shallow))
    }

    /// Writes the files of a revision, and tells its day.
    fn write(&self, commit: &str, entries: &[Entry], root: &Path) -> Result<Date, Error> {
        let read = |e: &&Entry| e.is_link || (!e.path.starts_with("static/") && e.size <= MAX_FILE);
        let wanted: Vec<&str> =
            std::iter::once(commit).chain(entries.iter().filter(read).map(|e| &*e.object)).collect();
        let objects = self.objects(&wanted)?;
        let day = objects.get(commit).map(|bytes| day_of(bytes)).unwrap_or_default();
        let targets: HashMap<&str, &Entry> = entries.iter().filter(|e| !e.is_link).map(|e| (&*e.path, e)).collect();
        for entry in entries {
            let file = if entry.is_link { target(entry, &objects, &targets) } else { Some(entry) };
            if let Some(file) = file {
                put(root, &entry.path, objects.get(&file.object).map(Vec::as_slice), file.size)?;
            }
        }
        Ok(day)
    }

    /// The bytes of objects, all through one process.
    fn objects(&self, names: &[&str]) -> Result<HashMap<String, Vec<u8>>, Error> {
        let mut command = self.command(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(unstarted)?;
        let (asked, told) = (child.stdin.take(), child.stdout.take());
        let list = names.iter().map(|name| format!("{name}\n")).collect::<String>();
        // Asked from a thread of its own, so that neither pipe can fill while nobody reads the other.
        let asking = std::thread::spawn(move || asked.map(|mut pipe| pipe.write_all(list.as_bytes())));
        let read = told.map_or(Ok(HashMap::new()), |pipe| answers(BufReader::new(pipe), names.len()));
        let _ = asking.join();
        let _ = child.wait();
        read.map_err(|cause| Error::Git { words: format!("its objects cannot be read: {cause}") })
    }
}

/// What `cat-file --batch` says: `object type size`, then so many bytes and a line break, as often as it was asked.
fn answers(mut pipe: impl BufRead, count: usize) -> io::Result<HashMap<String, Vec<u8>>> {
    let mut objects = HashMap::with_capacity(count);
    for _ in 0..count {
        let mut head = String::new();
        pipe.read_line(&mut head)?;
        let mut words = head.split_whitespace();
        let (Some(name), Some(size)) = (words.next(), words.nth(1).and_then(|s| s.parse::<usize>().ok())) else {
            return Err(io::Error::other(if head.is_empty() { "git ended early" } else { head.trim_end() }));
        };
        let mut bytes = vec![0; size + 1];
        pipe.read_exact(&mut bytes)?;
        bytes.pop();
        objects.insert(name.to_owned(), bytes);
    }
    Ok(objects)
}

/// The file that a link leads to, when it leads straight to a file of the kit; no link is ever written.
fn target<'e>(link: &Entry, objects: &HashMap<String, Vec<u8>>, files: &HashMap<&str, &'e Entry>) -> Option<&'e Entry> {
    let written = std::str::from_utf8(objects.get(&link.object)?).ok()?;
    let beside = if written.starts_with('/') { return None } else { format!("./{written}") };
    files.get(&*project::join(&link.path, &beside)?).copied()
}

/// Writes one file. What was not read is as long as it was: too large a text, or a picture that is only named.
fn put(root: &Path, path: &str, bytes: Option<&[u8]>, size: u64) -> Result<(), Error> {
    let full = root.join(path);
    let unwritable = |cause| Error::Unwritable { path: full.clone(), cause };
    if let Some(folder) = full.parent() {
        std::fs::create_dir_all(folder).map_err(unwritable)?;
    }
    match bytes {
        Some(bytes) => std::fs::write(&full, bytes).map_err(unwritable),
        None => std::fs::File::create(&full).and_then(|file| file.set_len(size.min(MAX_FILE + 1))).map_err(unwritable),
    }
}

/// The day of a commit, by its own words: `committer NAME <mail> SECONDS ZONE`.
fn day_of(commit: &[u8]) -> Date {
    let text = String::from_utf8_lossy(commit);
    let line = text.lines().take_while(|l| !l.is_empty()).find(|l| l.starts_with("committer "));
    let seconds = line.and_then(|l| l.rsplit(' ').nth(1)).and_then(|s| s.parse::<i64>().ok());
    let moment = seconds.and_then(|s| jiff::Timestamp::from_second(s).ok()).unwrap_or_default();
    moment.to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn unstarted(cause: io::Error) -> Error {
    if cause.kind() == io::ErrorKind::NotFound {
        Error::NoGit
    } else {
        Error::Git { words: format!("it cannot be started: {cause}") }
    }
}

fn first_line(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let line = said.lines().find(|l| !l.trim().is_empty()).unwrap_or("it ended without a word");
    line.trim_start_matches("fatal: ").trim_start_matches("error: ").to_owned()
}
