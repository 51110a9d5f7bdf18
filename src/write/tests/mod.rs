//! Stories of a folder: what is there, what is built, what must be there after.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;

use super::*;

#[cfg(unix)]
mod a_disk_that_refuses;
mod a_plain_build;
mod a_stopped_build;
mod files_and_folders_that_change_places;
mod files_of_others;
mod messages;
mod parts_of_a_site;
mod paths;
#[cfg(unix)]
mod symbolic_links;
mod two_builds_at_once;

const LIST: &str = ".talktrack-files";
const LOCK: &str = ".talktrack-lock";

fn site(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn temp() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn build(out: &Path, files: &[(&str, &str)]) -> Result<Written, WriteError> {
    write(out, &site(files), &Options::default())
}

fn force(out: &Path, files: &[(&str, &str)]) -> Result<Written, WriteError> {
    write(out, &site(files), &Options { force: true })
}

fn put(path: PathBuf, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Starts another test, which finds its folder in a variable, and kills it after a while: later with each round.
fn kill(helper: &str, variable: &str, out: &Path, round: u64) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", helper, "--ignored"])
        .env(variable, out)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(15 + round * 7 % (40 + round)));
    child.kill().unwrap();
    child.wait().unwrap();
}

fn text(path: PathBuf) -> String {
    fs::read_to_string(path).unwrap()
}

/// Everything in a folder but our list and lock: files as text, links as `-> target`, empty folders with a `/`.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    fn walk(top: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
        let mut empty = true;
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(top).unwrap().to_str().unwrap().to_owned();
            empty = false;
            if path.is_symlink() {
                found.insert(name, format!("-> {}", fs::read_link(&path).unwrap().display()));
            } else if path.is_dir() {
                walk(top, &path, found);
            } else if name != LIST && name != LOCK {
                found.insert(name, String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned());
            }
        }
        if empty && folder != top {
            found.insert(format!("{}/", folder.strip_prefix(top).unwrap().display()), String::new());
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

fn expect(folder: &Path, files: &[(&str, &str)]) {
    let wanted: BTreeMap<String, String> = files.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect();
    assert_eq!(tree(folder), wanted);
}

fn times(folder: &Path) -> Vec<(PathBuf, SystemTime)> {
    let mut all = vec![(folder.to_owned(), fs::metadata(folder).unwrap().modified().unwrap())];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(times(&path));
        } else {
            all.push((path.clone(), fs::metadata(&path).unwrap().modified().unwrap()));
        }
    }
    all.sort();
    all
}
