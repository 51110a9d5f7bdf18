//! Where records are kept: `.talktrack/builds/` of the kit, one for each output folder, a few in all. A record that cannot
//! be kept costs time, nothing else.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::write::Stamp;

/// What the program keeps in a kit; git is told to ignore it.
const OWN: &str = ".talktrack";
const FOLDER: &str = "builds";
const ENDING: &str = "record";
/// What goes with a record: what was needed, and what is otherwise by now.
const NOTES: &str = "notes";
const SINCE: &str = "since";
/// A record that is being written.
const BEGUN: &str = "begun";
/// So many are kept.
const MOST: usize = 8;

/// The bytes of the record of an output folder.
pub(super) fn read(root: &Path, out: &Path) -> Option<Vec<u8>> {
    whole(root, name(out, ENDING))
}

/// The bytes of the notes that go with it.
pub(super) fn read_notes(root: &Path, out: &Path) -> Option<Vec<u8>> {
    whole(root, name(out, NOTES))
}

/// The bytes of what is otherwise by now than the record says.
pub(super) fn read_since(root: &Path, out: &Path) -> Option<Vec<u8>> {
    whole(root, name(out, SINCE))
}

/// When the record, or what is otherwise since, was kept last, as stamps tell it.
pub(super) fn kept(root: &Path, out: &Path) -> Option<i64> {
    let folder = folder(root)?;
    let files = [ENDING, SINCE].into_iter().filter_map(|ending| fs::metadata(folder.join(name(out, ending))).ok());
    files.filter_map(|found| Stamp::of(&found)).map(|stamp| stamp.changed).max()
}

fn whole(root: &Path, name: String) -> Option<Vec<u8>> {
    let path = folder(root)?.join(name);
    // Only one's own word counts: what this user may read, another may not.
    fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?;
    fs::read(path).ok()
}

/// Keeps the record of an output folder, whole or not at all, and lets go of the oldest ones.
pub(super) fn keep(root: &Path, out: &Path, bytes: &[u8]) {
    put(root, name(out, ENDING), bytes);
}

/// Keeps the notes that go with it.
pub(super) fn keep_notes(root: &Path, out: &Path, bytes: &[u8]) {
    put(root, name(out, NOTES), bytes);
}

/// Keeps what is otherwise by now than the record says.
pub(super) fn keep_since(root: &Path, out: &Path, bytes: &[u8]) {
    put(root, name(out, SINCE), bytes);
}

fn put(root: &Path, name: String, bytes: &[u8]) {
    let Some(folder) = made(root) else { return };
    sweep(&folder, &name);
    let suffix = format!(".{BEGUN}");
    // Readable by this user alone, since another may not be able to read all that this one can.
    let begun = tempfile::Builder::new().suffix(&suffix).tempfile_in(&folder);
    let kept = begun.and_then(|mut file| {
        file.as_file_mut().write_all(bytes)?;
        file.persist(folder.join(&name)).map_err(|error| error.error)
    });
    if kept.is_err() {
        let _ = fs::remove_file(folder.join(name));
    }
}

fn name(out: &Path, ending: &str) -> String {
    format!("{}.{ending}", blake3::hash(out.as_os_str().as_encoded_bytes()).to_hex())
}

/// The folder of the records, if it is there and no link leads to it.
fn folder(root: &Path) -> Option<PathBuf> {
    let own = root.join(OWN);
    let folder = own.join(FOLDER);
    (is_folder(&own) && is_folder(&folder)).then_some(folder)
}

/// The same, made where it is not there.
fn made(root: &Path) -> Option<PathBuf> {
    let own = root.join(OWN);
    let _ = fs::create_dir(&own);
    if is_folder(&own) {
        let _ = fs::create_dir(own.join(FOLDER));
        let _ = fs::File::create_new(own.join(".gitignore")).and_then(|mut file| file.write_all(b"*\n"));
    }
    folder(root)
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Removes what was begun and not ended, and all but the youngest records beside the one that `own` goes with.
fn sweep(folder: &Path, own: &str) {
    let mut records = Vec::new();
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some(BEGUN) => drop(fs::remove_file(path)),
            Some(ENDING) if path.file_stem() != Path::new(own).file_stem() => {
                records.push((fs::metadata(&path).and_then(|found| found.modified()).ok(), path))
            }
            _ => {}
        }
    }
    records.sort();
    let surplus = records.len().saturating_sub(MOST - 1);
    for (_, path) in records.into_iter().take(surplus) {
        let _ = fs::remove_file(path.with_extension(NOTES));
        let _ = fs::remove_file(path.with_extension(SINCE));
        let _ = fs::remove_file(path);
    }
}
